# The paper says what cannot have been. The office names it, and the sheet stays open until it is mended.
hall   hall.toml
watch  slip display duty hall

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:00:10  kiosk take 城乡居民参保登记
09:01:00  kiosk take 城乡居民参保登记
curtain
09:05:00  duty sheet draw               | slip      按此顺序叫号 / □A001 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A002 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / 共2个号。恢复后逐号补录，全部销账后关单。 / 记录 8                  封印 fcd8 b982 253e fb6c
                                        | duty      done

# A number that was never given; a call before the ticket; a call that has not come yet; another clerk's window.
09:20:00  duty enter A009 not-called    | duty      refused: No ticket has this number today.
09:20:10  duty enter A001 served window 3 clerk 103 called 08:59 finished 09:10 | duty      refused: What the paper says cannot be, by what the office knows.
09:20:20  duty enter A001 served window 3 clerk 103 called 09:25 | duty      refused: What the paper says cannot be, by what the office knows.
09:20:30  duty enter A001 served window 3 clerk 104 called 09:06 finished 09:10 | duty      refused: What the paper says is not what the office saw: look again, and say that you are sure.
09:20:40  duty sheet close 1            | duty      refused: Numbers of a manual-calling sheet, or of paper tickets, have no outcome yet.
# It was window 3 and clerk 103. One number twice is told too, until somebody says that it corrects.
09:21:00  duty enter A001 served window 3 clerk 103 called 09:06 finished 09:10 | display   请准备 A002
                                        | duty      done
09:21:10  duty enter A001 left window 4 clerk 104 called 09:07 | duty      refused: It was entered before: say that this corrects it.
09:21:20  duty enter correct A001 served window 4 clerk 104 called 09:07 finished 09:10 | duty      done
# The second was called by the machine after all.
09:22:00  keypad 4 NEXT                 | display   *请A002到4号窗口* / 县医疗保障服务大厅
09:22:30  duty enter A002 served window 3 clerk 103 called 09:12 finished 09:15 | duty      refused: What the paper says cannot be, by what the office knows.
09:22:41                                | display   A002 4号窗口 / 县医疗保障服务大厅
09:23:00  duty sheet close 1            | duty      done
09:24:00  look hall                     | hall      2 issued: 1 served, 1 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
