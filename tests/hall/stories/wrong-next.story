# The clerk at window 3 presses NEXT and sees at once that it was too early: the papers of the visitor before still lie
# on the counter. UNDO gives the called visitor back his place: he is first again. The visitor before stays finished in
# the books, and is asked for her grade (I01).
hall   hall.toml
watch  slip voice display board keypad pad

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:00:05  kiosk take 城乡居民参保登记
09:00:15  kiosk take 城乡居民参保登记
09:00:25  kiosk take 城乡居民参保登记
09:00:40  keypad 3 NEXT
curtain

# NEXT ends A001's errand as done and calls A002. Six seconds later FUNCTION 7: undone.
09:05:00  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 请准备 A003
                                        | board-3   *请A002号*
                                        | pad-3     asks for a grade
                                        | keypad-3  [A002]
                                        | keypad-4  [   1]
09:05:06  keypad 3 FUNCTION 7           | display   请准备 A002 A003
                                        | board-3   请等候叫号
                                        | keypad-3  [F   ] → [   2]
                                        | keypad-4  [   2]
09:05:15                                | pad-3     dark

# A002 keeps his place: window 4 gets him, not A003.
09:05:30  keypad 4 NEXT                 | voice     ♪ 请A零零二号到四号窗口，请A零零二号到四号窗口
                                        | display   *请A002到4号窗口* / 请准备 A003
                                        | board-4   *请A002号*
                                        | keypad-3  [   1]
                                        | keypad-4  [A002]
09:06:11                                | display   A002 4号窗口 / 请准备 A003
                                        | board-4   A002号办理中

# Too late to undo: the visitor sits there.
09:06:30  keypad 4 FUNCTION 7           | keypad-4  [F   ] → beeps → [nUnd]
09:06:33                                | keypad-4  [A002]

# The neighbour's NEXT was right, and undoing what was never called is refused.
09:07:00  keypad 3 FUNCTION 7           | keypad-3  [F   ] → beeps → [nUnd]
09:07:03                                | keypad-3  [   1]

# A003 is called by mistake, too, and undone before the voice has finished.
09:08:00  keypad 3 NEXT                 | voice     ♪ 请A零零三号到三号窗口，请A零零三号到三号窗口
                                        | display   *请A003到3号窗口* / A002 4号窗口 / 县医疗保障服务大厅
                                        | board-3   *请A003号*
                                        | keypad-3  [A003]
09:08:03  keypad 3 FUNCTION 7           | display   A002 4号窗口 / 请准备 A003
                                        | board-3   请等候叫号
                                        | keypad-3  [F   ] → [   1]
09:08:20  keypad 3 NEXT                 | voice     ♪ 请A零零三号到三号窗口，请A零零三号到三号窗口
                                        | display   *请A003到3号窗口* / A002 4号窗口 / 县医疗保障服务大厅
                                        | board-3   *请A003号*
                                        | keypad-3  [A003]
09:09:01                                | display   A003 3号窗口 / A002 4号窗口 / 县医疗保障服务大厅
                                        | board-3   A003号办理中
09:10:00  look hall                     | hall      3 issued: 1 served, 2 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
