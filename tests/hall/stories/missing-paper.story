# The visitor lacks two papers. FUNCTION FINISH 4 and their places in the list: she is told everything at once, on
# paper, and keeps her number. Back with them, she is put in again by one key.
hall   hall.toml
watch  slip voice display board keypad pad

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:10  kiosk take 住院费用报销
09:00:20  kiosk take 业务咨询
09:00:40  keypad 3 NEXT
curtain
09:05:00  keypad 3 FUNCTION FINISH 4 1 2 ENTER | slip      一次性告知单 / C001 / 住院费用报销 / 还需补充以下材料 Please bring: / 1. 身份证或社会保障卡 / 2. 医院收费票据
                                        | display   请准备 F001
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [F   ] → [Out ] → [LISt] → [1   ] → [12  ] → [   1]
09:05:10  look slip                     | slip      县医疗保障服务大厅
                                        | slip      County Medical Insurance Service Hall
                                        | slip      ----
                                        | slip      一次性告知单
                                        | slip      Materials still needed
                                        | slip      C001
                                        | slip      住院费用报销
                                        | slip      Reimburse in-patient costs
                                        | slip      ----
                                        | slip      还需补充以下材料 Please bring:
                                        | slip      1. 身份证或社会保障卡
                                        | slip      2. 医院收费票据
                                        | slip      ----
                                        | slip      当日补齐后请到导办台报到，本业务再叫3位即轮到
                                        | slip      您，不必重新取号
                                        | slip      Back today: tell the guide desk and keep your
                                        | slip      number, called after 3 more for this service
                                        | slip      告知时间 Given 2026-11-23 09:05
                                        | slip      ----
                                        | slip      投诉与建议 Complaints
                                        | slip      投诉电话 12393
                                        | slip      意见箱设在大厅入口
                                        | slip      [code]
                                        | slip      号票码 Slip code KUN83QCNB77TAK6T
09:05:16                                | pad-3     dark
09:06:00  keypad 3 NEXT                 | voice     ♪ 请F零零幺号到三号窗口，请F零零幺号到三号窗口
                                        | display   *请F001到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请F001号*
                                        | keypad-3  [F001]
09:06:41                                | display   F001 3号窗口 / 县医疗保障服务大厅
                                        | board-3   F001号办理中
09:08:00  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   0]
09:08:15                                | pad-3     dark

# An hour later.
10:10:00  keypad 3 FUNCTION 8 1 ENTER   | keypad-3  [F   ] → [nr  ] → [1   ] → beeps → [donE]
10:10:03                                | keypad-3  [   1]
10:10:10  keypad 3 FUNCTION 8 RECALL RECALL RECALL 1 ENTER | keypad-3  [F   ] → [nr  ] → [A   ] → [b   ] → [C   ] → [C1  ] → beeps → [StAt]
10:10:14                                | keypad-3  [   1]
10:11:00  keypad 3 NEXT                 | voice     ♪ 请C零零幺号到三号窗口，请C零零幺号到三号窗口
                                        | display   *请C001到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请C001号*
                                        | keypad-3  [C001]
10:11:02                                | keypad-3  [bLUE]
10:11:03                                | keypad-3  [C001]
10:11:41                                | display   C001 3号窗口 / 县医疗保障服务大厅
                                        | board-3   C001号办理中
10:20:00  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   0]
10:20:05  pad 3 1                       | pad-3     dark

# The next matter is not accepted: FUNCTION FINISH 3, reason 2.
10:21:00  kiosk take 医疗救助费用报销   | slip      D001 / 医疗救助费用报销 / 急办（红） Urgent / 前面无人等候，5分钟以内 / 请到等候区二等候，1-9号窗口办理
                                        | display   请准备 D001
                                        | keypad-3  beeps → [   1]
10:22:00  keypad 3 NEXT                 | voice     ♪ 请D零零幺号到三号窗口，请D零零幺号到三号窗口
                                        | display   *请D001到3号窗口*[red] / 县医疗保障服务大厅
                                        | board-3   *请D001号*[red]
                                        | keypad-3  [d001]
10:22:02                                | keypad-3  [rEd ]
10:22:03                                | keypad-3  [d001]
10:22:41                                | display   D001 3号窗口[red] / 县医疗保障服务大厅
                                        | board-3   D001号办理中[red]
10:25:00  keypad 3 FUNCTION FINISH 3 2  | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [F   ] → [Out ] → [rEA ] → [   0]
10:25:15                                | pad-3     dark

# A list with a paper that does not exist.
10:26:00  kiosk take 业务咨询           | slip      F002 / 业务咨询 / 前面无人等候，5分钟以内 / 请到等候区三等候，1-10号窗口办理
                                        | display   请准备 F002
                                        | keypad-3  beeps → [   1]
10:27:00  keypad 3 NEXT                 | voice     ♪ 请F零零二号到三号窗口，请F零零二号到三号窗口
                                        | display   *请F002到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请F002号*
                                        | keypad-3  [F002]
10:27:41                                | display   F002 3号窗口 / 县医疗保障服务大厅
                                        | board-3   F002号办理中
10:28:00  keypad 3 FUNCTION FINISH 4 9 ENTER | keypad-3  [F   ] → [Out ] → [LISt] → [9   ] → beeps → [rEAS]
10:28:03                                | keypad-3  [F002]
10:29:00  keypad 3 FUNCTION FINISH 1    | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [F   ] → [Out ] → [   0]
10:29:15                                | pad-3     dark
10:30:00  look hall                     | hall      4 issued: 4 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 1 rated
