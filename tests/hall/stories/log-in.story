# Half past eight, and nothing wants to go right at the keypads.
hall   hall.toml
watch  board plate keypad lcd

07:40:00  power on
curtain

# NEXT without a log-in.
08:30:00  keypad 3 NEXT                 | keypad-3  beeps → [LOGn]
08:30:03                                | keypad-3  [----]

# A wrong PIN. The digits show how many were typed, never which.
08:31:00  keypad 3 FUNCTION 0 103 ENTER 1111 ENTER | keypad-3  [F   ] → [Id  ] → [1   ] → [10  ] → [103 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [FAIL]
08:31:05                                | keypad-3  [----]

# A number that nobody has.
08:32:00  keypad 3 FUNCTION 0 999 ENTER 1234 ENTER | keypad-3  [F   ] → [Id  ] → [9   ] → [99  ] → [999 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [CLrF]
08:32:05                                | keypad-3  [----]

# Right at last.
08:33:00  keypad 3 log-in 103           | board-3   请等候叫号
                                        | plate-3   3号 综合窗口 103号 综合柜员
                                        | keypad-3  [F   ] → [Id  ] → [1   ] → [10  ] → [103 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → [   0]

# The same clerk cannot be at window 4 as well.
08:34:00  keypad 4 log-in 103           | keypad-4  [F   ] → [Id  ] → [1   ] → [10  ] → [103 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [ELSE]
08:34:05                                | keypad-4  [----]

# Somebody tries the PIN of clerk 105 again and again: after five tries it is locked for a while.
08:40:00  keypad 5 FUNCTION 0 105 ENTER 1111 ENTER | keypad-5  [F   ] → [Id  ] → [1   ] → [10  ] → [105 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [FAIL]
08:40:05                                | keypad-5  [----]
08:40:10  keypad 5 FUNCTION 0 105 ENTER 1112 ENTER | keypad-5  [F   ] → [Id  ] → [1   ] → [10  ] → [105 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [FAIL]
08:40:15                                | keypad-5  [----]
08:40:20  keypad 5 FUNCTION 0 105 ENTER 1113 ENTER | keypad-5  [F   ] → [Id  ] → [1   ] → [10  ] → [105 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [FAIL]
08:40:25                                | keypad-5  [----]
08:40:30  keypad 5 FUNCTION 0 105 ENTER 1114 ENTER | keypad-5  [F   ] → [Id  ] → [1   ] → [10  ] → [105 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [FAIL]
08:40:35                                | keypad-5  [----]
08:40:40  keypad 5 FUNCTION 0 105 ENTER 1115 ENTER | keypad-5  [F   ] → [Id  ] → [1   ] → [10  ] → [105 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [FAIL]
08:40:45                                | keypad-5  [----]
08:40:50  keypad 5 log-in 105           | keypad-5  [F   ] → [Id  ] → [1   ] → [10  ] → [105 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [LOC ]
08:40:55                                | keypad-5  [----]

# A minute later it is open again, and the right clerk gets in. Whoever is in cannot take over from himself.
08:42:00  keypad 5 log-in 105           | board-5   请等候叫号
                                        | plate-5   5号 综合窗口 105号 综合柜员
                                        | keypad-5  [F   ] → [Id  ] → [1   ] → [10  ] → [105 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → [   0]
08:46:00  keypad 5 log-in 105           | keypad-5  [F   ] → [Id  ] → [1   ] → [10  ] → [105 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → beeps → [SELF]
08:46:05                                | keypad-5  [   0]

# What was half typed is forgotten after a quarter of a minute; FUNCTION twice clears at once.
08:50:00  keypad 6 FUNCTION 0 10        | keypad-6  [F   ] → [Id  ] → [1   ] → [10  ]
08:50:15                                | keypad-6  [----]
08:50:30  keypad 6 FUNCTION FUNCTION    | keypad-6  [F   ] → [----]
08:50:40  keypad 6 7
08:51:00  keypad 3 FUNCTION 0 ENTER     | board-3   本窗口未开放
                                        | plate-3   3号 综合窗口
                                        | keypad-3  [F   ] → [Id  ] → [----]
