# A visitor took a number for the wrong thing; another has to be seen by a certain colleague. Whoever is sent on keeps
# his number and the time he has waited: he does not begin again at nothing.
hall   hall.toml
watch  slip voice display board keypad pad

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
08:57:00  keypad 10 log-in 110
09:00:10  kiosk take 业务咨询
09:00:20  kiosk take 城乡居民参保登记
09:00:30  kiosk take 城乡居民参保登记
09:00:40  kiosk take 城乡居民参保登记
09:00:50  keypad 10 NEXT
curtain

# F001 wants to enrol, not advice: FUNCTION 1, to a service (1), number 13.
09:03:00  keypad 10 FUNCTION 1 1 13 ENTER | display   请准备 A001 A002 A003 F001
                                        | board-10  请等候叫号
                                        | keypad-3  [   4]
                                        | keypad-4  [   4]
                                        | keypad-10 [F   ] → [tr  ] → [SEr ] → [1   ] → [13  ] → [   0]

# The time that he has waited counts on, the time at window 10 does not: three came to wait meanwhile, and he is
# the fourth.
09:03:30  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002 A003 F001
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
                                        | keypad-4  [   3]
09:04:11                                | display   A001 3号窗口 / 请准备 A002 A003 F001
                                        | board-3   A001号办理中

# Window 3 sends A001 to the colleague at window 4, who has his old file; nobody else may call him.
09:05:00  keypad 3 FUNCTION 1 2 4 ENTER | display   请准备 A002 A003 A001 F001
                                        | board-3   请等候叫号
                                        | keypad-3  [F   ] → [tr  ] → [uIn ] → [4   ] → [   3]
                                        | keypad-4  [   4]
09:05:20  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 请准备 A003 A001 F001
                                        | board-3   *请A002号*
                                        | keypad-3  [A002]
                                        | keypad-4  [   3]
09:05:40  keypad 4 NEXT                 | voice     ♪ 请A零零三号到四号窗口，请A零零三号到四号窗口
                                        | display   *请A003到4号窗口* / *请A002到3号窗口* / 请准备 A001 F001
                                        | board-4   *请A003号*
                                        | keypad-4  [A003]
09:06:01                                | display   *请A003到4号窗口* / A002 3号窗口 / 请准备 A001 F001
                                        | board-3   A002号办理中
09:06:21                                | display   A003 4号窗口 / A002 3号窗口 / 请准备 A001 F001
                                        | board-4   A003号办理中

# To the same window, to a window where nobody sits, to a window that does not do it, to a clerk who is not there: each is
# refused. The last one goes to clerk 103, wherever she sits.
09:07:00  keypad 4 FUNCTION 1 2 4 ENTER | keypad-4  [F   ] → [tr  ] → [uIn ] → [4   ] → beeps → [SELF]
09:07:03                                | keypad-4  [A003]
09:07:10  keypad 4 FUNCTION 1 2 5 ENTER | keypad-4  [F   ] → [tr  ] → [uIn ] → [5   ] → beeps → [LOGn]
09:07:13                                | keypad-4  [A003]
09:07:20  keypad 4 FUNCTION 1 2 10 ENTER | keypad-4  [F   ] → [tr  ] → [uIn ] → [1   ] → [10  ] → beeps → [CAnt]
09:07:24                                | keypad-4  [A003]
09:07:30  keypad 4 FUNCTION 1 3 109 ENTER | keypad-4  [F   ] → [tr  ] → [CLEr] → [1   ] → [10  ] → [109 ] → beeps → [LOGn]
09:07:34                                | keypad-4  [A003]
09:07:40  keypad 4 FUNCTION 1 1 99 ENTER | keypad-4  [F   ] → [tr  ] → [SEr ] → [9   ] → [99  ] → beeps → [SErF]
09:07:44                                | keypad-4  [A003]
09:07:50  keypad 4 FUNCTION 1 9         | keypad-4  [F   ] → [tr  ] → beeps → [Err ]
09:07:53                                | keypad-4  [A003]
09:08:00  keypad 4 FUNCTION 1 3 103 ENTER | display   A002 3号窗口 / 请准备 A001 F001 A003
                                        | board-4   请等候叫号
                                        | keypad-4  [F   ] → [tr  ] → [CLEr] → [1   ] → [10  ] → [103 ] → [   2]
09:09:00  keypad 3 NEXT                 | voice     ♪ 请F零零幺号到三号窗口，请F零零幺号到三号窗口
                                        | display   *请F001到3号窗口* / 请准备 A001 A003
                                        | board-3   *请F001号*
                                        | pad-3     asks for a grade
                                        | keypad-3  [F001]
                                        | keypad-4  [   1]
09:09:15                                | pad-3     dark
09:09:41                                | display   F001 3号窗口 / 请准备 A001 A003
                                        | board-3   F001号办理中
09:12:00  look hall                     | hall      4 issued: 1 served, 1 at windows, 2 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
