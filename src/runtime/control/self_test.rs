//! What duty staff ask about the self-test: to try everything, to print its certificate again, to note who was told.

use serde::{Deserialize, Serialize};

use super::Reply;
use super::bench::stamp;
use super::duty::reply_to;
use super::server::Control;
use crate::domain::request::{Origin, Request};
use crate::domain::self_test::{CertificatePaper, Certified, SelfTestRequest};
use crate::runtime::daemon::Wanted;
use crate::runtime::status::Status;

/// What is asked about the self-test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "self-test", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// Try everything once more, and print the certificate of it.
    Begin,
    /// Print the newest certificate of the day once more.
    PrintAgain,
    /// Somebody was told of the newest certificate.
    Told {
        /// Who: a name of the hall's file, or its place in the list from 1, or anybody else.
        who: String,
    },
}

pub(super) async fn answer(asked: Ask, control: &Control) -> Reply {
    let status = control.desk.status();
    let latest = status.view.self_test.latest.clone();
    let (request, done) = match asked {
        Ask::Begin if status.view.self_test.running.is_some() => {
            let words = "a self-test runs already; its certificate comes by itself".to_owned();
            return Reply::Failed { words };
        }
        Ask::Begin => {
            let done = "every device is tried; the certificate is printed in about a minute at the latest";
            (SelfTestRequest::Begin, done.to_owned())
        }
        Ask::PrintAgain | Ask::Told { .. } if latest.is_none() => {
            let words = "there is no certificate today: `jiaohao duty self-test` makes one".to_owned();
            return Reply::Failed { words };
        }
        Ask::Told { who } if who.trim().is_empty() => {
            return Reply::Failed {
                words: "say who was told: a name, or a place in the certificate's list".to_owned(),
            };
        }
        Ask::PrintAgain => {
            (SelfTestRequest::PrintAgain, "the certificate goes to the printer again".to_owned())
        }
        Ask::Told { who } => {
            let who = latest.map_or_else(|| who.clone(), |latest| meant(&latest, &who));
            let done = format!("it is noted that {who} was told");
            (SelfTestRequest::Told { who }, done)
        }
    };
    reply_to(control.desk.ask(Origin::Duty, None, Wanted::Request(Request::SelfTest(request))).await, done)
}

/// Whoever stands at this place of the certificate's list; anybody else by the name that was typed.
fn meant(latest: &Certified, who: &str) -> String {
    let place = who.parse::<usize>().ok().and_then(|place| place.checked_sub(1));
    place.and_then(|place| latest.certificate.tell.get(place)).cloned().unwrap_or_else(|| who.to_owned())
}

/// One sentence about the day's self-test; `None` while there is nothing to tell.
pub(super) fn sentence(status: &Status) -> Option<String> {
    let seen = &status.view.self_test;
    let latest = seen.latest.as_deref().map(of);
    let running = seen.running.map(|_| "a self-test runs".to_owned());
    let told: Vec<String> = running.into_iter().chain(latest).collect();
    (!told.is_empty()).then(|| told.join("; "))
}

fn of(latest: &Certified) -> String {
    let (works, all) = latest.certificate.working();
    let at = latest.at.wall.map_or_else(|| "(time unknown)".to_owned(), stamp);
    let paper = match latest.paper {
        CertificatePaper::Coming { .. } => "waits for a printer",
        CertificatePaper::Printed => "is printed",
        CertificatePaper::Unknown => "may have come out: `jiaohao duty certificate --print` prints it again",
        CertificatePaper::NotPrinted => "is not printed",
    };
    let told =
        if latest.told.is_empty() { "nobody is noted as told".to_owned() } else { latest.told.join(", ") };
    format!("self-test of {at}: {works} of {all} work; certificate {} {paper}; told: {told}", latest.number)
}
