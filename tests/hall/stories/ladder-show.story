# *Show a call*. One after the other the boards at the windows, the hall display, the loudspeaker and the LCD are lost.
# The call goes on by the next of them, until clerks call by mouth. Then everything comes back.
hall   hall.toml
watch  slip voice buzzer display board-3 keypad-3 lamp lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:05  kiosk take 城乡居民参保登记
09:00:15  kiosk take 城乡居民参保登记
09:00:25  kiosk take 城乡居民参保登记
09:00:35  kiosk take 城乡居民参保登记
09:00:45  kiosk take 城乡居民参保登记
09:00:55  kiosk take 城乡居民参保登记
curtain

# The board of window 3 alone.
09:02:00  device board-3 silent         | lcd       【备用方式】 / 3号窗口显示叫号：看大厅主屏（3号窗口屏无应答） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方）
09:02:04                                | buzzer    ♩ ♩ ♩
                                        | lamp      lit
09:02:20  keypad 3 NEXT                 | voice     ♪ 请A零零幺号到三号窗口，请A零零幺号到三号窗口
                                        | display   *请A001到3号窗口* / 请准备 A002 A003 A004 A005 A006
                                        | keypad-3  [A001]
09:03:01                                | display   A001 3号窗口 / 请准备 A002 A003 A004 A005 A006
# The hall display too.
09:04:00  device hall-display silent    | lcd       【备用方式】 / 3号窗口显示叫号：请听语音（3号窗口屏等2台无应答） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方） / 大厅主屏 无应答：查电源、地址和线缆（等候区正面墙上）
09:04:04                                | buzzer    ♩ ♩ ♩
09:04:20  keypad 3 NEXT                 | voice     ♪ 请A零零二号到三号窗口，请A零零二号到三号窗口
                                        | keypad-3  [A002]
# The loudspeaker fails: nobody hears the next call to its end; a tone makes people look up, and the LCD has it.
09:06:00  voice fails
09:06:20  keypad 3 NEXT                 | buzzer    ♩
                                        | keypad-3  [A003]
                                        | lcd       【备用方式】 / 请A003到3号窗口 / 3号窗口显示叫号：请看值班状态屏（3号窗口屏等2台无应答，另有1台停用） / 语音叫号：改为蜂鸣提示（语音放不出声音） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方） / 大厅主屏 无应答：查电源、地址和线缆（等候区正面墙上） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶）
09:06:24                                | buzzer    ♩ ♩ ♩
09:06:50  look lcd                      | lcd       县医疗保障服务大厅 开放 09:06
                                        | lcd       等候 3 已办 2 窗口 1/10 日志已存储 备用方式 4分钟
                                        | lcd       【备用方式】 / 请A003到3号窗口 / 3号窗口显示叫号：请看值班状态屏（3号窗口屏等2台无应答，另有1台停用） / 语音叫号：改为蜂鸣提示（语音放不出声音） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方） / 大厅主屏 无应答：查电源、地址和线缆（等候区正面墙上） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶）
# The LCD is dark. The sheet comes out by itself, and the clerk is told on his digits to call by mouth.
09:08:00  device lcd-1 silent           | lcd       dark
09:08:03                                | slip      正在窗口，办完划勾 / □A003 / 办完__:__ 结果______ / 按此顺序叫号 / □A004 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A005 / 叫号__:__ 窗口____ 办完__:__ 叫号人______ / □A006 / 叫号__:__ 窗口____ 办完__:__ 叫号人______
09:08:30  keypad 3 NEXT                 | buzzer    ♩
                                        | keypad-3  [A004]
09:08:32                                | keypad-3  [SAY ]
09:08:33                                | keypad-3  [A004]
09:10:00  keypad 3 FINISH               | keypad-3  [   2]

# Everything comes back, one by one.
09:12:00  device lcd-1 answers          | lcd       【备用方式】 / 3号窗口显示叫号：请看值班状态屏（3号窗口屏等2台无应答，另有1台停用） / 语音叫号：改为蜂鸣提示（语音放不出声音） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方） / 大厅主屏 无应答：查电源、地址和线缆（等候区正面墙上） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶） / 另有1项
09:12:30  look lcd                      | lcd       县医疗保障服务大厅 开放 09:12
                                        | lcd       等候 2 已办 4 窗口 1/10 日志已存储 备用方式 0分钟
                                        | lcd       【备用方式】 / 3号窗口显示叫号：请看值班状态屏（3号窗口屏等2台无应答，另有1台停用） / 语音叫号：改为蜂鸣提示（语音放不出声音） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方） / 大厅主屏 无应答：查电源、地址和线缆（等候区正面墙上） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶） / 另有1项
09:13:00  voice works                   | lcd       【备用方式】 / 3号窗口显示叫号：请看值班状态屏（3号窗口屏等2台无应答，另有1台停用） / 语音叫号：改为蜂鸣提示（语音放不出声音） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方） / 大厅主屏 无应答：查电源、地址和线缆（等候区正面墙上） / 语音 放不出声音：查喇叭接线、音量和声卡（等候区吊顶） / 另有2项 → 【备用方式】 / 3号窗口显示叫号：请听语音（3号窗口屏等2台无应答） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方） / 大厅主屏 无应答：查电源、地址和线缆（等候区正面墙上） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 另有1项
09:13:02                                | buzzer    ♩ ♩ ♩
09:14:00  keypad 3 NEXT                 | voice     ♪ 请A零零五号到三号窗口，请A零零五号到三号窗口
                                        | keypad-3  [A005]
                                        | lcd       【备用方式】 / 3号窗口显示叫号：请听语音（3号窗口屏等2台无应答） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方） / 大厅主屏 无应答：查电源、地址和线缆（等候区正面墙上） / 叫号单1 未关闭：补录后关闭（还有1个号）
09:14:20  look lcd                      | lcd       县医疗保障服务大厅 开放 09:14
                                        | lcd       等候 1 已办 4 窗口 1/10 日志已存储 备用方式 2分钟
                                        | lcd       【备用方式】 / 3号窗口显示叫号：请听语音（3号窗口屏等2台无应答） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方） / 大厅主屏 无应答：查电源、地址和线缆（等候区正面墙上） / 叫号单1 未关闭：补录后关闭（还有1个号）
09:15:00  device hall-display answers   | display   A005 3号窗口 / 请准备 A006
                                        | lcd       【备用方式】 / 3号窗口显示叫号：看大厅主屏（3号窗口屏无应答） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方） / 叫号单1 未关闭：补录后关闭（还有1个号）
09:16:00  device board-3 answers        | board-3   A005号办理中
                                        | lcd       叫号单1 未关闭：补录后关闭（还有1个号）
09:16:02                                | lamp      dark
09:18:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:18
                                        | lcd       等候 1 已办 4 窗口 1/10 日志已存储
                                        | lcd       叫号单1 未关闭：补录后关闭（还有1个号）
09:19:00  keypad 3 FINISH               | display   请准备 A006
                                        | board-3   请等候叫号
                                        | keypad-3  [   1]
09:19:30  keypad 3 NEXT                 | voice     ♪ 请A零零六号到三号窗口，请A零零六号到三号窗口
                                        | display   *请A006到3号窗口* / 县医疗保障服务大厅
                                        | board-3   *请A006号*
                                        | keypad-3  [A006]
                                        | lcd       叫号单1 未关闭：补录后关闭（号已核对完）
09:20:11                                | display   A006 3号窗口 / 县医疗保障服务大厅
                                        | board-3   A006号办理中
# The sheet that came out is closed: by the record every number on it has its end.
09:21:00  keypad 3 FINISH               | display   县医疗保障服务大厅
                                        | board-3   请等候叫号
                                        | keypad-3  [   0]
09:21:10  duty sheet close 1            | lcd       一切正常
                                        | duty      done
09:21:20  look hall                     | hall      6 issued: 6 served, 0 at windows, 0 waiting, 0 parked, 0 missed, 0 cancelled; 0 rated
