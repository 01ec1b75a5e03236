# The mains fail in the middle of a call, and the battery does not last: a minute later everything is dark. When the
# mains are back the queue stands as it stood, every face shows the present, tickets are given again, and the call,
# which is younger than two minutes, is said once more, as a repetition.
hall   hall.toml
watch  terminal voice display board keypad lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:01:00  kiosk take 城乡居民参保登记
09:01:20  kiosk take 城乡居民参保登记
09:01:40  kiosk take 城乡居民参保登记
curtain
09:02:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002 A003
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
09:02:10  signal mains on               | terminal  foot 因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解 Power cut: no tickets now. Your number stays valid. Sorry
                                        | terminal  (1 grey) 参保登记 Enrolment 暂停取号 tickets are paused
                                        | terminal  (2 grey) 查询打印 Enquiries and certificates 暂停取号 tickets are paused
                                        | terminal  (3 grey) 账户转移与报销 Account, transfer, reimbursement 暂停取号 tickets are paused
                                        | terminal  (4 grey) 医疗救助与生育 Medical aid and maternity 暂停取号 tickets are paused
                                        | terminal  (5 grey) 定点医药机构 Designated providers 暂停取号 tickets are paused
                                        | terminal  (6 grey) 咨询及其他 Advice and other matters 暂停取号 tickets are paused
                                        | voice     ♪ <notice-power>
                                        | display   *请A001到3号窗口* / 因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解
                                        | lcd       市电监测 市电中断：电池供电；查配电箱（机柜内，市电监测继电器） → 市电监测 市电中断：电池供电；查配电箱（机柜内，市电监测继电器） / 叫号单1 未关闭：补录后关闭（还有3个号）
09:02:30  wait
09:02:41                                | display   A001 3号窗口 / 因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解
                                        | board-3   A001号办理中
09:03:00  power cut
09:03:20  signal mains off
09:03:25                                | lcd       dark
09:03:30  power on                      | voice     ♪ 再次请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解
                                        | board-3   *请A001号*
                                        | lcd       叫号单1 未关闭：补录后关闭（还有3个号）
09:03:33                                | terminal  foot County Medical Insurance Service Hall
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | display   *请A001到3号窗口* / 请准备 A002 A003
09:03:50  wait
09:04:10                                | display   A001 3号窗口 / 请准备 A002 A003
                                        | board-3   A001号办理中
09:04:30  wait
09:05:00  kiosk take 城乡居民参保登记   | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面2人，约15至25分钟 Enrol an employer: 2 ahead, about 15-25 min
                                        | terminal  (2) 职工参保登记 前面2人，约15至25分钟 Enrol an employee: 2 ahead, about 15-25 min
                                        | terminal  (3) 城乡居民参保登记 前面2人，约15至25分钟 Enrol a resident: 2 ahead, about 15-25 min
                                        | terminal  (4) 单位参保信息变更 前面2人，约15至25分钟 Change an employer's record: 2 ahead, about 15-25 min
                                        | terminal  (5) 个人参保信息变更 前面2人，约15至25分钟 Change a personal record: 2 ahead, about 15-25 min
                                        | terminal  (6) 停保与注销 前面2人，约15至25分钟 Suspend or cancel enrolment: 2 ahead, about 15-25 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number A004
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  前面2人，约15至25分钟
                                        | terminal  2 ahead, about 15-25 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | display   A001 3号窗口 / 请准备 A002 A003 A004
09:05:13                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:06:00  power cut
09:08:00  power on
09:08:30  wait
