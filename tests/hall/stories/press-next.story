# A keypad falls silent. Its window goes on by a soft keypad, which shows the same digits, and by a neighbour who presses
# for it; when it answers again it shows the present.
hall   hall.toml
watch  keypad board-3 soft lcd

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:00:10  kiosk take 城乡居民参保登记
09:00:20  kiosk take 城乡居民参保登记
09:00:30  kiosk take 城乡居民参保登记
09:00:40  kiosk take 城乡居民参保登记
09:00:50  kiosk take 城乡居民参保登记
curtain
09:02:00  keypad 3 NEXT                 | board-3   *请A001号*
                                        | keypad-3  [A001]
                                        | keypad-4  [   4]
09:02:41                                | board-3   A001号办理中
09:03:00  device keypad-3 silent        | lcd       【备用方式】 / 3号窗口按键叫号：请用软叫号器（3号叫号器无应答） / 3号叫号器 无应答：查电源、地址和线缆（3号窗口台面）
09:03:12                                | lcd       【备用方式】 / 3号窗口按键叫号：请用软叫号器（3号叫号器无应答） / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 3号叫号器 无应答：查电源、地址和线缆（3号窗口台面）
09:03:30  soft 3 NEXT                   | board-3   *请A002号*
                                        | keypad-4  [   3]
                                        | soft      [A002]
09:04:10                                | board-3   A002号办理中

# The clerk at window 4 presses for window 3, and goes back to her own.
09:04:30  keypad 4 FUNCTION NO-SHOW 3 ENTER | keypad-4  [F   ] → [uIn ] → [3   ] → [u  3] → [A002]
09:04:35                                | keypad-4  [u  3]
09:04:36                                | keypad-4  [A002]
09:04:40  keypad 4 RECALL               | board-3   *请A002号*
                                        | keypad-4  [u  3] → [A002]
09:04:45                                | keypad-4  [u  3]
09:04:46                                | keypad-4  [A002]
09:04:50                                | keypad-4  [u  3]
09:04:51                                | keypad-4  [A002]
09:04:55                                | keypad-4  [u  3]
09:04:56                                | keypad-4  [A002]
09:05:00                                | keypad-4  [u  3]
09:05:01                                | keypad-4  [A002]
09:05:05                                | keypad-4  [u  3]
09:05:06                                | keypad-4  [A002]
09:05:10                                | keypad-4  [u  3]
09:05:11                                | keypad-4  [A002]
09:05:15                                | keypad-4  [u  3]
09:05:16                                | keypad-4  [A002]
09:05:20                                | keypad-4  [u  3]
09:05:21                                | board-3   A002号办理中
                                        | keypad-4  [A002]
09:05:25                                | keypad-4  [u  3]
09:05:26                                | keypad-4  [A002]
09:05:30  keypad 4 FUNCTION NO-SHOW ENTER | keypad-4  [F   ] → [uIn ] → [   3]
09:06:00  keypad 4 NEXT                 | keypad-4  [A003]
                                        | lcd       【备用方式】 / 3号窗口按键叫号：请用软叫号器（3号叫号器无应答） / 3号叫号器 无应答：查电源、地址和线缆（3号窗口台面）
09:07:00  device keypad-3 answers       | keypad-3  [A002]
                                        | lcd       一切正常
09:08:00  keypad 4 FUNCTION NO-SHOW 3 ENTER | keypad-4  [F   ] → [uIn ] → [3   ] → beeps → [Err ]
