# Ten to twelve the last ticket of the morning is given. Whoever holds one is served, be it after twelve; then lunch,
# and at half past one the doors open again.
hall   hall.toml
watch  terminal slip display board keypad duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
curtain
11:49:30  kiosk take 住院费用报销       | terminal  == 账户转移与报销 Account, transfer, reimbursement 点一下即取号 One touch takes a number
                                        | terminal  (1) 个人账户一次性支取 前面无人等候，5分钟以内 Withdraw the account balance: nobody ahead, within 5 min
                                        | terminal  (2) 医保关系转移接续 前面无人等候，5分钟以内 Transfer of enrolment: nobody ahead, within 5 min
                                        | terminal  (3) 异地安置退休人员备案 前面无人等候，5分钟以内 File for care elsewhere: retired: nobody ahead, within 5 min
                                        | terminal  (4) 异地长期居住人员备案 前面无人等候，5分钟以内 File for care elsewhere: resident: nobody ahead, within 5 min
                                        | terminal  (5) 常驻异地工作人员备案 前面无人等候，5分钟以内 File for care elsewhere: at work: nobody ahead, within 5 min
                                        | terminal  (6) 更多业务 More services
                                        | terminal  buttons BACK MORE
                                        | terminal  (1) 异地转诊人员备案 前面无人等候，5分钟以内 File for care elsewhere: referral: nobody ahead, within 5 min
                                        | terminal  (2) 门诊费用报销 前面无人等候，5分钟以内 Reimburse out-patient costs: nobody ahead, within 5 min
                                        | terminal  (3) 住院费用报销 前面无人等候，5分钟以内 Reimburse in-patient costs: nobody ahead, within 5 min
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number C001
                                        | terminal  住院费用报销 Reimburse in-patient costs
                                        | terminal  前面无人等候，5分钟以内
                                        | terminal  nobody ahead, within 5 min
                                        | terminal  请到等候区二等候，1-9号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      C001 / 住院费用报销 / 前面无人等候，5分钟以内 / 请到等候区二等候，1-9号窗口办理
                                        | display   请准备 C001
                                        | keypad-3  beeps → [   1]
                                        | keypad-4  beeps → [   1]
11:49:44                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
11:49:45  kiosk touch BACK
11:50:00                                | terminal  -- 县医疗保障服务大厅
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  13:30开放
                                        | terminal  opens 13:30
11:50:05  look terminal                 | terminal  -- 县医疗保障服务大厅
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  13:30开放
                                        | terminal  opens 13:30
11:50:10  duty issue 61                 | duty      refused: The last ticket of the session has been given.
11:51:00  keypad 3 NEXT                 | display   *请C001到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请C001号*
                                        | keypad-3  [C001]
                                        | keypad-4  [   0]
11:51:41                                | display   C001 3号窗口 / 县医疗保障服务大厅
                                        | board-3   C001号办理中

# Clerk 104 ends her morning: FUNCTION 5 0, nobody further is called here. Then she logs out.
11:52:00  keypad 4 FUNCTION 5 0         | board-4   即将停止服务
                                        | keypad-4  [F   ] → [PAU ] → [End ]
11:52:10  keypad 4 NEXT                 | keypad-4  beeps
11:53:00  keypad 4 FUNCTION 0 ENTER     | board-4   本窗口未开放
                                        | keypad-4  [F   ] → [Id  ] → [----]

12:00:05  look terminal                 | terminal  -- 县医疗保障服务大厅
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  13:30开放
                                        | terminal  opens 13:30
12:04:00  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | keypad-3  [   0]

# A pause for lunch: the board says why.
12:04:10  keypad 3 FUNCTION 5 2         | board-3   工作人员用餐 请到其他窗口
                                        | keypad-3  [F   ] → [PAU ] → [PAUS]
13:25:00  keypad 3 FUNCTION 5           | board-3   请等候叫号
                                        | keypad-3  [F   ] → [   0]
13:29:50  look terminal                 | terminal  -- 县医疗保障服务大厅
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  13:30开放
                                        | terminal  opens 13:30
13:30:00                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
13:30:05  kiosk take 业务咨询           | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
                                        | terminal  (1) 业务咨询 前面无人等候，5分钟以内 Advice: nobody ahead, within 5 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number F001
                                        | terminal  业务咨询 Advice
                                        | terminal  前面无人等候，5分钟以内
                                        | terminal  nobody ahead, within 5 min
                                        | terminal  请到等候区三等候，1-10号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      F001 / 业务咨询 / 前面无人等候，5分钟以内 / 请到等候区三等候，1-10号窗口办理
                                        | display   请准备 F001
                                        | keypad-3  beeps → [   1]
13:30:18                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
13:31:00  keypad 3 NEXT                 | display   *请F001到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请F001号*
                                        | keypad-3  [F001]
13:31:41                                | display   F001 3号窗口 / 县医疗保障服务大厅
                                        | board-3   F001号办理中
13:35:00  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | keypad-3  [   0]
13:35:30  look hall                     | hall      2 issued: 2 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
