# One visitor has three things to do: enrol, have a certificate printed, ask for advice. He takes one number for all
# of them. Window 3 does the first two one after the other without another call; the third belongs to nobody's
# special desk in this hall, so the same clerk does that, too. Then one grade for everything.
hall   hall.toml
watch  terminal slip voice display board keypad pad

07:40:00  power on
08:55:00  keypad 3 log-in 103
curtain
09:00:10  kiosk touch 参保登记          | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面无人等候，5分钟以内 Enrol an employer: nobody ahead, within 5 min
                                        | terminal  (2) 职工参保登记 前面无人等候，5分钟以内 Enrol an employee: nobody ahead, within 5 min
                                        | terminal  (3) 城乡居民参保登记 前面无人等候，5分钟以内 Enrol a resident: nobody ahead, within 5 min
                                        | terminal  (4) 单位参保信息变更 前面无人等候，5分钟以内 Change an employer's record: nobody ahead, within 5 min
                                        | terminal  (5) 个人参保信息变更 前面无人等候，5分钟以内 Change a personal record: nobody ahead, within 5 min
                                        | terminal  (6) 停保与注销 前面无人等候，5分钟以内 Suspend or cancel enrolment: nobody ahead, within 5 min
                                        | terminal  buttons BACK MORE
09:00:15  kiosk touch MORE              | terminal  == 请选择要查看的业务 Choose for materials, green channel, several errands
09:00:20  kiosk touch 职工参保登记      | terminal  == 职工参保登记 Enrol an employee
                                        | terminal  前面无人等候，5分钟以内
                                        | terminal  nobody ahead, within 5 min
                                        | terminal  请准备材料 Please have ready:
                                        | terminal  职工参保登记表（加盖公章）；身份证或社会保障卡
                                        | terminal  buttons TAKE ANOTHER GREEN BACK
09:00:30  kiosk touch ANOTHER           | terminal  == 已选：职工参保登记 请再选一项 One more
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:00:40  kiosk touch 查询打印          | terminal  == 请选择要查看的业务 Choose for materials, green channel, several errands
                                        | terminal  (1) 参保单位信息查询 前面无人等候，5分钟以内 Employer's record: nobody ahead, within 5 min
                                        | terminal  (2) 参保人员信息查询 前面无人等候，5分钟以内 Personal record: nobody ahead, within 5 min
                                        | terminal  (3) 缴费与待遇明细打印 前面无人等候，5分钟以内 Print contributions and benefits: nobody ahead, within 5 min
                                        | terminal  (4) 出具参保凭证 前面无人等候，5分钟以内 Certificate of enrolment: nobody ahead, within 5 min
                                        | terminal  buttons BACK MORE
09:00:50  kiosk touch 出具参保凭证      | terminal  == 职工参保登记、出具参保凭证 Enrol an employee, Certificate of enrolment
                                        | terminal  前面无人等候，5分钟以内
                                        | terminal  nobody ahead, within 5 min
                                        | terminal  请准备材料 Please have ready:
                                        | terminal  职工参保登记表（加盖公章）；身份证或社会保障卡；身份证、医保电子凭证或社会保障卡
                                        | terminal  buttons TAKE ANOTHER GREEN BACK
09:01:00  kiosk touch ANOTHER           | terminal  == 已选：职工参保登记、出具参保凭证 请再选一项 One more
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:01:10  kiosk touch 咨询及其他        | terminal  == 请选择要查看的业务 Choose for materials, green channel, several errands
                                        | terminal  (1) 业务咨询 前面无人等候，5分钟以内 Advice: nobody ahead, within 5 min
                                        | terminal  buttons BACK MORE
09:01:20  kiosk touch 业务咨询          | terminal  == 职工参保登记、出具参保凭证、业务咨询 Enrol an employee, Certificate of enrolment, Advice
                                        | terminal  前面无人等候，5分钟以内
                                        | terminal  nobody ahead, within 5 min
                                        | terminal  请准备材料 Please have ready:
                                        | terminal  职工参保登记表（加盖公章）；身份证或社会保障卡；身份证、医保电子凭证或社会保障卡
                                        | terminal  buttons TAKE GREEN BACK
09:01:30  kiosk touch TAKE              | terminal  -- 您的号码 Your number
                                        | terminal  number A001
                                        | terminal  职工参保登记、出具参保凭证、业务咨询 Enrol an employee, Certificate of enrolment, Advice
                                        | terminal  前面无人等候，5分钟以内
                                        | terminal  nobody ahead, within 5 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      A001 / 职工参保登记 / 出具参保凭证 / 业务咨询 / 前面无人等候，5分钟以内 / 请到等候区一等候，1-9号窗口办理
                                        | display   请准备 A001
                                        | keypad-3  beeps → [   1]
09:01:42                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:01:50  look slip                     | slip      县医疗保障服务大厅
                                        | slip      County Medical Insurance Service Hall
                                        | slip      ----
                                        | slip      A001
                                        | slip      职工参保登记
                                        | slip      Enrol an employee
                                        | slip      出具参保凭证
                                        | slip      Certificate of enrolment
                                        | slip      业务咨询
                                        | slip      Advice
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
                                        | slip      3. 身份证、医保电子凭证或社会保障卡
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

# A second visitor, with one errand.
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
09:02:43                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP

09:03:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 F001
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
09:03:41                                | display   A001 3号窗口 / 请准备 F001
                                        | board-3   A001号办理中

# NEXT would send him away with a third of what he came for: refused, FINISH is the key. The digits tell which service
# comes next; a FINISH that bounces ends one errand, not two.
09:08:00  keypad 3 NEXT                 | keypad-3  beeps → [buSY]
09:08:03                                | keypad-3  [A001]
09:08:10  keypad 3 FINISH FINISH        | keypad-3  [- 24] → beeps → [SOOn]
09:08:13                                | keypad-3  [A001]
09:12:00  keypad 3 FINISH               | keypad-3  [- 61]
09:12:03                                | keypad-3  [A001]
09:15:00  keypad 3 FINISH               | display   请准备 F001
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   1]
09:15:05  pad 3 2                       | pad-3     dark
09:15:30  keypad 3 NEXT                 | voice     ♪ 请F零零幺号到三号窗口，请F零零幺号到三号窗口
                                        | display   *请F001到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请F001号*
                                        | keypad-3  [F001]
09:16:11                                | display   F001 3号窗口 / 县医疗保障服务大厅
                                        | board-3   F001号办理中
09:17:00  look hall                     | hall      2 issued: 1 served, 1 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 1 rated
