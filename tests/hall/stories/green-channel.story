# An older woman is entitled to the green channel and says so at the terminal. Her number is green, and her turn comes
# sooner. But the hall keeps a promise to everybody else as well: once an ordinary visitor has waited twenty-five
# minutes, only one of three calls is green.
hall   hall.toml
watch  terminal slip voice display board keypad

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:10  kiosk take 城乡居民参保登记
09:00:20  kiosk take 城乡居民参保登记
09:00:30  kiosk take 城乡居民参保登记
09:00:40  kiosk take 城乡居民参保登记
09:00:50  keypad 3 NEXT
curtain
09:02:00  kiosk touch 参保登记          | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面3人，约25至35分钟 Enrol an employer: 3 ahead, about 25-35 min
                                        | terminal  (2) 职工参保登记 前面3人，约25至35分钟 Enrol an employee: 3 ahead, about 25-35 min
                                        | terminal  (3) 城乡居民参保登记 前面3人，约25至35分钟 Enrol a resident: 3 ahead, about 25-35 min
                                        | terminal  (4) 单位参保信息变更 前面3人，约25至35分钟 Change an employer's record: 3 ahead, about 25-35 min
                                        | terminal  (5) 个人参保信息变更 前面3人，约25至35分钟 Change a personal record: 3 ahead, about 25-35 min
                                        | terminal  (6) 停保与注销 前面3人，约25至35分钟 Suspend or cancel enrolment: 3 ahead, about 25-35 min
                                        | terminal  buttons BACK MORE
09:02:05  kiosk touch MORE              | terminal  == 请选择要查看的业务 Choose for materials, green channel, several errands
09:02:10  kiosk touch 城乡居民参保登记  | terminal  == 城乡居民参保登记 Enrol a resident
                                        | terminal  前面3人，约25至35分钟
                                        | terminal  3 ahead, about 25-35 min
                                        | terminal  请准备材料 Please have ready:
                                        | terminal  身份证、户口簿或居住证
                                        | terminal  buttons TAKE ANOTHER GREEN BACK
09:02:20  kiosk touch GREEN             | terminal  == 绿色通道：请选择原因 Green channel: please choose
                                        | terminal  (1) 老年人 Older person
                                        | terminal  (2) 残疾人 Person with a disability
                                        | terminal  (3) 孕妇 Expectant mother
                                        | terminal  (4) 退役军人 Veteran
                                        | terminal  (5) 困难群众 Hardship
                                        | terminal  (6) 街道社保所 Community office
                                        | terminal  buttons BACK
09:02:30  kiosk touch 老年人            | terminal  == 城乡居民参保登记 Enrol a resident
                                        | terminal  前面3人，约25至35分钟
                                        | terminal  3 ahead, about 25-35 min
                                        | terminal  绿色通道：老年人 Green channel: Older person
                                        | terminal  请准备材料 Please have ready:
                                        | terminal  身份证、户口簿或居住证
                                        | terminal  buttons TAKE ANOTHER GREEN BACK
09:02:40  kiosk touch TAKE              | terminal  -- 您的号码 Your number
                                        | terminal  number A005
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  前面无人等候，约5至10分钟
                                        | terminal  nobody ahead, about 5-10 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  绿色通道 Green channel
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      A005 / 城乡居民参保登记 / 绿色通道（绿） Green channel / 前面无人等候，约5至10分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   A001 3号窗口 / 请准备 A002 A003 A004 A005
09:02:50  look slip                     | slip      县医疗保障服务大厅
                                        | slip      County Medical Insurance Service Hall
                                        | slip      ----
                                        | slip      A005
                                        | slip      城乡居民参保登记
                                        | slip      Enrol a resident
                                        | slip      绿色通道（绿） Green channel
                                        | slip      ----
                                        | slip      前面无人等候，约5至10分钟
                                        | slip      nobody ahead, about 5-10 min
                                        | slip      请到等候区一等候，1-9号窗口办理
                                        | slip      Please wait at 等候区一, windows 1-9
                                        | slip      取号时间 Issued 2026-11-23 09:02
                                        | slip      ----
                                        | slip      请备齐材料 Please have ready:
                                        | slip      1. 身份证、户口簿或居住证
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
                                        | slip      号票码 Slip code FUCYPYFZB3Y3PRQP
09:02:52                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:03:40                                | display   A001 3号窗口 / 请准备 A002 A003 A005 A004
09:03:45                                | display   A001 3号窗口 / 请准备 A002 A005 A003 A004
09:03:50                                | display   A001 3号窗口 / 请准备 A005 A002 A003 A004

# A veteran gets his green number from the duty desk.
09:04:00  duty issue 13 --green veteran | slip      A006 / 城乡居民参保登记 / 绿色通道（绿） Green channel / 前面1人，约10至15分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   A001 3号窗口 / 请准备 A005 A002 A003 A004 A006

# Her wait counts three times as fast as an ordinary one: she came two minutes later, and is called before them
# once three times her wait is more than theirs.
09:05:00  keypad 3 NEXT                 | voice     ♪ 请A零零五号到三号窗口，请A零零五号到三号窗口
                                        | display   *请A005到3号窗口*[green] / 请准备 A002 A003 A004 A006
                                        | board-3   *请A005号*[green]
                                        | keypad-3  [A005]
09:05:02                                | keypad-3  [GrEn]
09:05:03                                | keypad-3  [A005]
09:05:41                                | display   A005 3号窗口[green] / 请准备 A002 A003 A006 A004
                                        | board-3   A005号办理中[green]
09:05:46                                | display   A005 3号窗口[green] / 请准备 A002 A006 A003 A004
09:05:51                                | display   A005 3号窗口[green] / 请准备 A006 A002 A003 A004
09:11:00  keypad 3 NEXT                 | voice     ♪ 请A零零六号到三号窗口，请A零零六号到三号窗口
                                        | display   *请A006到3号窗口*[green] / 请准备 A002 A003 A004
                                        | board-3   *请A006号*[green]
                                        | keypad-3  [A006]
09:11:02                                | keypad-3  [GrEn]
09:11:03                                | keypad-3  [A006]
09:11:41                                | display   A006 3号窗口[green] / 请准备 A002 A003 A004
                                        | board-3   A006号办理中[green]

# More green visitors come. The others have waited half an hour: of three calls one is green.
09:26:00  duty issue 13 --green age     | slip      A007 / 城乡居民参保登记 / 绿色通道（绿） Green channel / 前面2人，约15至20分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   A006 3号窗口[green] / 请准备 A002 A003 A004 A007
09:26:10  duty issue 13 --green pregnancy | slip      A008 / 城乡居民参保登记 / 绿色通道（绿） Green channel / 前面3人，约20至30分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   A006 3号窗口[green] / 请准备 A002 A003 A004 A007 A008
09:27:00  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 请准备 A003 A004 A007 A008
                                        | board-3   *请A002号*
                                        | keypad-3  [A002]
09:27:41                                | display   A002 3号窗口 / 请准备 A003 A004 A007 A008
                                        | board-3   A002号办理中
09:38:41                                | display   A002 3号窗口 / 请准备 A003 A007 A004 A008
09:38:46                                | display   A002 3号窗口 / 请准备 A007 A003 A004 A008
09:38:56                                | display   A002 3号窗口 / 请准备 A007 A003 A008 A004
09:39:01                                | display   A002 3号窗口 / 请准备 A007 A008 A003 A004
09:40:00  keypad 3 NEXT                 | voice     ♪ 请A零零三号到三号窗口，请A零零三号到三号窗口
                                        | display   *请A003到3号窗口* / 请准备 A007 A008 A004
                                        | board-3   *请A003号*
                                        | keypad-3  [A003]
09:40:41                                | display   A003 3号窗口 / 请准备 A007 A008 A004
                                        | board-3   A003号办理中
09:41:00  keypad 3 NEXT                 | voice     ♪ 请A零零七号到三号窗口，请A零零七号到三号窗口
                                        | display   *请A007到3号窗口*[green] / 请准备 A008 A004
                                        | board-3   *请A007号*[green]
                                        | keypad-3  [A007]
09:41:02                                | keypad-3  [GrEn]
09:41:03                                | keypad-3  [A007]
09:41:41                                | display   A007 3号窗口[green] / 请准备 A008 A004
                                        | board-3   A007号办理中[green]
09:42:00  keypad 3 NEXT                 | voice     ♪ 请A零零四号到三号窗口，请A零零四号到三号窗口
                                        | display   *请A004到3号窗口* / 请准备 A008
                                        | board-3   *请A004号*
                                        | keypad-3  [A004]
09:42:41                                | display   A004 3号窗口 / 请准备 A008
                                        | board-3   A004号办理中
09:43:00  keypad 3 NEXT                 | voice     ♪ 请A零零八号到三号窗口，请A零零八号到三号窗口
                                        | display   *请A008到3号窗口*[green] / 县医疗保障服务大厅
                                        | board-3   *请A008号*[green]
                                        | keypad-3  [A008]
09:43:02                                | keypad-3  [GrEn]
09:43:03                                | keypad-3  [A008]
09:43:41                                | display   A008 3号窗口[green] / 县医疗保障服务大厅
                                        | board-3   A008号办理中[green]
09:44:00  look hall                     | hall      8 issued: 7 served, 1 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
