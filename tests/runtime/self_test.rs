//! The self-test played on a clock: what is shown when, what the certificate says, and that nobody is disturbed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hal::driver::Fault;
use hal::port::printer::Paper;
use hal::port::{self, board, printer, voice};
use hal::time::Instant;
use jiaohao::cli::wiring;
use jiaohao::config::{self, Config};
use jiaohao::domain::id::{BootId, RequestNumber, StaffId, WindowId};
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::domain::self_test::{Certified, SelfTestRequest, Tried, Verdict};
use jiaohao::layout::{DeviceName, Layout, Voice, Zone, ZoneName};
use jiaohao::runtime::disk::{Disk, Room};
use jiaohao::runtime::engine::{Engine, Input, Kept, Output, Secrets};
use jiaohao::runtime::registrar::Reply;
use jiaohao::runtime::supervisor::Health;

/// Friday 2026-11-20, 08:00 in the hall, in UTC milliseconds.
const EIGHT: i64 = 1_795_132_800_000;

/// The reference hall on a morning, its devices answering as they are told to.
struct Morning {
    engine: Engine,
    layout: std::sync::Arc<Layout>,
    now_ms: u64,
    /// What stands on each board, first area.
    shown: BTreeMap<DeviceName, String>,
    papers: Vec<Paper>,
    said: Vec<Vec<String>>,
    /// Boards that confirm nothing.
    mute: BTreeSet<DeviceName>,
    /// The loudspeaker never comes to an end.
    hangs: Vec<Zone>,
    asked: u128,
}

impl Morning {
    /// Eight o'clock, everything online.
    fn new(change: impl FnOnce(&mut Config)) -> Self {
        Self::with_mute(change, "")
    }

    /// The same, with a board that has never confirmed anything.
    fn with_mute(change: impl FnOnce(&mut Config), mute: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
        let mut config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
        change(&mut config);
        let adoption = wiring::adoption(config, None);
        let layout = adoption.layout.clone();
        let kept = Kept { latest: None, today: Vec::new() };
        let engine = Engine::new(moment(0), kept, adoption, Secrets::fixed(1)).unwrap();
        let mut morning = Self {
            engine,
            layout,
            now_ms: 0,
            shown: BTreeMap::new(),
            papers: Vec::new(),
            said: Vec::new(),
            mute: BTreeSet::from([mute.into()]),
            hangs: Vec::new(),
            asked: 0,
        };
        let names = morning.names();
        let online = |device| Input::Health { device, health: Health::Online { since: Instant::default() } };
        morning.step(names.into_iter().map(online).collect());
        morning
    }

    fn names(&self) -> Vec<DeviceName> {
        let layout = &self.layout;
        let devices = layout.devices.iter().map(|device| &device.name);
        let signals = layout.signals.iter().map(|signal| &signal.name);
        let lcds = layout.lcds.iter().map(|lcd| &lcd.name);
        let voice = layout.voices.iter().map(|voice| &voice.name);
        devices.chain(signals).chain(lcds).chain(voice).cloned().collect()
    }

    /// Lets the second pass in which everything is at rest, up to this time of day.
    fn until(&mut self, clock: &str) {
        let until = at(clock);
        while self.now_ms < until {
            self.now_ms = (self.now_ms + 1000).min(until);
            self.step(vec![Input::Tick]);
        }
    }

    fn step(&mut self, mut inputs: Vec<Input>) {
        while !inputs.is_empty() {
            let outputs = self.engine.step(moment(self.now_ms), inputs);
            inputs = outputs.into_iter().flat_map(|output| self.carry_out(output)).collect();
        }
    }

    fn carry_out(&mut self, output: Output) -> Vec<Input> {
        if let Output::Commit(_) = output {
            return vec![Input::Stored];
        }
        if let Output::Say { zone, command: voice::Command::Say { job, clips } } = output {
            self.said.push(clips);
            let said = Input::Voice(voice::Event::Said { job });
            return if self.hangs.contains(&zone) { Vec::new() } else { vec![said] };
        }
        let Output::Tell { device, command } = output else { return Vec::new() };
        if let port::Command::Board(board::Command::Show(areas)) = command {
            self.shown.insert(device.clone(), areas[0].text.clone());
            let event = port::Event::Board(board::Event::Shown);
            let confirms = !self.mute.contains(&device);
            return confirms.then_some(Input::Heard { device, event }).into_iter().collect();
        }
        let port::Command::Printer(printer::Command::Print { job, paper }) = command else {
            return Vec::new();
        };
        self.papers.push(paper);
        vec![Input::Heard { device, event: port::Event::Printer(printer::Event::Printed { job }) }]
    }

    fn lose(&mut self, device: &str) {
        let now = Instant::default();
        let health = Health::Offline { fault: Fault::Silent, retry_at: now, since: now };
        self.step(vec![Input::Health { device: device.into(), health }]);
    }

    fn mend(&mut self, device: &str) {
        let health = Health::Online { since: Instant::default() };
        self.step(vec![Input::Health { device: device.into(), health }]);
    }

    fn ask(&mut self, request: Request) {
        self.asked += 1;
        let number = RequestNumber((1 << 127) | self.asked);
        let asked = Asked { number, origin: Origin::Duty, person: None, request };
        self.step(vec![Input::Ask { reply: Reply(9000), asked }]);
    }

    fn latest(&self) -> Option<Certified> {
        self.engine.view().self_test.latest.as_deref().cloned()
    }

    /// What the newest certificate says of a device.
    fn of(&self, device: &str) -> Tried {
        let latest = self.latest().unwrap();
        latest.certificate.tried.iter().find(|tried| tried.device == device).unwrap().clone()
    }

    fn board(&self, window: u8) -> &str {
        self.shown.get(&DeviceName::from(format!("board-{window}").as_str())).map_or("", String::as_str)
    }
}

/// A loudspeaker in another zone.
fn other_voice() -> Voice {
    Voice {
        name: "other-voice".into(),
        zone: Zone::Other(ZoneName::new("二楼").unwrap()),
        program: "aplay".to_owned(),
        arguments: Vec::new(),
        clips: "voice".into(),
        volume_percent: 80,
        place: "二楼走廊".to_owned(),
    }
}

/// Milliseconds since eight.
fn at(clock: &str) -> u64 {
    let parts: Vec<u64> = clock.split(':').map(|part| part.parse().unwrap()).collect();
    ((parts[0] - 8) * 3600 + parts[1] * 60 + parts[2]) * 1000
}

fn moment(since_eight_ms: u64) -> Moment {
    let wall = Wall { utc_ms: EIGHT + i64::try_from(since_eight_ms).unwrap(), offset_min: 480 };
    Moment { hall: HallTime(24 * 3_600_000 + since_eight_ms), wall: Some(wall), boot: BootId(1) }
}

#[test]
fn a_morning_in_which_everything_works_is_all_green_at_ten_to_nine() {
    let mut morning = Morning::new(|_| ());
    morning.until("08:29:59");
    assert_eq!(morning.board(3), "本窗口未开放");

    morning.until("08:30:05");
    assert_eq!(morning.board(3), "自检 3号窗口");
    morning.until("08:30:12");
    assert_eq!(morning.board(3), "本窗口未开放");
    morning.until("08:49:59");
    assert!(morning.latest().is_none(), "nothing is certified before its hour");
    morning.until("08:50:00");

    let (works, all) = morning.latest().unwrap().certificate.working();
    assert_eq!(works, all);
    assert_eq!(morning.of("board-3").words, "自检文字已显示并确认");
    assert_eq!(
        (morning.papers.len(), morning.said.as_slice()),
        (1, &[Vec::new()][..]),
        "a moment of silence"
    );
    morning.until("09:10:00");
    assert_eq!(morning.papers.len(), 1);
}

#[test]
fn a_device_that_is_out_is_tried_until_the_certificate_and_named_with_place_and_telephone() {
    let mut morning = Morning::new(|_| ());
    for device in ["board-3", "board-4", "printer-1"] {
        morning.lose(device);
    }
    morning.until("08:40:00");
    morning.mend("board-4");
    morning.until("08:50:00");

    let (dead, mended, printer) = (morning.of("board-3"), morning.of("board-4"), morning.of("printer-1"));
    assert_eq!(
        (dead.verdict, dead.place.as_str(), dead.call.as_str()),
        (Verdict::Fails, "3号窗口上方", "信息科 8010")
    );
    assert_eq!((mended.verdict, mended.call.as_str()), (Verdict::Works, ""));
    assert_eq!((printer.verdict, printer.call.as_str()), (Verdict::Fails, "设备科 8011"));
    assert!(morning.papers.is_empty(), "the LCD tells it meanwhile");

    morning.until("08:52:00");
    morning.mend("printer-1");
    morning.until("08:53:00");
    assert_eq!(morning.papers.len(), 1);
}

#[test]
fn a_board_that_confirms_what_it_shows_and_does_not_is_red_and_one_whose_kind_is_mute_is_not() {
    let mut morning = Morning::with_mute(|_| (), "board-8");
    morning.mute.insert("board-5".into());
    morning.until("08:50:00");

    let (silent, mute) = (morning.of("board-5"), morning.of("board-8"));
    assert_eq!((silent.verdict, silent.words.as_str()), (Verdict::Fails, "未确认显示内容，请目视检查"));
    assert_eq!((mute.verdict, mute.words.as_str()), (Verdict::Works, "自检文字已发送，本机不回报，请目视"));
}

#[test]
fn a_loudspeaker_that_hangs_holds_up_nobody_and_is_red() {
    let mut morning = Morning::new(|_| ());
    morning.hangs = vec![Zone::Hall];
    morning.until("08:50:00");

    assert_eq!(morning.of("voice").verdict, Verdict::Fails);
    let (works, all) = morning.latest().unwrap().certificate.working();
    assert_eq!(works + 1, all);
}

#[test]
fn both_loudspeakers_are_opened_and_the_one_that_hangs_is_red_by_its_name() {
    let mut morning = Morning::new(|config| config.layout.voices.push(other_voice()));
    morning.hangs = vec![other_voice().zone];
    morning.until("08:50:00");

    let (first, other) = (morning.of("voice"), morning.of("other-voice"));
    assert_eq!(morning.said, [Vec::<String>::new(), Vec::new()], "a moment of silence in each zone");
    assert_eq!((first.verdict, first.name.as_str()), (Verdict::Works, "语音"));
    assert_eq!((other.verdict, other.name.as_str()), (Verdict::Fails, "二楼语音"));
    assert_eq!((other.place.as_str(), other.call.as_str()), ("二楼走廊", "信息科 8010"));
}

#[test]
fn a_second_loudspeaker_that_is_out_is_red_and_the_first_is_tried_all_the_same() {
    let mut morning = Morning::new(|config| config.layout.voices.push(other_voice()));
    morning.lose("other-voice");
    morning.until("08:50:00");

    assert_eq!(morning.said.len(), 1);
    assert_eq!(morning.of("voice").words, "扬声设备已打开");
    assert_eq!(morning.of("other-voice").verdict, Verdict::Fails);
}

#[test]
fn the_loudspeaker_chimes_only_where_the_hall_wants_it() {
    let mut morning = Morning::new(|config| config.layout.upkeep.chime = true);
    morning.until("08:31:00");

    assert_eq!(morning.said, [["chime"]]);
}

#[test]
fn a_call_during_a_self_test_takes_its_board_at_once() {
    let mut morning = Morning::new(|_| ());
    morning.until("08:29:00");
    morning.ask(Request::LogIn { window: WindowId(3), staff: StaffId(103) });
    morning.until("08:30:03");
    assert_eq!(morning.board(3), "自检 3号窗口");

    // The duty desk lets somebody in before the doors open.
    let early = jiaohao::runtime::day::staying_open;
    let hours = morning.engine.registrar().office().hours().cloned().unwrap();
    let mut hours = early(&hours, std::time::Duration::ZERO).unwrap();
    hours.sessions[0].opens = moment(morning.now_ms).hall;
    morning.ask(Request::SetHours(hours));
    morning.ask(Request::Issue {
        services: vec![jiaohao::domain::id::ServiceId(13)],
        green: None,
        paper: false,
    });
    morning.ask(Request::CallNext { window: WindowId(3) });

    assert!(morning.board(3).ends_with("001号"), "in the same step: {}", morning.board(3));
    morning.until("08:30:05");
    for window in 1..=10 {
        assert!(!morning.board(window).contains("自检"), "the hall is open: no board keeps the known text");
    }
}

#[test]
fn a_self_test_that_somebody_asks_for_in_an_open_hall_shows_nothing_and_repeats_the_present() {
    let mut morning = Morning::new(|_| ());
    morning.until("09:10:00");
    let before = morning.shown.clone();
    morning.shown.clear();

    morning.ask(Request::SelfTest(SelfTestRequest::Begin));
    morning.until("09:11:00");

    assert_eq!(
        morning.shown.get(&"board-3".into()),
        before.get(&"board-3".into()),
        "told once more, as it was"
    );
    assert_eq!(morning.of("board-3").words, "正在使用，显示已确认");
    assert_eq!(morning.latest().unwrap().number, 2);
}

#[test]
fn a_daemon_that_starts_after_the_hour_tries_nothing_by_itself() {
    let mut morning = Morning::new(|config| {
        config.layout.upkeep.morning =
            Some(jiaohao::layout::Morning { from: 7 * 60, certificate: 7 * 60 + 20 });
    });
    morning.until("09:30:00");

    assert!(morning.latest().is_none());
}

#[test]
fn a_held_device_was_not_tried_and_says_why() {
    let mut morning = Morning::new(|_| ());
    morning.step(vec![Input::Health { device: "pad-2".into(), health: Health::Held }]);
    morning.until("08:50:00");

    let pad = morning.of("pad-2");
    assert_eq!((pad.verdict, pad.words.as_str()), (Verdict::NotTried, "已停用，由值班人员恢复"));
}
#[test]
fn the_room_on_the_disk_stands_on_the_certificate_green_red_or_not_seen() {
    let rooms = [
        (Room::Left { bytes: 25_400_000_000, percent: 45 }, Verdict::Works, "剩余25.4 GB，即45%"),
        (Room::Left { bytes: 90_000_000, percent: 1 }, Verdict::Fails, "空间将满，叫号照常；请清理磁盘"),
        (Room::Unknown, Verdict::NotTried, "剩余空间不明"),
    ];
    for (room, verdict, words) in rooms {
        let mut morning = Morning::new(|_| ());
        morning.step(vec![Input::Disk(Disk { room, ..Disk::default() })]);
        morning.until("08:50:00");

        let certified = morning.latest().unwrap();
        let disk = certified.certificate.tried.iter().find(|tried| tried.name == "磁盘").unwrap();
        assert_eq!((disk.verdict, disk.words.as_str()), (verdict, words));
        assert_eq!(disk.call.is_empty(), verdict == Verdict::Works);
    }
}
