//! The language of the stories: what people do in a few words, and what happened in a few words.

mod paper;

use jiaohao::domain::card::{Card, PersonHash};
use jiaohao::domain::event::{Choice, Event};
use jiaohao::domain::id::{DoorId, ItemId, JobId, KioskId, Prefix, ServiceId, StaffId, TicketId, WindowId};
use jiaohao::domain::job::{AnnouncementDropped, SlipDropped};
use jiaohao::domain::keeping::{Keeping, KeepingEvent, KeepingRequest, Why};
use jiaohao::domain::locker::{CabinetEvent, CabinetRequest};
use jiaohao::domain::manual::ManualEvent;
use jiaohao::domain::means::MeansEvent;
use jiaohao::domain::request::{Origin, Refusal, Request, TransferTo, TypedNumber};
use jiaohao::domain::self_test::{SelfTestEvent, SelfTestRequest};
use jiaohao::domain::ticket::{Cancelled, Outcome};

use crate::befall;
use crate::staff;
use crate::support::Hall;

/// What the words of one line ask, and where.
pub fn request(hall: &Hall, words: &str) -> (Origin, Request) {
    let words: Vec<&str> = words.split_whitespace().collect();
    match words[..] {
        ["kiosk", kiosk, ref rest @ ..] => (Origin::Kiosk(KioskId(number(kiosk))), visitor(hall, rest)),
        ["desk", ref rest @ ..] => (Origin::Duty, visitor(hall, rest)),
        ["window", window, ref rest @ ..] => {
            let window = WindowId(number(window));
            (Origin::Keypad(window), at_window(window, rest))
        }
        ["pad", window, "grade", grade] => {
            let window = WindowId(number(window));
            (Origin::RatingPad(window), Request::Rate { window, grade: number(grade) })
        }
        ["pad", window, "reason", reason] => {
            let window = WindowId(number(window));
            (Origin::RatingPad(window), Request::RateReason { window, reason: number(reason) })
        }
        ["job", job, outcome] => (Origin::Device, job_outcome(JobId(number(job)), outcome)),
        ["cabinet", ref rest @ ..] => (Origin::Device, Request::Cabinet(cabinet(rest))),
        ["self-test", ref rest @ ..] => (Origin::Duty, Request::SelfTest(self_test(rest))),
        ["morning-test"] => (Origin::Clock, Request::SelfTest(SelfTestRequest::Begin)),
        ["befalls", ref rest @ ..] => (Origin::Duty, Request::Incident(befall::asked(rest))),
        ["pins", ref rest @ ..] => (Origin::Startup, Request::Staff(staff::asked(rest))),
        ["wake"] => (Origin::Clock, Request::Wake),
        ["restart"] => (Origin::Startup, Request::Restart),
        ["kept", "in", "memory"] => (
            Origin::Startup,
            Request::Keeping(KeepingRequest::Lower { to: Keeping::Memory, why: Why::Failed }),
        ),
        ["stop"] => (Origin::Duty, Request::StopIssuing { service: None }),
        ["stop", service] => {
            (Origin::Duty, Request::StopIssuing { service: Some(ServiceId(number(service))) })
        }
        ["allow"] => (Origin::Duty, Request::AllowIssuing { service: None }),
        ["allow", service] => {
            (Origin::Duty, Request::AllowIssuing { service: Some(ServiceId(number(service))) })
        }
        ["close"] => (Origin::Duty, Request::CloseDay),
        _ => panic!("the story says {words:?}"),
    }
}

fn visitor(hall: &Hall, words: &[&str]) -> Request {
    if let Some(asked) = paper::request(words) {
        return Request::Manual(asked);
    }
    match *words {
        ["put", door] => Request::Cabinet(CabinetRequest::Put { door: DoorId(number(door)) }),
        ["put", door, "for", ticket] => {
            Request::Cabinet(CabinetRequest::PutFor { door: DoorId(number(door)), number: typed(ticket) })
        }
        ["collect", item] => Request::Cabinet(CabinetRequest::Collect { item: ItemId(number(item)) }),
        ["wrong-code"] => Request::Cabinet(CabinetRequest::CodeWrong),
        ["back", ticket] => Request::Return { number: typed(ticket) },
        ["cancel", ticket] => Request::Cancel { ticket: known(hall, ticket) },
        ["reprint", ticket] => Request::Reprint { ticket: known(hall, ticket) },
        [services, "card", ref card @ ..] => {
            Request::IssueByCard { services: list(services), green: None, paper: true, card: shown(card) }
        }
        [services] => Request::Issue { services: list(services), green: None, paper: true },
        [services, "green", reason] => {
            Request::Issue { services: list(services), green: Some(number(reason)), paper: true }
        }
        _ => panic!("the visitor does {words:?}"),
    }
}

/// What the cabinet tells: `5 opened`, `5 not-opened`, `5 unknown`, `door 3 open`, `door 3 shut`.
fn cabinet(words: &[&str]) -> CabinetRequest {
    match *words {
        [job, "opened"] => CabinetRequest::Opened { job: JobId(number(job)) },
        [job, "not-opened"] => CabinetRequest::NotOpened { job: JobId(number(job)) },
        [job, "unknown"] => CabinetRequest::Unknown { job: JobId(number(job)) },
        ["door", door, how] => CabinetRequest::Seen { door: DoorId(number(door)), open: how == "open" },
        _ => panic!("the cabinet tells {words:?}"),
    }
}

/// What the terminal read: `of 1`, `of 1 aged`, `kept nothing`, `absent`, `no-reader`.
fn shown(words: &[&str]) -> Card {
    match *words {
        ["of", who] => Card::Read { person: Some(PersonHash([number(who); 32])), of_age: false },
        ["of", who, "aged"] => Card::Read { person: Some(PersonHash([number(who); 32])), of_age: true },
        ["kept", "nothing"] => Card::Read { person: None, of_age: false },
        ["absent"] => Card::Absent,
        ["no-reader"] => Card::NoReader,
        _ => panic!("a card is {words:?}"),
    }
}

fn at_window(window: WindowId, words: &[&str]) -> Request {
    match *words {
        ["next"] => Request::CallNext { window },
        ["call", ticket, "because", reason] => {
            Request::CallNumber { window, number: typed(ticket), reason: number(reason) }
        }
        ["recall"] => Request::Recall { window },
        ["start"] => Request::Start { window },
        ["finish", ref how @ ..] => Request::Finish { window, outcome: outcome(how) },
        ["no-show"] => Request::NoShow { window },
        ["undo"] => Request::Undo { window },
        ["park"] => Request::Park { window },
        ["resume"] => Request::Resume { window, number: None },
        ["resume", ticket] => Request::Resume { window, number: Some(typed(ticket)) },
        ["send", "service", to] => {
            Request::Transfer { window, to: TransferTo::Service(ServiceId(number(to))) }
        }
        ["send", "window", to] => Request::Transfer { window, to: TransferTo::Window(WindowId(number(to))) },
        ["send", "clerk", to] => Request::Transfer { window, to: TransferTo::Clerk(StaffId(number(to))) },
        ["in", staff] => Request::LogIn { window, staff: StaffId(number(staff)) },
        ["wrong", staff] => Request::PinWrong { window, staff: StaffId(number(staff)) },
        ["out"] => Request::LogOut { window },
        ["hands-over", staff] => Request::HandOver { window, staff: StaffId(number(staff)) },
        ["pause", reason] => Request::Pause { window, reason: number(reason) },
        ["go-on"] => Request::GoOn { window },
        ["close-out"] => Request::CloseOut { window },
        ["ask"] => Request::AskRating { window },
        _ => panic!("the clerk presses {words:?}"),
    }
}

fn outcome(words: &[&str]) -> Outcome {
    match *words {
        ["done"] => Outcome::Done,
        ["limited"] => Outcome::TimeLimited,
        ["declined", reason] => Outcome::NotAccepted { reason: number(reason) },
        ["corrected"] => Outcome::Corrected { missing: Vec::new() },
        ["corrected", missing] => Outcome::Corrected { missing: missing.split(',').map(number).collect() },
        _ => panic!("it ended {words:?}"),
    }
}

fn job_outcome(job: JobId, outcome: &str) -> Request {
    match outcome {
        "printed" => Request::SlipPrinted { job },
        "unknown" => Request::SlipUnknown { job },
        "unprinted" => Request::SlipNotPrinted { job },
        "said" => Request::Said { job },
        "unsaid" => Request::NotSaid { job },
        _ => panic!("the job ended {outcome}"),
    }
}

fn list(services: &str) -> Vec<ServiceId> {
    match services {
        "nothing" => Vec::new(),
        services => services.split(',').map(|service| ServiceId(number(service))).collect(),
    }
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("no number: {text}"))
}

fn typed(text: &str) -> TypedNumber {
    match text.chars().next() {
        Some(letter) if letter.is_ascii_uppercase() => {
            TypedNumber { prefix: Some(Prefix(letter)), value: number(&text[1..]) }
        }
        _ => TypedNumber { prefix: None, value: number(text) },
    }
}

/// The ticket of a number; a ticket nobody has when the number was never given.
fn known(hall: &Hall, text: &str) -> TicketId {
    hall.office.ticket_by_number(typed(text)).map_or(TicketId(9_999), |ticket| ticket.id)
}

/// What was answered: `no: TheRefusal`, or what happened, joined by semicolons.
pub fn answer(hall: &Hall, answer: &Result<Vec<Event>, Refusal>, jobs: bool) -> String {
    match answer {
        Err(refusal) => format!("no: {refusal:?}"),
        Ok(events) => {
            let told = events
                .iter()
                .filter_map(|event| happened(hall, event).or_else(|| job(event).filter(|_| jobs)));
            told.collect::<Vec<String>>().join("; ")
        }
    }
}

fn happened(hall: &Hall, event: &Event) -> Option<String> {
    let name = |ticket: &TicketId| hall.name(*ticket);
    Some(match event {
        Event::DayOpened(opening) => format!("{} opens", opening.day),
        Event::DayClosed => "day closed".into(),
        Event::Restarted => "restarted".into(),
        Event::RulesAdopted { .. } => "rules adopted".into(),
        Event::HoursSet(_) => "hours set".into(),
        Event::IssuingStopped { .. } => "stopped".into(),
        Event::IssuingAllowed { .. } => "allowed".into(),
        Event::TicketIssued { number, .. } => number.to_string(),
        Event::Cabinet(event) => at_cabinet(event),
        Event::Keeping(KeepingEvent::Lowered { to: Keeping::Memory, .. }) => "kept in memory".to_owned(),
        Event::Keeping(event) => format!("{event:?}"),
        Event::Means(MeansEvent::GradeEntered { ticket, grade, .. }) => {
            format!("{} rated {grade}", name(ticket))
        }
        Event::Means(MeansEvent::Stood(stood)) => format!("the hall is {:?}", stood.state),
        Event::Manual(event) => return paper::happened(hall, event),
        Event::SelfTest(event) => of_self_test(event),
        Event::Incident(event) => befall::told(event),
        Event::Staff(event) => staff::told(event),
        Event::TicketHeld { person, .. } => format!("held by {}", person.0[0]),
        Event::TicketCancelled { ticket, why } => format!("{} {}", name(ticket), cancelled(*why)),
        Event::TicketCalled { ticket, window, choice, .. } => {
            format!("{} to {window}{}", name(ticket), chosen(choice))
        }
        Event::TicketRecalled { ticket, window } => format!("{} to {window} again", name(ticket)),
        Event::CallUndone { ticket, .. } => format!("{} uncalled", name(ticket)),
        Event::ServiceStarted { ticket, clerk, .. } => format!("{} served by {clerk}", name(ticket)),
        Event::ServiceFinished { ticket, clerk, service, outcome, took, .. } => {
            let seconds = took.as_secs();
            format!("{} {} by {clerk}, service {service}, {seconds} s", name(ticket), ended(outcome))
        }
        Event::ErrandBegun { ticket, service } => format!("{} goes on with {service}", name(ticket)),
        Event::ErrandQueued { ticket, service } => format!("{} waits for {service}", name(ticket)),
        Event::TicketMissed { ticket, .. } => format!("{} missed", name(ticket)),
        Event::TicketReturned { ticket, due_at_calls } => format!("{} back at {due_at_calls}", name(ticket)),
        Event::TicketParked { ticket, clerk, .. } => format!("{} parked by {clerk}", name(ticket)),
        Event::TicketReleased { ticket } => format!("{} released", name(ticket)),
        Event::TicketTransferred { ticket, to, .. } => format!("{} sent to {}", name(ticket), place(*to)),
        Event::ClerkLoggedIn { staff, .. } => format!("{staff} in"),
        Event::PinRefused { staff, .. } => format!("{staff} wrong"),
        Event::ClerkLoggedOut { staff, .. } => format!("{staff} out"),
        Event::HandedOver { from, to, .. } => format!("{to} for {from}"),
        Event::WindowPaused { window, .. } => format!("{window} pauses"),
        Event::WindowWentOn { window } => format!("{window} goes on"),
        Event::CloseOutBegan { window } => format!("{window} closes out"),
        Event::RatingAsked { ticket, .. } => format!("{} asked", name(ticket)),
        Event::RatingGiven { ticket, clerk, grade, .. } => format!("{} rates {clerk} {grade}", name(ticket)),
        Event::RatingExplained { ticket, reason, .. } => format!("{} says why: {reason}", name(ticket)),
        Event::RatingUnanswered { ticket, .. } => format!("{} did not answer", name(ticket)),
        Event::SlipOpened { .. }
        | Event::CorrectionOpened { .. }
        | Event::SlipPrinted { .. }
        | Event::SlipUnknown { .. }
        | Event::SlipDropped { .. }
        | Event::AnnouncementOpened { .. }
        | Event::Said { .. }
        | Event::AnnouncementDropped { .. } => return None,
    })
}

fn self_test(words: &[&str]) -> SelfTestRequest {
    match *words {
        ["begin"] => SelfTestRequest::Begin,
        ["over"] => SelfTestRequest::Certify(Box::default()),
        ["again"] => SelfTestRequest::PrintAgain,
        ["told", who] => SelfTestRequest::Told { who: who.to_owned() },
        _ => panic!("of a self-test: {words:?}"),
    }
}

fn of_self_test(event: &SelfTestEvent) -> String {
    match event {
        SelfTestEvent::Begun { morning: true } => "morning's self-test".to_owned(),
        SelfTestEvent::Begun { morning: false } => "self-test".to_owned(),
        SelfTestEvent::Certified { number, .. } => format!("certificate {number}"),
        SelfTestEvent::PaperOpened { job, again } => {
            format!("print {job}{}", if *again { " again" } else { "" })
        }
        SelfTestEvent::PaperPrinted { job } => format!("{job} printed"),
        SelfTestEvent::PaperUnknown { job } => format!("{job} unknown"),
        SelfTestEvent::PaperDropped { job } => format!("{job} dropped"),
        SelfTestEvent::Told { who } => format!("{who} told"),
    }
}

fn at_cabinet(event: &CabinetEvent) -> String {
    match event {
        CabinetEvent::ItemPut { item, door } => format!("item {item} behind {door}"),
        CabinetEvent::ItemFor { item, whom } => format!("item {item} for {}", whom.number),
        CabinetEvent::ItemGone { item } => format!("item {item} gone"),
        CabinetEvent::DoorOrdered { job, door, .. } => format!("open {door} by {job}"),
        CabinetEvent::DoorOpened { job } => format!("{job} opened"),
        CabinetEvent::DoorNotOpened { job } => format!("{job} not opened"),
        CabinetEvent::DoorUnknown { job } => format!("{job} unknown"),
        CabinetEvent::DoorSeen { door, open: true } => format!("door {door} open"),
        CabinetEvent::DoorSeen { door, open: false } => format!("door {door} shut"),
        CabinetEvent::DoorLeftOpen { door } => format!("door {door} left open"),
        CabinetEvent::CodeRefused { kiosk } => format!("wrong code at {kiosk}"),
        CabinetEvent::CodeTaken { kiosk } => format!("right code at {kiosk}"),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is not of a job is told by `happened`")]
fn job(event: &Event) -> Option<String> {
    Some(match event {
        Event::SlipOpened { job, reprint, .. } => {
            format!("print {job}{}", if *reprint { " again" } else { "" })
        }
        Event::CorrectionOpened { job, missing, .. } => format!("print {job} lacking {missing:?}"),
        Event::Manual(ManualEvent::PaperOpened { job, again, .. }) => {
            format!("paper {job}{}", if *again { " again" } else { "" })
        }
        Event::Manual(ManualEvent::PaperPrinted { job }) => format!("{job} printed"),
        Event::Manual(ManualEvent::PaperUnknown { job }) => format!("{job} unknown"),
        Event::Manual(ManualEvent::PaperDropped { job }) => format!("{job} not printed"),
        Event::SlipPrinted { job } => format!("{job} printed"),
        Event::SlipUnknown { job } => format!("{job} unknown"),
        Event::SlipDropped { job, why } => match why {
            SlipDropped::NotPrinted => format!("{job} not printed"),
            SlipDropped::TooLate => format!("{job} too late"),
        },
        Event::AnnouncementOpened { job, repeat, .. } => {
            format!("say {job}{}", if *repeat { " once more" } else { "" })
        }
        Event::Said { job } => format!("{job} said"),
        Event::AnnouncementDropped { job, why } => match why {
            AnnouncementDropped::Stale => format!("{job} stale"),
            AnnouncementDropped::NoVoice => format!("{job} without voice"),
            AnnouncementDropped::Overtaken => format!("{job} overtaken"),
            AnnouncementDropped::Interrupted => format!("{job} interrupted"),
        },
        _ => return None,
    })
}

fn cancelled(why: Cancelled) -> &'static str {
    match why {
        Cancelled::ByVisitor => "given back",
        Cancelled::ByStaff => "withdrawn",
        Cancelled::DayEnded => "ends with the day",
        Cancelled::LeftOpen => "left open",
        Cancelled::WrittenOff => "written off",
    }
}

fn chosen(choice: &Choice) -> &'static str {
    match choice {
        Choice::Discipline(_) => "",
        Choice::Promised => " as promised",
        Choice::Directed { .. } => " out of turn",
        Choice::Resumed => " resumed",
    }
}

fn ended(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::TimeLimited => "limited",
        Outcome::NotAccepted { .. } => "declined",
        Outcome::Corrected { .. } => "corrected",
    }
}

fn place(to: TransferTo) -> String {
    match to {
        TransferTo::Service(service) => format!("service {service}"),
        TransferTo::Window(window) => format!("window {window}"),
        TransferTo::Clerk(clerk) => format!("clerk {clerk}"),
    }
}
