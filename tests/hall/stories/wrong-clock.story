# Somebody sets the machine's clock three hours ahead, and back a few minutes later. Nobody is moved in the queue, no
# day is closed, nobody's wait becomes longer.
hall   hall.toml
watch  terminal slip voice display keypad lcd

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:10  kiosk take 城乡居民参保登记
09:00:20  kiosk take 城乡居民参保登记
curtain
09:05:00  clock wrong by 180 min        | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 时钟 时间跳变：暂不采用；核对无误后 jiaohao duty accept-clock（快了3小时0分）
09:05:30  look lcd                      | lcd       县医疗保障服务大厅 开放 09:05
                                        | lcd       等候 2 已办 0 窗口 1/10 日志已存储
                                        | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 时钟 时间跳变：暂不采用；核对无误后 jiaohao duty accept-clock（快了3小时0分）
09:06:00  kiosk take 业务咨询           | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
                                        | terminal  (1) 业务咨询 前面2人，约15至20分钟 Advice: 2 ahead, about 15-20 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number F001
                                        | terminal  业务咨询 Advice
                                        | terminal  前面2人，约15至20分钟
                                        | terminal  2 ahead, about 15-20 min
                                        | terminal  请到等候区三等候，1-10号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      F001 / 业务咨询 / 前面2人，约15至20分钟 / 请到等候区三等候，1-10号窗口办理
                                        | display   请准备 A001 A002 F001
                                        | keypad-3  [   3]
09:06:13                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:07:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002 F001
                                        | keypad-3  [A001]
                                        | lcd       时钟 时间跳变：暂不采用；核对无误后 jiaohao duty accept-clock（快了3小时0分）
09:07:41                                | display   A001 3号窗口 / 请准备 A002 F001
09:10:00  clock right                   | lcd       一切正常
09:10:30  kiosk take 业务咨询           | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
                                        | terminal  (1) 业务咨询 前面2人，约15至20分钟 Advice: 2 ahead, about 15-20 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number F002
                                        | terminal  业务咨询 Advice
                                        | terminal  前面2人，约15至20分钟
                                        | terminal  2 ahead, about 15-20 min
                                        | terminal  请到等候区三等候，1-10号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      F002 / 业务咨询 / 前面2人，约15至20分钟 / 请到等候区三等候，1-10号窗口办理
                                        | display   A001 3号窗口 / 请准备 A002 F001 F002
09:10:43                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:11:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:11
                                        | lcd       等候 3 已办 0 窗口 1/10 日志已存储
                                        | lcd       一切正常
09:12:00  look hall                     | hall      4 issued: 0 served, 1 at windows, 3 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
