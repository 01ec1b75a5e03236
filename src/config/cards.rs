//! Reads `[id-card]`: whether terminals ask for identity cards, what is kept of them, and what they open.

use std::time::Duration;

use super::devices::PlacedDevice;
use super::keys::Keys;
use super::problem::Problem;
use super::values::{Flag, OneOf, OrNone, Span, Text, Whole};
use crate::domain::card::{AgeGreen, CardLimit, CardRules, LimitPer};
use crate::domain::rules::GreenReason;
use crate::layout::Role;

/// Whether a card is asked for, by the words of the configuration.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Forbidden,
    Optional,
    Required,
}

const ASKS: OneOf<Asks> =
    OneOf(&[("forbidden", Asks::Forbidden), ("optional", Asks::Optional), ("required", Asks::Required)]);

/// What is kept of a card that was read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeps {
    Nothing,
    Hash,
}

const KEEPS: OneOf<Keeps> = OneOf(&[("nothing", Keeps::Nothing), ("hash", Keeps::Hash)]);

const PER: OneOf<LimitPer> = OneOf(&[("service", LimitPer::Service), ("day", LimitPer::Day)]);

/// Reads `[id-card]`; `None` in a hall that forbids cards.
pub(super) fn read(keys: &Keys<'_>, reasons: &[GreenReason]) -> Option<CardRules> {
    let asks = keys.or("ask", &ASKS, Asks::Forbidden);
    let keeps = keys.or("keep", &KEEPS, Keeps::Nothing);
    let tickets = keys.or("limit", &OrNone(Whole(1..=9_u8)), None);
    let per = keys.or("limit-per", &PER, LimitPer::Service);
    let years = keys.or("green-from-age", &OrNone(Whole(50..=120_u8)), None);
    let code = keys.or("green-reason", &Text, "age".to_owned());
    let wait = keys.or("wait", &Span::seconds(5, 45), Duration::from_secs(20));
    let go_on = keys.or("go-on-without-reader", &Flag, true);
    match (keeps, tickets) {
        (Keeps::Nothing, Some(_)) => {
            let what =
                "a person who takes one ticket too many is found by the hash of the card, and none is kept";
            let remedy = "write `keep = \"hash\"`, or `limit = \"none\"`";
            keys.report(Problem::error(&keys.spot("limit"), what, remedy));
        }
        (Keeps::Hash, None) => {
            let what = "hashes of cards serve the limit alone, and there is none";
            keys.report(Problem::error(&keys.spot("keep"), what, "write a `limit`, or `keep = \"nothing\"`"));
        }
        (Keeps::Nothing, None) | (Keeps::Hash, Some(_)) => {}
    }
    let reason = reasons.iter().position(|reason| reason.code == code).and_then(|at| u8::try_from(at).ok());
    if years.is_some() && reason.is_none() {
        let what = format!("the green channel has no reason \"{code}\"");
        let remedy = "name the `code` of a `[[green-channel.reason]]`";
        keys.report(Problem::error(&keys.spot("green-reason"), what, remedy));
    }
    let green = years.zip(reason).map(|(from_years, reason)| AgeGreen { from_years, reason });
    let limit = tickets.map(|tickets| CardLimit { tickets, per });
    let required = asks == Asks::Required;
    (asks != Asks::Forbidden).then_some(CardRules {
        required,
        go_on_without_reader: go_on,
        limit,
        green,
        wait,
    })
}

/// Complains about readers that nobody asks, and about cards that no reader reads.
pub(super) fn check(keys: &Keys<'_>, cards: Option<CardRules>, devices: &[PlacedDevice]) {
    let readers = || devices.iter().filter(|placed| matches!(placed.device.role, Role::CardReader(_)));
    for placed in readers() {
        let Role::CardReader(kiosk) = placed.device.role else { continue };
        if devices.iter().all(|other| other.device.role != Role::Terminal(kiosk)) {
            let what =
                format!("\"{}\" stands beside terminal {kiosk}, and there is none", placed.device.name);
            let remedy = "correct its `kiosk`, or write the terminal's `[[device]]`";
            keys.report(Problem::error(&placed.role_at, what, remedy));
        }
        if cards.is_none() {
            let what = format!("\"{}\" is never asked for a card", placed.device.name);
            let remedy = "write `ask = \"optional\"` in `[id-card]`, or take the reader out";
            keys.report(Problem::warning(&placed.role_at, what, remedy));
        }
    }
    let Some(cards) = cards else { return };
    let at = keys.spot("id-card");
    for placed in devices {
        let Role::Terminal(kiosk) = placed.device.role else { continue };
        if readers().any(|reader| reader.device.role == Role::CardReader(kiosk)) {
            continue;
        }
        if cards.required && !cards.go_on_without_reader {
            let what = format!("terminal {kiosk} has no card reader, so it would never give a ticket");
            let remedy = "write its reader, `role = \"card-reader\"`, or `go-on-without-reader = true`";
            keys.report(Problem::error(&at, what, remedy).also(&placed.role_at, "this terminal"));
        } else {
            let what = format!("cards are asked for, and terminal {kiosk} has no card reader");
            let remedy = "write its reader, `role = \"card-reader\"`; without one it gives tickets as before";
            let warning = Problem::warning(&at, what, remedy);
            keys.report(warning.also(&placed.role_at, "this terminal"));
        }
    }
}
