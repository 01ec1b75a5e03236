# Where an identity card is optional, two touches make a number as before. A card that lies on the reader meanwhile comes
# with it: from seventy on it opens the green channel by itself, and its holder gets one number of a service.
hall   hall.toml
rule   cards optional
watch  terminal slip lcd

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:10  kiosk take 城乡居民参保登记
09:00:20  kiosk take 城乡居民参保登记
curtain
09:01:00  kiosk card 11010519491231002X
09:01:05  kiosk touch 参保登记          | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面2人，约15至20分钟 Enrol an employer: 2 ahead, about 15-20 min
                                        | terminal  (2) 职工参保登记 前面2人，约15至20分钟 Enrol an employee: 2 ahead, about 15-20 min
                                        | terminal  (3) 城乡居民参保登记 前面2人，约15至20分钟 Enrol a resident: 2 ahead, about 15-20 min
                                        | terminal  (4) 单位参保信息变更 前面2人，约15至20分钟 Change an employer's record: 2 ahead, about 15-20 min
                                        | terminal  (5) 个人参保信息变更 前面2人，约15至20分钟 Change a personal record: 2 ahead, about 15-20 min
                                        | terminal  (6) 停保与注销 前面2人，约15至20分钟 Suspend or cancel enrolment: 2 ahead, about 15-20 min
                                        | terminal  buttons BACK MORE
                                        | terminal  foot 已读身份证，自动走绿色通道 Card read: green channel
09:01:10  kiosk touch 城乡居民参保登记  | terminal  -- 您的号码 Your number
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  number A003
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  前面1人，约5至15分钟
                                        | terminal  1 ahead, about 5-15 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  绿色通道 Green channel
                                        | terminal  请取走号票和身份证 Please take your slip and your ID card
                                        | terminal  buttons BACK
                                        | slip      A003 / 城乡居民参保登记 / 绿色通道（绿） Green channel / 前面1人，约5至15分钟 / 请到等候区一等候，1-9号窗口办理
09:01:15  kiosk card away
09:01:22                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  foot 可放上身份证 You may lay on your ID card
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP

# She forgets that she has a number, and comes again.
09:03:00  kiosk card 11010519491231002X
09:03:05  kiosk touch 参保登记          | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面3人，约20至30分钟 Enrol an employer: 3 ahead, about 20-30 min
                                        | terminal  (2) 职工参保登记 前面3人，约20至30分钟 Enrol an employee: 3 ahead, about 20-30 min
                                        | terminal  (3) 城乡居民参保登记 前面3人，约20至30分钟 Enrol a resident: 3 ahead, about 20-30 min
                                        | terminal  (4) 单位参保信息变更 前面3人，约20至30分钟 Change an employer's record: 3 ahead, about 20-30 min
                                        | terminal  (5) 个人参保信息变更 前面3人，约20至30分钟 Change a personal record: 3 ahead, about 20-30 min
                                        | terminal  (6) 停保与注销 前面3人，约20至30分钟 Suspend or cancel enrolment: 3 ahead, about 20-30 min
                                        | terminal  buttons BACK MORE
                                        | terminal  foot 已读身份证，自动走绿色通道 Card read: green channel
09:03:10  kiosk touch 城乡居民参保登记  | terminal  -- 县医疗保障服务大厅
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  您已有号码A003，下一位就是您
                                        | terminal  You hold number A003 already: you are next
                                        | terminal  buttons BACK
09:03:12                                | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看
09:03:15  kiosk card away
09:03:20                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  foot 可放上身份证 You may lay on your ID card
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP

# For another service she gets one.
09:05:00  kiosk card 11010519491231002X
09:05:05  kiosk touch 参保登记          | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面3人，约20至30分钟 Enrol an employer: 3 ahead, about 20-30 min
                                        | terminal  (2) 职工参保登记 前面3人，约20至30分钟 Enrol an employee: 3 ahead, about 20-30 min
                                        | terminal  (3) 城乡居民参保登记 前面3人，约20至30分钟 Enrol a resident: 3 ahead, about 20-30 min
                                        | terminal  (4) 单位参保信息变更 前面3人，约20至30分钟 Change an employer's record: 3 ahead, about 20-30 min
                                        | terminal  (5) 个人参保信息变更 前面3人，约20至30分钟 Change a personal record: 3 ahead, about 20-30 min
                                        | terminal  (6) 停保与注销 前面3人，约20至30分钟 Suspend or cancel enrolment: 3 ahead, about 20-30 min
                                        | terminal  buttons BACK MORE
                                        | terminal  foot 已读身份证，自动走绿色通道 Card read: green channel
09:05:10  kiosk touch 职工参保登记      | terminal  -- 您的号码 Your number
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  number A004
                                        | terminal  职工参保登记 Enrol an employee
                                        | terminal  前面1人，约5至15分钟
                                        | terminal  1 ahead, about 5-15 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  绿色通道 Green channel
                                        | terminal  请取走号票和身份证 Please take your slip and your ID card
                                        | terminal  buttons BACK
                                        | slip      A004 / 职工参保登记 / 绿色通道（绿） Green channel / 前面1人，约5至15分钟 / 请到等候区一等候，1-9号窗口办理
09:05:15  kiosk card away
09:05:22                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  foot 可放上身份证 You may lay on your ID card
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP

# Without a card nothing is asked and nothing is refused.
09:06:00  kiosk take 城乡居民参保登记   | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面4人，约30至40分钟 Enrol an employer: 4 ahead, about 30-40 min
                                        | terminal  (2) 职工参保登记 前面4人，约30至40分钟 Enrol an employee: 4 ahead, about 30-40 min
                                        | terminal  (3) 城乡居民参保登记 前面4人，约30至40分钟 Enrol a resident: 4 ahead, about 30-40 min
                                        | terminal  (4) 单位参保信息变更 前面4人，约30至40分钟 Change an employer's record: 4 ahead, about 30-40 min
                                        | terminal  (5) 个人参保信息变更 前面4人，约30至40分钟 Change a personal record: 4 ahead, about 30-40 min
                                        | terminal  (6) 停保与注销 前面4人，约30至40分钟 Suspend or cancel enrolment: 4 ahead, about 30-40 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  number A005
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  前面4人，约30至40分钟
                                        | terminal  4 ahead, about 30-40 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      A005 / 城乡居民参保登记 / 前面4人，约30至40分钟 / 请到等候区一等候，1-9号窗口办理
09:06:13                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  foot 可放上身份证 You may lay on your ID card
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:07:00  look hall                     | hall      5 issued: 0 served, 0 at windows, 5 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
