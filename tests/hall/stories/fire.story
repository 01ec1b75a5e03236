# Fire. A clerk types FUNCTION ENTER 4: every face tells everybody to leave, the voice says so every quarter of a
# minute, nobody is called and no tickets are given. When it is over the queue stands as it stood.
hall   hall.toml
watch  terminal voice display board keypad lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:01:00  kiosk take 城乡居民参保登记
09:01:20  kiosk take 城乡居民参保登记
curtain
09:02:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
09:02:30  keypad 3 FUNCTION ENTER 4     | terminal  -- 紧急疏散 请立即离开
                                        | terminal  请听从工作人员引导，沿安全出口标志迅速有序离开，不要乘坐电梯
                                        | terminal  EMERGENCY: PLEASE LEAVE AT ONCE
                                        | terminal  Please leave at once by the nearest exit. Follow the staff. Do not use the lifts
                                        | voice     ♪ <evacuate>
                                        | display   *紧急疏散 请立即离开*[red] / *请听从工作人员引*[red] / *导，沿安全出口标*[red] / *志迅速有序离开，*[red] / *不要乘坐电梯*[red]
                                        | board-1..10 *紧急疏散 请立即离开*[red]
                                        | keypad-1  [FirE]
                                        | keypad-2  [FirE]
                                        | keypad-3  [F   ] → [HELP] → [donE]
                                        | keypad-4..10 [FirE]
                                        | lcd       3号窗口火情疏散 无人响应：疏散人员；拨打119（报警1）
09:02:33                                | keypad-3  [FirE]
09:02:40  look terminal                 | terminal  -- 紧急疏散 请立即离开
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  请听从工作人员引导，沿安全出口标志迅速有序离开，不要乘坐电梯
                                        | terminal  EMERGENCY: PLEASE LEAVE AT ONCE
                                        | terminal  Please leave at once by the nearest exit. Follow the staff. Do not use the lifts
09:02:45                                | voice     ♪ <evacuate>
09:02:50  keypad 3 NEXT                 | keypad-3  beeps
09:03:00                                | voice     ♪ <evacuate>
09:03:15                                | voice     ♪ <evacuate>
09:03:30  duty alarm take-up 1          | voice     ♪ <evacuate>
                                        | lcd       3号窗口火情疏散 已响应：处理完毕后结束报警（报警1）
                                        | duty      done
09:03:45                                | voice     ♪ <evacuate>
09:04:00  duty alarm end 1              | terminal  == 县医疗保障服务大厅 请选择业务 Please choose
                                        | terminal  (1) 参保登记 Enrolment
                                        | terminal  (2) 查询打印 Enquiries and certificates
                                        | terminal  (3) 账户转移与报销 Account, transfer, reimbursement
                                        | terminal  (4) 医疗救助与生育 Medical aid and maternity
                                        | terminal  (5) 定点医药机构 Designated providers
                                        | terminal  (6) 咨询及其他 Advice and other matters
                                        | terminal  buttons HELP
                                        | display   A001 3号窗口 / 请准备 A002
                                        | board-1   本窗口未开放
                                        | board-2   本窗口未开放
                                        | board-3   A001号办理中
                                        | board-4..10 本窗口未开放
                                        | keypad-1  [----]
                                        | keypad-2  [----]
                                        | keypad-3  [A001]
                                        | keypad-4..10 [----]
                                        | lcd       一切正常
                                        | duty      done
09:04:10  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请A002号*
                                        | keypad-3  [A002]
