# A morning with one dead board. At half past eight every device is tried, while the hall is shut. At ten to nine the
# certificate names the board, where it hangs and whom to call. It is mended at five to nine: a second certificate.
hall   hall.toml
rule   self-test
watch  slip lcd display board-3 plate-3 board-4 keypad-3 keypad-4 voice duty

07:50:00  power on
07:55:00  device board-3 silent
curtain
08:29:59  wait
08:30:01                                | display   自检 大厅主屏 / 县医疗保障服务大厅
                                        | board-4   自检 4号窗口
                                        | keypad-3  [8888]
                                        | keypad-4  [8888]
08:30:09                                | display   县医疗保障服务大厅
                                        | board-4   本窗口未开放
                                        | keypad-3  [----]
                                        | keypad-4  [----]
08:40:00  keypad 4 log-in 104           | board-4   请等候叫号
                                        | keypad-4  [F   ] → [Id  ] → [1   ] → [10  ] → [104 ] → [PIn ] → [-   ] → [--  ] → [--- ] → [----] → [   0]
08:41:00  wait
08:50:00                                | slip      设备自检证书 / 正常 42/43
08:50:05  look slip                     | slip      县医疗保障服务大厅
                                        | slip      设备自检证书
                                        | slip      2026-11-23 08:50  今日第1次
                                        | slip      正常 42/43
                                        | slip      ----
                                        | slip      不正常，请报修
                                        | slip      ×3号窗口屏
                                        | slip        位置：3号窗口上方（board-3）
                                        | slip        情况：无应答，查电源、地址和线缆
                                        | slip        请联系：信息科 8010
                                        | slip      ----
                                        | slip      正常
                                        | slip      √打印机                自助取号机内，左侧
                                        | slip      √1号窗口屏             1号窗口上方
                                        | slip      √2号窗口屏             2号窗口上方
                                        | slip      √4号窗口屏             4号窗口上方
                                        | slip      √5号窗口屏             5号窗口上方
                                        | slip      √6号窗口屏             6号窗口上方
                                        | slip      √7号窗口屏             7号窗口上方
                                        | slip      √8号窗口屏             8号窗口上方
                                        | slip      √9号窗口屏             9号窗口上方
                                        | slip      √10号窗口屏            10号窗口上方
                                        | slip      √大厅主屏              等候区正面墙上
                                        | slip      √1号叫号器             1号窗口台面
                                        | slip      √2号叫号器             2号窗口台面
                                        | slip      √3号叫号器             3号窗口台面
                                        | slip      √4号叫号器             4号窗口台面
                                        | slip      √5号叫号器             5号窗口台面
                                        | slip      √6号叫号器             6号窗口台面
                                        | slip      √7号叫号器             7号窗口台面
                                        | slip      √8号叫号器             8号窗口台面
                                        | slip      √9号叫号器             9号窗口台面
                                        | slip      √10号叫号器            10号窗口台面
                                        | slip      √1号评价器             1号窗口外侧
                                        | slip      √2号评价器             2号窗口外侧
                                        | slip      √3号评价器             3号窗口外侧
                                        | slip      √4号评价器             4号窗口外侧
                                        | slip      √5号评价器             5号窗口外侧
                                        | slip      √6号评价器             6号窗口外侧
                                        | slip      √7号评价器             7号窗口外侧
                                        | slip      √8号评价器             8号窗口外侧
                                        | slip      √9号评价器             9号窗口外侧
                                        | slip      √10号评价器            10号窗口外侧
                                        | slip      √1号取号机             大厅入口自助取号机
                                        | slip      √市电监测              机柜内，市电监测继电器
                                        | slip      √紧急按钮              值班台下方
                                        | slip      √告示按钮              值班台上
                                        | slip      √报警灯                值班台上方
                                        | slip      √蜂鸣器                值班台内
                                        | slip      √状态屏                值班台
                                        | slip      √语音                  等候区吊顶
                                        | slip      √日志                  已存储，未发现损坏
                                        | slip      √时钟                  已校准
                                        | slip      √配置                  与磁盘上的一致
                                        | slip      ----
                                        | slip      告知值班领导：________________
                                        | slip      告知值班窗口工作人员：________________
                                        | slip      本证书能印出，即打印机正常。
08:50:20  look lcd                      | lcd       县医疗保障服务大厅 开放 08:50
                                        | lcd       等候 0 已办 0 窗口 1/10 日志已存储 自检42/43 备用方式 55分钟
                                        | lcd       【备用方式】 / 3号窗口显示叫号：看大厅主屏（3号窗口屏无应答） / 3号窗口屏 无应答：查电源、地址和线缆（3号窗口上方）
08:52:00  duty told 值班领导            | duty      done
08:55:00  device board-3 answers        | lcd       一切正常
08:55:30  duty self-test                | display   自检 大厅主屏 / 县医疗保障服务大厅
                                        | board-3   自检 3号窗口
                                        | board-4   自检 4号窗口
                                        | keypad-3  [8888]
                                        | duty      done
08:55:40                                | slip      设备自检证书 / 正常 43/43
                                        | display   县医疗保障服务大厅
                                        | board-3   本窗口未开放
                                        | board-4   请等候叫号
                                        | keypad-3  [----]
08:56:00  look lcd                      | lcd       县医疗保障服务大厅 开放 08:56
                                        | lcd       等候 0 已办 0 窗口 1/10 日志已存储 自检43/43
                                        | lcd       一切正常
08:57:00  duty certificate --print      | slip      设备自检证书 / 补打 / 正常 43/43
                                        | duty      done
# The hall is open: a self-test shows nothing that is not true, and a call appears as fast as ever.
09:00:05  kiosk take 城乡居民参保登记   | slip      A001 / 城乡居民参保登记 / 前面无人等候，5分钟以内 / 请到等候区一等候，1-9号窗口办理
                                        | display   请准备 A001
                                        | keypad-4  beeps → [   1]
09:00:20  duty self-test
09:00:21  keypad 4 NEXT                 | voice     ♪ 请A零零幺号到四号窗口，请A零零幺号到四号窗口
                                        | display   *请A001到4号窗口* / 县医疗保障服务大厅
                                        | board-4   *请A001号*
                                        | keypad-4  [A001]
                                        | duty      done
