# Insurance: every twenty minutes a sheet comes out by itself and goes into the drawer, in case everything fails at once.
# It does, and the hall calls by the last one. Afterwards the paper is entered, and it comes to zero.
hall   hall.toml
rule   insurance 20
watch  slip display duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:00:10  kiosk take 城乡居民参保登记
09:01:00  kiosk take 城乡居民参保登记
09:02:00  kiosk take 城乡居民参保登记
09:03:00  keypad 3 NEXT
curtain

# The first who waits has waited twenty minutes without a sheet.
09:20:00  wait
09:21:01                                | slip      正在窗口，办完划勾 / □A001 / 办完__:__ 结果______ / 按此顺序叫号 / □A002 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A003 / 叫号__:__ 窗口____ 办完__:__ 叫号人______
09:24:00  look slip                     | slip      县医疗保障服务大厅
                                        | slip      人工叫号单
                                        | slip      今日第1张                       2026-11-23 09:21
                                        | slip      原因：定时备用
                                        | slip      ----
                                        | slip      正在窗口，办完划勾
                                        | slip      □A001
                                        | slip      09:03叫至3号窗口 城乡居民参保登记
                                        | slip      办完__:__ 结果______
                                        | slip      ----
                                        | slip      按此顺序叫号
                                        | slip      □A002
                                        | slip      09:01取号 建议3号窗口 城乡居民参保登记
                                        | slip      叫号__:__ 窗口____ 办完__:__ 叫号人______
                                        | slip      □A003
                                        | slip      09:02取号 建议4号窗口 城乡居民参保登记
                                        | slip      叫号__:__ 窗口____ 办完__:__ 叫号人______
                                        | slip      ----
                                        | slip      共3个号。恢复后逐号补录，全部销账后关单。
                                        | slip      记录 12                 封印 84f3 f7f2 222c 714b
# A002 is called by the key: paper that nobody wrote on is worth nothing twenty minutes later.
09:25:00  keypad 3 FINISH               | display   请准备 A002 A003
09:25:10  keypad 3 NEXT                 | display   *请A002到3号窗口* / 请准备 A003
09:25:51                                | display   A002 3号窗口 / 请准备 A003
09:30:00  kiosk take 城乡居民参保登记   | slip      A004 / 城乡居民参保登记 / 前面1人，约5至10分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   A002 3号窗口 / 请准备 A003 A004
09:40:00  wait
09:41:01                                | slip      正在窗口，办完划勾 / □A002 / 办完__:__ 结果______ / 按此顺序叫号 / □A003 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A004 / 叫号__:__ 窗口____ 办完__:__ 叫号人______
# The second sheet is whole, not a continuation, and takes the place of the first.
09:44:00  look slip                     | slip      县医疗保障服务大厅
                                        | slip      人工叫号单
                                        | slip      今日第2张                       2026-11-23 09:41
                                        | slip      原因：定时备用
                                        | slip      ----
                                        | slip      正在窗口，办完划勾
                                        | slip      □A002
                                        | slip      09:25叫至3号窗口 城乡居民参保登记
                                        | slip      办完__:__ 结果______
                                        | slip      ----
                                        | slip      按此顺序叫号
                                        | slip      □A003
                                        | slip      09:02取号 建议3号窗口 城乡居民参保登记
                                        | slip      叫号__:__ 窗口____ 办完__:__ 叫号人______
                                        | slip      □A004
                                        | slip      09:30取号 建议4号窗口 城乡居民参保登记
                                        | slip      叫号__:__ 窗口____ 办完__:__ 叫号人______
                                        | slip      ----
                                        | slip      共3个号。恢复后逐号补录，全部销账后关单。
                                        | slip      记录 20                 封印 2b17 8b2c 2db3 a017

# Everything is dark at once. The clerks call by the second sheet.
09:46:00  power cut
10:10:00  power on
# New visitors take numbers again while the paper is still being called.
10:11:00  kiosk take 城乡居民参保登记   | slip      A005 / 城乡居民参保登记 / 前面2人，约10至15分钟 / 请到等候区一等候，1-9号窗口办理
                                        | display   A002 3号窗口 / 请准备 A003 A004 A005
# The first sheet is over. The second is not thrown away at the start, and is in use with the first line that is entered.
10:12:00  duty sheet close 1            | duty      refused: There is no such manual-calling sheet, or it is closed.
10:12:10  duty enter A002 served window 3 clerk 103 finished 09:50 | display   请准备 A003 A004 A005
                                        | duty      done
10:12:30  duty sheet close 2            | duty      refused: Numbers of a manual-calling sheet, or of paper tickets, have no outcome yet.
# What is drawn from here on is a continuation and carries only what is on no sheet before it.
10:13:00  duty sheet draw               | slip      按此顺序叫号 / □A005 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / 共1个号。恢复后逐号补录，全部销账后关单。 / 记录 26                 封印 b403 77ad 8ed7 9d81
                                        | duty      done
10:13:10  look slip                     | slip      县医疗保障服务大厅
                                        | slip      人工叫号单
                                        | slip      今日第3张                       2026-11-23 10:13
                                        | slip      原因：值班人员要求             接第2张，只列新号
                                        | slip      ----
                                        | slip      按此顺序叫号
                                        | slip      □A005
                                        | slip      10:11取号 建议3号窗口 城乡居民参保登记
                                        | slip      叫号__:__ 窗口____ 办完__:__ 叫号人______
                                        | slip      ----
                                        | slip      共1个号。恢复后逐号补录，全部销账后关单。
                                        | slip      记录 26                 封印 b403 77ad 8ed7 9d81
10:14:00  duty enter A003 served window 4 clerk 104 called 09:50 finished 09:58 | display   请准备 A004 A005
                                        | duty      done
10:14:20  duty enter A004 left window 3 clerk 103 called 09:52 | display   请准备 A005
                                        | duty      done
10:14:40  duty sheet close 2            | duty      done
# A005 is called by the key, and with that the continuation is at zero too.
10:15:00  keypad 3 NEXT                 | display   *请A005到3号窗口* / 县医疗保障服务大厅
10:15:10  duty sheet close 3            | duty      done
10:15:41                                | display   A005 3号窗口 / 县医疗保障服务大厅
# Nobody is lost. The clock begins again when somebody waits.
10:16:00  look hall                     | hall      5 issued: 3 served, 1 at windows, 0 waiting, 0 parked, 1 missed, 0 cancelled; 0 rated
10:30:00  kiosk take 城乡居民参保登记   | slip      A006 / 城乡居民参保登记 / 前面无人等候，5分钟以内 / 请到等候区一等候，1-9号窗口办理
                                        | display   A005 3号窗口 / 请准备 A006
10:50:01                                | slip      正在窗口，办完划勾 / □A005 / 办完__:__ 结果______ / 按此顺序叫号 / □A006 / 叫号__:__ 窗口____ 办完__:__ 叫号人______
10:51:30  wait
