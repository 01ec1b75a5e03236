# *Tell duty staff*. The status LCD goes dark while other things fail: the last line of the hall display says what is worst,
# by turns with who should get ready. Without the display the buzzer calls; without the buzzer there is the log. When the LCD
# is back it says everything that is wrong at that moment.
hall   hall.toml
watch  display buzzer lamp lcd duty

07:40:00  power on
08:55:00  keypad 3 log-in 103
09:00:05  kiosk take 城乡居民参保登记
curtain
09:01:00  device lcd-1 silent           | display   值班 状态屏 无应答
                                        | lcd       dark
09:01:04                                | lamp      lit
09:01:08                                | display   请准备 A001
09:01:16                                | display   值班 状态屏 无应答
09:01:24                                | display   请准备 A001
09:01:30  printer paper out             | buzzer    ♩ ♩ ♩
                                        | display   值班 打印机 缺纸
09:01:38                                | display   请准备 A001
09:01:46                                | display   值班 打印机 缺纸
09:01:54                                | display   请准备 A001
09:02:02                                | display   值班 打印机 缺纸
09:02:10                                | display   请准备 A001
09:02:18                                | display   值班 打印机 缺纸
09:02:26                                | display   请准备 A001
09:02:30  device hall-display silent
09:02:34                                | buzzer    ♩ ♩ ♩
09:03:00  device terminal-1 silent
09:03:04                                | buzzer    ♩ ♩ ♩
09:03:19                                | buzzer    ♩ ♩ ♩
09:04:00  device buzzer silent
09:04:30  device pad-3 silent
09:05:00  device lcd-1 answers          | lcd       【备用方式】 / 取号：请导办台或窗口代为取号（1号取号机无应答，另有1台停用） / 3号窗口评价：请发纸质评价表（3号评价器无应答，另有1台停用） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 打印机 缺纸：请装入纸卷（自助取号机内，左侧） / 大厅主屏 无应答：查电源、地址和线缆（等候区正面墙上） / 另有3项
09:05:30  look lcd                      | lcd       县医疗保障服务大厅 开放 09:05
                                        | lcd       等候 1 已办 0 窗口 1/10 日志已存储 备用方式 4分钟
                                        | lcd       【备用方式】 / 取号：请导办台或窗口代为取号（1号取号机无应答，另有1台停用） / 3号窗口评价：请发纸质评价表（3号评价器无应答，另有1台停用） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 打印机 缺纸：请装入纸卷（自助取号机内，左侧） / 大厅主屏 无应答：查电源、地址和线缆（等候区正面墙上） / 另有3项
09:06:00  device hall-display answers   | lcd       【备用方式】 / 取号：请导办台或窗口代为取号（1号取号机无应答，另有1台停用） / 3号窗口评价：请发纸质评价表（3号评价器无应答，另有1台停用） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 打印机 缺纸：请装入纸卷（自助取号机内，左侧） / 1号取号机 无应答：查电源、地址和线缆（大厅入口自助取号机） / 另有2项
09:06:30  device buzzer answers         | lcd       【备用方式】 / 取号：请导办台或窗口代为取号（1号取号机无应答，另有1台停用） / 3号窗口评价：请发纸质评价表（3号评价器无应答，另有1台停用） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 打印机 缺纸：请装入纸卷（自助取号机内，左侧） / 1号取号机 无应答：查电源、地址和线缆（大厅入口自助取号机） / 另有1项
09:07:00  printer paper loaded          | lcd       【备用方式】 / 取号：请导办台或窗口代为取号（1号取号机无应答） / 3号窗口评价：凭号票评价码登记（3号评价器无应答） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 1号取号机 无应答：查电源、地址和线缆（大厅入口自助取号机） / 3号评价器 无应答：查电源、地址和线缆（3号窗口外侧）
09:07:10  device terminal-1 answers     | lcd       【备用方式】 / 3号窗口评价：凭号票评价码登记（3号评价器无应答） / 3号窗口 无人叫号：有人等候；请值班人员到窗口查看 / 3号评价器 无应答：查电源、地址和线缆（3号窗口外侧）
09:07:20  device pad-3 answers          | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看
09:07:22                                | lamp      dark
09:08:00  look lcd                      | lcd       县医疗保障服务大厅 开放 09:08
                                        | lcd       等候 1 已办 0 窗口 1/10 日志已存储
                                        | lcd       3号窗口 无人叫号：有人等候；请值班人员到窗口查看
