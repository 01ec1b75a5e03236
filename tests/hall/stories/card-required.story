# Where an identity card is required, the terminal waits for it after the last touch, and the number comes by itself. When
# the reader is gone, the hall goes on without.
hall   hall.toml
rule   cards required
watch  terminal slip lcd

07:40:00  power on
08:55:00  keypad 3 log-in 103
curtain
09:01:00  kiosk touch 参保登记          | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面无人等候，5分钟以内 Enrol an employer: nobody ahead, within 5 min
                                        | terminal  (2) 职工参保登记 前面无人等候，5分钟以内 Enrol an employee: nobody ahead, within 5 min
                                        | terminal  (3) 城乡居民参保登记 前面无人等候，5分钟以内 Enrol a resident: nobody ahead, within 5 min
                                        | terminal  (4) 单位参保信息变更 前面无人等候，5分钟以内 Change an employer's record: nobody ahead, within 5 min
                                        | terminal  (5) 个人参保信息变更 前面无人等候，5分钟以内 Change a personal record: nobody ahead, within 5 min
                                        | terminal  (6) 停保与注销 前面无人等候，5分钟以内 Suspend or cancel enrolment: nobody ahead, within 5 min
                                        | terminal  buttons BACK MORE
09:01:05  kiosk touch 城乡居民参保登记  | terminal  == 请刷身份证 Your ID card, please
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  请将身份证放在读卡区，读出后自动出号
                                        | terminal  Lay your ID card on the reader: your number comes by itself
                                        | terminal  没有带身份证请到导办台 Without a card: please come to the guide desk
                                        | terminal  buttons BACK
09:01:12  kiosk card 110105199001010037 | terminal  -- 您的号码 Your number
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  number A001
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  前面无人等候，5分钟以内
                                        | terminal  nobody ahead, within 5 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  请取走号票和身份证 Please take your slip and your ID card
                                        | terminal  buttons BACK
                                        | slip      A001 / 城乡居民参保登记 / 前面无人等候，5分钟以内 / 请到等候区一等候，1-9号窗口办理
09:01:20  kiosk card away
09:01:25                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  foot 取号需刷身份证 A number needs your ID card
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP

# A visitor without a card is sent to the guide desk, and the page does not wait for ever.
09:02:00  kiosk touch 参保登记          | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面1人，约5至15分钟 Enrol an employer: 1 ahead, about 5-15 min
                                        | terminal  (2) 职工参保登记 前面1人，约5至15分钟 Enrol an employee: 1 ahead, about 5-15 min
                                        | terminal  (3) 城乡居民参保登记 前面1人，约5至15分钟 Enrol a resident: 1 ahead, about 5-15 min
                                        | terminal  (4) 单位参保信息变更 前面1人，约5至15分钟 Change an employer's record: 1 ahead, about 5-15 min
                                        | terminal  (5) 个人参保信息变更 前面1人，约5至15分钟 Change a personal record: 1 ahead, about 5-15 min
                                        | terminal  (6) 停保与注销 前面1人，约5至15分钟 Suspend or cancel enrolment: 1 ahead, about 5-15 min
                                        | terminal  buttons BACK MORE
09:02:05  kiosk touch 城乡居民参保登记  | terminal  == 请刷身份证 Your ID card, please
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  请将身份证放在读卡区，读出后自动出号
                                        | terminal  Lay your ID card on the reader: your number comes by itself
                                        | terminal  没有带身份证请到导办台 Without a card: please come to the guide desk
                                        | terminal  buttons BACK
09:02:25                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:02:40  duty issue 21                 | slip      B001 / 参保单位信息查询 / 前面1人，约5至15分钟 / 请到等候区一等候，1-9号窗口办理
09:04:14                                | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看

# The reader's cable is pulled.
09:05:00  cable reader pulled           | terminal  foot County Medical Insurance Service Hall
                                        | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 1号读卡器 已断开：查线缆和转换器（大厅入口自助取号机）
09:05:10  kiosk take 城乡居民参保登记   | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面2人，约10至20分钟 Enrol an employer: 2 ahead, about 10-20 min
                                        | terminal  (2) 职工参保登记 前面2人，约10至20分钟 Enrol an employee: 2 ahead, about 10-20 min
                                        | terminal  (3) 城乡居民参保登记 前面2人，约10至20分钟 Enrol a resident: 2 ahead, about 10-20 min
                                        | terminal  (4) 单位参保信息变更 前面2人，约10至20分钟 Change an employer's record: 2 ahead, about 10-20 min
                                        | terminal  (5) 个人参保信息变更 前面2人，约10至20分钟 Change a personal record: 2 ahead, about 10-20 min
                                        | terminal  (6) 停保与注销 前面2人，约10至20分钟 Suspend or cancel enrolment: 2 ahead, about 10-20 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number A002
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  前面2人，约10至20分钟
                                        | terminal  2 ahead, about 10-20 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      A002 / 城乡居民参保登记 / 前面2人，约10至20分钟 / 请到等候区一等候，1-9号窗口办理
09:05:23                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:06:00  cable reader plugged          | terminal  foot 取号需刷身份证 A number needs your ID card
                                        | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看
09:07:00  look hall                     | hall      3 issued: 0 served, 0 at windows, 3 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
