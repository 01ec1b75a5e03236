# A visitor has to fill in a form. The clerk parks her, serves the next one, and takes her up again as soon as she is
# ready: she does not queue a second time.
hall   hall.toml
watch  slip voice display board keypad pad

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:10  kiosk take 生育津贴支付
09:00:20  kiosk take 城乡居民参保登记
09:00:30  kiosk take 城乡居民参保登记
09:00:40  keypad 3 NEXT
curtain

# FUNCTION 3 parks, FUNCTION 4 takes up.
09:03:00  keypad 3 FUNCTION 3           | display   请准备 A001 A002
                                        | board-3   请等候叫号
                                        | keypad-3  [F   ] → [   2]
09:03:10  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
09:03:51                                | display   A001 3号窗口 / 请准备 A002
                                        | board-3   A001号办理中

# She is ready too early: there is somebody at the window.
09:05:00  keypad 3 FUNCTION 4           | keypad-3  [F   ] → beeps → [buSY]
09:05:03                                | keypad-3  [A001]

# The second one needs a copy of his papers and is parked as well.
09:06:00  keypad 3 FUNCTION 3           | display   请准备 A002
                                        | board-3   请等候叫号
                                        | keypad-3  [F   ] → [   1]

# Two are parked: which one is asked for. ENTER alone is the one parked longest.
09:06:10  keypad 3 FUNCTION 4           | keypad-3  [F   ] → [nr  ]
09:06:20  keypad 3 ENTER                | voice     ♪ 请D零零幺号到三号窗口，请D零零幺号到三号窗口
                                        | display   *请D001到3号窗口* / 请准备 A002
                                        | board-3   *请D001号*
                                        | keypad-3  [d001]
09:07:01                                | display   D001 3号窗口 / 请准备 A002
                                        | board-3   D001号办理中
09:10:00  keypad 3 FINISH               | display   请准备 A002
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   1]
09:10:15                                | pad-3     dark
09:10:20  keypad 3 FUNCTION 4           | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002
                                        | board-3   *请A001号*
                                        | keypad-3  [F   ] → [A001]
09:11:01                                | display   A001 3号窗口 / 请准备 A002
                                        | board-3   A001号办理中
09:14:00  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请A002号*
                                        | pad-3     asks for a grade
                                        | keypad-3  [A002]
09:14:15                                | pad-3     dark
09:14:41                                | display   A002 3号窗口 / 县医疗保障服务大厅
                                        | board-3   A002号办理中
09:18:00  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   0]

# Nobody is parked.
09:18:10  keypad 3 FUNCTION 4           | keypad-3  [F   ] → beeps → [nPAr]
09:18:13                                | keypad-3  [   0]
09:18:15                                | pad-3     dark
09:19:00  look hall                     | hall      3 issued: 3 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
