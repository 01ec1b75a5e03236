# Window 10 gives advice and nothing else. A visitor has two errands, advice first: the consult desk does its part
# and sends him back into the hall with the time he has waited; an integrated window calls him for the rest.
hall   hall.toml
watch  slip voice display board keypad pad

07:40:00  power on
08:55:00  keypad 10 log-in 110
08:56:00  keypad 3 log-in 103
08:59:00  kiosk touch HELP
curtain
09:00:10  duty issue 61 13              | slip      F001 / 业务咨询 / 城乡居民参保登记 / 前面无人等候，5分钟以内 / 请到等候区三等候，1-10号窗口办理
                                        | display   请准备 F001
                                        | keypad-3  beeps → [   1]
                                        | keypad-10 beeps → [   1]
09:00:30  kiosk take 城乡居民参保登记   | slip      A001 / 城乡居民参保登记 / 前面1人，约5至10分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   请准备 F001 A001
                                        | keypad-3  [   2]
09:00:50  keypad 10 NEXT                | voice     ♪ 请F零零幺号到十号窗口，请F零零幺号到十号窗口
                                        | display   *请F001到10号窗口* / 请准备 A001
                                        | board-10  *请F001号*
                                        | keypad-3  [   1]
                                        | keypad-10 [F001]
09:01:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / *请F001到10号窗口* / 县医疗保障服务大厅
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
09:01:31                                | display   *请A001到3号窗口* / F001 10号窗口 / 县医疗保障服务大厅
                                        | board-10  F001号办理中
09:01:41                                | display   A001 3号窗口 / F001 10号窗口 / 县医疗保障服务大厅
                                        | board-3   A001号办理中

# Advice is given. The number goes back into the queue for the enrolment.
09:05:00  keypad 10 FINISH              | display   A001 3号窗口 / 请准备 F001
                                        | board-10  请等候叫号
                                        | keypad-10 [   0]

# Nobody else waits for advice.
09:05:20  keypad 10 NEXT                | keypad-10 beeps → [0   ]
09:05:23                                | keypad-10 [   0]
09:06:00  keypad 3 NEXT                 | voice     ♪ 请F零零幺号到三号窗口，请F零零幺号到三号窗口
                                        | display   *请F001到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请F001号*
                                        | pad-3     asks for a grade
                                        | keypad-3  [F001]
09:06:15                                | pad-3     dark
09:06:41                                | display   F001 3号窗口 / 县医疗保障服务大厅
                                        | board-3   F001号办理中
09:12:00  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   0]
09:12:15                                | pad-3     dark
09:12:30  look hall                     | hall      2 issued: 2 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
