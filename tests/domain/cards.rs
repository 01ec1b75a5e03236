//! Identity cards: who needs one, how many tickets one opens, and the green channel by age.

use std::time::Duration;

use jiaohao::domain::card::{AgeGreen, Card, CardLimit, CardRules, LimitPer, PersonHash};
use jiaohao::domain::id::{KioskId, ServiceId};
use jiaohao::domain::request::{Origin, Request};
use jiaohao::domain::rules::{Class, Rules};

use crate::support::{Hall, clock};

const OPTIONAL: CardRules = CardRules {
    required: false,
    go_on_without_reader: true,
    limit: None,
    green: None,
    wait: Duration::from_secs(20),
};

fn required(rules: &mut Rules) {
    rules.cards = Some(CardRules { required: true, ..OPTIONAL });
}

fn limited(tickets: u8, per: LimitPer) -> impl Fn(&mut Rules) {
    move |rules| rules.cards = Some(CardRules { limit: Some(CardLimit { tickets, per }), ..OPTIONAL })
}

fn from_seventy(rules: &mut Rules) {
    rules.cards = Some(CardRules { green: Some(AgeGreen { from_years: 70, reason: 0 }), ..OPTIONAL });
}

#[test]
fn where_a_card_is_optional_nobody_needs_one() {
    Hall::with(|rules| rules.cards = Some(OPTIONAL)).check(
        "
        08:00:00 kiosk 1 1 card absent          -> A001
        08:01:00 kiosk 1 1 card no-reader       -> A002
        08:02:00 kiosk 1 1 card kept nothing    -> A003
        08:03:00 kiosk 1 1                      -> A004
        ",
    );
}

#[test]
fn where_a_card_is_required_a_terminal_gives_nothing_without_and_staff_do() {
    Hall::with(required).check(
        "
        08:00:00 kiosk 1 1 card absent          -> no: CardNeeded
        08:01:00 kiosk 1 1                      -> no: CardNeeded
        08:02:00 kiosk 1 1 card kept nothing    -> A001
        08:03:00 desk 1                         -> A002
        ",
    );
}

#[test]
fn a_terminal_that_has_lost_its_reader_goes_on_or_not_as_the_hall_sets() {
    Hall::with(required).check("08:00:00 kiosk 1 1 card no-reader -> A001");
    Hall::with(|rules| {
        rules.cards = Some(CardRules { required: true, go_on_without_reader: false, ..OPTIONAL });
    })
    .check("08:00:00 kiosk 1 1 card no-reader -> no: CardNeeded");
}

#[test]
fn one_person_has_one_live_ticket_of_a_service_and_any_other_service_is_free() {
    Hall::staffed(limited(1, LimitPer::Service)).check(
        "
        08:00:00 kiosk 1 1 card of 7            -> A001; held by 7
        08:01:00 kiosk 2 1 card of 7            -> no: HoldsTicket
        08:02:00 kiosk 2 2,1 card of 7          -> no: HoldsTicket
        08:03:00 kiosk 2 2 card of 7            -> A002; held by 7
        08:04:00 kiosk 2 1 card of 8            -> A003; held by 8
        08:05:00 kiosk 2 1 card absent          -> A004
        08:06:00 window 1 next                  -> A001 to 1
        08:06:30 window 1 start                 -> A001 served by 11
        08:07:00 kiosk 2 1 card of 7            -> no: HoldsTicket
        08:10:00 window 1 finish done           -> A001 done by 11, service 1, 210 s
        08:11:00 kiosk 2 1 card of 7            -> A005; held by 7
        ",
    );
}

#[test]
fn a_ticket_given_back_or_missed_does_not_count_for_a_service() {
    Hall::staffed(limited(1, LimitPer::Service)).check(
        "
        08:00:00 kiosk 1 1 card of 7            -> A001; held by 7
        08:01:00 kiosk 1 cancel A001            -> A001 given back
        08:02:00 kiosk 1 1 card of 7            -> A002; held by 7
        08:03:00 window 1 next                  -> A002 to 1
        08:03:30 window 1 recall                -> A002 to 1 again
        08:04:00 window 1 no-show               -> A002 missed
        08:05:00 kiosk 1 1 card of 7            -> A003; held by 7
        ",
    );
}

#[test]
fn a_limit_of_the_day_counts_what_has_ended_too_but_not_what_was_given_back() {
    Hall::staffed(limited(2, LimitPer::Day)).check(
        "
        08:00:00 kiosk 1 1 card of 7            -> A001; held by 7
        08:01:00 window 1 next                  -> A001 to 1
        08:01:30 window 1 start                 -> A001 served by 11
        08:03:00 window 1 finish done           -> A001 done by 11, service 1, 90 s
        08:04:00 kiosk 1 2 card of 7            -> A002; held by 7
        08:05:00 kiosk 1 3 card of 7            -> no: HoldsTicket
        08:06:00 kiosk 1 cancel A002            -> A002 given back
        08:07:00 kiosk 1 3 card of 7            -> B001; held by 7
        08:08:00 kiosk 1 4 card of 7            -> no: HoldsTicket
        ",
    );
}

#[test]
fn without_a_limit_nobody_is_kept_even_if_a_terminal_said_who() {
    Hall::with(|rules| rules.cards = Some(OPTIONAL)).check(
        "
        08:00:00 kiosk 1 1 card of 7            -> A001
        08:01:00 kiosk 1 1 card of 7            -> A002
        ",
    );
}

#[test]
fn a_card_of_the_set_age_opens_the_green_channel_by_itself() {
    let mut hall = Hall::with(|rules| {
        from_seventy(rules);
        rules.green.self_declared = false;
    });
    hall.check(
        "
        08:00:00 kiosk 1 1 card of 7            -> A001
        08:01:00 kiosk 1 1 card of 8 aged       -> A002
        08:02:00 kiosk 1 1 green 0              -> no: NotSelfDeclared
        ",
    );

    let classes: Vec<(Class, Option<u8>)> =
        hall.office.tickets().map(|ticket| (ticket.class, ticket.green_reason)).collect();
    assert_eq!(classes, [(Class::Ordinary, None), (Class::Green, Some(0))]);
}

#[test]
fn an_age_opens_nothing_where_the_hall_does_not_set_one() {
    let mut hall = Hall::with(|rules| rules.cards = Some(OPTIONAL));
    hall.check("08:00:00 kiosk 1 1 card of 8 aged -> A001");

    assert!(hall.office.tickets().all(|ticket| ticket.class == Class::Ordinary));
}

#[test]
fn the_second_touch_of_an_old_persons_finger_is_the_same_touch() {
    Hall::with(from_seventy).check(
        "
        08:00:00 kiosk 1 1 card of 8 aged       -> A001
        08:00:01 kiosk 1 1 card of 8 aged       -> no: SameTouch
        ",
    );
}

#[test]
fn the_holder_is_told_the_number_and_who_is_called_before_it() {
    let mut hall = Hall::staffed(limited(1, LimitPer::Service));
    hall.check(
        "
        08:00:00 kiosk 1 1 card of 6            -> A001; held by 6
        08:00:10 kiosk 1 3 card of 5            -> B001; held by 5
        08:00:20 kiosk 1 1 card of 7            -> A002; held by 7
        08:00:30 kiosk 2 1 card of 8            -> A003; held by 8
        ",
    );
    hall.now = clock("08:05:00");
    let held = |hall: &Hall, who| {
        let holding = hall.office.holding(hall.now, &asks(1, who))?;
        Some((holding.number.to_string(), holding.ahead))
    };

    assert_eq!(held(&hall, 6), Some(("A001".to_owned(), Some(0))));
    assert_eq!(held(&hall, 8), Some(("A003".to_owned(), Some(3))));
    assert_eq!(held(&hall, 9), None, "nobody is told of another's ticket");
    hall.check("08:05:00 window 1 next -> A001 to 1");
    assert_eq!(held(&hall, 6), Some(("A001".to_owned(), None)), "called already");
    assert_eq!(held(&hall, 8), Some(("A003".to_owned(), Some(2))));
    assert_eq!(
        hall.office
            .holding(hall.now, &Request::Issue { services: vec![ServiceId(1)], green: None, paper: true }),
        None
    );
}

#[test]
fn nobody_is_sent_to_wait_for_a_number_that_has_ended() {
    let mut hall = Hall::staffed(limited(1, LimitPer::Day));
    hall.check(
        "
        08:00:00 kiosk 1 1 card of 7            -> A001; held by 7
        08:01:00 window 1 next                  -> A001 to 1
        08:01:30 window 1 start                 -> A001 served by 11
        08:03:00 window 1 finish done           -> A001 done by 11, service 1, 90 s
        08:04:00 kiosk 1 1 card of 7            -> no: HoldsTicket
        ",
    );

    assert_eq!(hall.office.holding(hall.now, &asks(1, 7)), None);
}

#[test]
fn a_replay_knows_again_who_holds_what() {
    let mut hall = Hall::with(limited(1, LimitPer::Service));
    hall.check("08:00:00 kiosk 1 1 card of 7 -> A001; held by 7");
    hall.now = clock("08:01:00");

    let replayed = jiaohao::domain::office::Office::replay(hall.records.clone()).unwrap();

    let origin = Origin::Kiosk(KioskId(1));
    assert!(hall.decide(origin, asks(1, 7)).is_err());
    hall.office = replayed;
    assert!(hall.decide(origin, asks(1, 7)).is_err());
    assert!(hall.decide(origin, asks(1, 8)).is_ok());
}

fn asks(service: u16, who: u8) -> Request {
    let card = Card::Read { person: Some(PersonHash([who; 32])), of_age: false };
    Request::IssueByCard { services: vec![ServiceId(service)], green: None, paper: true, card }
}
