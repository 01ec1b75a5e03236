# *Rate*. A pad is out: the slip bears a code, and what the visitor says is entered with it. Without paper for slips there
# is a form, which is entered by the number.
hall   hall.toml
watch  slip pad-3 keypad-3 buzzer lamp lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
curtain
09:00:05  kiosk take 业务咨询           | slip      F001 / 业务咨询 / 前面无人等候，5分钟以内 / 请到等候区三等候，1-10号窗口办理
                                        | keypad-3  beeps → [   1]
09:00:30  keypad 3 NEXT                 | keypad-3  [F001]
09:01:00  device pad-3 silent           | lcd       【备用方式】 / 3号窗口评价：凭号票评价码登记（3号评价器无应答） / 3号评价器 无应答：查电源、地址和线缆（3号窗口外侧）
09:01:04                                | lamp      lit
09:02:00  keypad 3 FINISH               | keypad-3  [   0]
# Whoever takes a number from here on has the code on the slip.
09:02:30  kiosk take 业务咨询           | slip      F002 / 业务咨询 / 前面无人等候，5分钟以内 / 请到等候区三等候，1-10号窗口办理
                                        | keypad-3  beeps → [   1]
09:02:40  look slip                     | slip      县医疗保障服务大厅
                                        | slip      County Medical Insurance Service Hall
                                        | slip      ----
                                        | slip      F002
                                        | slip      业务咨询
                                        | slip      Advice
                                        | slip      ----
                                        | slip      前面无人等候，5分钟以内
                                        | slip      nobody ahead, within 5 min
                                        | slip      请到等候区三等候，1-10号窗口办理
                                        | slip      Please wait at 等候区三, windows 1-10
                                        | slip      取号时间 Issued 2026-11-23 09:02
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
                                        | slip      号票码 Slip code VDG8BACEDFG5QUEH
                                        | slip      评价码 Rating code VDG8BA
                                        | slip      评价器停用：办结后请将此码和评价告知导办台
09:03:00  keypad 3 NEXT                 | keypad-3  [F002]
09:05:00  keypad 3 FINISH               | keypad-3  [   0]
09:05:30  duty rate F002 2              | duty      done
# No paper for slips.
09:06:00  printer paper out             | buzzer    ♩ ♩ ♩
                                        | lcd       【备用方式】 / 取号：请提醒群众记住号码，恢复后可补打（打印机缺纸） / 3号窗口评价：请发纸质评价表（3号评价器无应答，另有1台停用） / 打印机 缺纸：请装入纸卷（自助取号机内，左侧） / 3号评价器 无应答：查电源、地址和线缆（3号窗口外侧）
09:06:10  kiosk take 业务咨询           | keypad-3  beeps → [   1]
09:06:30  keypad 3 NEXT                 | keypad-3  [F003]
09:08:00  keypad 3 FINISH               | keypad-3  [   0]
09:08:10  duty rate F003 1              | duty      done
09:08:20  duty rate F003 5              | duty      refused: Nothing is left to be rated.
09:08:30  duty rate F009 1              | duty      refused: No ticket has this number today.
# Paper and pad are back.
09:09:00  printer paper loaded          | lcd       【备用方式】 / 3号窗口评价：凭号票评价码登记（3号评价器无应答） / 3号评价器 无应答：查电源、地址和线缆（3号窗口外侧）
09:10:00  device pad-3 answers          | lcd       一切正常
09:10:02                                | lamp      dark
09:11:00  kiosk take 业务咨询           | slip      F004 / 业务咨询 / 前面无人等候，5分钟以内 / 请到等候区三等候，1-10号窗口办理
                                        | keypad-3  beeps → [   1]
09:11:30  keypad 3 NEXT                 | keypad-3  [F004]
09:12:00  keypad 3 FINISH               | pad-3     asks for a grade
                                        | keypad-3  [   0]
09:12:05  pad 3 1                       | pad-3     dark
09:12:30  look hall                     | hall      4 issued: 4 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 3 rated
