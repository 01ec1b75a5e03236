# The touch panel of the only terminal goes dark in the middle of the morning (F62). The guide desk gives numbers in its
# place, with a slip as ever; whoever waits is called as ever. When the panel is back it begins at its first page.
hall   hall.toml
watch  terminal slip display keypad lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:05  kiosk take 城乡居民参保登记
curtain
09:10:00  device terminal-1 silent      | lcd       【备用方式】 / 取号：请导办台或窗口代为取号（1号取号机无应答） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 1号取号机 无应答：查电源、地址和线缆（大厅入口自助取号机）
09:10:20  kiosk touch 参保登记
09:10:40  duty issue 11                 | slip      A002 / 单位参保登记 / 前面1人，约5至15分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   请准备 A001 A002
                                        | keypad-3  [   2]
                                        | duty      ticket A002, 1 ahead
09:11:00  keypad 3 NEXT                 | display   *请A001到3号窗口* / 请准备 A002
                                        | keypad-3  [A001]
                                        | lcd       【备用方式】 / 取号：请导办台或窗口代为取号（1号取号机无应答） / 1号取号机 无应答：查电源、地址和线缆（大厅入口自助取号机）
09:11:30  keypad 3 FINISH               | display   请准备 A002
                                        | keypad-3  [   1]
09:11:40  keypad 3 NEXT                 | display   *请A002到3号窗口* / 县医疗保障服务大厅
                                        | keypad-3  [A002]
09:12:00  device terminal-1 answers     | lcd       一切正常
09:12:21                                | display   A002 3号窗口 / 县医疗保障服务大厅
09:12:30  kiosk take 业务咨询           | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
                                        | terminal  (1) 业务咨询 前面无人等候，约10至15分钟 Advice: nobody ahead, about 10-15 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number F001
                                        | terminal  业务咨询 Advice
                                        | terminal  前面无人等候，约10至15分钟
                                        | terminal  nobody ahead, about 10-15 min
                                        | terminal  请到等候区三等候，1-10号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      F001 / 业务咨询 / 前面无人等候，约10至15分钟 / 请到等候区三等候，1-10号窗口办理
                                        | display   A002 3号窗口 / 请准备 F001
09:12:43                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:13:00  look hall                     | hall      3 issued: 1 served, 1 at windows, 1 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
