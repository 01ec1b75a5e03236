# A visitor raises his voice. The clerk presses FUNCTION ENTER 2: the status LCD tells duty staff, and nothing that a
# visitor can see or hear changes. When somebody says that he comes, the clerk's digits say so. Then a visitor is taken
# ill at window 4: her place is kept. And a clerk asks for help with a form.
hall   hall.toml
watch  terminal voice display board keypad lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:01:00  kiosk take 城乡居民参保登记
09:01:20  kiosk take 城乡居民参保登记
curtain
09:02:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
                                        | keypad-4  [   1]
09:02:10  keypad 4 NEXT                 | voice     ♪ 请A零零二号到四号窗口，请A零零二号到四号窗口
                                        | display   *请A002到4号窗口* / *请A001到3号窗口* / 县医疗保障服务大厅
                                        | board-4   *请A002号*
                                        | keypad-4  [A002]
09:02:41                                | display   *请A002到4号窗口* / A001 3号窗口 / 县医疗保障服务大厅
                                        | board-3   A001号办理中
09:02:51                                | display   A002 4号窗口 / A001 3号窗口 / 县医疗保障服务大厅
                                        | board-4   A002号办理中
09:04:00  keypad 3 FUNCTION ENTER 2     | keypad-3  [F   ] → [HELP] → [donE]
                                        | lcd       3号窗口冲突报警 无人响应：请立即到场；必要时拨打110（报警1）
09:04:01  keypad 3 FUNCTION ENTER 2     | keypad-3  [F   ] → [HELP] → [donE]
09:04:04                                | keypad-3  [A001]
09:04:40  duty alarm take-up 1          | keypad-3  [ConE]
                                        | lcd       3号窗口冲突报警 已响应：处理完毕后结束报警（报警1）
                                        | duty      done
09:04:49                                | keypad-3  [A001]
09:04:55  wait
09:08:00  duty alarm end 1              | lcd       一切正常
                                        | duty      done
09:12:00  keypad 4 FUNCTION ENTER 3     | display   A001 3号窗口 / 县医疗保障服务大厅
                                        | board-4   请等候叫号
                                        | keypad-4  [F   ] → [HELP] → [donE]
                                        | lcd       4号窗口急病求助 无人响应：请立即到场；拨打120（报警2）
09:12:03                                | keypad-4  [   0]
09:12:40  duty alarm take-up 2          | keypad-4  [ConE]
                                        | lcd       4号窗口急病求助 已响应：处理完毕后结束报警（报警2）
                                        | duty      done
09:12:49                                | keypad-4  [   0]
09:27:00  duty alarm end 2              | lcd       一切正常
                                        | duty      done
09:27:30  keypad 4 FUNCTION 4           | voice     ♪ 请A零零二号到四号窗口，请A零零二号到四号窗口
                                        | display   *请A002到4号窗口* / A001 3号窗口 / 县医疗保障服务大厅
                                        | board-4   *请A002号*
                                        | keypad-4  [F   ] → [A002]
09:28:00  keypad 3 FUNCTION ENTER ENTER | keypad-3  [F   ] → [HELP] → [donE]
                                        | lcd       3号窗口求助 无人响应：请值班人员到场（报警3）
09:28:03                                | keypad-3  [A001]
09:28:11                                | display   A002 4号窗口 / A001 3号窗口 / 县医疗保障服务大厅
                                        | board-4   A002号办理中
09:28:30  duty alarm end 3              | lcd       一切正常
                                        | duty      done
09:28:40  duty alarm end 3              | duty      refused: No such alarm stands.
