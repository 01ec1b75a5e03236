# No duty desk, no command line: the clerk of window 3 draws the sheet and enters the paper of the whole hall on her
# keypad (FUNCTION FINISH 5 and a digit). The LCD says what is typed, and what contradicts in words; ENTER says that it was so.
hall   hall.toml
watch  slip keypad

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:00:10  kiosk take 城乡居民参保登记
09:01:00  kiosk take 城乡居民参保登记
09:02:00  kiosk take 城乡居民参保登记
09:03:00  kiosk take 城乡居民参保登记
curtain
09:05:00  keypad 3 FUNCTION FINISH 5 1  | slip      按此顺序叫号 / □A001 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A002 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A003 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A004 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / 共4个号。恢复后逐号补录，全部销账后关单。 / 记录 12                 封印 3bbb 91fe 4376 8b82
                                        | keypad-3  [F   ] → [Out ] → [PAPr] → [donE]
09:05:03                                | keypad-3  [   4]

# A001 was served at her own window from 9:06 to 9:10: number, window (ENTER is her own), called, finished.
09:30:00  keypad 3 FUNCTION FINISH 5 2 1 ENTER | keypad-3  [F   ] → [Out ] → [PAPr] → [nr  ] → [1   ] → [uIn ]
09:30:06  look lcd                      | lcd       县医疗保障服务大厅 开放 09:30
                                        | lcd       等候 4 已办 0 窗口 2/10 日志已存储
                                        | lcd       3号：补录 已办 001 几号窗口？（确认= / 本窗口） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（还有4个号）
09:30:07  keypad 3 ENTER 0906 ENTER 0910 ENTER | keypad-3  [CALL] → [0   ] → [09  ] → [090 ] → [0906] → [End ] → [0   ] → [09  ] → [091 ] → [0910] → [donE]
                                        | keypad-4  [   3]
09:30:12                                | keypad-3  [   3]
# A002 did not come to window 4. Typed as if before it had a ticket, and then right.
09:30:30  keypad 3 FUNCTION FINISH 5 3 2 ENTER 4 ENTER 0859 ENTER | keypad-3  [F   ] → [Out ] → [PAPr] → [nr  ] → [2   ] → [uIn ] → [4   ] → [CALL] → [0   ] → [08  ] → [085 ] → [0859] → beeps → [ConF]
09:30:35                                | keypad-3  [   3]
09:30:38  look lcd                      | lcd       县医疗保障服务大厅 开放 09:30
                                        | lcd       等候 3 已办 1 窗口 2/10 日志已存储
                                        | lcd       3号：002 叫号早于取号（09:01取号） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（还有3个号）
09:30:50  keypad 3 FUNCTION FINISH 5 3 2 ENTER 4 ENTER 0912 ENTER | keypad-3  [F   ] → [Out ] → [PAPr] → [nr  ] → [2   ] → [uIn ] → [4   ] → [CALL] → [0   ] → [09  ] → [091 ] → [0912] → [donE]
                                        | keypad-4  [   2]
09:30:55                                | keypad-3  [   2]
# A003 was served at window 5, where nobody was logged in: its clerk's number is asked for, and ENTER says that it was so.
09:31:10  keypad 3 FUNCTION FINISH 5 2 3 ENTER 5 ENTER 0915 ENTER 0920 ENTER | keypad-3  [F   ] → [Out ] → [PAPr] → [nr  ] → [3   ] → [uIn ] → [5   ] → [CALL] → [0   ] → [09  ] → [091 ] → [0915] → [End ] → [0   ] → [09  ] → [092 ] → [0920] → [Id  ]
09:31:18  keypad 3 105 ENTER            | keypad-3  [1   ] → [10  ] → [105 ] → beeps → [SurE]
09:31:21  look lcd                      | keypad-3  [   2]
                                        | lcd       县医疗保障服务大厅 开放 09:31
                                        | lcd       等候 2 已办 1 窗口 2/10 日志已存储
                                        | lcd       3号：003 5号窗口当时无人登录，属实按 / 确认 / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（还有2个号）
09:31:24  keypad 3 ENTER                | keypad-3  [donE]
                                        | keypad-4  [   1]
09:31:27                                | keypad-3  [   1]
# A number that nobody has, a time that is none; and the sheet does not close before A004 has an outcome.
09:31:50  keypad 3 FUNCTION FINISH 5 4 9 ENTER | keypad-3  [F   ] → [Out ] → [PAPr] → [nr  ] → [9   ] → beeps → [nonE]
09:31:54                                | keypad-3  [   1]
09:32:10  keypad 3 FUNCTION FINISH 5 3 4 ENTER ENTER 2561 ENTER | keypad-3  [F   ] → [Out ] → [PAPr] → [nr  ] → [4   ] → [uIn ] → [CALL] → [2   ] → [25  ] → [256 ] → [2561] → beeps → [Err ]
09:32:15                                | keypad-3  [   1]
09:32:16  look lcd                      | lcd       县医疗保障服务大厅 开放 09:32
                                        | lcd       等候 1 已办 2 窗口 2/10 日志已存储
                                        | lcd       3号：2561 不是时间，请输4位，如0940 / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（还有1个号）
09:32:30  keypad 3 FUNCTION FINISH 5 0  | keypad-3  [F   ] → [Out ] → [PAPr] → beeps → [ShEt]
09:32:33                                | keypad-3  [   1]
# Nobody knows what became of A004: it is written off, for a reason of the hall's list by its digit.
09:32:50  keypad 3 FUNCTION FINISH 5 7 4 ENTER | keypad-3  [F   ] → [Out ] → [PAPr] → [nr  ] → [4   ] → [rEA ]
09:32:56  look lcd                      | lcd       县医疗保障服务大厅 开放 09:32
                                        | lcd       等候 1 已办 2 窗口 2/10 日志已存储
                                        | lcd       3号：补录 核销 004 原因？1群众自行离 / 开 2纸单破损 3字迹不清 4重复取号 / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（还有1个号）
09:32:58  keypad 3 2                    | keypad-3  [donE]
                                        | keypad-4  [   0]
09:33:01                                | keypad-3  [   0]
09:33:10  keypad 3 FUNCTION FINISH 5 0  | keypad-3  [F   ] → [Out ] → [PAPr] → [donE]
09:33:13                                | keypad-3  [   0]
09:33:20  look hall                     | hall      4 issued: 2 served, 0 at windows, 0 waiting, 0 parked, 1 missed, 1 cancelled; 0 rated
