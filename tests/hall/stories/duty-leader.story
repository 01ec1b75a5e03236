# The computer centre has announced an outage. The duty leader first stops the tickets of one service, then all, and
# at last closes early. Whoever holds a number is served.
hall   hall.toml
watch  terminal slip display keypad duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:05  kiosk take 住院费用报销
curtain
10:00:00  duty stop-issuing --service 38 | duty      done
10:00:10  duty stop-issuing --service 38 | duty      refused: It is so already.
10:00:30  kiosk touch 账户转移与报销    | terminal  == 账户转移与报销 Account, transfer, reimbursement 点一下即取号 One touch takes a number
                                        | terminal  (1) 个人账户一次性支取 前面1人，约10至20分钟 Withdraw the account balance: 1 ahead, about 10-20 min
                                        | terminal  (2) 医保关系转移接续 前面1人，约10至20分钟 Transfer of enrolment: 1 ahead, about 10-20 min
                                        | terminal  (3) 异地安置退休人员备案 前面1人，约10至20分钟 File for care elsewhere: retired: 1 ahead, about 10-20 min
                                        | terminal  (4) 异地长期居住人员备案 前面1人，约10至20分钟 File for care elsewhere: resident: 1 ahead, about 10-20 min
                                        | terminal  (5) 常驻异地工作人员备案 前面1人，约10至20分钟 File for care elsewhere: at work: 1 ahead, about 10-20 min
                                        | terminal  (6) 更多业务 More services
                                        | terminal  buttons BACK MORE
10:00:35  kiosk touch 更多业务          | terminal  (1) 异地转诊人员备案 前面1人，约10至20分钟 File for care elsewhere: referral: 1 ahead, about 10-20 min
                                        | terminal  (2) 门诊费用报销 前面1人，约10至20分钟 Reimburse out-patient costs: 1 ahead, about 10-20 min
                                        | terminal  (3 grey) 住院费用报销 暂停取号 Reimburse in-patient costs: tickets are paused
10:00:40  kiosk touch 住院费用报销
10:01:00  kiosk touch BACK              | terminal  (1) 个人账户一次性支取 前面1人，约10至20分钟 Withdraw the account balance: 1 ahead, about 10-20 min
                                        | terminal  (2) 医保关系转移接续 前面1人，约10至20分钟 Transfer of enrolment: 1 ahead, about 10-20 min
                                        | terminal  (3) 异地安置退休人员备案 前面1人，约10至20分钟 File for care elsewhere: retired: 1 ahead, about 10-20 min
                                        | terminal  (4) 异地长期居住人员备案 前面1人，约10至20分钟 File for care elsewhere: resident: 1 ahead, about 10-20 min
                                        | terminal  (5) 常驻异地工作人员备案 前面1人，约10至20分钟 File for care elsewhere: at work: 1 ahead, about 10-20 min
                                        | terminal  (6) 更多业务 More services
10:01:05  kiosk touch BACK              | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
10:02:00  duty allow-issuing --service 38 | duty      done
10:03:00  keypad 3 NEXT                 | display   *请C001到3号窗口* / 县医疗保障服务大厅
                                        | keypad-3  [C001]
10:03:41                                | display   C001 3号窗口 / 县医疗保障服务大厅
10:04:30  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | keypad-3  [   0]

# Nothing at all.
10:05:00  duty stop-issuing             | terminal  (1 grey) 参保登记 Enrolment 暂停取号 tickets are paused
                                        | terminal  (2 grey) 查询打印 Enquiries and certificates 暂停取号 tickets are paused
                                        | terminal  (3 grey) 账户转移与报销 Account, transfer, reimbursement 暂停取号 tickets are paused
                                        | terminal  (4 grey) 医疗救助与生育 Medical aid and maternity 暂停取号 tickets are paused
                                        | terminal  (5 grey) 定点医药机构 Designated providers 暂停取号 tickets are paused
                                        | terminal  (6 grey) 咨询及其他 Advice and other matters 暂停取号 tickets are paused
                                        | duty      done
10:05:10  look terminal                 | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  (1 grey) 参保登记 Enrolment 暂停取号 tickets are paused
                                        | terminal  (2 grey) 查询打印 Enquiries and certificates 暂停取号 tickets are paused
                                        | terminal  (3 grey) 账户转移与报销 Account, transfer, reimbursement 暂停取号 tickets are paused
                                        | terminal  (4 grey) 医疗救助与生育 Medical aid and maternity 暂停取号 tickets are paused
                                        | terminal  (5 grey) 定点医药机构 Designated providers 暂停取号 tickets are paused
                                        | terminal  (6 grey) 咨询及其他 Advice and other matters 暂停取号 tickets are paused
                                        | terminal  buttons HELP
10:05:20  duty issue 61                 | duty      refused: The duty leader has stopped the issuing.
10:06:00  duty allow-issuing            | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | duty      done

# Half an hour to go.
10:30:00  duty close-early --in 30      | duty      done
10:55:01                                | terminal  (5 grey) 定点医药机构 Designated providers 本场已来不及办理，11月24日09:00开放 no time left to be served, opens 11-24 09:00
10:59:00  kiosk take 业务咨询           | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
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
10:59:13                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1 grey) 参保登记 Enrolment 本场已来不及办理，11月24日09:00开放 no time left to be served, opens 11-24 09:00
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3 grey) 账户转移与报销 Account, transfer, reimbursement 本场已来不及办理，11月24日09:00开放 no time left to be served, opens 11-24 09:00
                                        | terminal  (4 grey) 医疗救助与生育 Medical aid and maternity 本场已来不及办理，11月24日09:00开放 no time left to be served, opens 11-24 09:00
                                        | terminal  (5 grey) 定点医药机构 Designated providers 本场已来不及办理，11月24日09:00开放 no time left to be served, opens 11-24 09:00
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
11:00:00                                | terminal  -- 县医疗保障服务大厅
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  11月24日09:00开放
                                        | terminal  opens 11-24 09:00
11:00:05  look terminal                 | terminal  -- 县医疗保障服务大厅
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  11月24日09:00开放
                                        | terminal  opens 11-24 09:00
11:00:10  duty issue 61                 | duty      refused: The hall gives no tickets at this hour.
11:01:00  keypad 3 NEXT                 | display   *请F001到3号窗口* / 县医疗保障服务大厅
                                        | keypad-3  [F001]
11:01:41                                | display   F001 3号窗口 / 县医疗保障服务大厅
# After the hours the digits remind her to hand over the day's papers.
11:05:00  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | keypad-3  [HAnd]

# The outage is over sooner than feared.
11:10:00  duty stay-open 30             | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
                                        | keypad-3  [   0]
                                        | duty      done
11:10:10  look terminal                 | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
11:25:01                                | terminal  (5 grey) 定点医药机构 Designated providers 本场已来不及办理，11月24日09:00开放 no time left to be served, opens 11-24 09:00
11:30:00                                | terminal  -- 县医疗保障服务大厅
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  11月24日09:00开放
                                        | terminal  opens 11-24 09:00
                                        | keypad-3  [HAnd]
11:45:00  look terminal                 | terminal  -- 县医疗保障服务大厅
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  11月24日09:00开放
                                        | terminal  opens 11-24 09:00
11:46:00  duty close-day                | keypad-1..10 [CLSd]
                                        | duty      done
11:46:10  look terminal                 | terminal  -- 县医疗保障服务大厅
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  11月24日09:00开放
                                        | terminal  opens 11-24 09:00
11:46:20  look hall                     | hall      0 issued: 0 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
