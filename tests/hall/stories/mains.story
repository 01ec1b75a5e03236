# The mains fail for the blink of an eye, and nobody notices; then for a while. Somebody presses the emergency button.
hall   hall.toml
watch  lcd board-3

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:10  kiosk take 城乡居民参保登记
curtain
09:02:00  signal mains on
09:02:00.300  signal mains off
09:03:00  signal mains on               | board-3   停电 请稍候
                                        | lcd       市电监测 市电中断：电池供电；查配电箱（机柜内，市电监测继电器） → 市电监测 市电中断：电池供电；查配电箱（机柜内，市电监测继电器） / 叫号单1 未关闭：补录后关闭（还有1个号）
09:03:12                                | lcd       市电监测 市电中断：电池供电；查配电箱（机柜内，市电监测继电器） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（还有1个号）
09:03:30  keypad 3 NEXT                 | board-3   *请A001号*
                                        | lcd       市电监测 市电中断：电池供电；查配电箱（机柜内，市电监测继电器） / 叫号单1 未关闭：补录后关闭（号已核对完）
09:04:11                                | board-3   A001号办理中
09:10:00  signal mains off
09:10:05                                | lcd       叫号单1 未关闭：补录后关闭（号已核对完）
09:15:00  signal emergency on           | lcd       紧急按钮 已按下：请值班人员立即到场（值班台下方） / 叫号单1 未关闭：补录后关闭（号已核对完） → 紧急按钮 已按下：请值班人员立即到场（值班台下方） / 求助 无人响应：请值班人员到场（报警1） / 叫号单1 未关闭：补录后关闭（号已核对完）
09:16:00  signal emergency off          | lcd       求助 无人响应：请值班人员到场（报警1） / 叫号单1 未关闭：补录后关闭（号已核对完）
09:17:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:17
                                        | lcd       等候 0 已办 0 窗口 1/10 日志已存储
                                        | lcd       求助 无人响应：请值班人员到场（报警1） / 叫号单1 未关闭：补录后关闭（号已核对完）
