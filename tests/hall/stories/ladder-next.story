# *Press next*, to its end. This hall has no soft keypads. One keypad falls silent, and a neighbour presses for its window;
# then the whole cable is torn, and the sheet comes out by itself: windows call by it. Afterwards everything is entered.
hall   hall.toml
rule   ladder press-next keypad duty-keypad paper-sheet
watch  slip display board-3 keypad-3 keypad-4 buzzer lamp lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:00:10  kiosk take 城乡居民参保登记
09:00:20  kiosk take 城乡居民参保登记
09:00:30  kiosk take 城乡居民参保登记
09:00:40  kiosk take 城乡居民参保登记
curtain
09:01:00  keypad 3 NEXT                 | display   *请A001到3号窗口* / 请准备 A002 A003 A004
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
                                        | keypad-4  [   3]
09:01:30  keypad 4 NEXT                 | display   *请A002到4号窗口* / *请A001到3号窗口* / 请准备 A003 A004
                                        | keypad-4  [A002]
09:01:40                                | display   *请A002到4号窗口* / A001 3号窗口 / 请准备 A003 A004
                                        | board-3   A001号办理中
09:02:11                                | display   A002 4号窗口 / A001 3号窗口 / 请准备 A003 A004
09:03:00  device keypad-3 silent        | lcd       【备用方式】 / 3号窗口按键叫号：请值班人员代叫（3号叫号器无应答） / 3号叫号器 无应答：查电源、地址和线缆（3号窗口台面）
09:03:04                                | buzzer    ♩ ♩ ♩
                                        | lamp      lit
09:03:30  keypad 4 FUNCTION NO-SHOW 3 ENTER | keypad-4  [F   ] → [uIn ] → [3   ] → [u  3] → [A001]
09:03:35                                | keypad-4  [u  3]
09:03:36                                | keypad-4  [A001]
09:03:40  keypad 4 FINISH               | display   A002 4号窗口 / 请准备 A003 A004
                                        | board-3   请等候叫号
                                        | keypad-4  [u  3] → [   2]
09:03:45                                | keypad-4  [u  3]
09:03:46                                | keypad-4  [   2]
09:03:50  keypad 4 NEXT                 | display   *请A003到3号窗口* / A002 4号窗口 / 请准备 A004
                                        | board-3   *请A003号*
                                        | keypad-4  [u  3] → [A003]
09:03:55                                | keypad-4  [u  3]
09:03:56                                | keypad-4  [A003]
09:04:00                                | keypad-4  [u  3]
09:04:01                                | keypad-4  [A003]
09:04:05                                | keypad-4  [u  3]
09:04:06                                | keypad-4  [A003]
09:04:10                                | keypad-4  [u  3]
09:04:11                                | keypad-4  [A003]
09:04:15                                | keypad-4  [u  3]
09:04:16                                | keypad-4  [A003]
09:04:20                                | keypad-4  [u  3]
09:04:21                                | keypad-4  [A003]
09:04:25                                | keypad-4  [u  3]
09:04:26                                | keypad-4  [A003]
# The whole cable is torn.
09:04:30  cable keypads pulled          | display   A003 3号窗口 / A002 4号窗口 / 请准备 A004
                                        | board-3   A003号办理中
                                        | lcd       【部分人工叫号】 / 各窗口按键叫号：请在叫号单上登记（1号叫号器等9台已断开，另有1台停用） / 各窗口评价：凭号票评价码登记（1号评价器等10台已断开） / 3号叫号器 无应答：查电源、地址和线缆（3号窗口台面） / 19台设备 已断开：查线缆和转换器（叫号器、评价器，线缆 keypads）
09:04:32                                | lcd       【部分人工叫号】 / 各窗口按键叫号：请在叫号单上登记（1号叫号器等9台已断开，另有1台停用） / 各窗口评价：凭号票评价码登记（1号评价器等10台已断开） / 3号叫号器 无应答：查电源、地址和线缆（3号窗口台面） / 19台设备 已断开：查线缆和转换器（叫号器、评价器，线缆 keypads） / 叫号单1 未关闭：补录后关闭（还有3个号）
09:04:33                                | slip      正在窗口，办完划勾 / □A003 / 办完__:__ 结果______ / □A002 / 办完__:__ 结果______ / 按此顺序叫号 / □A004 / 叫号__:__ 窗口____ 办完__:__ 叫号人______
09:04:34                                | buzzer    ♩ ♩ ♩
09:05:30  look lcd                      | lcd       县医疗保障服务大厅 开放 09:05
                                        | lcd       等候 1 已办 1 窗口 2/10 日志已存储 部分人工叫号 0分钟
                                        | lcd       【部分人工叫号】 / 各窗口按键叫号：请在叫号单上登记（1号叫号器等9台已断开，另有1台停用） / 各窗口评价：凭号票评价码登记（1号评价器等10台已断开） / 3号叫号器 无应答：查电源、地址和线缆（3号窗口台面） / 19台设备 已断开：查线缆和转换器（叫号器、评价器，线缆 keypads） / 叫号单1 未关闭：补录后关闭（还有3个号）
09:06:00  look slip                     | slip      县医疗保障服务大厅
                                        | slip      人工叫号单
                                        | slip      今日第1张                       2026-11-23 09:04
                                        | slip      原因：设备停用
                                        | slip      ----
                                        | slip      正在窗口，办完划勾
                                        | slip      □A003
                                        | slip      09:03叫至3号窗口 城乡居民参保登记
                                        | slip      办完__:__ 结果______
                                        | slip      □A002
                                        | slip      09:01叫至4号窗口 城乡居民参保登记
                                        | slip      办完__:__ 结果______
                                        | slip      ----
                                        | slip      按此顺序叫号
                                        | slip      □A004
                                        | slip      09:00取号 建议3号窗口 城乡居民参保登记
                                        | slip      叫号__:__ 窗口____ 办完__:__ 叫号人______
                                        | slip      ----
                                        | slip      共3个号。恢复后逐号补录，全部销账后关单。
                                        | slip      记录 22                 封印 7579 51da 7589 bb3d
# The cable is back. What was called by the sheet is entered.
09:20:00  device keypad-3 answers
09:20:10  cable keypads plugged         | keypad-3  [A003]
                                        | keypad-4  [A002]
                                        | lcd       叫号单1 未关闭：补录后关闭（还有3个号）
09:20:12                                | lamp      dark
09:22:00  duty enter A002 served window 4 clerk 104 finished 09:08 | display   A003 3号窗口 / 请准备 A004
                                        | keypad-4  [   1]
                                        | lcd       叫号单1 未关闭：补录后关闭（还有2个号）
                                        | duty      done
09:22:10  duty enter A003 served window 3 clerk 103 finished 09:12 | display   请准备 A004
                                        | board-3   请等候叫号
                                        | keypad-3  [   1]
                                        | lcd       叫号单1 未关闭：补录后关闭（还有1个号）
                                        | duty      done
09:22:20  duty enter A004 left window 4 clerk 104 called 09:13 | display   县医疗保障服务大厅
                                        | keypad-3  [   0]
                                        | keypad-4  [   0]
                                        | lcd       叫号单1 未关闭：补录后关闭（号已核对完）
                                        | duty      done
09:22:30  duty sheet close 1            | lcd       一切正常
                                        | duty      done
09:23:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:23
                                        | lcd       等候 0 已办 3 窗口 2/10 日志已存储
                                        | lcd       一切正常
09:23:10  look hall                     | hall      4 issued: 3 served, 0 at windows, 0 waiting, 0 parked, 1 missed, 0 cancelled; 0 rated
