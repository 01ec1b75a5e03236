//! A small hall, and `check`, which tells it a story and compares what happens.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiaohao::domain::event::Event;
use jiaohao::domain::id::{
    BootId, JobId, Prefix, RequestNumber, Seq, ServiceDay, ServiceId, StaffId, TicketId, WindowId,
};
use jiaohao::domain::manual::{Finding, ManualEvent, ManualRequest, Objection};
use jiaohao::domain::moment::{HallTime, Moment};
use jiaohao::domain::office::Office;
use jiaohao::domain::opening::{Hours, Opening};
use jiaohao::domain::record::{Book, Record};
use jiaohao::domain::request::{Asked, Origin, Refusal, Request};
use jiaohao::domain::rules::{
    Class, ClassColour, ClassRules, Clerk, Exhausted, GreenReason, Group, PauseReason, Rules, Service,
    Skills, WindowRules,
};
use jiaohao::domain::view::OfficeView;

use crate::script;

/// The day on which all stories happen.
pub const TODAY: ServiceDay = ServiceDay(20_261_121);

/// A hall in the middle of a story: the office and the journal that it has written.
pub struct Hall {
    pub office: Office,
    pub records: Vec<Record>,
    pub now: HallTime,
    shows_jobs: bool,
    asked: u128,
    names: BTreeMap<TicketId, String>,
}

impl Hall {
    /// The small hall at eight in the morning: its day is open, nobody is logged in.
    pub fn open() -> Self {
        Self::with(|_| ())
    }

    /// The small hall with other rules.
    pub fn with(change: impl FnOnce(&mut Rules)) -> Self {
        Self::with_hours(change, Hours::default())
    }

    /// The small hall with other rules and with hours.
    pub fn with_hours(change: impl FnOnce(&mut Rules), hours: Hours) -> Self {
        Self::begun(Office::vacant(TicketId(1), JobId(1)), change, hours)
    }

    fn begun(office: Office, change: impl FnOnce(&mut Rules), hours: Hours) -> Self {
        let mut rules = small_hall();
        change(&mut rules);
        let mut hall = Self {
            office,
            records: Vec::new(),
            now: clock("08:00:00"),
            shows_jobs: false,
            asked: 0,
            names: BTreeMap::new(),
        };
        hall.ask(Origin::Startup, None, Request::OpenDay(Box::new(opening(rules, hours)))).unwrap();
        hall
    }

    /// The small hall with the clerks 11, 12 and 14 at the windows 1, 2 and 3.
    pub fn staffed(change: impl FnOnce(&mut Rules)) -> Self {
        Self::with(change).with_clerks()
    }

    /// The staffed hall, with a bug if one is given.
    #[cfg(feature = "planted-bugs")]
    pub fn staffed_with(bug: Option<jiaohao::domain::planted::Bug>, change: impl FnOnce(&mut Rules)) -> Self {
        let office = Office::vacant(TicketId(1), JobId(1));
        let office = bug.into_iter().fold(office, Office::with_bug);
        Self::begun(office, change, Hours::default()).with_clerks()
    }

    fn with_clerks(mut self) -> Self {
        for (window, staff) in [(1, 11), (2, 12), (3, 14)] {
            let request = Request::LogIn { window: WindowId(window), staff: StaffId(staff) };
            self.ask(Origin::Keypad(WindowId(window)), None, request).unwrap();
        }
        self
    }

    /// The same hall; its stories also tell of paper and voice.
    pub fn telling_jobs(mut self) -> Self {
        self.shows_jobs = true;
        self
    }

    /// Tells a story. Each line is `time  who  what  -> what happens`; the right-hand sides have to come
    /// true, and in the end the journal has to replay to the same office.
    #[track_caller]
    pub fn check(&mut self, story: &str) {
        let lines: Vec<&str> = story.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let mut told = Vec::new();
        for line in &lines {
            let asked = line.split_once("->").map_or(*line, |(asked, _)| asked).trim_end();
            let (time, words) = asked.split_once(' ').unwrap();
            self.now = clock(time);
            let (origin, request) = script::request(self, words.trim());
            let person = matches!(request, Request::Manual(_)).then_some(StaffId(11));
            let answer = self.ask(origin, person, request);
            told.push(format!("{asked:<40} -> {}", script::answer(self, &answer, self.shows_jobs)));
        }
        let expected: Vec<String> = lines.iter().map(|line| normal(line)).collect();
        let told: Vec<String> = told.iter().map(|line| normal(line)).collect();
        assert_eq!(expected.join("\n"), told.join("\n"), "\n\nwhat happened:\n{}\n", told.join("\n"));
        self.assert_replays();
    }

    /// The journal replays to the same office.
    #[track_caller]
    pub fn assert_replays(&self) {
        assert_eq!(Office::replay(self.records.clone()).as_ref(), Ok(&self.office));
    }

    /// What would be answered at the present time. Nothing happens.
    pub fn decide(&self, origin: Origin, request: Request) -> Result<Vec<Event>, Refusal> {
        let asked = Asked { number: RequestNumber(self.asked + 1), origin, person: None, request };
        self.office.decide(self.moment(), &asked)
    }

    /// Asks at the present time, stores and applies what is granted.
    pub fn ask(
        &mut self,
        origin: Origin,
        person: Option<StaffId>,
        request: Request,
    ) -> Result<Vec<Event>, Refusal> {
        self.ask_at(self.moment(), origin, person, request)
    }

    /// Asks at a moment of the caller's own, stores and applies what is granted.
    pub fn ask_at(
        &mut self,
        moment: Moment,
        origin: Origin,
        person: Option<StaffId>,
        request: Request,
    ) -> Result<Vec<Event>, Refusal> {
        self.asked += 1;
        let asked = Asked { number: RequestNumber(self.asked), origin, person, request };
        let events = self.office.decide(moment, &asked)?;
        let day = self.office.day().unwrap_or_else(|| match events.first() {
            Some(Event::DayOpened(opening)) => opening.day,
            other => panic!("{other:?} without a day"),
        });
        let seq = Seq(u64::try_from(self.records.len()).unwrap() + 1);
        let record = Record { seq, book: Book::Hall, day, moment, asked, events: events.clone() };
        self.office.apply(&record);
        self.records.push(record);
        for event in &events {
            if let Event::TicketIssued { ticket, number, .. }
            | Event::Manual(ManualEvent::PaperTaken { ticket, number, .. }) = event
            {
                self.names.insert(*ticket, number.to_string());
            }
        }
        Ok(events)
    }

    /// What contradicts in a request about paper at the present time.
    pub fn objections(&self, request: ManualRequest) -> Vec<String> {
        let (number, person) = (RequestNumber(self.asked + 1), Some(StaffId(11)));
        let asked = Asked { number, origin: Origin::Duty, person, request: Request::Manual(request) };
        let told = self.office.objections(self.moment(), &asked).into_iter().map(|finding| {
            let Finding { number, objection, .. } = finding;
            let letter = number.prefix.map(|prefix| prefix.to_string()).unwrap_or_default();
            let words = if let Objection::Overlaps(other, window) = objection {
                format!("Overlaps({other}, {window})")
            } else {
                format!("{objection:?}")
            };
            format!("{letter}{}: {words}", number.value)
        });
        told.collect()
    }

    /// The number of a ticket, also after its day has closed.
    pub fn name(&self, ticket: TicketId) -> String {
        self.names.get(&ticket).cloned().unwrap_or_else(|| format!("ticket {ticket}"))
    }

    pub fn moment(&self) -> Moment {
        Moment { hall: self.now, wall: None, boot: BootId(1) }
    }

    pub fn view(&self) -> OfficeView {
        self.office.view(self.moment())
    }
}

/// One blank between words, so that stories may be laid out for reading.
fn normal(line: &str) -> String {
    line.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// Hall time of a time of day: the halls of the stories count from midnight.
pub fn clock(text: &str) -> HallTime {
    let parts: Vec<u64> = text.split(':').map(|part| part.parse().unwrap()).collect();
    let [hours, minutes, seconds] = parts[..] else { panic!("no time: {text}") };
    HallTime((hours * 3600 + minutes * 60 + seconds) * 1000)
}

pub fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub fn opening(rules: Rules, hours: Hours) -> Opening {
    Opening {
        day: TODAY,
        rules: Arc::new(rules),
        rules_hash: [0; 32],
        hours,
        next_ticket: TicketId(1),
        next_job: JobId(1),
        day_before: None,
        items: None,
        blocks: None,
        pins: None,
    }
}

/// Services 1 and 2 (ordinary), 3 (consult, numbers B) and 4 (urgent); windows 1 and 2 for everything, window
/// 3 for consulting only; clerks 11, 12 and 13 for everything, clerk 14 for consulting only.
pub fn small_hall() -> Rules {
    let mut rules = Rules::none();
    rules.groups = vec![group('A'), group('B')];
    rules.services = vec![
        service(1, 'A', Class::Ordinary, 10),
        service(2, 'A', Class::Ordinary, 5),
        service(3, 'B', Class::Ordinary, 3),
        service(4, 'A', Class::Urgent, 10),
    ];
    rules.windows = vec![window(1, Skills::All), window(2, Skills::All), window(3, consulting())];
    rules.staff =
        vec![clerk(11, Skills::All), clerk(12, Skills::All), clerk(13, Skills::All), clerk(14, consulting())];
    rules.classes.ordinary = ClassRules { target_minutes: 30, colour: ClassColour::Plain };
    rules.classes.urgent = ClassRules { target_minutes: 15, colour: ClassColour::Red };
    rules.classes.green = ClassRules { target_minutes: 10, colour: ClassColour::Green };
    rules.classes.returning = ClassRules { target_minutes: 10, colour: ClassColour::Blue };
    rules.discipline = jiaohao::domain::rules::Discipline::AccumulatingPriority;
    rules.green.calls = 3;
    rules.green.once_waited = seconds(25 * 60);
    rules.green.self_declared = true;
    rules.green.reasons =
        vec![GreenReason { code: "age".into(), name: "老年人".into(), name_en: "Age".into() }];
    rules.calling.bounce = Duration::from_millis(800);
    rules.calling.undo_within = seconds(30);
    rules.calling.recalls_before_no_show = 1;
    rules.calling.cool_down = seconds(20);
    rules.calling.return_after_calls = 3;
    rules.calling.stale_after = seconds(60);
    rules.calling.repeat_within = seconds(120);
    rules.issuing.double_touch = seconds(2);
    rules.issuing.per_minute = 6;
    rules.issuing.errands = 3;
    rules.issuing.print_within = seconds(600);
    rules.rating.within = seconds(60);
    rules.rating.reasons = ["态度", "等候", "材料", "环境", "其他"].map(String::from).to_vec();
    rules.estimate.call_out = seconds(30);
    rules.estimate.prior_weight = 5;
    rules.pause_reasons = vec![PauseReason { code: "lunch".into(), board: "暂停服务".into() }];
    rules.directed_reasons = vec!["材料已到".into()];
    rules.decline_reasons = vec!["不在受理范围".into()];
    rules
}

fn group(prefix: char) -> Group {
    Group { prefix: Prefix(prefix), first: 1, last: 999, width: 3, exhausted: Exhausted::Stop }
}

fn consulting() -> Skills {
    Skills::Only(vec![ServiceId(3)])
}

pub fn service(id: u16, prefix: char, class: Class, minutes: u64) -> Service {
    Service {
        id: ServiceId(id),
        code: format!("S{id}"),
        name: format!("事项{id}"),
        materials: vec!["身份证".into(), "申请表".into()],
        limit: "当日".into(),
        steps: vec!["受理".into()],
        standard: "统一".into(),
        name_en: format!("Service {id}"),
        group: Prefix(prefix),
        class,
        prior: seconds(minutes * 60),
        quota: None,
        area: "等候区".into(),
    }
}

fn window(id: u8, skills: Skills) -> WindowRules {
    WindowRules { id: WindowId(id), name: "综合窗口".into(), skills, discipline: None }
}

fn clerk(id: u32, skills: Skills) -> Clerk {
    Clerk { id: StaffId(id), shown_as: id.to_string(), post: String::new(), skills }
}
