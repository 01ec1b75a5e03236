//! `jiaohao duty`: what the person on duty may ask of the running daemon.

use std::io::{BufRead, Write};

use clap::{Args, Subcommand};

use super::history::{Day, day};
use super::incidents;
use super::{Out, Outcome, certificate, control, duty_paper, other_side, pin};
use crate::domain::id::ServiceDay;
use crate::runtime::control::{Command, Secret, self_test};

/// What is asked, and of whom.
#[derive(Debug, Args)]
pub(super) struct Duty {
    #[command(flatten)]
    daemon: control::Daemon,
    #[command(subcommand)]
    act: Act,
}

/// What the person on duty may ask for.
#[derive(Debug, Subcommand)]
enum Act {
    #[command(flatten)]
    Incident(incidents::Act),
    /// Give no more tickets, until they are allowed again or the day ends.
    StopIssuing {
        /// The service's number. Default: all services.
        #[arg(long, value_name = "NUMBER")]
        service: Option<u16>,
    },
    /// Give tickets again after `stop-issuing`.
    AllowIssuing {
        /// The service's number. Default: all services.
        #[arg(long, value_name = "NUMBER")]
        service: Option<u16>,
    },
    /// Give the last ticket of today earlier than the calendar says. Whoever holds one is served.
    CloseEarly {
        /// Minutes from this moment; 0 is at once.
        #[arg(long = "in", value_name = "MINUTES", default_value_t = 0)]
        in_minutes: u16,
    },
    /// Give tickets longer than the calendar says.
    StayOpen {
        /// Minutes beyond the calendar's closing.
        #[arg(value_name = "MINUTES")]
        minutes: u16,
    },
    /// End the day at once. Whoever still waits is closed with it.
    CloseDay,
    /// Give a ticket at the desk; its slip comes out of the hall's printer.
    Issue {
        /// The services' numbers, in the order of the errands.
        #[arg(value_name = "SERVICE", required = true)]
        services: Vec<u16>,
        /// The code of the reason for the green channel, as the hall's file has it.
        #[arg(long, value_name = "CODE")]
        green: Option<String>,
    },
    /// Print a ticket's slip once more.
    Reprint(Ticket),
    /// Withdraw a ticket whose holder does not wait any longer.
    Cancel(Ticket),
    /// Let a visitor who missed the call, or has corrected the papers, wait again.
    Return(Ticket),
    /// The manual-calling sheet: the live order on paper, until every number has an outcome.
    #[command(subcommand)]
    Sheet(duty_paper::Sheet),
    /// Blocks of numbers for paper tickets.
    #[command(subcommand)]
    Block(duty_paper::Block),
    /// Enter what was called, served or handed out by hand, with the times written on paper.
    Enter(duty_paper::Enter),
    /// List the numbers of a side of the journal that was put aside, as lines that `enter` reads.
    ///
    /// Card and stick were both written, and the hall goes on with one of them: whoever was given a number on the other
    /// is in no queue until it is entered, and whoever was called there waits here still.
    OtherSide,
    /// The pick-up cabinet: put something in, or open a door for somebody who has lost the code.
    #[command(subcommand)]
    Locker(Locker),
    /// Try every device by name, disturbing nobody, and print the certificate of it.
    ///
    /// It happens by itself in the morning. Ask for it when something was mended since: the certificate says which
    /// one of the day it is.
    SelfTest,
    /// Tell the certificates of a day, from the journal, or print the newest of today once more.
    Certificate {
        /// The day, as 2026-11-23; the last one in the journal when it is left out.
        #[arg(value_name = "DATE", value_parser = day)]
        day: Option<ServiceDay>,
        /// Print the newest of today on the hall's printer, marked as printed again.
        #[arg(long, conflicts_with = "day")]
        print: bool,
    },
    /// Note that somebody was told of the newest certificate.
    Told {
        /// Who: a name of the hall's file, its place in that list from 1, or anybody else.
        #[arg(value_name = "WHO")]
        who: String,
    },
    /// Put a clerk at a window, as a log-in at its keypad would.
    ///
    /// Asks for the clerk's PIN at a terminal, or reads it from the first line of the standard input.
    LogIn {
        /// The window's number.
        #[arg(long, value_name = "NUMBER")]
        window: u8,
        /// The clerk's number.
        #[arg(long, value_name = "NUMBER")]
        clerk: u32,
    },
    /// Press keys for a window whose keypad is out, as on that keypad; tells the four digits that it would show.
    ///
    /// `jiaohao duty keypad 3 next`, `jiaohao duty keypad 3 function 2 17 enter 1`. A PIN does not belong on a
    /// command line: use `log-in`.
    Keypad {
        /// The window's number.
        #[arg(value_name = "WINDOW")]
        window: u8,
        /// next, recall, no-show, start, finish, function, enter, clear, pause, park, resume, undo, rate, transfer,
        /// call-number, and digits.
        #[arg(value_name = "KEY", required = true)]
        keys: Vec<String>,
    },
    /// Enter a visitor's grade where the rating pad is out: by the rating code on the slip, or from a form on
    /// paper by the ticket's number.
    Rate {
        /// The code as printed, or the number: `A017`.
        #[arg(value_name = "CODE")]
        code: String,
        /// 1 very good to 5 very bad.
        #[arg(value_name = "GRADE")]
        grade: u8,
    },
    /// Take the clerk from a window at which nobody is being served.
    LogOut {
        /// The window's number.
        #[arg(long, value_name = "NUMBER")]
        window: u8,
    },
}

/// What is asked of the pick-up cabinet.
#[derive(Debug, Subcommand)]
enum Locker {
    /// Open an empty door, to put something in. Tells the code for whoever collects it.
    Put {
        /// The door.
        #[command(flatten)]
        door: Door,
        /// The ticket of whom it is for, as printed today: `A017`.
        #[arg(long = "for", value_name = "TICKET")]
        whom: Option<String>,
    },
    /// What lies behind which door, and for whom.
    List,
    /// Open a door behind which something lies, without its code.
    Collect(Door),
}

/// Which door.
#[derive(Debug, Args)]
struct Door {
    /// The number on it.
    #[arg(value_name = "DOOR")]
    door: u8,
}

/// Whose ticket.
#[derive(Debug, Args)]
struct Ticket {
    /// The number as printed: `A017`.
    #[arg(value_name = "TICKET")]
    number: String,
}

pub(super) fn run(
    duty: Duty,
    input: impl BufRead,
    out: &mut Out<impl Write>,
    errors: &mut Out<impl Write>,
) -> anyhow::Result<Outcome> {
    let command = match duty.act {
        Act::Incident(act) => Command::Incident(act.into_ask()),
        Act::StopIssuing { service } => Command::StopIssuing { service },
        Act::AllowIssuing { service } => Command::AllowIssuing { service },
        Act::CloseEarly { in_minutes } => Command::CloseEarly { in_minutes },
        Act::StayOpen { minutes } => Command::StayOpen { minutes },
        Act::CloseDay => Command::CloseDay,
        Act::Issue { services, green } => Command::Issue { services, green },
        Act::Reprint(Ticket { number }) => Command::Reprint { number },
        Act::Cancel(Ticket { number }) => Command::Cancel { number },
        Act::Return(Ticket { number }) => Command::Return { number },
        Act::Sheet(sheet) => duty_paper::sheet(&sheet),
        Act::Block(block) => duty_paper::block(block),
        Act::Enter(enter) => duty_paper::enter(enter)?,
        Act::Locker(Locker::Put { door: Door { door }, whom }) => Command::LockerPut { door, whom },
        Act::Locker(Locker::List) => Command::LockerList,
        Act::Locker(Locker::Collect(Door { door })) => Command::LockerCollect { door },
        Act::SelfTest => Command::SelfTest(self_test::Ask::Begin),
        Act::Certificate { print: true, .. } => Command::SelfTest(self_test::Ask::PrintAgain),
        Act::Certificate { day, print: false } => {
            return certificate::run(&Day::of(duty.daemon.config, day), out, errors);
        }
        Act::OtherSide => return other_side::run(&Day::of(duty.daemon.config, None), out, errors),
        Act::Told { who } => Command::SelfTest(self_test::Ask::Told { who }),
        Act::LogIn { window, clerk } => {
            Command::LogIn { window, staff: clerk, pin: Secret::new(pin::once(input, errors)?) }
        }
        Act::Keypad { window, keys } => Command::Keypad { window, keys },
        Act::Rate { code, grade } => Command::Rate { code, grade },
        Act::LogOut { window } => Command::LogOut { window },
    };
    control::run(&duty.daemon, &command, out, errors)
}
