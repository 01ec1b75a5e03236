//! Two loudspeakers: which of them is told a call, and that each call is told to each of them once at most.

use hal::port::voice::{Command, Event};
use hal::port::{self, signals};
use jiaohao::domain::id::{JobId, TicketId};
use jiaohao::domain::incident::{Saying, Spoken};
use jiaohao::domain::job::JobKind;
use jiaohao::domain::means::{Means, Task};
use jiaohao::domain::request::Request;
use jiaohao::domain::view::OfficeView;
use jiaohao::layout::{Role, Zone, ZoneName};
use jiaohao::station::ladder::Stand;
use jiaohao::station::relief::Relief;
use jiaohao::station::{Condition, Settings, Stations, Tell};

use crate::support::{THREE, at, job, view};

/// A hall with its calls, and what its two voices were told and what the office heard of it, in this order:
/// `hall 5`, `other 5`, `5 said`, `5 not said`, `buzzer`.
struct Hall {
    stations: Stations,
    view: OfficeView,
    log: Vec<String>,
}

impl Hall {
    /// With these calls waiting, and calls said by this means.
    fn new(calls: &[u64], means: Means) -> Self {
        let stations = Stations::new([("display".into(), Role::HallDisplay)], Settings::default());
        let mut hall = Self { stations, view: view(), log: Vec::new() };
        hall.stands_on(means);
        calls.iter().for_each(|id| hall.called(*id));
        hall
    }

    fn called(&mut self, id: u64) {
        let kind = JobKind::Announcement { ticket: TicketId(512), window: THREE, repeat: false };
        self.view.jobs.push(job(id, kind));
        self.hand_out();
    }

    fn stands_on(&mut self, means: Means) {
        self.relieve(means, Some(other()));
    }

    fn relieve(&mut self, means: Means, zone: Option<Zone>) {
        let stand =
            Stand { task: Task::SayCall, window: None, means, best: Means::Voice, missed: Vec::new() };
        self.stations.relieve(Relief::of(&[(stand, at(0))], None, Some("buzzer".into()), zone));
        self.hand_out();
    }

    fn said(&mut self, id: u64) {
        self.told(Event::Said { job: id });
    }

    fn fails(&mut self, id: u64) {
        self.told(Event::NotSaid { job: id });
    }

    /// A voice tells something; what the office is asked then closes the call.
    fn told(&mut self, event: Event) {
        let (closed, words) = match self.stations.said(event) {
            None => return self.hand_out(),
            Some(Request::Said { job }) => (job, "said"),
            Some(Request::NotSaid { job }) => (job, "not said"),
            Some(other) => panic!("{other:?}"),
        };
        self.log.push(format!("{} {words}", closed.0));
        self.closed(closed);
    }

    fn closed(&mut self, id: JobId) {
        self.view.jobs.retain(|job| job.job.id != id);
        self.view.incidents.spoken = self.view.incidents.spoken.filter(|spoken| spoken.job != id);
        self.hand_out();
    }

    fn hand_out(&mut self) {
        let stored = Condition { stored: true };
        for tell in self.stations.jobs(&self.view, stored, &|_, _| String::new()) {
            self.log.push(match tell {
                Tell::Voice { zone: Zone::Hall, command: Command::Say { job, .. } } => format!("hall {job}"),
                Tell::Voice { zone: Zone::Other(_), command: Command::Say { job, .. } } => {
                    format!("other {job}")
                }
                Tell::Device { command, .. } => {
                    assert_eq!(command, port::Command::Signals(signals::Command::SoundCall));
                    "buzzer".to_owned()
                }
            });
        }
    }
}

fn other() -> Zone {
    let Some(name) = ZoneName::new("二楼") else { panic!("a name") };
    Zone::Other(name)
}

#[test]
fn the_other_zone_is_quiet_while_the_first_voice_works() {
    let mut hall = Hall::new(&[5, 6], Means::Voice);

    hall.said(5);
    hall.said(6);

    assert_eq!(hall.log, ["hall 5", "5 said", "hall 6", "6 said"]);
}

#[test]
fn f30_a_call_that_the_first_voice_cannot_begin_is_said_in_the_other_zone() {
    let mut hall = Hall::new(&[5], Means::Voice);

    hall.fails(5);
    hall.said(5);

    assert_eq!(hall.log, ["hall 5", "other 5", "5 said"]);
}

#[test]
fn f33_a_call_in_the_middle_of_which_the_first_voice_died_comes_before_those_that_waited() {
    let mut hall = Hall::new(&[5, 6], Means::Voice);

    hall.fails(5);
    hall.stands_on(Means::OtherZone);
    hall.called(7);
    hall.said(5);
    hall.said(6);
    hall.said(7);

    let expected = ["hall 5", "other 5", "5 said", "other 6", "6 said", "other 7", "7 said"];
    assert_eq!(hall.log, expected, "the first is not told what it cannot say");
}

#[test]
fn after_a_sentence_that_was_said_the_dead_voice_is_told_none() {
    let mut hall = Hall::new(&[5], Means::Voice);

    hall.said(5);
    hall.stands_on(Means::OtherZone);
    hall.called(6);

    assert_eq!(hall.log, ["hall 5", "5 said", "other 6"]);
}

#[test]
fn a_first_voice_that_comes_back_waits_for_the_end_of_the_others_sentence() {
    let mut hall = Hall::new(&[5, 6], Means::OtherZone);

    hall.stands_on(Means::Voice);
    let meanwhile = hall.log.clone();
    hall.said(5);

    assert_eq!(meanwhile, ["other 5"]);
    assert_eq!(hall.log, ["other 5", "5 said", "hall 6"]);
}

#[test]
fn f30_a_call_that_both_voices_fail_is_given_up_once_and_sounded_and_so_is_the_next() {
    let mut hall = Hall::new(&[5], Means::Voice);

    hall.fails(5);
    hall.fails(5);
    hall.stands_on(Means::Buzzer);
    hall.called(6);
    hall.fails(6);

    let expected = ["hall 5", "other 5", "5 not said", "buzzer", "hall 6", "buzzer", "6 not said"];
    assert_eq!(hall.log, expected, "a call is not held up by two voices that are both known to be out");
}

#[test]
fn f33_a_call_in_the_middle_of_which_the_other_zone_died_is_said_by_the_first_if_it_is_back() {
    let mut hall = Hall::new(&[5], Means::OtherZone);

    hall.fails(5);
    hall.said(5);

    assert_eq!(hall.log, ["other 5", "hall 5", "5 said"]);
}

#[test]
fn a_hall_whose_ladder_leaves_the_other_zone_out_gives_up_what_the_first_fails_and_sounds_it() {
    let mut hall = Hall::new(&[], Means::Voice);
    hall.relieve(Means::Voice, None);

    hall.called(5);
    hall.fails(5);

    assert_eq!(hall.log, ["hall 5", "5 not said", "buzzer"]);
}

#[test]
fn f31_a_call_that_was_closed_on_its_way_to_the_other_zone_is_not_said_there() {
    let mut hall = Hall::new(&[5, 6], Means::Voice);

    hall.view.jobs.remove(0);
    hall.fails(5);

    assert_eq!(hall.log, ["hall 5", "hall 6"], "nor does the one behind it leave the first voice for it");
}

#[test]
fn a_notice_that_the_first_voice_cannot_say_is_said_in_the_other_zone() {
    let mut hall = Hall::new(&[], Means::Voice);
    hall.view.incidents.spoken = Some(Spoken { job: JobId(9), saying: Saying::Evacuate, opened: at(0) });

    hall.hand_out();
    hall.fails(9);
    hall.said(9);

    assert_eq!(hall.log, ["hall 9", "other 9", "9 said"]);
}

/// Every outcome of every sentence of three calls, with the ladder anywhere at each of them.
#[test]
fn whatever_fails_each_call_ends_once_is_told_to_a_voice_once_and_never_to_two_at_a_time() {
    const STEPS: [Means; 3] = [Means::Voice, Means::OtherZone, Means::Buzzer];
    for fate in 0..(1 << 6) * 27_u32 {
        let (outcomes, ladders) = (fate % 64, fate / 64);
        let mut hall = Hall::new(&[1, 2, 3], Means::Voice);
        let mut sentence = 0;
        for call in 1..=3 {
            hall.stands_on(STEPS[(ladders / 3_u32.pow(call - 1) % 3) as usize]);
            let id = u64::from(call);
            while hall.view.jobs.iter().any(|job| job.job.id == JobId(id)) {
                let well = outcomes & (1 << sentence) != 0;
                sentence += 1;
                if well { hall.said(id) } else { hall.fails(id) }
            }
        }
        let count = |words: &str| hall.log.iter().filter(|line| *line == words).count();
        for id in 1..=3 {
            let (said, not_said) = (count(&format!("{id} said")), count(&format!("{id} not said")));
            assert_eq!(said + not_said, 1, "{fate}: {:?}", hall.log);
            let told = [count(&format!("hall {id}")), count(&format!("other {id}"))];
            assert!(told.iter().all(|times| *times <= 1) && told != [0, 0], "{fate}: {:?}", hall.log);
            let begun = |line: &&String| line.ends_with(&format!(" {id}")) && !line.ends_with("said");
            let place = hall.log.iter().position(|line| begun(&line));
            let ended = hall.log.iter().position(|line| line.starts_with(&format!("{} ", id - 1)));
            assert!(id == 1 || place > ended, "{fate}: {:?}", hall.log);
        }
    }
}
