# The green key of window 3 bounces, and its clerk is in a hurry. Nobody is skipped (F10).
hall   hall.toml
watch  voice display board keypad

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:10  kiosk take 城乡居民参保登记
09:00:20  kiosk take 城乡居民参保登记
09:00:30  kiosk take 城乡居民参保登记
curtain

# Two presses within 200 ms are one.
09:01:00  keypad 3 NEXT NEXT            | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002 A003
                                        | board-3   *请A001号*
                                        | keypad-3  [A001] → beeps → [SOOn]
09:01:03                                | keypad-3  [A001]

# In a hall without a START key nobody says when a visitor has come: NEXT five seconds later is obeyed, and A001 counts
# as done. The voice finishes its sentence before it calls A002.
09:01:05  keypad 3 NEXT                 | display   *请A002到3号窗口* / 请准备 A003
                                        | board-3   *请A002号*
                                        | keypad-3  [A002]
09:01:10                                | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
09:01:46                                | display   A002 3号窗口 / 请准备 A003
                                        | board-3   A002号办理中

# Once she sits there, NEXT finishes her errand and calls the next one.
09:05:00  keypad 3 NEXT NEXT            | voice     ♪ 请A零零三号到三号窗口，请A零零三号到三号窗口
                                        | display   *请A003到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请A003号*
                                        | keypad-3  [A003] → beeps → [SOOn]
09:05:03                                | keypad-3  [A003]
09:05:41                                | display   A003 3号窗口 / 县医疗保障服务大厅
                                        | board-3   A003号办理中
09:09:00  keypad 3 NEXT NEXT NEXT       | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | keypad-3  [   0] → beeps → [0   ] → beeps
09:09:03                                | keypad-3  [   0]

# FINISH twice: the second one finds nobody.
09:13:00  keypad 3 FINISH FINISH        | keypad-3  beeps → [nobd] → beeps
09:13:03                                | keypad-3  [   0]
09:13:10  keypad 3 NEXT NEXT            | keypad-3  beeps → [0   ] → beeps
09:13:13                                | keypad-3  [   0]
09:14:00  look hall                     | hall      3 issued: 3 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
