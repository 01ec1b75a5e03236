# The second visitor does not come. Window 3 calls her twice more, gives her up by one key and goes on. She was
# outside on the telephone. Back in the hall she asks at window 3; one key puts her into the queue again, and her
# place is promised: behind three further calls of her service, and then surely, whoever else waits (I04).
hall   hall.toml
watch  slip voice display board keypad pad

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:05  kiosk take 城乡居民参保登记
curtain

# Four more come in for the same errand. Their slips tell how long it will take.
09:00:20  kiosk take 城乡居民参保登记   | slip      A002 / 城乡居民参保登记 / 前面1人，约5至15分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   请准备 A001 A002
                                        | keypad-3  [   2]
09:00:40  kiosk take 城乡居民参保登记   | slip      A003 / 城乡居民参保登记 / 前面2人，约15至20分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   请准备 A001 A002 A003
                                        | keypad-3  [   3]
09:01:00  kiosk take 城乡居民参保登记   | slip      A004 / 城乡居民参保登记 / 前面3人，约20至30分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   请准备 A001 A002 A003 A004
                                        | keypad-3  [   4]
09:01:20  kiosk take 城乡居民参保登记   | slip      A005 / 城乡居民参保登记 / 前面4人，约25至35分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   请准备 A001 A002 A003 A004 A005
                                        | keypad-3  [   5]

# The first visitor comes to the window, is served, and gives a grade.
09:02:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002 A003 A004 A005
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
09:02:41                                | display   A001 3号窗口 / 请准备 A002 A003 A004 A005
                                        | board-3   A001号办理中
09:06:00  keypad 3 FINISH               | display   请准备 A002 A003 A004 A005
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   4]
09:06:05  pad 3 1                       | pad-3     dark

# The second one is called and nobody comes. Giving her up at once is not allowed: first she is called twice more,
# and never faster than every ten seconds.
09:06:20  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 请准备 A003 A004 A005
                                        | board-3   *请A002号*
                                        | keypad-3  [A002]
09:06:25  keypad 3 NO-SHOW              | keypad-3  beeps → [CALL]
09:06:28                                | keypad-3  [A002]
09:06:40  keypad 3 RECALL               | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
09:06:45  keypad 3 RECALL               | keypad-3  beeps → [SOOn]
09:06:48                                | keypad-3  [A002]
09:07:00  keypad 3 RECALL               | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
09:07:15  keypad 3 NO-SHOW              | display   请准备 A003 A004 A005
                                        | board-3   请等候叫号
                                        | keypad-3  [   3]

# The clerk calls the third. While he is served, the second visitor is back and asks at the window. FUNCTION 8, her
# number, ENTER: she waits again.
09:07:20  keypad 3 NEXT                 | voice     ♪ 请A零零三号到三号窗口，请A零零三号到三号窗口
                                        | display   *请A003到3号窗口* / 请准备 A004 A005
                                        | board-3   *请A003号*
                                        | keypad-3  [A003]
09:08:01                                | display   A003 3号窗口 / 请准备 A004 A005
                                        | board-3   A003号办理中
09:09:00  keypad 3 FUNCTION 8 2 ENTER   | keypad-3  [F   ] → [nr  ] → [2   ] → [donE]
09:09:03                                | keypad-3  [A003]

# Somebody who comes in after her return.
09:09:30  kiosk take 城乡居民参保登记   | slip      A006 / 城乡居民参保登记 / 前面3人，约20至30分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   A003 3号窗口 / 请准备 A004 A005 A006

# Three further calls go by, the last of them to somebody who came after her return; the next one is hers.
09:11:00  keypad 3 NEXT                 | voice     ♪ 请A零零四号到三号窗口，请A零零四号到三号窗口
                                        | display   *请A004到3号窗口* / 请准备 A005 A006
                                        | board-3   *请A004号*
                                        | pad-3     asks for a grade
                                        | keypad-3  [A004]
09:11:15                                | pad-3     dark
09:11:41                                | display   A004 3号窗口 / 请准备 A005 A006
                                        | board-3   A004号办理中
09:14:00  keypad 3 NEXT                 | voice     ♪ 请A零零五号到三号窗口，请A零零五号到三号窗口
                                        | display   *请A005到3号窗口* / 请准备 A006
                                        | board-3   *请A005号*
                                        | pad-3     asks for a grade
                                        | keypad-3  [A005]
09:14:15                                | pad-3     dark
09:14:41                                | display   A005 3号窗口 / 请准备 A006
                                        | board-3   A005号办理中
09:17:00  keypad 3 NEXT                 | voice     ♪ 请A零零六号到三号窗口，请A零零六号到三号窗口
                                        | display   *请A006到3号窗口* / 请准备 A002
                                        | board-3   *请A006号*
                                        | pad-3     asks for a grade
                                        | keypad-3  [A006]
09:17:15                                | pad-3     dark
09:17:41                                | display   A006 3号窗口 / 请准备 A002
                                        | board-3   A006号办理中
09:20:00  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请A002号*
                                        | pad-3     asks for a grade
                                        | keypad-3  [A002]
09:20:02                                | keypad-3  [bLUE]
09:20:03                                | keypad-3  [A002]
09:20:15                                | pad-3     dark
09:20:41                                | display   A002 3号窗口 / 县医疗保障服务大厅
                                        | board-3   A002号办理中
09:23:00  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   0]
09:23:16                                | pad-3     dark
09:23:30  look hall                     | hall      6 issued: 6 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 1 rated
