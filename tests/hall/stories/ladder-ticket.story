# *Give a ticket*. The roll is used up, the printer comes back, the terminal goes dark, and at last the disk fails, so that
# nothing can be granted at all: the desk tears numbers off a block that was claimed in the morning. Afterwards they are
# entered, and every one of them has its end.
hall   hall.toml
watch  terminal slip display keypad-3 buzzer lamp lcd duty

07:40:00  power on
08:30:00  duty block claim 13 3
08:55:00  keypad 3 log-in 103
09:00:05  kiosk take 城乡居民参保登记
09:00:30  keypad 3 NEXT
curtain

# No paper: the terminal shows the number, and the slip comes when there is paper.
09:02:00  printer paper out             | terminal  foot 打印机缺纸，取号后请记住号码 No slip: please remember your number
                                        | buzzer    ♩ ♩ ♩
                                        | lcd       【备用方式】 / 取号：请提醒群众记住号码，恢复后可补打（打印机缺纸） / 打印机 缺纸：请装入纸卷（自助取号机内，左侧）
09:02:20  kiosk take 城乡居民参保登记   | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面无人等候，约5至10分钟 Enrol an employer: nobody ahead, about 5-10 min
                                        | terminal  (2) 职工参保登记 前面无人等候，约5至10分钟 Enrol an employee: nobody ahead, about 5-10 min
                                        | terminal  (3) 城乡居民参保登记 前面无人等候，约5至10分钟 Enrol a resident: nobody ahead, about 5-10 min
                                        | terminal  (4) 单位参保信息变更 前面无人等候，约5至10分钟 Change an employer's record: nobody ahead, about 5-10 min
                                        | terminal  (5) 个人参保信息变更 前面无人等候，约5至10分钟 Change a personal record: nobody ahead, about 5-10 min
                                        | terminal  (6) 停保与注销 前面无人等候，约5至10分钟 Suspend or cancel enrolment: nobody ahead, about 5-10 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number A002
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  前面无人等候，约5至10分钟
                                        | terminal  nobody ahead, about 5-10 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  请记住您的号码 Please remember your number
                                        | terminal  buttons BACK
                                        | display   A001 3号窗口 / 请准备 A002
09:03:21                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:03:30  printer paper loaded          | terminal  foot County Medical Insurance Service Hall
                                        | lcd       一切正常

# The terminal goes dark: the guide desk gives the numbers.
09:05:00  device terminal-1 silent      | lcd       【备用方式】 / 取号：请导办台或窗口代为取号（1号取号机无应答） / 1号取号机 无应答：查电源、地址和线缆（大厅入口自助取号机）
09:05:04                                | buzzer    ♩ ♩ ♩
                                        | lamp      lit
09:05:30  duty issue 13                 | slip      A003 / 城乡居民参保登记 / 前面1人，约10至15分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   A001 3号窗口 / 请准备 A002 A003
                                        | duty      ticket A003, 1 ahead
09:06:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:06
                                        | lcd       等候 2 已办 0 窗口 1/10 日志已存储 备用方式 0分钟
                                        | lcd       【备用方式】 / 取号：请导办台或窗口代为取号（1号取号机无应答） / 1号取号机 无应答：查电源、地址和线缆（大厅入口自助取号机）

# The disk fails as well, and this hall has no second one: nothing is promised that could be forgotten. The LCD says so the
# whole time, and the desk tears numbers off the block.
09:08:00  disk fails
09:08:10  duty issue 13                 | display   A001 3号窗口 / 【未存储】请准备 A002 A003
                                        | lcd       【全部人工叫号】 / 请A001到3号窗口 / 取号：请发预印号票并登记（1号取号机无应答） / 各窗口显示叫号：请窗口口头叫号（日志无法写入） / 各窗口按键叫号：请在叫号单上登记（日志无法写入） / 日志 无法写入：暂停取号；查磁盘和存储卡 / 1号取号机 无应答：查电源、地址和线缆（大厅入口自助取号机）
                                        | duty      it could not be recorded and nothing was promised: `jiaohao status` says why
09:08:12                                | buzzer    ♩ ♩ ♩
09:08:40  keypad 3 FINISH               | keypad-3  beeps → [AGn ]
09:08:43                                | keypad-3  [A001]
09:09:30  look lcd                      | lcd       县医疗保障服务大厅 开放 09:09
                                        | lcd       等候 2 已办 0 窗口 1/10 日志未存储 全部人工叫号 1分钟
                                        | lcd       【全部人工叫号】 / 请A001到3号窗口 / 取号：请发预印号票并登记（1号取号机无应答） / 各窗口显示叫号：请窗口口头叫号（日志无法写入） / 各窗口按键叫号：请在叫号单上登记（日志无法写入） / 日志 无法写入：暂停取号；查磁盘和存储卡 / 1号取号机 无应答：查电源、地址和线缆（大厅入口自助取号机）

# The disk works, then the terminal. What was given and called on paper is entered, beginning with whom window 3 had.
09:20:00  disk works                    | display   A001 3号窗口 / 请准备 A002 A003
                                        | lcd       【备用方式】 / 取号：请导办台或窗口代为取号（1号取号机无应答） / 1号取号机 无应答：查电源、地址和线缆（大厅入口自助取号机）
09:21:00  device terminal-1 answers     | lcd       一切正常
09:21:02                                | lamp      dark
09:24:00  duty enter A001 served window 3 clerk 103 finished 09:08 | display   请准备 A002 A003
                                        | keypad-3  [   2]
                                        | duty      done
09:25:00  duty enter A997-A998 taken service 13 at 09:10 | display   请准备 A002 A003 A997 A998
                                        | keypad-3  [   4]
                                        | duty      done
09:25:30  duty enter A997 served window 3 clerk 103 called 09:12 finished 09:18 | display   请准备 A002 A003 A998
                                        | keypad-3  [   3]
                                        | duty      done
09:25:40  duty enter A998 left window 3 clerk 103 called 09:18 | display   请准备 A002 A003
                                        | keypad-3  [   2]
                                        | duty      done
09:26:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:26
                                        | lcd       等候 2 已办 2 窗口 1/10 日志已存储
                                        | lcd       一切正常
09:27:02                                | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看
09:27:03                                | buzzer    ♩ ♩ ♩
09:30:00  look hall                     | hall      5 issued: 2 served, 0 at windows, 2 waiting, 0 parked, 1 missed, 0 cancelled; 0 rated
