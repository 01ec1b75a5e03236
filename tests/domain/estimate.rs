//! What a visitor is told of the wait.

use jiaohao::domain::id::ServiceId;
use jiaohao::domain::request::{Origin, Request};
use jiaohao::domain::ticket::WaitRange;

use crate::support::{Hall, clock};

/// The wait that the terminal shows for a service at this time.
fn wait(hall: &mut Hall, time: &str, service: u16) -> Option<(u16, u16)> {
    hall.now = clock(time);
    let services = hall.view().services;
    let service = services.iter().find(|view| view.id == ServiceId(service)).unwrap();
    service.wait.map(|WaitRange { from, to }| (from, to))
}

/// So many visitors for service 1, ten minutes each.
fn visitors(hall: &mut Hall, count: u32) {
    for _ in 0..count {
        let request = Request::Issue { services: vec![ServiceId(1)], green: None, paper: false };
        hall.ask(Origin::Duty, None, request).unwrap();
    }
}

#[test]
fn without_an_open_window_nothing_is_claimed() {
    assert_eq!(wait(&mut Hall::open(), "08:00:00", 1), None);
}

#[test]
fn with_a_free_window_and_nobody_ahead_it_is_soon() {
    assert_eq!(wait(&mut Hall::staffed(|_| ()), "08:00:00", 1), Some((0, 5)));
}

#[test]
fn the_work_ahead_is_shared_by_the_windows_that_can_do_it() {
    // Eight visitors of ten and a half minutes at two windows: 42 minutes, and a spread of eight and a half.
    let mut hall = Hall::staffed(|_| ());
    visitors(&mut hall, 8);

    assert_eq!(wait(&mut hall, "08:00:00", 1), Some((40, 55)));
    // The consult window has none of it, but windows 1 and 2 may consult as well.
    assert_eq!(wait(&mut hall, "08:00:00", 3).map(|(from, _)| from < 40), Some(true));
}

#[test]
fn one_window_fewer_is_a_longer_wait() {
    let mut hall = Hall::staffed(|_| ());
    visitors(&mut hall, 4);
    let two = wait(&mut hall, "08:00:00", 1);
    hall.check("08:00:00 window 2 close-out -> 2 closes out");

    let one = wait(&mut hall, "08:00:00", 1);

    assert_eq!((two, one), (Some((20, 30)), Some((40, 55))));
}

#[test]
fn a_faster_class_is_told_less() {
    let mut hall = Hall::staffed(|_| ());
    visitors(&mut hall, 8);

    let (ordinary, urgent) = (wait(&mut hall, "08:00:00", 1), wait(&mut hall, "08:00:00", 4));

    // Nobody has waited yet: the urgent visitor overtakes all eight.
    assert_eq!((ordinary, urgent), (Some((40, 55)), Some((0, 5))));
}

#[test]
fn a_faster_class_is_told_of_those_whom_it_does_not_overtake_in_time() {
    // Five have waited for forty minutes at one window. An urgent visitor draws level with them after forty
    // more: four are called before, and he overtakes the last.
    let mut hall = Hall::staffed(|rules| rules.calling.start_key = false);
    visitors(&mut hall, 6);
    hall.check(
        "
        08:00:00 window 2 out         -> 12 out
        08:35:00 window 1 next        -> A001 to 1; A001 served by 11
        ",
    );
    hall.now = clock("08:40:00");

    let view = hall.view();
    let urgent = view.services.iter().find(|view| view.id == ServiceId(4)).unwrap();

    assert_eq!(urgent.ahead, 4);
}

#[test]
fn measured_services_take_the_place_of_the_catalogues_minutes() {
    let mut hall = Hall::staffed(|rules| rules.calling.start_key = false);
    visitors(&mut hall, 6);
    hall.check(
        "
        08:00:00 window 1 next       -> A001 to 1; A001 served by 11
        08:01:00 window 1 next       -> A001 done by 11, service 1, 60 s; A002 to 1; A002 served by 11
        08:02:00 window 1 next       -> A002 done by 11, service 1, 60 s; A003 to 1; A003 served by 11
        08:03:00 window 1 next       -> A003 done by 11, service 1, 60 s; A004 to 1; A004 served by 11
        08:04:00 window 1 next       -> A004 done by 11, service 1, 60 s; A005 to 1; A005 served by 11
        08:05:00 window 1 next       -> A005 done by 11, service 1, 60 s; A006 to 1; A006 served by 11
        08:06:00 window 1 finish done -> A006 done by 11, service 1, 60 s
        ",
    );
    visitors(&mut hall, 8);

    // Six cases of one minute beside five of ten: five minutes each, half of the catalogue's ten.
    assert_eq!(wait(&mut hall, "08:06:00", 1), Some((20, 30)));
}

#[test]
fn a_service_that_somebody_forgot_to_finish_is_not_measured() {
    let mut hall = Hall::staffed(|rules| rules.calling.start_key = false);
    visitors(&mut hall, 1);
    hall.check(
        "
        08:00:00 window 1 next        -> A001 to 1; A001 served by 11
        11:00:00 window 1 finish done -> A001 done by 11, service 1, 10800 s
        ",
    );
    visitors(&mut hall, 8);

    assert_eq!(wait(&mut hall, "11:00:00", 1), Some((40, 55)));
}

#[test]
fn whoever_is_over_time_is_expected_to_stay_a_while() {
    // One window, its visitor there for an hour instead of ten minutes, and one more waiting.
    let mut hall = Hall::staffed(|rules| rules.calling.start_key = false);
    visitors(&mut hall, 2);
    hall.check(
        "
        08:00:00 window 2 out         -> 12 out
        08:00:00 window 1 next        -> A001 to 1; A001 served by 11
        ",
    );

    // Ten and a half minutes for the one who waits, and two and a half for the one who stays.
    assert_eq!(wait(&mut hall, "09:00:00", 1), Some((15, 20)));
}

#[test]
fn people_ahead_are_those_whom_the_same_windows_have_to_serve() {
    let mut hall = Hall::staffed(|rules| {
        let consulting = jiaohao::domain::rules::Skills::Only(vec![ServiceId(3)]);
        let others = jiaohao::domain::rules::Skills::Only([1, 2, 4].map(ServiceId).to_vec());
        rules.windows[0].skills = others.clone();
        rules.windows[1].skills = others;
        rules.windows[2].skills = consulting;
    });
    visitors(&mut hall, 5);

    let ahead: Vec<u32> = hall.view().services.iter().map(|service| service.ahead).collect();

    assert_eq!(ahead, [5, 5, 0, 0]);
}
