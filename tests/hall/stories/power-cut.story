# Ten past ten: the fuse of the cabinet blows, in the middle of a call and with a slip in the printer. Two minutes
# later the machine is up again. Nobody has lost a place, nobody is called twice, and the last call is said once more,
# as a repetition (A04, I11).
hall   hall.toml
watch  terminal slip voice display board plate keypad pad lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:58:00  kiosk take 城乡居民参保登记
09:58:10  kiosk take 城乡居民参保登记
09:58:20  kiosk take 城乡居民参保登记
09:58:30  kiosk take 城乡居民参保登记
10:00:00  keypad 3 NEXT
10:05:00  keypad 4 NEXT
curtain
10:09:50  keypad 3 NEXT                 | voice     ♪ 请A零零三号到三号窗口，请A零零三号到三号窗口
                                        | display   *请A003到3号窗口* / A002 4号窗口 / 请准备 A004
                                        | board-3   *请A003号*
                                        | pad-3     asks for a grade
                                        | keypad-3  [A003]
10:10:00  kiosk touch 咨询及其他        | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
                                        | terminal  (1) 业务咨询 前面1人，约5至10分钟 Advice: 1 ahead, about 5-10 min
                                        | terminal  buttons BACK MORE
10:10:01  kiosk touch 业务咨询          | terminal  -- 您的号码 Your number
                                        | terminal  number F001
                                        | terminal  业务咨询 Advice
                                        | terminal  前面1人，约5至10分钟
                                        | terminal  1 ahead, about 5-10 min
                                        | terminal  请到等候区三等候，1-10号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | display   *请A003到3号窗口* / A002 4号窗口 / 请准备 A004 F001
10:10:01.500  power cut                 | slip      F001 / 业务咨询 / 前面1人，约5至10分钟 / 请到等候区三等候，1-10号窗口办理
                                        | lcd       dark

# Keys and touches reach nobody.
10:10:30  keypad 4 NEXT

10:11:30  power on                      | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
                                        | voice     ♪ 再次请A零零三号到三号窗口，请A零零三号到三号窗口
                                        | pad-3     dark
                                        | lcd       33台设备 已断开：查线缆和转换器（取号机、叫号器、大厅主屏、打印机、窗口屏、评价器） → 一切正常
10:12:10                                | display   A003 3号窗口 / A002 4号窗口 / 请准备 A004 F001
                                        | board-3   A003号办理中

# The visitor who was called comes; the slip that was in the printer lies in the tray.
10:12:30  keypad 3 FINISH               | display   A002 4号窗口 / 请准备 A004 F001
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   2]
10:12:40  keypad 3 NEXT                 | voice     ♪ 请A零零四号到三号窗口，请A零零四号到三号窗口
                                        | display   *请A004到3号窗口* / A002 4号窗口 / 请准备 F001
                                        | board-3   *请A004号*
                                        | keypad-3  [A004]
10:12:45                                | pad-3     dark
10:13:00  keypad 4 NEXT                 | voice     ♪ 请F零零幺号到四号窗口，请F零零幺号到四号窗口
                                        | display   *请F001到4号窗口* / *请A004到3号窗口* / 县医疗保障服务大厅
                                        | board-4   *请F001号*
                                        | pad-4     asks for a grade
                                        | keypad-4  [F001]
10:13:15                                | pad-4     dark
10:13:21                                | display   *请F001到4号窗口* / A004 3号窗口 / 县医疗保障服务大厅
                                        | board-3   A004号办理中

# Whoever got no slip asks at the desk.
10:13:30  duty reprint F001             | slip      补打 Reprint / F001 / 业务咨询 / 请到等候区三等候，1-10号窗口办理
                                        | duty      done
10:13:41                                | display   F001 4号窗口 / A004 3号窗口 / 县医疗保障服务大厅
                                        | board-4   F001号办理中
10:14:00  look hall                     | hall      5 issued: 3 served, 2 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated

# A longer cut: a call that is older than two minutes is not said again.
10:15:30  power cut
10:40:00  power on
10:41:00  look display                  | display   F001 4号窗口 / A004 3号窗口 / 县医疗保障服务大厅
10:41:10  look hall                     | hall      5 issued: 3 served, 2 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
