# The network fails: one key at the duty desk puts the notice on every face, and it is said once. The duty leader says
# when it will be over. Calls go on. The same key takes it down.
hall   hall.toml
watch  terminal voice display board keypad lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:01:00  kiosk take 城乡居民参保登记
curtain
09:12:00  signal network-key on         | terminal  foot 因网络故障，部分业务暂时不能办理，正在抢修，请您稍候，给您带来不便敬请谅解 Network down: some services have to wait. We are sorry
                                        | voice     ♪ <notice-network>
                                        | display   因网络故障，部分业务暂时不能办理，正在抢修，请您稍候，给您带来不便敬请谅解
                                        | board-3   网络故障 请稍候
                                        | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 告示 已挂出：恢复后请取下（网络故障 请稍候）
09:12:01  signal network-key off
09:12:20  wait
09:13:00  duty notice --until 11:00     | terminal  foot 因网络故障，部分业务暂时不能办理，正在抢修，请您稍候，给您带来不便敬请谅解，预计11:00恢复
                                        | display   因网络故障，部分业务暂时不能办理，正在抢修，请您稍候，给您带来不便敬请谅解，预计11:00恢复
                                        | duty      done
09:14:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 因网络故障，部分业务暂时不能办理，正在抢修，请您稍候，给您带来不便敬请谅解，预计11:00恢复
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
                                        | lcd       告示 已挂出：恢复后请取下（网络故障 请稍候）
09:14:20  wait
09:14:41                                | display   A001 3号窗口 / 因网络故障，部分业务暂时不能办理，正在抢修，请您稍候，给您带来不便敬请谅解，预计11:00恢复
                                        | board-3   A001号办理中
09:15:00  kiosk take 城乡居民参保登记   | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面无人等候，约5至10分钟 Enrol an employer: nobody ahead, about 5-10 min
                                        | terminal  (2) 职工参保登记 前面无人等候，约5至10分钟 Enrol an employee: nobody ahead, about 5-10 min
                                        | terminal  (3) 城乡居民参保登记 前面无人等候，约5至10分钟 Enrol a resident: nobody ahead, about 5-10 min
                                        | terminal  (4) 单位参保信息变更 前面无人等候，约5至10分钟 Change an employer's record: nobody ahead, about 5-10 min
                                        | terminal  (5) 个人参保信息变更 前面无人等候，约5至10分钟 Change a personal record: nobody ahead, about 5-10 min
                                        | terminal  (6) 停保与注销 前面无人等候，约5至10分钟 Suspend or cancel enrolment: nobody ahead, about 5-10 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number A002
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  前面无人等候，约5至10分钟
                                        | terminal  nobody ahead, about 5-10 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
09:15:13                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:16:00  duty notice system --until 11:30 | terminal  foot 因系统维护，业务暂停办理，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解，预计11:30恢复
                                        | terminal  (1 grey) 参保登记 Enrolment 暂停取号 tickets are paused
                                        | terminal  (2 grey) 查询打印 Enquiries and certificates 暂停取号 tickets are paused
                                        | terminal  (3 grey) 账户转移与报销 Account, transfer, reimbursement 暂停取号 tickets are paused
                                        | terminal  (4 grey) 医疗救助与生育 Medical aid and maternity 暂停取号 tickets are paused
                                        | terminal  (5 grey) 定点医药机构 Designated providers 暂停取号 tickets are paused
                                        | terminal  (6 grey) 咨询及其他 Advice and other matters 暂停取号 tickets are paused
                                        | voice     ♪ <notice-system>
                                        | display   A001 3号窗口 / 因系统维护，业务暂停办理，您手中的号码继续有效，请您稍候，给您带来不便敬请谅解，预计11:30恢复
                                        | lcd       告示 已挂出：恢复后请取下（系统维护 请稍候）
                                        | duty      done
09:16:20  wait
09:22:00  signal network-key on         | terminal  foot County Medical Insurance Service Hall
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | display   A001 3号窗口 / 请准备 A002
                                        | lcd       一切正常
09:22:01  signal network-key off
09:22:10  duty notice-down              | duty      refused: It is so already.
09:22:20  look terminal                 | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
