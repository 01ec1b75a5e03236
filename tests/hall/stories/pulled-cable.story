# The cleaner's trolley pulls the plug of the boards, just when window 3 calls. The voice still says it. When the plug
# is back, the boards show the present, not what they missed (F20).
hall   hall.toml
watch  slip voice display board keypad lcd

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:00:05  kiosk take 城乡居民参保登记
09:00:15  kiosk take 城乡居民参保登记
09:00:25  kiosk take 城乡居民参保登记
curtain
09:01:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002 A003
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
                                        | keypad-4  [   2]
09:01:41                                | display   A001 3号窗口 / 请准备 A002 A003
                                        | board-3   A001号办理中
09:03:07                                | lcd       4号窗口 无人叫号：有人等候；请值班人员到窗口查看
09:05:00  cable boards pulled           | lcd       【备用方式】 / 各窗口显示叫号：请听语音（1号窗口屏等11台已断开） / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 11台设备 已断开：查线缆和转换器（大厅主屏、窗口屏，线缆 boards）
09:05:10  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | keypad-3  [A002]
                                        | keypad-4  [   1]
09:05:20  keypad 4 NEXT                 | voice     ♪ 请A零零三号到四号窗口，请A零零三号到四号窗口
                                        | keypad-4  [A003]
                                        | lcd       【备用方式】 / 各窗口显示叫号：请听语音（1号窗口屏等11台已断开） / 11台设备 已断开：查线缆和转换器（大厅主屏、窗口屏，线缆 boards）
09:06:30  keypad 4 FINISH               | keypad-4  [   0]
09:07:00  cable boards plugged          | display   A002 3号窗口 / 县医疗保障服务大厅
                                        | board-3   A002号办理中
                                        | lcd       一切正常

# One board alone is broken.
09:10:00  device board-3 silent         | lcd       【备用方式】 / 3号窗口显示叫号：看大厅主屏（3号窗口屏无应答） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方）
09:11:00  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | keypad-3  [   0]
09:12:00  device board-3 answers        | board-3   请等候叫号
                                        | lcd       一切正常

# The keypads' plug: nobody can call. What is pressed on a dead keypad is not done later.
09:15:00  cable keypads pulled          | lcd       【备用方式】 / 各窗口按键叫号：请用软叫号器（1号叫号器等10台已断开） / 各窗口评价：凭号票评价码登记（1号评价器等10台已断开） / 20台设备 已断开：查线缆和转换器（叫号器、评价器，线缆 keypads）
09:15:10  kiosk take 业务咨询           | slip      F001 / 业务咨询 / 前面无人等候，5分钟以内 / 请到等候区三等候，1-10号窗口办理
                                        | display   请准备 F001
09:15:20  keypad 3 NEXT
09:16:00  cable keypads plugged         | keypad-3  [   1]
                                        | keypad-4  [   1]
                                        | lcd       一切正常
09:17:00  keypad 3 NEXT                 | voice     ♪ 请F零零幺号到三号窗口，请F零零幺号到三号窗口
                                        | display   *请F001到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请F001号*
                                        | keypad-3  [F001]
                                        | keypad-4  [   0]
09:17:41                                | display   F001 3号窗口 / 县医疗保障服务大厅
                                        | board-3   F001号办理中
09:18:00  look hall                     | hall      4 issued: 3 served, 1 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
