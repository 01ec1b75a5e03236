# A visitor is not content. She presses 5, and the pad asks why. Another presses nothing: nothing is recorded for him,
# neither good nor bad.
hall   hall.toml
watch  voice board keypad pad

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:10  kiosk take 门诊费用报销
09:00:20  kiosk take 业务咨询
09:00:30  kiosk take 业务咨询
09:00:40  kiosk take 业务咨询
09:00:50  keypad 3 NEXT
curtain
09:10:00  keypad 3 FINISH               | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   3]

# Very bad; the second reason: the wait.
09:10:06  pad 3 5                       | pad-3     asks why
09:10:14  pad 3 2                       | pad-3     dark

# A press after that counts for nobody.
09:10:20  pad 3 1

# Bad, and no reason: after a quarter of a minute the pad goes dark. The grade stays.
09:11:00  keypad 3 NEXT                 | voice     ♪ 请F零零幺号到三号窗口，请F零零幺号到三号窗口
                                        | board-3   *请F001号*
                                        | keypad-3  [F001]
09:11:41                                | board-3   F001号办理中
09:13:00  keypad 3 FINISH               | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   2]
09:13:05  pad 3 4                       | pad-3     asks why
09:13:20                                | pad-3     dark

# The next visitor goes without a word. The clerk asks once more by FUNCTION 9, and she comes back to press.
09:14:00  keypad 3 NEXT                 | voice     ♪ 请F零零二号到三号窗口，请F零零二号到三号窗口
                                        | board-3   *请F002号*
                                        | keypad-3  [F002]
09:14:41                                | board-3   F002号办理中
09:16:00  keypad 3 FINISH               | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   1]
09:16:15                                | pad-3     dark
09:16:40  keypad 3 FUNCTION 9           | pad-3     asks for a grade
                                        | keypad-3  [F   ] → [   1]
09:16:45  pad 3 1                       | pad-3     dark
09:16:50  keypad 3 FUNCTION 9           | keypad-3  [F   ] → beeps → [nrAt]
09:16:53                                | keypad-3  [   1]

# This one never presses.
09:17:00  keypad 3 NEXT                 | voice     ♪ 请F零零三号到三号窗口，请F零零三号到三号窗口
                                        | board-3   *请F003号*
                                        | keypad-3  [F003]
09:17:41                                | board-3   F003号办理中
09:19:00  keypad 3 FINISH               | board-3   请等候叫号
                                        | pad-3     asks for a grade
                                        | keypad-3  [   0]
09:19:15                                | pad-3     dark
09:20:00  look hall                     | hall      4 issued: 4 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 3 rated
