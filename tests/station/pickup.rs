//! Collecting at the terminal: a code instead of a number.

use std::time::Duration;

use hal::port::locker::{Command as Order, Door, Event as Told};
use hal::port::terminal::{self, Button, PageName, Text};
use hal::port::{Command, Event as Heard};
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{DoorId, ItemId, JobId, KioskId};
use jiaohao::domain::locker::{self, CabinetEvent, CabinetRequest, LockerRules};
use jiaohao::domain::request::{Refusal, Request};
use jiaohao::domain::view::OfficeView;
use jiaohao::layout::{DeviceName, Role};
use jiaohao::station::kiosk::Kiosk;
use jiaohao::station::{Ask, Reply, Settings, Stations, Tell};

use crate::kiosk::{READY, STORED, change, kiosk, text};
use crate::support::{at, view};

#[test]
fn eight_digits_behind_the_help_are_a_code_and_no_number_is_needed() {
    let mut stations = stations();
    press(&mut stations, PageName::Start, Button::Help);
    press(&mut stations, PageName::List, Button::Choice(0));

    let asked: Vec<Vec<Ask>> = [1, 5, 0, 2, 3, 3, 4, 0]
        .map(|digit| press(&mut stations, PageName::List, Button::Choice(digit)))
        .into();

    assert!(asked[..7].iter().all(Vec::is_empty), "{asked:?}");
    let [Ask::PickupCode(code)] = &asked[7][..] else { panic!("{:?}", asked[7]) };
    assert!(code.is("26134451"));
    assert_eq!(format!("{code:?}"), "PickupCode(hidden)");
    assert!(press(&mut stations, PageName::List, Button::Choice(0)).is_empty(), "one code, one question");
}

#[test]
fn a_digit_can_be_taken_back_and_the_digits_do_not_stand_on_the_page() {
    let (mut kiosk, hall) = (at_the_code(), hall());
    for button in [Button::Choice(4), Button::Choice(4), Button::Back] {
        kiosk.touched(at(1), PageName::List, button, &hall);
    }

    let page = kiosk.page(at(1), &hall, READY, STORED);

    assert_eq!(text(&page, Text::Title), "请输入取件码 Pick-up code ●○○○○○○○");
    for _ in 0..2 {
        kiosk.touched(at(1), PageName::List, Button::Back, &hall);
    }
    assert_eq!(kiosk.page(at(1), &hall, READY, STORED).name, PageName::Start);
}

#[test]
fn the_door_is_told_when_its_order_is_stored_and_a_wrong_code_is_told_too() {
    let hall = hall();
    let (job, door) = (JobId(9), DoorId(3));
    let ordered = CabinetEvent::DoorOrdered { job, door, collects: Some(ItemId(1)) };
    for (event, words) in
        [(ordered, "请到取件柜3号门取件"), (CabinetEvent::CodeRefused { kiosk: KioskId(1) }, "取件码不对")]
    {
        let mut kiosk = typed();
        assert_eq!(kiosk.page(at(1), &hall, READY, STORED).live, [], "deaf while the code is on its way");

        kiosk.answered(at(2), Reply::Granted(&[Event::Cabinet(event)]));

        let page = kiosk.page(at(2), &hall, READY, STORED);
        assert!(text(&page, Text::Line(0)).starts_with(words), "{page:?}");
    }
    let mut kiosk = typed();
    kiosk.answered(at(2), Reply::Refused(Refusal::NothingThere));
    let page = kiosk.page(at(2), &hall, READY, STORED);
    assert!(text(&page, Text::Line(0)).contains("导办台"), "{page:?}");
}

#[test]
fn in_a_hall_without_a_cabinet_help_is_the_guide_desk() {
    let mut kiosk = kiosk();
    kiosk.touched(at(1), PageName::Start, Button::Help, &view());

    assert_eq!(kiosk.page(at(1), &view(), READY, STORED).name, PageName::Notice);
}

#[test]
fn an_order_goes_to_the_cabinet_once() {
    let mut stations = stations();
    let mut hall = hall();
    hall.locker.orders =
        vec![locker::Order { job: JobId(9), door: DoorId(3), collects: Some(ItemId(1)), since: at(0) }];

    let (first, second) = (stations.doors(&hall), stations.doors(&hall));

    let command = Command::Locker(Order::Open { job: 9, door: Door::new(3).unwrap() });
    assert_eq!(first, [Tell::Device { device: DeviceName::from("cabinet"), command }]);
    assert_eq!(second, []);
}

#[test]
fn what_the_cabinet_says_is_asked_of_the_office() {
    let mut stations = stations();
    let door = Door::new(3).unwrap();
    for (told, asked) in [
        (Told::Opened { job: 9 }, CabinetRequest::Opened { job: JobId(9) }),
        (Told::NotOpened { job: 9 }, CabinetRequest::NotOpened { job: JobId(9) }),
        (Told::Unknown { job: 9 }, CabinetRequest::Unknown { job: JobId(9) }),
        (Told::Door { door, open: true }, CabinetRequest::Seen { door: DoorId(3), open: true }),
    ] {
        let asks = stations.heard(at(1), &"cabinet".into(), &Heard::Locker(told), &hall());

        assert_eq!(asks, [Ask::Office(Request::Cabinet(asked))]);
    }
}

fn hall() -> OfficeView {
    let mut hall = view();
    change(&mut hall, |rules| {
        rules.locker = Some(LockerRules { doors: 12, left_open: Duration::from_secs(180) });
    });
    hall
}

fn stations() -> Stations {
    let devices = [("cabinet", Role::Locker), ("kiosk", Role::Terminal(KioskId(1)))];
    Stations::new(devices.map(|(name, role)| (name.into(), role)), Settings::default())
}

fn press(stations: &mut Stations, page: PageName, button: Button) -> Vec<Ask> {
    let touched = Heard::Terminal(terminal::Event::Touched { page, button });
    stations.heard(at(1), &"kiosk".into(), &touched, &hall())
}

fn at_the_code() -> Kiosk {
    let mut kiosk = kiosk();
    kiosk.touched(at(1), PageName::Start, Button::Help, &hall());
    kiosk.touched(at(1), PageName::List, Button::Choice(0), &hall());
    kiosk
}

fn typed() -> Kiosk {
    let mut kiosk = at_the_code();
    for _ in 0..8 {
        kiosk.touched(at(1), PageName::List, Button::Choice(0), &hall());
    }
    kiosk
}
