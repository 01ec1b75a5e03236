//! What is wrong, in few words, and what to try about it.

use super::trouble::Wrong;

impl Wrong {
    /// What is wrong, and what to try.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Silent => ("无应答", "查电源、地址和线缆"),
            Self::Garbled => ("应答乱码", "查线路参数和地址"),
            Self::LineSettings => ("线路参数有误？", "核对波特率、校验和停止位"),
            Self::Clash => ("地址冲突？", "查是否两台同址，再查本机线路参数"),
            Self::Refused => ("拒收指令", "查型号和设置"),
            Self::Mute => ("放不出声音", "查喇叭接线、音量和声卡"),
            Self::Unplugged => ("已断开", "查线缆和转换器"),
            Self::Occupied => ("端口被占用", "关闭占用它的程序"),
            Self::Ambiguous => ("端口不唯一", "写明USB插口的接口号"),
            Self::Forbidden => ("端口无权限", "查用户组 dialout gpio input"),
            Self::Stalled => ("不收数据", "断电后重新上电"),
            Self::Unsteady => ("时断时续", "已接上；请插牢，稳定一分钟后启用"),
            Self::Broken => ("驱动出错", "查看系统日志"),
            Self::Held => ("已停用", "由值班人员恢复"),
            Self::KeyStuck => ("按键卡住", "清理按键"),
            Self::Stranger(_) => ("收到未登记的叫号器", "是否启用？请在配置中指定窗口"),
            Self::KeypadBattery => ("电池电量低", "更换叫号器电池，再停用、启用一次"),
            Self::MainsLost => ("市电中断", "电池供电；查配电箱"),
            Self::MainsUnwatched => ("中断后失联", "来电后 jiaohao duty mains-back"),
            Self::ButtonPressed => ("已按下", "请值班人员立即到场"),
            Self::BatteryLow => ("电池将用尽", "市电中断；请尽快收尾"),
            Self::PowerUnknown => ("状态不明", "查UPS、其数据线和NUT"),
            Self::BatteryWorn => ("电池老化", "请更换UPS电池"),
            Self::PaperOut => ("缺纸", "请装入纸卷"),
            Self::PaperNearEnd => ("纸将用完", "请备好纸卷"),
            Self::CoverOpen => ("盖未关", "请合上机盖"),
            Self::CutterJammed => ("切刀卡住", "开盖取出纸屑"),
            Self::TooHot => ("过热", "稍候自行恢复"),
            Self::PrinterError => ("故障", "断电后重新上电"),
            Self::Absent => ("无人叫号", "有人等候；请值班人员到窗口查看"),
            Self::NotHandedOver => ("未交接", "办结、交接材料后退出登录"),
            Self::DoorLeftOpen => ("柜门未关", "请到取件柜关好柜门"),
            Self::DoorNotOpened => ("柜门未打开", "查看门内物品；用钥匙开门后重新放入"),
            Self::NotWritten => ("无法写入", "暂停取号；查磁盘和存储卡"),
            Self::OnSecond => ("已转第二介质", "叫号照常；请尽快换存储卡"),
            Self::InMemory => ("未存盘", "请勿断电；号条一式两份；查存储卡"),
            Self::NoRoom => ("磁盘已满", "叫号照常；请到导办台取号；清理磁盘"),
            Self::NoInodes => ("磁盘文件数已满", "叫号照常；请到导办台取号；删除多余文件"),
            Self::RoomLow => ("空间将满", "叫号照常；请清理磁盘"),
            Self::WrittenMuch => ("写入过多", "查是否有程序频繁写盘；备好新存储卡"),
            Self::LogHeld => ("被长时间读取", "叫号照常；请关闭正在读取它的程序"),
            Self::NotCopied => ("副本未写入", "查第二介质（U盘或第二张卡）"),
            Self::NotConfirmed => ("磁盘无应答", "暂停取号和叫号；查存储卡，必要时断电重启"),
            Self::Damaged => ("有损坏", "运行 jiaohao verify；保留存储卡备查"),
            Self::OtherSide => ("另有一份当日号码", "请补录 jiaohao duty other-side"),
            Self::OtherHall => ("属于别的大厅", "请管理员决定：jiaohao status"),
            Self::BackupOld => ("太旧", "插好备份盘；运行 jiaohao backup"),
            Self::BackupReadOnly => ("盘写保护", "叫号照常；拨开写保护开关，或换备份盘"),
            Self::BackupFull => ("盘已满", "叫号照常；清理或换备份盘"),
            Self::BackupHangs => ("盘无应答", "叫号照常；拔下备份盘重插，不行就换"),
            Self::NoBackup => ("未成功", "查备份盘；运行 jiaohao backup"),
            Self::ConfigurationRefused => ("有误", "沿用原配置；请运行 jiaohao check"),
            Self::RulesWait => ("规则未生效", "有人在用；办完后自动生效，最迟明日"),
            Self::Doubted => ("时间跳变", "暂不采用；核对无误后 jiaohao duty accept-clock"),
            Self::AlarmRaised => ("无人响应", "请值班人员到场"),
            Self::AlarmTaken => ("已响应", "处理完毕后结束报警"),
            Self::SafeMode => ("安全模式", "设备已停用，请人工叫号；通知技术员"),
            Self::PutAside => ("有输入已停用", "它曾三次使系统重启；其余照常；请通知技术员"),
            Self::SupplySags => ("电压不足", "查电源和电源线；换用原装电源"),
            Self::PinSet | Self::PinChanged | Self::PinRemoved | Self::PinsDiffer => {
                (self.of_pins(), "不知情请上报")
            }
            Self::Stopped => ("已由值班停止", "恢复：jiaohao duty allow-issuing"),
            Self::PutUp => ("已挂出", "恢复后请取下"),
            Self::NotReconciled => ("未关闭", "补录后关闭"),
            Self::NotSet => ("未校准", "叫号照常；请联网或由技术员对时"),
        }
    }
    /// What became of one PIN, or of several.
    fn of_pins(self) -> &'static str {
        let one =
            [(Self::PinSet, "密码新设"), (Self::PinChanged, "密码重设"), (Self::PinRemoved, "密码取消")];
        one.iter().find(|(wrong, _)| *wrong == self).map_or("密码变动", |(_, words)| words)
    }
}
