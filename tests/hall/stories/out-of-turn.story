# An ambulance driver has to be away in ten minutes: the duty leader agrees, and window 3 calls her number out of turn.
# The reason is typed with it and stands in the books.
hall   hall.toml
watch  voice display board keypad

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:10  kiosk take 城乡居民参保登记
09:00:20  kiosk take 城乡居民参保登记
09:00:30  kiosk take 业务咨询
09:00:40  kiosk take 出具参保凭证
curtain

# FUNCTION 2, number, ENTER, reason 1. There are an A001, an F001 and a B001: the digits ask for the letter.
09:02:00  keypad 3 FUNCTION 2 1 ENTER 1 | keypad-3  [F   ] → [nr  ] → [1   ] → [rEA ] → beeps → [2nuS]
09:02:03                                | keypad-3  [   4]
# RECALL steps through the letters: A, B.
09:02:30  keypad 3 FUNCTION 2 RECALL RECALL 1 ENTER 1 | voice     ♪ 请B零零幺号到三号窗口，请B零零幺号到三号窗口
                                        | display   *请B001到3号窗口* / 请准备 A001 A002 F001
                                        | board-3   *请B001号*
                                        | keypad-3  [F   ] → [nr  ] → [A   ] → [b   ] → [b1  ] → [rEA ] → [b001]
09:03:12                                | display   B001 3号窗口 / 请准备 A001 A002 F001
                                        | board-3   B001号办理中

# A number that was never given; a reason that is not on the card.
09:04:00  keypad 3 FINISH               | display   请准备 A001 A002 F001
                                        | board-3   请等候叫号
                                        | keypad-3  [   3]
09:04:20  keypad 3 FUNCTION 2 77 ENTER 1 | keypad-3  [F   ] → [nr  ] → [7   ] → [77  ] → [rEA ] → beeps → [nonE]
09:04:24                                | keypad-3  [   3]
09:04:40  keypad 3 FUNCTION 2 2 ENTER 9 | keypad-3  [F   ] → [nr  ] → [2   ] → [rEA ] → beeps → [rEAS]
09:04:43                                | keypad-3  [   3]
09:05:00  keypad 3 FUNCTION 2 2 ENTER 2 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 请准备 A001 F001
                                        | board-3   *请A002号*
                                        | keypad-3  [F   ] → [nr  ] → [2   ] → [rEA ] → [A002]
09:05:41                                | display   A002 3号窗口 / 请准备 A001 F001
                                        | board-3   A002号办理中
09:06:00  look hall                     | hall      4 issued: 1 served, 1 at windows, 2 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
