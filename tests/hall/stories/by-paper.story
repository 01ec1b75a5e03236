# The keypads are torn from their cable, and soon the printer has no paper either: the hall calls by the sheet that was
# drawn in time. Afterwards everything is entered, and the sheet comes to zero.
hall   hall.toml
watch  slip display keypad-3 duty hall

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:00:10  kiosk take 城乡居民参保登记
09:01:00  kiosk take 城乡居民参保登记
09:02:00  kiosk take 城乡居民参保登记
09:03:00  kiosk take 城乡居民参保登记
curtain

# Window 3 has called the first when the keypads fall silent. The duty leader draws the sheet.
09:05:00  keypad 3 NEXT                 | display   *请A001到3号窗口* / 请准备 A002 A003 A004
                                        | keypad-3  [A001]
09:05:41                                | display   A001 3号窗口 / 请准备 A002 A003 A004
09:06:00  cable keypads pulled
09:06:30  duty sheet draw               | slip      正在窗口，办完划勾 / □A001 / 办完__:__ 结果______ / 按此顺序叫号 / □A002 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A003 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A004 / 叫号__:__ 窗口____ 办完__:__ 叫号人______
                                        | duty      done
09:07:00  printer paper out
# Nobody can close what is open.
09:30:00  duty sheet close 1            | duty      refused: Numbers of a manual-calling sheet, or of paper tickets, have no outcome yet.
# The keypads are back. What stands on the paper is entered, in whatever order.
09:31:00  cable keypads plugged
09:31:10  printer paper loaded
# A003 comes before A001, who is at window 3 still by the record: whether both fit is asked when the sheet is closed.
09:32:00  duty enter A003 left window 3 clerk 103 called 09:15 | display   A001 3号窗口 / 请准备 A002 A004
                                        | duty      done
09:32:10  duty enter A001 served window 3 clerk 103 finished 09:11 | display   请准备 A002 A004
                                        | keypad-3  [   2]
                                        | duty      done
09:32:20  duty enter A002 served window 4 clerk 104 called 09:08 finished 09:20 limited | display   请准备 A004
                                        | keypad-3  [   1]
                                        | duty      done
09:32:30  duty sheet close 1            | duty      refused: Numbers of a manual-calling sheet, or of paper tickets, have no outcome yet.
# The last one was not called by hand: he is called by the key, and with that the sheet is at zero.
09:33:00  keypad 3 NEXT                 | display   *请A004到3号窗口* / 县医疗保障服务大厅
                                        | keypad-3  [A004]
09:33:30  duty sheet close 1            | duty      done
09:33:41                                | display   A004 3号窗口 / 县医疗保障服务大厅
09:34:00  look hall                     | hall      4 issued: 2 served, 1 at windows, 0 waiting, 0 parked, 1 missed, 0 cancelled; 0 rated
