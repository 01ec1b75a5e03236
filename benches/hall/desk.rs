//! Presses at the desk of a daemon in this process: one after the other, and many at once.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiaohao::cli::wiring;
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{ServiceId, StaffId, TicketId, WindowId};
use jiaohao::domain::request::{Origin, Request};
use jiaohao::layout::Layout;
use jiaohao::runtime::daemon::{Daemon, Desk, Found, Setup, Wanted};
use jiaohao::runtime::registrar::Answer;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::floor::{Floor, now, pause};
use super::table::{Aim, Bare, Table, median};

/// Tickets and calls, one after the other: no more than fit into the part of the journal's log that is
/// written over.
const PRESSES: usize = 40;

/// Tickets that are given and taken back first, so that the log has its usual length.
const FIRST: u32 = 160;

/// A pause in which the journal's log is copied back, to be written over from its start.
const QUIET: Duration = Duration::from_millis(500);

/// Between two presses, so that what follows a call is over.
const REST: Duration = Duration::from_millis(20);

/// Tickets in all for each size of crowd.
const CROWD: u32 = 512;

/// Services of different letters, so that no range of numbers is used up.
const SERVICES: [u16; 5] = [11, 21, 31, 41, 51];

/// A daemon on this journal, without devices.
struct Hall {
    daemon: Daemon,
    runtime: Runtime,
    _floor: Floor,
}

impl Hall {
    fn open(state: &Path) -> Self {
        let floor = Floor::with_state(0, Some(state));
        floor.edit(|hall| {
            let calling = hall.entry("calling").or_insert_with(|| toml::Table::new().into());
            calling.as_table_mut().unwrap().insert("bounce".into(), "0s".into());
        });
        let config = wiring::read(&floor.hall()).unwrap();
        let setup = Setup {
            backups: None,
            found: Found::default(),
            site: config.site.clone(),
            zone: wiring::zone(&config),
            state: state.to_owned(),
            card_key: state.join("card-key"),
            storage: wiring::storage(&config),
            pins: wiring::pins(config.paths.pins()),
            adoption: {
                let mut adoption = wiring::adoption(config, None);
                adoption.layout = Arc::new(Layout::default());
                adoption
            },
        };
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let hall = Self { daemon: Daemon::start(setup).unwrap(), runtime, _floor: floor };
        while hall.desk().status().view.day.is_none() {
            pause(REST);
        }
        hall
    }

    fn desk(&self) -> Desk {
        self.daemon.desk()
    }

    /// Brings the journal to where it is for all of a day but its first minutes.
    fn settle(&self) {
        for round in 0..FIRST {
            let (events, _) = self.ask(issue(SERVICES[(round % 5) as usize]));
            self.ask_all(events.iter().filter_map(ticket).map(|ticket| Request::Cancel { ticket }).collect());
        }
        pause(QUIET);
    }

    /// One request; what happened, and how long it took to hear of it.
    fn ask(&self, request: Request) -> (Vec<Event>, Duration) {
        let (desk, began) = (self.desk(), now());
        let events = self.runtime.block_on(granted(desk, request));
        (events, began.elapsed())
    }

    /// Requests at once; what happened to all, and how long it took until the last was heard of.
    fn ask_all(&self, requests: Vec<Request>) -> (Vec<Event>, Duration) {
        let desk = self.desk();
        self.runtime.block_on(async {
            let began = now();
            let mut asked = JoinSet::new();
            for request in requests {
                asked.spawn(granted(desk.clone(), request));
            }
            let events = asked.join_all().await.into_iter().flatten().collect();
            (events, began.elapsed())
        })
    }
}

async fn granted(desk: Desk, request: Request) -> Vec<Event> {
    match desk.ask(Origin::Duty, Some(StaffId(101)), Wanted::Request(request)).await.unwrap() {
        Answer::Granted { events, .. } => events.to_vec(),
        refused @ (Answer::Refused(_) | Answer::NotStored) => panic!("{refused:?}"),
    }
}

/// The medians of a ticket and of a call, with so much history behind.
pub fn presses(table: &mut Table, history: u64, state: &Path) -> (Duration, Duration) {
    let hall = Hall::open(state);
    let window = WindowId(1);
    hall.ask(Request::LogIn { window, staff: StaffId(101) });
    hall.settle();
    let mut bare = Bare::beside(state);
    let (mut tickets, mut calls) = (Vec::new(), Vec::new());
    for _ in 0..PRESSES {
        tickets.push(hall.ask(issue(SERVICES[0])).1);
        pause(REST);
        calls.push(hall.ask(Request::CallNext { window }).1);
        pause(REST);
        bare.commit();
        pause(REST);
    }
    let (ticket, call, bare) = (median(tickets), median(calls), bare.median());
    table.commits(&format!("a ticket, {history} records behind"), ticket, bare, Aim::AtMost(1.1));
    table.commits(&format!("a call, {history} records behind"), call, bare, Aim::AtMost(1.1));
    (ticket, call)
}

/// Tickets asked for at once, and what that does for the throughput.
pub fn crowds(table: &mut Table, state: &Path) {
    let hall = Hall::open(state);
    let mut one_by_one = Duration::ZERO;
    for (crowd, aim) in [(1, Aim::None), (8, Aim::None), (64, Aim::AtLeast(20.0))] {
        let (mut each, mut bare) = (Vec::new(), Bare::beside(state));
        for round in 0..CROWD / crowd {
            let requests = (0..crowd).map(|at| issue(SERVICES[((round + at) % 5) as usize])).collect();
            let (events, took) = hall.ask_all(requests);
            each.push(took / crowd);
            // The visitors leave, so that the hall is as empty before the next crowd.
            hall.ask_all(events.iter().filter_map(ticket).map(|ticket| Request::Cancel { ticket }).collect());
            bare.commit();
        }
        let median = median(each);
        table.commits(&format!("a ticket of {crowd} at once"), median, bare.median(), Aim::None);
        if crowd == 1 {
            one_by_one = median;
        } else {
            let times = one_by_one.as_secs_f64() / median.as_secs_f64();
            table.ratio(&format!("throughput of {crowd} at once to one by one"), times, aim);
        }
    }
}

fn issue(service: u16) -> Request {
    Request::Issue { services: vec![ServiceId(service)], green: None, paper: false }
}

fn ticket(event: &Event) -> Option<TicketId> {
    if let Event::TicketIssued { ticket, .. } = event { Some(*ticket) } else { None }
}
