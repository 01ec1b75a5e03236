# In this hall clerks press ENTER when the visitor has come: the board then says that somebody is being served, and
# the time from there on is service time.
hall   hall.toml
rule   start-key
watch  voice display board keypad pad

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:10  kiosk take 城乡居民参保登记
09:00:20  kiosk take 城乡居民参保登记
curtain
09:01:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]

# FINISH before the visitor came means nothing.
09:01:10  keypad 3 FINISH               | keypad-3  beeps → [nobd]
09:01:13                                | keypad-3  [A001]
09:01:40  keypad 3 ENTER                | display   A001 3号窗口 / 请准备 A002
                                        | board-3   A001号办理中
09:05:00  keypad 3 FINISH               | display   请准备 A002
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   1]
09:05:10  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请A002号*
                                        | keypad-3  [A002]
09:05:15                                | pad-3     dark
09:06:00  keypad 3 NEXT                 | keypad-3  beeps → [buSY]
09:06:03                                | keypad-3  [A002]
09:06:20  keypad 3 FUNCTION 6           | display   A002 3号窗口 / 县医疗保障服务大厅
                                        | board-3   A002号办理中
                                        | keypad-3  [F   ] → [A002]
09:06:30  keypad 3 ENTER
09:10:00  keypad 3 NEXT                 | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   0]
09:10:15                                | pad-3     dark
09:11:00  look hall                     | hall      2 issued: 2 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
