# Windows rest for many reasons, and their boards say which. Somebody who leaves without a pause is missed.
hall   hall.toml
watch  display board keypad lcd

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:00:10  kiosk take 城乡居民参保登记
09:00:20  kiosk take 城乡居民参保登记
curtain

# FUNCTION 5 and the reason; ENTER alone is the first one.
09:01:00  keypad 3 FUNCTION 5 3         | board-3   正在整理资料 请稍候
                                        | keypad-3  [F   ] → [PAU ] → [PAUS]
09:01:10  keypad 3 NEXT                 | keypad-3  beeps → [PAuS]
09:01:13                                | keypad-3  [PAUS]
09:01:20  keypad 3 FUNCTION 5           | board-3   请等候叫号
                                        | keypad-3  [F   ] → [   2]
09:01:30  keypad 3 NEXT                 | display   *请A001到3号窗口* / 请准备 A002
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
                                        | keypad-4  [   1]

# Not while somebody sits there.
09:02:00  keypad 3 FUNCTION 5 1         | keypad-3  [F   ] → [PAU ] → beeps → [buSY]
09:02:03                                | keypad-3  [A001]

# A reason that is not on the card.
09:02:10  keypad 4 FUNCTION 5 7         | display   A001 3号窗口 / 请准备 A002
                                        | board-3   A001号办理中
                                        | keypad-4  [F   ] → [PAU ] → beeps → [rEAS]
09:02:13                                | keypad-4  [   1]
09:03:12                                | lcd       4号窗口 无人叫号：有人等候；请值班人员到窗口查看

# Clerk 104 has gone without a word while A002 waits. After three minutes the LCD says so.
09:03:30  wait
09:05:00  keypad 4 NEXT                 | display   *请A002到4号窗口* / A001 3号窗口 / 县医疗保障服务大厅
                                        | board-4   *请A002号*
                                        | keypad-4  [A002]
                                        | lcd       一切正常
09:05:41                                | display   A002 4号窗口 / A001 3号窗口 / 县医疗保障服务大厅
                                        | board-4   A002号办理中

# Window 3 closes out with a visitor; it can be taken back.
09:06:00  keypad 3 FUNCTION 5 0         | keypad-3  [F   ] → [PAU ] → [End ]
09:06:03                                | keypad-3  [A001]
09:07:00  keypad 3 FINISH               | display   A002 4号窗口 / 县医疗保障服务大厅
                                        | board-3   即将停止服务
                                        | keypad-3  [End ]
09:07:10  keypad 3 NEXT                 | keypad-3  beeps
09:07:20  keypad 3 FUNCTION 5           | board-3   请等候叫号
                                        | keypad-3  [F   ] → [   0]
09:07:30  keypad 3 FUNCTION 5 ENTER     | board-3   暂停服务 请稍候
                                        | keypad-3  [F   ] → [PAU ] → [PAUS]
09:08:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:08
                                        | lcd       等候 0 已办 1 窗口 1/10 日志已存储
                                        | lcd       一切正常
