# *Say a call*, in a hall with a loudspeaker in another zone. While the first works, the other is quiet. When the first dies in
# the middle of a sentence, the other says that call, and every call until the first is back; nobody is called by one of them
# and then by the other. Only when both are silent the buzzer sounds.
hall   hall.toml
rule   other-zone
watch  voice buzzer display lcd

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
09:00:05  kiosk take 城乡居民参保登记
09:00:15  kiosk take 城乡居民参保登记
09:00:25  kiosk take 城乡居民参保登记
09:00:35  kiosk take 城乡居民参保登记
09:00:45  kiosk take 城乡居民参保登记
09:00:55  kiosk take 城乡居民参保登记
09:01:05  kiosk take 城乡居民参保登记
09:01:15  kiosk take 城乡居民参保登记
curtain

# All is well: the hall's own loudspeaker says the call, and the other one is quiet.
09:02:00  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002 A003 A004 A005 A006 A007 A008
09:02:41                                | display   A001 3号窗口 / 请准备 A002 A003 A004 A005 A006 A007 A008
# Its amplifier dies in the middle of the next sentence: the other zone says that call, from its beginning. Window 4 calls
# meanwhile and has to wait for the end of it.
09:03:00  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 请准备 A003 A004 A005 A006 A007 A008
09:03:03  voice fails                   | voice-2   ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | lcd       【备用方式】 / 语音叫号：改由其他区域播报（语音放不出声音） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶）
09:03:05  keypad 4 NEXT                 | display   *请A003到4号窗口* / *请A002到3号窗口* / 请准备 A004 A005 A006 A007 A008
09:03:07                                | buzzer    ♩ ♩ ♩
09:03:13                                | voice-2   ♪ 请A零零三号到四号窗口，请A零零三号到四号窗口
09:03:41                                | display   *请A003到4号窗口* / A002 3号窗口 / 请准备 A004 A005 A006 A007 A008
09:03:46                                | display   A003 4号窗口 / A002 3号窗口 / 请准备 A004 A005 A006 A007 A008
09:04:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:04
                                        | lcd       等候 5 已办 1 窗口 2/10 日志已存储 备用方式 0分钟
                                        | lcd       【备用方式】 / 语音叫号：改由其他区域播报（语音放不出声音） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶）
# The first is mended while the other speaks: that sentence is said to its end where it was begun, and the next call by the
# first.
09:05:00  keypad 3 NEXT                 | voice-2   ♪ 请A零零四号到三号窗口，请A零零四号到三号窗口
                                        | display   *请A004到3号窗口* / A003 4号窗口 / 请准备 A005 A006 A007 A008
09:05:03  voice works                   | lcd       一切正常
09:05:05  keypad 4 NEXT                 | display   *请A005到4号窗口* / *请A004到3号窗口* / 请准备 A006 A007 A008
09:05:10                                | voice     ♪ 请A零零五号到四号窗口，请A零零五号到四号窗口
09:05:41                                | display   *请A005到4号窗口* / A004 3号窗口 / 请准备 A006 A007 A008
09:05:46                                | display   A005 4号窗口 / A004 3号窗口 / 请准备 A006 A007 A008
# The first is silent again, and nobody knows it until a call is to be said: the other says it, and dies while it speaks.
# Both were told this call, and the boards show it. From the next one on the buzzer sounds.
09:08:00  voice fails
09:08:10  keypad 3 NEXT                 | voice-2   ♪ 请A零零六号到三号窗口，请A零零六号到三号窗口
                                        | display   *请A006到3号窗口* / A005 4号窗口 / 请准备 A007 A008
                                        | lcd       【备用方式】 / 语音叫号：改由其他区域播报（语音放不出声音） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶）
09:08:14                                | buzzer    ♩ ♩ ♩
09:08:14  voice 2 fails                 | buzzer    ♩
                                        | lcd       【备用方式】 / 语音叫号：改为蜂鸣提示（语音等2台放不出声音） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶） / 二楼语音 放不出声音：查喇叭接线、音量和声卡（二楼走廊）
09:08:29                                | buzzer    ♩ ♩ ♩
09:08:51                                | display   A006 3号窗口 / A005 4号窗口 / 请准备 A007 A008
09:09:00  keypad 3 NEXT                 | buzzer    ♩
                                        | display   *请A007到3号窗口* / A005 4号窗口 / 请准备 A008
09:09:41                                | display   A007 3号窗口 / A005 4号窗口 / 请准备 A008
# The first is back: calls are said as ever, and the other one is told by its name until it is mended.
09:10:00  voice works                   | lcd       二楼语音 放不出声音：查喇叭接线、音量和声卡（二楼走廊）
09:10:10  keypad 3 NEXT                 | voice     ♪ 请A零零八号到三号窗口，请A零零八号到三号窗口
                                        | display   *请A008到3号窗口* / A005 4号窗口 / 县医疗保障服务大厅
09:10:51                                | display   A008 3号窗口 / A005 4号窗口 / 县医疗保障服务大厅
09:11:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:11
                                        | lcd       等候 0 已办 6 窗口 2/10 日志已存储
                                        | lcd       二楼语音 放不出声音：查喇叭接线、音量和声卡（二楼走廊）
09:11:30  voice 2 works                 | lcd       一切正常
09:12:00  look hall                     | hall      8 issued: 6 served, 2 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
