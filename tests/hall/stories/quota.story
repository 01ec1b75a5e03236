# Two agreements with clinics can be made in a day; the third applicant is told so before he touches. And the letter F
# has run out of numbers.
hall   hall.toml
rule   quota 51 2
rule   numbers F to 2
watch  terminal slip display keypad duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
curtain
09:01:00  kiosk take 医疗机构定点申请   | terminal  == 定点医药机构 Designated providers 点一下即取号 One touch takes a number
                                        | terminal  (1) 医疗机构定点申请 前面无人等候，5分钟以内 Agreement with a clinic: nobody ahead, within 5 min
                                        | terminal  (2) 零售药店定点申请 前面无人等候，5分钟以内 Agreement with a pharmacy: nobody ahead, within 5 min
                                        | terminal  (3) 定点机构费用结算 前面无人等候，5分钟以内 Settlement with providers: nobody ahead, within 5 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number E001
                                        | terminal  医疗机构定点申请 Agreement with a clinic
                                        | terminal  前面无人等候，5分钟以内
                                        | terminal  nobody ahead, within 5 min
                                        | terminal  请到等候区三等候，1-9号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      E001 / 医疗机构定点申请 / 前面无人等候，5分钟以内 / 请到等候区三等候，1-9号窗口办理
                                        | display   请准备 E001
                                        | keypad-3  beeps → [   1]
09:01:13                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:02:00  kiosk take 医疗机构定点申请   | terminal  == 定点医药机构 Designated providers 点一下即取号 One touch takes a number
                                        | terminal  (1) 医疗机构定点申请 前面1人，约20至35分钟 Agreement with a clinic: 1 ahead, about 20-35 min
                                        | terminal  (2) 零售药店定点申请 前面1人，约20至35分钟 Agreement with a pharmacy: 1 ahead, about 20-35 min
                                        | terminal  (3) 定点机构费用结算 前面1人，约20至35分钟 Settlement with providers: 1 ahead, about 20-35 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number E002
                                        | terminal  医疗机构定点申请 Agreement with a clinic
                                        | terminal  前面1人，约20至35分钟
                                        | terminal  1 ahead, about 20-35 min
                                        | terminal  请到等候区三等候，1-9号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      E002 / 医疗机构定点申请 / 前面1人，约20至35分钟 / 请到等候区三等候，1-9号窗口办理
                                        | display   请准备 E001 E002
                                        | keypad-3  [   2]
09:02:13                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:03:00  kiosk touch 定点医药机构      | terminal  == 定点医药机构 Designated providers 点一下即取号 One touch takes a number
                                        | terminal  (1 grey) 医疗机构定点申请 今日号已取完 Agreement with a clinic: no tickets left today
                                        | terminal  (2) 零售药店定点申请 前面2人，约40至60分钟 Agreement with a pharmacy: 2 ahead, about 40-60 min
                                        | terminal  (3) 定点机构费用结算 前面2人，约40至60分钟 Settlement with providers: 2 ahead, about 40-60 min
                                        | terminal  buttons BACK MORE
09:03:10  kiosk touch 医疗机构定点申请
09:03:20  kiosk touch BACK              | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:04:00  duty issue 51                 | duty      refused: The service has given its last ticket of the day.

# One gives his ticket back: the quota counts tickets given, so nothing is free again.
09:05:00  duty cancel E001              | display   请准备 E002
                                        | keypad-3  [   1]
                                        | duty      done
09:05:30  duty issue 51                 | duty      refused: The service has given its last ticket of the day.
09:06:00  kiosk take 业务咨询           | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
                                        | terminal  (1) 业务咨询 前面1人，约20至35分钟 Advice: 1 ahead, about 20-35 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number F001
                                        | terminal  业务咨询 Advice
                                        | terminal  前面1人，约20至35分钟
                                        | terminal  1 ahead, about 20-35 min
                                        | terminal  请到等候区三等候，1-10号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      F001 / 业务咨询 / 前面1人，约20至35分钟 / 请到等候区三等候，1-10号窗口办理
                                        | display   请准备 E002 F001
                                        | keypad-3  [   2]
09:06:13                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:07:00  kiosk take 业务咨询           | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
                                        | terminal  (1) 业务咨询 前面2人，约25至40分钟 Advice: 2 ahead, about 25-40 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number F002
                                        | terminal  业务咨询 Advice
                                        | terminal  前面2人，约25至40分钟
                                        | terminal  2 ahead, about 25-40 min
                                        | terminal  请到等候区三等候，1-10号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      F002 / 业务咨询 / 前面2人，约25至40分钟 / 请到等候区三等候，1-10号窗口办理
                                        | display   请准备 E002 F001 F002
                                        | keypad-3  [   3]
09:07:13                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6 grey) 咨询及其他 Advice and other matters 今日号已取完 no tickets left today
                                        | terminal  buttons HELP
09:08:00  look terminal                 | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6 grey) 咨询及其他 Advice and other matters 今日号已取完 no tickets left today
                                        | terminal  buttons HELP
09:08:10  duty issue 61                 | duty      refused: The range of numbers is used up.
09:09:00  look hall                     | hall      4 issued: 0 served, 0 at windows, 3 waiting, 0 parked, 0 missed, 1 cancelled; 0 rated
