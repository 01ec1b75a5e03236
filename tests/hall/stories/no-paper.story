# The roll is used up in the middle of the morning. Visitors are told before they choose, get their number on the
# screen, and keep their place. The LCD in the guard's corner says what to do (F01, F04).
hall   hall.toml
watch  terminal slip voice display keypad lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:05  kiosk take 城乡居民参保登记
curtain
09:20:00  printer paper out             | terminal  foot 打印机缺纸，取号后请记住号码 No slip: please remember your number
                                        | lcd       【备用方式】 / 取号：请提醒群众记住号码，恢复后可补打（打印机缺纸） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 打印机 缺纸：请装入纸卷（自助取号机内，左侧）
09:20:30  kiosk take 城乡居民参保登记   | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面1人，约5至15分钟 Enrol an employer: 1 ahead, about 5-15 min
                                        | terminal  (2) 职工参保登记 前面1人，约5至15分钟 Enrol an employee: 1 ahead, about 5-15 min
                                        | terminal  (3) 城乡居民参保登记 前面1人，约5至15分钟 Enrol a resident: 1 ahead, about 5-15 min
                                        | terminal  (4) 单位参保信息变更 前面1人，约5至15分钟 Change an employer's record: 1 ahead, about 5-15 min
                                        | terminal  (5) 个人参保信息变更 前面1人，约5至15分钟 Change a personal record: 1 ahead, about 5-15 min
                                        | terminal  (6) 停保与注销 前面1人，约5至15分钟 Suspend or cancel enrolment: 1 ahead, about 5-15 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number A002
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  前面1人，约5至15分钟
                                        | terminal  1 ahead, about 5-15 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  请记住您的号码 Please remember your number
                                        | terminal  buttons BACK
                                        | display   请准备 A001 A002
                                        | keypad-3  [   2]

# The number stands for a minute, so that it can be written down. It is called as any other.
09:21:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002
                                        | keypad-3  [A001]
                                        | lcd       【备用方式】 / 取号：请提醒群众记住号码，恢复后可补打（打印机缺纸） / 打印机 缺纸：请装入纸卷（自助取号机内，左侧）
09:21:31                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:21:41                                | display   A001 3号窗口 / 请准备 A002
09:25:00  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 县医疗保障服务大厅
                                        | keypad-3  [A002]
09:25:41                                | display   A002 3号窗口 / 县医疗保障服务大厅

# A new roll: slips come out again.
09:26:00  printer paper loaded          | terminal  foot County Medical Insurance Service Hall
                                        | lcd       一切正常
09:26:30  kiosk take 业务咨询           | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
                                        | terminal  (1) 业务咨询 前面无人等候，约5至10分钟 Advice: nobody ahead, about 5-10 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number F001
                                        | terminal  业务咨询 Advice
                                        | terminal  前面无人等候，约5至10分钟
                                        | terminal  nobody ahead, about 5-10 min
                                        | terminal  请到等候区三等候，1-10号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      F001 / 业务咨询 / 前面无人等候，约5至10分钟 / 请到等候区三等候，1-10号窗口办理
                                        | display   A002 3号窗口 / 请准备 F001
09:26:43                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP

# The cover is opened while a slip is on its way: nobody knows whether it came out, and it is not printed twice.
09:27:30  kiosk touch 咨询及其他        | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
                                        | terminal  (1) 业务咨询 前面1人，约10至15分钟 Advice: 1 ahead, about 10-15 min
                                        | terminal  buttons BACK MORE
09:27:31  kiosk touch 业务咨询          | terminal  -- 您的号码 Your number
                                        | terminal  number F002
                                        | terminal  业务咨询 Advice
                                        | terminal  前面1人，约10至15分钟
                                        | terminal  1 ahead, about 10-15 min
                                        | terminal  请到等候区三等候，1-10号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | display   A002 3号窗口 / 请准备 F001 F002
09:27:31.600  printer cover open        | terminal  foot 打印机盖未关，取号后请记住号码 No slip: please remember your number
                                        | terminal  请记住您的号码 Please remember your number
                                        | lcd       【备用方式】 / 取号：请提醒群众记住号码，恢复后可补打（打印机盖未关） / 打印机 盖未关：请合上机盖（自助取号机内，左侧）
09:27:45  printer cover closed          | terminal  foot County Medical Insurance Service Hall
                                        | terminal  buttons TAKE BACK
                                        | lcd       一切正常

# The page offers it once more, marked as a reprint.
09:27:50  kiosk touch TAKE              | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      补打 Reprint / F002 / 业务咨询 / 请到等候区三等候，1-10号窗口办理
09:28:02                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP

# Somebody lost a slip; the duty desk prints it again.
09:29:00  duty reprint F001             | slip      补打 Reprint / F001 / 业务咨询 / 请到等候区三等候，1-10号窗口办理
                                        | duty      done
09:29:30  duty reprint F777             | duty      refused: No ticket has this number today.
09:30:00  look hall                     | hall      4 issued: 1 served, 1 at windows, 2 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
