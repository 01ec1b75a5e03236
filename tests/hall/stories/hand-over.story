# Ten o'clock: clerk 103 has to leave window 3 while a visitor sits there. Clerk 112 is not of this hall; clerk 105
# takes over with his own number and PIN, and the visitor stays where she is.
hall   hall.toml
watch  slip voice display board plate keypad pad duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:50:00  kiosk take 住院费用报销
09:50:30  kiosk take 业务咨询
09:51:00  keypad 3 NEXT
curtain

# Nobody leaves a visitor sitting: logging out is refused.
10:00:00  keypad 3 FUNCTION 0 ENTER     | keypad-3  [F   ] → [Id  ] → beeps → [buSY]
10:00:03                                | keypad-3  [C001]

# Somebody who is not on the staff, and somebody who is logged in elsewhere.
10:00:10  keypad 3 log-in 112           | keypad-3  [F   ] → [Id  ] → [1   ] → [11  ] → [112 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [CLrF]
10:00:15                                | keypad-3  [C001]
10:00:30  keypad 3 log-in 104           | keypad-3  [F   ] → [Id  ] → [1   ] → [10  ] → [104 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [ELSE]
10:00:35                                | keypad-3  [C001]

# Clerk 105 takes over. The plate says who sits there; the number stays.
10:01:00  keypad 3 log-in 105           | plate-3   3号 综合窗口 105号 综合柜员
                                        | keypad-3  [F   ] → [Id  ] → [1   ] → [10  ] → [105 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → [C001]

# Her grade belongs to him who finished.
10:05:00  keypad 3 FINISH               | display   请准备 F001
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   1]
10:05:08  pad 3 1                       | pad-3     dark
10:05:30  keypad 3 NEXT                 | voice     ♪ 请F零零幺号到三号窗口，请F零零幺号到三号窗口
                                        | display   *请F001到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请F001号*
                                        | keypad-3  [F001]
                                        | keypad-4  [   0]
10:06:11                                | display   F001 3号窗口 / 县医疗保障服务大厅
                                        | board-3   F001号办理中
10:08:00  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   0]
10:08:15                                | pad-3     dark

# At noon he logs out: nobody stands there.
10:10:00  keypad 3 FUNCTION 0 ENTER     | board-3   本窗口未开放
                                        | plate-3   3号 综合窗口
                                        | keypad-3  [F   ] → [Id  ] → [----]
10:10:10  keypad 3 NEXT                 | keypad-3  beeps → [LOGn]
10:10:13                                | keypad-3  [----]
10:11:00  look hall                     | hall      2 issued: 2 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 1 rated
