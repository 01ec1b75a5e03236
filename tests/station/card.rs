//! The identity card at the terminal: no touch more where it is optional, and no number without where it is
//! not.

use std::time::Duration;

use hal::port::terminal::{Button, Page, PageName, Text};
use hal::port::{Command, card_reader, terminal};
use jiaohao::domain::card::{AgeGreen, Card, CardRules, Holding, PersonHash};
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{KioskId, ServiceId, TicketId};
use jiaohao::domain::request::Request;
use jiaohao::domain::rules::Class;
use jiaohao::domain::view::OfficeView;
use jiaohao::layout::{DeviceName, Role};
use jiaohao::station::kiosk::{Kiosk, Laid, Reader};
use jiaohao::station::{Reply, Settings, Stations, Tell};

use crate::kiosk::{READY, STORED, change, text};
use crate::support::{at, number, view};

const READ: Card = Card::Read { person: Some(PersonHash([7; 32])), of_age: false };
const AGED: Card = Card::Read { person: None, of_age: true };

#[test]
fn where_a_card_is_optional_two_touches_make_a_ticket() {
    let mut kiosk = kiosk(Reader::Ready);

    let request = two_touches(&mut kiosk, &asks(false));

    assert_eq!(request, Some(issue(Card::Absent)));
}

#[test]
fn a_card_laid_on_between_the_touches_comes_with_the_ticket() {
    let (mut kiosk, hall) = (kiosk(Reader::Ready), asks(false));
    touch(&mut kiosk, &hall, PageName::Start, Button::Choice(0));
    assert!(kiosk.asks_for_card(at(1), &hall));

    assert_eq!(kiosk.laid(at(1), Laid::Read(READ), &hall), None);
    assert!(!kiosk.asks_for_card(at(1), &hall), "one visitor, one card");
    assert!(text(&page(&mut kiosk, &hall), Text::Note).contains("已读身份证"));
    let request = touch(&mut kiosk, &hall, PageName::List, Button::Choice(0));

    assert_eq!(request, Some(issue(READ)));
}

#[test]
fn f40_a_card_is_read_at_nobodys_page() {
    let (mut kiosk, hall) = (kiosk(Reader::Ready), asks(true));

    assert!(!kiosk.asks_for_card(at(1), &hall), "the first page is nobody's");
    assert_eq!(kiosk.laid(at(1), Laid::Read(READ), &hall), None);
    let request = two_touches(&mut kiosk, &hall);

    assert_eq!(request, None, "the card of before is nobody's");
    assert!(!self::kiosk(Reader::Ready).asks_for_card(at(1), &view()), "nor where cards are forbidden");
}

#[test]
fn where_a_card_is_required_the_number_comes_by_itself_once_it_is_read() {
    let (mut kiosk, hall) = (kiosk(Reader::Ready), asks(true));

    assert_eq!(two_touches(&mut kiosk, &hall), None);
    let asking = page(&mut kiosk, &hall);
    assert_eq!(text(&asking, Text::Title), "请刷身份证 Your ID card, please");
    assert!(text(&asking, Text::Line(3)).contains("没有带身份证请到导办台"));
    assert_eq!(asking.live, [Button::Back], "nothing to touch but the way back");
    assert_eq!(touch(&mut kiosk, &hall, PageName::Confirm, Button::Take), None, "no way around it");
    let request = kiosk.laid(at(5), Laid::Read(READ), &hall);

    assert_eq!(request, Some(issue(READ)));
    assert_eq!(kiosk.laid(at(5), Laid::Read(AGED), &hall), None, "one card, one number");
}

#[test]
fn a_visitor_without_the_required_card_is_waited_for_as_long_as_is_set() {
    let (mut kiosk, hall) = (kiosk(Reader::Ready), asks(true));
    two_touches(&mut kiosk, &hall);

    assert_eq!(kiosk.page(at(20), &hall, READY, STORED).name, PageName::Confirm);
    assert_eq!(kiosk.page(at(21), &hall, READY, STORED).name, PageName::Start);
    assert_eq!(kiosk.laid(at(22), Laid::Read(READ), &hall), None);
}

#[test]
fn a_card_that_cannot_be_read_is_told_and_the_next_one_is_taken() {
    let (mut kiosk, hall) = (kiosk(Reader::Ready), asks(true));
    two_touches(&mut kiosk, &hall);

    kiosk.laid(at(2), Laid::Unreadable, &hall);
    assert!(text(&page(&mut kiosk, &hall), Text::Note).starts_with("没有读出，请拿起身份证重新放置"));
    kiosk.laid(at(3), Laid::Unsupported, &hall);
    assert!(text(&page(&mut kiosk, &hall), Text::Note).starts_with("此证件不能识读，请到导办台取号"));

    assert_eq!(kiosk.laid(at(4), Laid::Read(READ), &hall), Some(issue(READ)));
}

#[test]
fn a_terminal_whose_reader_is_away_asks_the_office_without() {
    let (mut kiosk, hall) = (kiosk(Reader::Away), asks(true));
    assert!(!kiosk.asks_for_card(at(1), &hall));

    assert_eq!(two_touches(&mut kiosk, &hall), Some(issue(Card::NoReader)));
}

#[test]
fn a_reader_that_goes_while_a_card_is_waited_for_leaves_a_touch_to_go_on() {
    let (mut kiosk, hall) = (kiosk(Reader::Ready), asks(true));
    two_touches(&mut kiosk, &hall);

    kiosk.reader(Reader::Away);

    let page = page(&mut kiosk, &hall);
    assert_eq!(text(&page, Text::Line(1)), "读卡器暂时不能使用");
    assert_eq!(page.live, [Button::Take, Button::Back]);
    let request = touch(&mut kiosk, &hall, PageName::Confirm, Button::Take);
    assert_eq!(request, Some(issue(Card::NoReader)));
}

#[test]
fn an_age_that_opens_the_green_channel_is_said_before_and_after_the_number() {
    let (mut kiosk, hall) = (kiosk(Reader::Ready), asks(false));
    touch(&mut kiosk, &hall, PageName::Start, Button::Choice(0));
    kiosk.laid(at(1), Laid::Read(AGED), &hall);
    assert!(text(&page(&mut kiosk, &hall), Text::Note).contains("自动走绿色通道"));

    assert_eq!(touch(&mut kiosk, &hall, PageName::List, Button::Choice(0)), Some(issue(AGED)));
    let (ticket, services, kiosk_id) = (TicketId(512), vec![ServiceId(11)], Some(KioskId(1)));
    let (class, green, ahead, wait) = (Class::Green, Some(0), 1, None);
    let issued = Event::TicketIssued {
        ticket,
        number: number(12),
        services,
        class,
        green,
        kiosk: kiosk_id,
        ahead,
        wait,
    };
    kiosk.answered(at(2), Reply::Granted(&[issued]));

    let page = page(&mut kiosk, &hall);
    let lines: Vec<&str> = (0..6).map(|line| text(&page, Text::Line(line))).collect();
    assert!(lines.contains(&"绿色通道 Green channel"), "{lines:?}");
    assert!(lines.contains(&"请取走号票和身份证 Please take your slip and your ID card"), "{lines:?}");
}

#[test]
fn whoever_holds_a_number_is_told_which_and_how_many_are_ahead() {
    let (mut kiosk, hall) = (kiosk(Reader::Ready), asks(true));
    two_touches(&mut kiosk, &hall);
    kiosk.laid(at(2), Laid::Read(READ), &hall);

    let holding = Holding { ticket: TicketId(5), number: number(12), ahead: Some(3) };
    kiosk.answered(at(3), Reply::Holds(holding));

    let page = kiosk.page(at(3), &hall, READY, STORED);
    assert_eq!(text(&page, Text::Line(0)), "您已有号码A012，前面还有3人");
    assert!(!kiosk.asks_for_card(at(3), &hall));
    assert_eq!(kiosk.page(at(13), &hall, READY, STORED).name, PageName::Start, "it does not stay");
}

#[test]
fn the_reader_is_asked_while_its_own_terminal_asks_and_rests_otherwise() {
    let hall = asks(false);
    let (terminal, reader) = (DeviceName::from("kiosk-1"), DeviceName::from("reader-1"));
    let devices = [
        (terminal.clone(), Role::Terminal(KioskId(1))),
        (DeviceName::from("kiosk-2"), Role::Terminal(KioskId(2))),
        (reader.clone(), Role::CardReader(KioskId(1))),
        (DeviceName::from("reader-2"), Role::CardReader(KioskId(2))),
    ];
    let mut stations = Stations::new(devices, Settings::default());
    let touched =
        |page| hal::port::Event::Terminal(terminal::Event::Touched { page, button: Button::Choice(0) });
    let reads = |stations: &mut Stations, now| told(&stations.faces(at(now), &hall, STORED));

    reads(&mut stations, 0);
    stations.back(&reader);
    assert_eq!(reads(&mut stations, 0), [to_first(card_reader::Command::Rest)]);
    stations.heard(at(1), &terminal, &touched(PageName::Start), &hall);
    assert_eq!(reads(&mut stations, 1), [to_first(card_reader::Command::Read)]);
    stations.laid(at(2), &reader, Laid::Read(READ), &hall);
    assert_eq!(reads(&mut stations, 2), [to_first(card_reader::Command::Rest)]);
    stations.lost(&reader);
    stations.back(&reader);
    assert_eq!(reads(&mut stations, 3), [to_first(card_reader::Command::Rest)], "told again");
}

fn to_first(command: card_reader::Command) -> (String, card_reader::Command) {
    ("reader-1".to_owned(), command)
}

/// What the readers are told.
fn told(tells: &[Tell]) -> Vec<(String, card_reader::Command)> {
    let tells = tells.iter().filter_map(|tell| match tell {
        Tell::Device { device, command: Command::CardReader(command) } => {
            Some((device.to_string(), *command))
        }
        Tell::Device { .. } | Tell::Voice { .. } => None,
    });
    tells.collect()
}

fn kiosk(reader: Reader) -> Kiosk {
    let mut kiosk = Kiosk::new(KioskId(1));
    kiosk.reader(reader);
    kiosk
}

/// The small hall, where cards are optional or required, and the first reason for the green channel is age.
fn asks(required: bool) -> OfficeView {
    let mut hall = view();
    change(&mut hall, |rules| {
        rules.cards = Some(CardRules {
            required,
            go_on_without_reader: true,
            limit: None,
            green: Some(AgeGreen { from_years: 65, reason: 0 }),
            wait: Duration::from_secs(20),
        });
    });
    hall
}

fn touch(kiosk: &mut Kiosk, hall: &OfficeView, page: PageName, button: Button) -> Option<Request> {
    kiosk.touched(at(1), page, button, hall)
}

fn two_touches(kiosk: &mut Kiosk, hall: &OfficeView) -> Option<Request> {
    assert_eq!(touch(kiosk, hall, PageName::Start, Button::Choice(0)), None);
    touch(kiosk, hall, PageName::List, Button::Choice(0))
}

fn page(kiosk: &mut Kiosk, hall: &OfficeView) -> Page {
    kiosk.page(at(2), hall, READY, STORED)
}

fn issue(card: Card) -> Request {
    Request::IssueByCard { services: vec![ServiceId(11)], green: None, paper: true, card }
}
