# *Say a call*. The loudspeaker falls silent: the buzzer sounds once for each call, and people look up to the boards. Without
# the buzzer the boards flash, as they always do for a call; without the boards the clerk calls by mouth.
hall   hall.toml
watch  slip voice buzzer display board-3 keypad-3 lamp lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:05  kiosk take 城乡居民参保登记
09:00:15  kiosk take 城乡居民参保登记
09:00:25  kiosk take 城乡居民参保登记
09:00:35  kiosk take 城乡居民参保登记
09:00:45  kiosk take 城乡居民参保登记
curtain

09:02:00  voice fails
# That it is silent is known when it was to say something: the buzzer sounds for that call as well.
09:02:10  keypad 3 NEXT                 | buzzer    ♩
                                        | display   *请A001到3号窗口* / 请准备 A002 A003 A004 A005
                                        | board-3   *请A001号*
                                        | keypad-3  [A001]
                                        | lcd       【备用方式】 / 语音叫号：改为蜂鸣提示（语音放不出声音） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶）
09:02:14                                | buzzer    ♩ ♩ ♩
                                        | lamp      lit
09:02:51                                | display   A001 3号窗口 / 请准备 A002 A003 A004 A005
                                        | board-3   A001号办理中
09:03:00  keypad 3 NEXT                 | buzzer    ♩
                                        | display   *请A002到3号窗口* / 请准备 A003 A004 A005
                                        | board-3   *请A002号*
                                        | keypad-3  [A002]
09:03:41                                | display   A002 3号窗口 / 请准备 A003 A004 A005
                                        | board-3   A002号办理中
# The buzzer is out as well.
09:04:00  device buzzer silent          | lcd       【备用方式】 / 语音叫号：改为屏幕闪动提示（语音放不出声音，另有1台停用） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶） / 蜂鸣器 无应答：查电源、地址和线缆（值班台内）
09:04:20  keypad 3 NEXT                 | display   *请A003到3号窗口* / 请准备 A004 A005
                                        | board-3   *请A003号*
                                        | keypad-3  [A003]
09:04:40  look lcd                      | lcd       县医疗保障服务大厅 开放 09:04
                                        | lcd       等候 2 已办 2 窗口 1/10 日志已存储 备用方式 2分钟
                                        | lcd       【备用方式】 / 语音叫号：改为屏幕闪动提示（语音放不出声音，另有1台停用） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶） / 蜂鸣器 无应答：查电源、地址和线缆（值班台内）
09:05:01                                | display   A003 3号窗口 / 请准备 A004 A005
                                        | board-3   A003号办理中
# And the boards.
09:06:00  cable boards pulled           | lcd       【备用方式】 / 请A003到3号窗口 / 语音叫号：请窗口口头叫号（语音放不出声音，另有12台停用） / 各窗口显示叫号：请看值班状态屏（1号窗口屏等11台已断开，另有1台停用） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶） / 11台设备 已断开：查线缆和转换器（大厅主屏、窗口屏，线缆 boards） / 蜂鸣器 无应答：查电源、地址和线缆（值班台内）
09:06:20  keypad 3 NEXT                 | keypad-3  [A004]
                                        | lcd       【备用方式】 / 请A004到3号窗口 / 语音叫号：请窗口口头叫号（语音放不出声音，另有12台停用） / 各窗口显示叫号：请看值班状态屏（1号窗口屏等11台已断开，另有1台停用） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶） / 11台设备 已断开：查线缆和转换器（大厅主屏、窗口屏，线缆 boards） / 蜂鸣器 无应答：查电源、地址和线缆（值班台内）
09:06:40  look lcd                      | lcd       县医疗保障服务大厅 开放 09:06
                                        | lcd       等候 1 已办 3 窗口 1/10 日志已存储 备用方式 4分钟
                                        | lcd       【备用方式】 / 请A004到3号窗口 / 语音叫号：请窗口口头叫号（语音放不出声音，另有12台停用） / 各窗口显示叫号：请看值班状态屏（1号窗口屏等11台已断开，另有1台停用） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶） / 11台设备 已断开：查线缆和转换器（大厅主屏、窗口屏，线缆 boards） / 蜂鸣器 无应答：查电源、地址和线缆（值班台内）
# All of it is mended. The call before is not said later.
09:08:00  cable boards plugged          | display   A004 3号窗口 / 请准备 A005
                                        | board-3   A004号办理中
                                        | lcd       【备用方式】 / 语音叫号：改为屏幕闪动提示（语音放不出声音，另有1台停用） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶） / 蜂鸣器 无应答：查电源、地址和线缆（值班台内）
09:08:30  device buzzer answers         | lcd       【备用方式】 / 语音叫号：改为蜂鸣提示（语音放不出声音） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶）
09:09:00  voice works                   | lcd       一切正常
09:09:02                                | lamp      dark
09:09:30  keypad 3 FINISH               | display   请准备 A005
                                        | board-3   请等候叫号
                                        | keypad-3  [   1]
09:10:00  keypad 3 NEXT                 | voice     ♪ 请A零零五号到三号窗口，请A零零五号到三号窗口
                                        | display   *请A005到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请A005号*
                                        | keypad-3  [A005]
09:10:41                                | display   A005 3号窗口 / 县医疗保障服务大厅
                                        | board-3   A005号办理中
09:12:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:12
                                        | lcd       等候 0 已办 4 窗口 1/10 日志已存储
                                        | lcd       一切正常
09:12:10  look hall                     | hall      5 issued: 4 served, 1 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
