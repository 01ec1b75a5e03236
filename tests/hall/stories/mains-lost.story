# The mains fail while people wait. The first sign holds tickets, the loss is declared half a second later: everybody
# reads it, the duty leader says when the mains will be back, and whoever waits is called on the battery. Then the
# mains are back, and everything is as before. A blink of the mains changes nothing for anybody.
hall   hall.toml
watch  terminal voice display board keypad lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:01:00  kiosk take 城乡居民参保登记
09:01:20  kiosk take 城乡居民参保登记
curtain
09:02:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
09:02:41                                | display   A001 3号窗口 / 请准备 A002
                                        | board-3   A001号办理中
09:04:00  signal mains on
09:04:00.300  signal mains off
09:04:10  wait
09:05:00  signal mains on               | terminal  foot 因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解 Power cut: no tickets now. Your number stays valid. Sorry
                                        | terminal  (1 grey) 参保登记 Enrolment 暂停取号 tickets are paused
                                        | terminal  (2 grey) 查询打印 Enquiries and certificates 暂停取号 tickets are paused
                                        | terminal  (3 grey) 账户转移与报销 Account, transfer, reimbursement 暂停取号 tickets are paused
                                        | terminal  (4 grey) 医疗救助与生育 Medical aid and maternity 暂停取号 tickets are paused
                                        | terminal  (5 grey) 定点医药机构 Designated providers 暂停取号 tickets are paused
                                        | terminal  (6 grey) 咨询及其他 Advice and other matters 暂停取号 tickets are paused
                                        | voice     ♪ <notice-power>
                                        | display   A001 3号窗口 / 因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解
                                        | lcd       市电监测 市电中断：电池供电；查配电箱（机柜内，市电监测继电器） → 市电监测 市电中断：电池供电；查配电箱（机柜内，市电监测继电器） / 叫号单1 未关闭：补录后关闭（还有2个号）
09:05:10  wait
09:05:20  look terminal                 | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  foot 因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解 Power cut: no tickets now. Your number stays valid. Sorry
                                        | terminal  (1 grey) 参保登记 Enrolment 暂停取号 tickets are paused
                                        | terminal  (2 grey) 查询打印 Enquiries and certificates 暂停取号 tickets are paused
                                        | terminal  (3 grey) 账户转移与报销 Account, transfer, reimbursement 暂停取号 tickets are paused
                                        | terminal  (4 grey) 医疗救助与生育 Medical aid and maternity 暂停取号 tickets are paused
                                        | terminal  (5 grey) 定点医药机构 Designated providers 暂停取号 tickets are paused
                                        | terminal  (6 grey) 咨询及其他 Advice and other matters 暂停取号 tickets are paused
                                        | terminal  buttons HELP
09:06:00  duty notice --until 15:30     | terminal  foot 因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解，预计15:30恢复
                                        | display   A001 3号窗口 / 因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解，预计15:30恢复
                                        | duty      done
09:07:00  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解，预计15:30恢复
                                        | board-3   *请A002号*
                                        | keypad-3  [A002]
                                        | lcd       市电监测 市电中断：电池供电；查配电箱（机柜内，市电监测继电器） / 叫号单1 未关闭：补录后关闭（号已核对完）
09:07:20  wait
09:07:41                                | display   A002 3号窗口 / 因停电暂停取号，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解，预计15:30恢复
                                        | board-3   A002号办理中
09:12:00  signal mains off
09:12:05                                | terminal  foot County Medical Insurance Service Hall
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | display   A002 3号窗口 / 县医疗保障服务大厅
                                        | lcd       叫号单1 未关闭：补录后关闭（号已核对完）
09:12:06  wait
09:12:30  wait
09:13:00  kiosk take 城乡居民参保登记   | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面无人等候，5分钟以内 Enrol an employer: nobody ahead, within 5 min
                                        | terminal  (2) 职工参保登记 前面无人等候，5分钟以内 Enrol an employee: nobody ahead, within 5 min
                                        | terminal  (3) 城乡居民参保登记 前面无人等候，5分钟以内 Enrol a resident: nobody ahead, within 5 min
                                        | terminal  (4) 单位参保信息变更 前面无人等候，5分钟以内 Change an employer's record: nobody ahead, within 5 min
                                        | terminal  (5) 个人参保信息变更 前面无人等候，5分钟以内 Change a personal record: nobody ahead, within 5 min
                                        | terminal  (6) 停保与注销 前面无人等候，5分钟以内 Suspend or cancel enrolment: nobody ahead, within 5 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number A003
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  前面无人等候，5分钟以内
                                        | terminal  nobody ahead, within 5 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | display   A002 3号窗口 / 请准备 A003
