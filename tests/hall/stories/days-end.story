# Nearly five o'clock, and window 3 still serves. One visitor waits, one fills in a form. At eight the day closes by
# itself with whoever is left, so that nobody's number of today is called tomorrow (I02).
hall   hall.toml
watch  terminal slip voice display board keypad pad lcd

07:40:00  power on
16:00:00  keypad 3 log-in 103
16:20:00  kiosk take 住院费用报销
16:20:30  kiosk take 城乡居民参保登记
16:21:00  kiosk take 城乡居民参保登记
16:30:00  keypad 3 NEXT
curtain
16:50:05  look terminal                 | terminal  -- 县医疗保障服务大厅
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  11月24日09:00开放
                                        | terminal  opens 11-24 09:00
16:55:00  keypad 3 FUNCTION 3           | display   请准备 A001 A002
                                        | board-3   请等候叫号
                                        | keypad-3  [F   ] → [   2]
16:55:10  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
16:55:51                                | display   A001 3号窗口 / 请准备 A002
                                        | board-3   A001号办理中
17:00:05  look terminal                 | terminal  -- 县医疗保障服务大厅
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  11月24日09:00开放
                                        | terminal  opens 11-24 09:00
17:01:00  look hall                     | hall      3 issued: 0 served, 1 at windows, 1 waiting, 1 parked, 0 missed, 0 cancelled; 0 rated
17:15:00                                | lcd       3号窗口 未交接：办结、交接材料后退出登录（在办A001 停办C001）

# The clerk forgets to finish and goes home.
19:59:00  look display                  | display   A001 3号窗口 / 请准备 A002
20:00:00                                | display   县医疗保障服务大厅
                                        | board-3   本窗口未开放
                                        | keypad-1..10 [CLSd]
                                        | lcd       设备正常
20:00:05  look hall                     | hall      0 issued: 0 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
20:00:10  look terminal                 | terminal  -- 县医疗保障服务大厅
                                        | terminal  foot County Medical Insurance Service Hall
                                        | terminal  现在不是取号时间
                                        | terminal  We give no numbers at this hour
                                        | terminal  11月24日09:00开放
                                        | terminal  opens 11-24 09:00
20:00:20  keypad 3 FINISH               | keypad-3  beeps
20:00:30  look lcd                      | lcd       县医疗保障服务大厅 未开放 20:00
                                        | lcd       等候 0 已办 0 窗口 0/10 日志已存储
                                        | lcd       设备正常
