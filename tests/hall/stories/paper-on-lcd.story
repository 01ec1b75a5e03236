# The printer has no paper when the keypads fall silent: the sheet stands on the status LCD, a page at a time, and is
# called from there. A number leaves the list with its outcome.
hall   hall.toml
watch  slip lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:00:10  kiosk take 城乡居民参保登记
09:01:00  kiosk take 城乡居民参保登记
09:02:00  kiosk take 城乡居民参保登记
09:03:00  printer paper out
curtain
09:05:00  duty sheet draw               | lcd       【备用方式】 / 取号：请提醒群众记住号码，恢复后可补打（打印机缺纸） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 打印机 缺纸：请装入纸卷（自助取号机内，左侧） / 另有1项
                                        | duty      done
09:05:03  look lcd                      | lcd       县医疗保障服务大厅 开放 09:05
                                        | lcd       等候 3 已办 0 窗口 2/10 日志已存储 备用方式 2分钟
                                        | lcd       【备用方式】 / 取号：请提醒群众记住号码，恢复后可补打（打印机缺纸） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 打印机 缺纸：请装入纸卷（自助取号机内，左侧） / 另有1项
# The printer does not bring it within five seconds.
09:05:06  look lcd                      | lcd       县医疗保障服务大厅 开放 09:05
                                        | lcd       等候 3 已办 0 窗口 2/10 日志已存储 备用方式 2分钟
                                        | lcd       【备用方式】 / 取号：请提醒群众记住号码，恢复后可补打（打印机缺纸） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 打印机 缺纸：请装入纸卷（自助取号机内，左侧） / 另有1项
                                        | lcd       叫号单1 有封印 A001 09:00 3号窗口 城乡居民参保登记 / A002 09:01 4号窗口 城乡居民参保登记 / A003 09:02 3号窗口 城乡居民参保登记
09:08:00  duty enter A001 served window 3 clerk 103 called 09:06 finished 09:07 | duty      done
09:08:10  look lcd                      | lcd       县医疗保障服务大厅 开放 09:08
                                        | lcd       等候 2 已办 1 窗口 2/10 日志已存储 备用方式 5分钟
                                        | lcd       【备用方式】 / 取号：请提醒群众记住号码，恢复后可补打（打印机缺纸） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 打印机 缺纸：请装入纸卷（自助取号机内，左侧） / 另有1项
                                        | lcd       叫号单1 有封印 A002 09:01 4号窗口 城乡居民参保登记 / A003 09:02 3号窗口 城乡居民参保登记
# There is paper again. What was given up after a minute is printed when somebody asks; then the LCD has its usual face.
09:09:00  printer paper loaded          | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（还有2个号）
09:09:10  duty sheet print 1            | slip      按此顺序叫号 / □A001 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A002 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A003 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / 共3个号。恢复后逐号补录，全部销账后关单。 / 记录 11                 封印 8e8a 1595 0320 7c18
                                        | duty      done
09:09:30  look lcd                      | lcd       县医疗保障服务大厅 开放 09:09
                                        | lcd       等候 2 已办 1 窗口 2/10 日志已存储
                                        | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 叫号单1 未关闭：补录后关闭（还有2个号）
