# Half past seven: the machine is switched on, and every face in the hall comes up. At five to nine the first clerk
# sits down at window 3. At nine the doors open, and the first visitor has never seen such a terminal.
hall   hall.toml

07:40:00  power on                      | terminal  -- 县医疗保障服务大厅
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  09:00开放
                                        | terminal  opens 09:00
                                        | display   县医疗保障服务大厅
                                        | board-1..10 本窗口未开放
                                        | plate-1   1号 综合窗口
                                        | plate-2   2号 综合窗口
                                        | plate-3   3号 综合窗口
                                        | plate-4   4号 综合窗口
                                        | plate-5   5号 综合窗口
                                        | plate-6   6号 综合窗口
                                        | plate-7   7号 综合窗口
                                        | plate-8   8号 综合窗口
                                        | plate-9   9号 综合窗口
                                        | plate-10  10号 咨询窗口
                                        | pad-1..10 dark
                                        | keypad-1..10 [----]
                                        | lcd       设备正常 → 一切正常

# Somebody is early and touches the terminal.
08:30:00  kiosk touch BACK

# FUNCTION 0, the clerk's number, ENTER, the PIN, ENTER. The digits never show the PIN.
08:55:00  keypad 3 log-in 103           | board-3   请等候叫号
                                        | plate-3   3号 综合窗口 103号 综合柜员
                                        | keypad-3  [F   ] → [Id  ] → [1   ] → [10  ] → [103 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → [   0]
09:00:00                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP

# The doors open. The visitor goes to her section, and turns back once.
09:00:30  kiosk touch 账户转移与报销    | terminal  == 账户转移与报销 Account, transfer, reimbursement 点一下即取号 One touch takes a number
                                        | terminal  (1) 个人账户一次性支取 前面无人等候，5分钟以内 Withdraw the account balance: nobody ahead, within 5 min
                                        | terminal  (2) 医保关系转移接续 前面无人等候，5分钟以内 Transfer of enrolment: nobody ahead, within 5 min
                                        | terminal  (3) 异地安置退休人员备案 前面无人等候，5分钟以内 File for care elsewhere: retired: nobody ahead, within 5 min
                                        | terminal  (4) 异地长期居住人员备案 前面无人等候，5分钟以内 File for care elsewhere: resident: nobody ahead, within 5 min
                                        | terminal  (5) 常驻异地工作人员备案 前面无人等候，5分钟以内 File for care elsewhere: at work: nobody ahead, within 5 min
                                        | terminal  (6) 更多业务 More services
                                        | terminal  buttons BACK MORE
09:00:50  kiosk touch BACK              | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:01:00  kiosk touch 参保登记          | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面无人等候，5分钟以内 Enrol an employer: nobody ahead, within 5 min
                                        | terminal  (2) 职工参保登记 前面无人等候，5分钟以内 Enrol an employee: nobody ahead, within 5 min
                                        | terminal  (3) 城乡居民参保登记 前面无人等候，5分钟以内 Enrol a resident: nobody ahead, within 5 min
                                        | terminal  (4) 单位参保信息变更 前面无人等候，5分钟以内 Change an employer's record: nobody ahead, within 5 min
                                        | terminal  (5) 个人参保信息变更 前面无人等候，5分钟以内 Change a personal record: nobody ahead, within 5 min
                                        | terminal  (6) 停保与注销 前面无人等候，5分钟以内 Suspend or cancel enrolment: nobody ahead, within 5 min
                                        | terminal  buttons BACK MORE

# One touch on a service would give the number. She wants to know first what she has to bring: MORE.
09:01:10  kiosk touch MORE              | terminal  == 请选择要查看的业务 Choose for materials, green channel, several errands
09:01:20  kiosk touch 职工参保登记      | terminal  == 职工参保登记 Enrol an employee
                                        | terminal  前面无人等候，5分钟以内
                                        | terminal  nobody ahead, within 5 min
                                        | terminal  请准备材料 Please have ready:
                                        | terminal  职工参保登记表（加盖公章）；身份证或社会保障卡
                                        | terminal  buttons TAKE ANOTHER GREEN BACK
09:01:50  kiosk touch TAKE              | terminal  -- 您的号码 Your number
                                        | terminal  number A001
                                        | terminal  职工参保登记 Enrol an employee
                                        | terminal  前面无人等候，5分钟以内
                                        | terminal  nobody ahead, within 5 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      A001 / 职工参保登记 / 前面无人等候，5分钟以内 / 请到等候区一等候，1-9号窗口办理
                                        | display   请准备 A001
                                        | keypad-3  beeps → [   1]

# She reads the whole slip.
09:02:00  look slip                     | slip      县医疗保障服务大厅
                                        | slip      County Medical Insurance Service Hall
                                        | slip      ----
                                        | slip      A001
                                        | slip      职工参保登记
                                        | slip      Enrol an employee
                                        | slip      ----
                                        | slip      前面无人等候，5分钟以内
                                        | slip      nobody ahead, within 5 min
                                        | slip      请到等候区一等候，1-9号窗口办理
                                        | slip      Please wait at 等候区一, windows 1-9
                                        | slip      取号时间 Issued 2026-11-23 09:01
                                        | slip      ----
                                        | slip      请备齐材料 Please have ready:
                                        | slip      1. 职工参保登记表（加盖公章）
                                        | slip      2. 身份证或社会保障卡
                                        | slip      ----
                                        | slip      过号不作废：请到导办台报到，本业务再叫3位即轮到
                                        | slip      您
                                        | slip      Missed your call? Tell the guide desk: you are
                                        | slip      called after 3 more for this service
                                        | slip      ----
                                        | slip      投诉与建议 Complaints
                                        | slip      投诉电话 12393
                                        | slip      意见箱设在大厅入口
                                        | slip      [code]
                                        | slip      号票码 Slip code KUN83QCNB77TAK6T
09:02:02                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP

# The second visitor knows the way: two touches.
09:02:30  kiosk take 业务咨询           | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
                                        | terminal  (1) 业务咨询 前面1人，约10至15分钟 Advice: 1 ahead, about 10-15 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number F001
                                        | terminal  业务咨询 Advice
                                        | terminal  前面1人，约10至15分钟
                                        | terminal  1 ahead, about 10-15 min
                                        | terminal  请到等候区三等候，1-10号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      F001 / 业务咨询 / 前面1人，约10至15分钟 / 请到等候区三等候，1-10号窗口办理
                                        | display   请准备 A001 F001
                                        | keypad-3  [   2]

# A finger that trembles touches twice: one number.
09:02:34.100  kiosk touch BACK          | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:03:00  kiosk touch 咨询及其他        | terminal  == 咨询及其他 Advice and other matters 点一下即取号 One touch takes a number
                                        | terminal  (1) 业务咨询 前面2人，约15至20分钟 Advice: 2 ahead, about 15-20 min
                                        | terminal  buttons BACK MORE
09:03:01  kiosk touch 业务咨询
09:03:01.080  kiosk touch 业务咨询      | terminal  -- 您的号码 Your number
                                        | terminal  number F002
                                        | terminal  业务咨询 Advice
                                        | terminal  前面2人，约15至20分钟
                                        | terminal  2 ahead, about 15-20 min
                                        | terminal  请到等候区三等候，1-10号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      F002 / 业务咨询 / 前面2人，约15至20分钟 / 请到等候区三等候，1-10号窗口办理
                                        | display   请准备 A001 F001 F002
                                        | keypad-3  [   3]
09:03:13                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP

# The clerk calls. The visitor hears it twice, sees it on the display, and looks for the flashing board.
09:04:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 F001 F002
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
09:04:41                                | display   A001 3号窗口 / 请准备 F001 F002
                                        | board-3   A001号办理中

# An ordinary minute later she sits at the window. FINISH asks her for a grade; 1 is the best.
09:09:00  keypad 3 FINISH               | display   请准备 F001 F002
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   2]
09:09:06  pad 3 1                       | pad-3     dark
09:09:30  look lcd                      | lcd       县医疗保障服务大厅 开放 09:09
                                        | lcd       等候 2 已办 1 窗口 1/10 日志已存储
                                        | lcd       一切正常
09:09:40  look display                  | display   请准备 F001 F002
