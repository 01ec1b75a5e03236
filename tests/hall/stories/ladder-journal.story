# *Keep the journal*. The card fails, and the copy on the second medium goes on as the journal. Then the second medium
# fails too: what is granted is in memory alone, and every slip and face says so. At last the card is well: the hall goes
# back by itself, and what was given in between stays given.
hall   hall.toml
watch  terminal slip display board-3 keypad-3 buzzer lamp lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:05  kiosk take 城乡居民参保登记
09:00:30  keypad 3 NEXT
curtain

# The card fails: nobody in the hall has to do anything, the LCD says what is to be mended.
09:02:00  journal second                | lcd       【备用方式】 / 日志：已改存第二介质（日志无法写入） / 日志 已转第二介质：叫号照常；请尽快换存储卡
09:02:02                                | buzzer    ♩ ♩ ♩
09:02:30  duty issue 13                 | slip      A501 / 城乡居民参保登记 / 前面无人等候，约5至10分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   A001 3号窗口 / 请准备 A501
                                        | duty      ticket A501, 0 ahead
09:03:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:03
                                        | lcd       等候 1 已办 0 窗口 1/10 日志已存储 备用方式 0分钟
                                        | lcd       【备用方式】 / 日志：已改存第二介质（日志无法写入） / 日志 已转第二介质：叫号照常；请尽快换存储卡

# The second medium fails as well.
09:05:00  journal memory                | terminal  foot 号码未存储，请妥善记录 Numbers are not being stored
                                        | display   A001 3号窗口 / 【未存储】请准备 A501
                                        | lcd       【部分人工叫号】 / 日志：请同时用纸登记（日志无法写入） / 日志 未存盘：请勿断电；号条一式两份；查存储卡
09:05:02                                | buzzer    ♩ ♩ ♩
09:05:03                                | slip      正在窗口，办完划勾 / □A001 / 办完__:__ 结果______ / 按此顺序叫号 / □A501 / 叫号__:__ 窗口____ 办完__:__ 叫号人______
                                        | lcd       【部分人工叫号】 / 日志：请同时用纸登记（日志无法写入） / 日志 未存盘：请勿断电；号条一式两份；查存储卡 / 叫号单1 未关闭：补录后关闭（还有2个号）
09:05:30  duty issue 13                 | slip      未存储 Not stored / 此号未存入系统，请妥善保管号票 / A751 / 城乡居民参保登记 / 前面1人，约10至15分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   A001 3号窗口 / 【未存储】请准备 A501 A751
                                        | duty      ticket A751, 1 ahead
09:05:50  kiosk take 城乡居民参保登记   | terminal  == 参保登记 Enrolment 点一下即取号 One touch takes a number
                                        | terminal  (1) 单位参保登记 前面2人，约15至20分钟 Enrol an employer: 2 ahead, about 15-20 min
                                        | terminal  (2) 职工参保登记 前面2人，约15至20分钟 Enrol an employee: 2 ahead, about 15-20 min
                                        | terminal  (3) 城乡居民参保登记 前面2人，约15至20分钟 Enrol a resident: 2 ahead, about 15-20 min
                                        | terminal  (4) 单位参保信息变更 前面2人，约15至20分钟 Change an employer's record: 2 ahead, about 15-20 min
                                        | terminal  (5) 个人参保信息变更 前面2人，约15至20分钟 Change a personal record: 2 ahead, about 15-20 min
                                        | terminal  (6) 停保与注销 前面2人，约15至20分钟 Suspend or cancel enrolment: 2 ahead, about 15-20 min
                                        | terminal  buttons BACK MORE
                                        | terminal  -- 您的号码 Your number
                                        | terminal  number A752
                                        | terminal  城乡居民参保登记 Enrol a resident
                                        | terminal  前面2人，约15至20分钟
                                        | terminal  2 ahead, about 15-20 min
                                        | terminal  请到等候区一等候，1-9号窗口办理
                                        | terminal  请取走您的号票 Please take your slip
                                        | terminal  buttons BACK
                                        | slip      未存储 Not stored / 此号未存入系统，请妥善保管号票 / A752 / 城乡居民参保登记 / 前面2人，约15至20分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   A001 3号窗口 / 【未存储】请准备 A501 A751 A752
09:06:03                                | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
09:06:10  look lcd                      | lcd       县医疗保障服务大厅 开放 09:06
                                        | lcd       等候 3 已办 0 窗口 1/10 日志未存储 部分人工叫号 1分钟
                                        | lcd       【部分人工叫号】 / 日志：请同时用纸登记（日志无法写入） / 日志 未存盘：请勿断电；号条一式两份；查存储卡 / 叫号单1 未关闭：补录后关闭（还有2个号）
09:07:00  keypad 3 FINISH               | display   【未存储】请准备 A501 A751 A752
                                        | board-3   请等候叫号
                                        | keypad-3  [   3]
                                        | lcd       【部分人工叫号】 / 日志：请同时用纸登记（日志无法写入） / 日志 未存盘：请勿断电；号条一式两份；查存储卡 / 叫号单1 未关闭：补录后关闭（还有1个号）
09:07:10  keypad 3 NEXT                 | display   *请A501到3号窗口* / 【未存储】请准备 A751 A752
                                        | board-3   *请A501号*
                                        | keypad-3  [A501]
                                        | lcd       【部分人工叫号】 / 日志：请同时用纸登记（日志无法写入） / 日志 未存盘：请勿断电；号条一式两份；查存储卡 / 叫号单1 未关闭：补录后关闭（号已核对完）
09:07:51                                | display   A501 3号窗口 / 【未存储】请准备 A751 A752
                                        | board-3   A501号办理中
09:08:00  keypad 3 FINISH               | display   【未存储】请准备 A751 A752
                                        | board-3   请等候叫号
                                        | keypad-3  [   2]
09:11:01                                | lcd       【部分人工叫号】 / 日志：请同时用纸登记（日志无法写入） / 日志 未存盘：请勿断电；号条一式两份；查存储卡 / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（号已核对完）
09:11:02                                | buzzer    ♩ ♩ ♩

# A new card: the journal is whole, and nothing says "not stored" any more.
09:20:00  journal main                  | terminal  foot County Medical Insurance Service Hall
                                        | display   请准备 A751 A752
                                        | lcd       【部分人工叫号】 / 日志：请同时用纸登记（日志无法写入） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（号已核对完） → 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（号已核对完）
09:20:30  duty issue 13                 | slip      A502 / 城乡居民参保登记 / 前面2人，约10至20分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   请准备 A751 A752 A502
                                        | keypad-3  [   3]
                                        | duty      ticket A502, 2 ahead
09:21:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:21
                                        | lcd       等候 3 已办 2 窗口 1/10 日志已存储
                                        | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（号已核对完）
09:21:30  keypad 3 NEXT                 | display   *请A751到3号窗口* / 请准备 A752 A502
                                        | board-3   *请A751号*
                                        | keypad-3  [A751]
                                        | lcd       叫号单1 未关闭：补录后关闭（号已核对完）
09:22:00  look hall                     | hall      5 issued: 2 served, 1 at windows, 2 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
