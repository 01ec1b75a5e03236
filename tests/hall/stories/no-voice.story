# The loudspeaker fails. The hall goes on by its boards. A call that could not be said is not shouted later (F30).
hall   hall.toml
watch  voice display board lcd

07:40:00  power on
08:55:00  keypad 3 log-in 103
08:56:00  keypad 4 log-in 104
08:57:00  keypad 5 log-in 105
09:00:10  kiosk take 城乡居民参保登记
09:00:20  kiosk take 城乡居民参保登记
09:00:30  kiosk take 城乡居民参保登记
09:00:40  kiosk take 城乡居民参保登记
09:00:50  kiosk take 城乡居民参保登记
curtain
09:02:00  voice fails
09:02:10  keypad 3 NEXT                 | display   *请A001到3号窗口* / 请准备 A002 A003 A004 A005
                                        | board-3   *请A001号*
                                        | lcd       【备用方式】 / 语音叫号：改为蜂鸣提示（语音放不出声音） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶）
09:02:51                                | display   A001 3号窗口 / 请准备 A002 A003 A004 A005
                                        | board-3   A001号办理中
09:03:12                                | lcd       【备用方式】 / 语音叫号：改为蜂鸣提示（语音放不出声音） / 4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 5号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶）
09:04:00  voice works                   | lcd       4号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 5号窗口 无人叫号：有人等候；请值班人员到窗口查看
09:04:30  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | display   *请A002到3号窗口* / 请准备 A003 A004 A005
                                        | board-3   *请A002号*
09:05:11                                | display   A002 3号窗口 / 请准备 A003 A004 A005
                                        | board-3   A002号办理中

# Three windows call in the same breath: one sentence after the other, never two voices at once.
09:06:00  keypad 4 NEXT                 | voice     ♪ 请A零零三号到四号窗口，请A零零三号到四号窗口
                                        | display   *请A003到4号窗口* / A002 3号窗口 / 请准备 A004 A005
                                        | board-4   *请A003号*
                                        | lcd       5号窗口 无人叫号：有人等候；请值班人员到窗口查看
09:06:00.500  keypad 5 NEXT             | display   *请A004到5号窗口* / *请A003到4号窗口* / A002 3号窗口 / 请准备 A005
                                        | board-5   *请A004号*
                                        | lcd       一切正常
09:06:01  keypad 3 NEXT                 | display   *请A005到3号窗口* / *请A004到5号窗口* / *请A003到4号窗口* / 县医疗保障服务大厅
                                        | board-3   *请A005号*
09:06:10                                | voice     ♪ 请A零零四号到五号窗口，请A零零四号到五号窗口
09:06:21                                | voice     ♪ 请A零零五号到三号窗口，请A零零五号到三号窗口
09:06:41                                | display   *请A005到3号窗口* / A004 5号窗口 / A003 4号窗口 / 县医疗保障服务大厅
                                        | board-4   A003号办理中
                                        | board-5   A004号办理中
09:06:42                                | display   A005 3号窗口 / A004 5号窗口 / A003 4号窗口 / 县医疗保障服务大厅
                                        | board-3   A005号办理中
09:07:00  look display                  | display   A005 3号窗口 / A004 5号窗口 / A003 4号窗口 / 县医疗保障服务大厅
