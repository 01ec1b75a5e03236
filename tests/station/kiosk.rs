//! The terminal: from the first touch to the number.

use hal::port::printer::Status;
use hal::port::terminal::{Button, Page, PageName, Text};
use jiaohao::domain::event::Event;
use jiaohao::domain::id::{JobId, KioskId, ServiceId, TicketId, WindowId};
use jiaohao::domain::moment::Wall;
use jiaohao::domain::request::{Refusal, Request};
use jiaohao::domain::rules::{Class, Rules, WindowRules};
use jiaohao::domain::ticket::WaitRange;
use jiaohao::domain::view::{Availability, OfficeView};
use jiaohao::station::kiosk::{Kiosk, NOTICE_FOR, PAGE_FOR, PrinterState};
use jiaohao::station::{Condition, Reply, words};

use crate::support::{MORNING, at, number, view};

pub const STORED: Condition = Condition { stored: true };
pub const READY: PrinterState = PrinterState::Told(Status::READY);

#[test]
fn two_touches_make_a_ticket() {
    let mut kiosk = kiosk();

    let first = touch(&mut kiosk, PageName::Start, Button::Choice(0));
    let second = touch(&mut kiosk, PageName::List, Button::Choice(0));

    assert_eq!(first, None);
    assert_eq!(second, Some(issue(&[11], None)));
}

#[test]
fn people_ahead_and_the_wait_stand_on_the_choice_before_the_touch() {
    let mut kiosk = kiosk();
    touch(&mut kiosk, PageName::Start, Button::Choice(0));

    let page = page(&mut kiosk, &view());

    let choice = text(&page, Text::Choice(0));
    assert!(choice.contains("职工参保登记 前面3人，约10至15分钟"), "{choice}");
    assert!(choice.contains("Employee enrolment: 3 ahead, about 10-15 min"), "{choice}");
    assert!(text(&page, Text::Choice(1)).contains("前面无人等候，无需久等"));
}

#[test]
fn the_first_page_has_a_section_for_each_touch_and_help() {
    let page = page(&mut kiosk(), &view());

    assert_eq!(page.name, PageName::Start);
    assert_eq!(text(&page, Text::Choice(1)), "费用报销 Claims");
    assert_eq!(page.live, [Button::Choice(0), Button::Choice(1), Button::Help]);
}

#[test]
fn a_service_that_gives_no_ticket_is_grey_with_its_reason_and_next_opening() {
    let opens = Some(Wall { utc_ms: MORNING.utc_ms + 5 * 3_600_000, ..MORNING });
    let hall = with(11, Availability::LastTicketGone { opens });
    let mut kiosk = kiosk();
    kiosk.touched(at(0), PageName::Start, Button::Choice(0), &hall);

    let page = page(&mut kiosk, &hall);
    let asked = kiosk.touched(at(1), PageName::List, Button::Choice(0), &hall);

    let choice = text(&page, Text::Choice(0));
    assert!(choice.contains("本场取号已截止，14:14开放"), "{choice}");
    assert!(choice.contains("last ticket is gone, opens 14:14"), "{choice}");
    assert!(!page.live.contains(&Button::Choice(0)));
    assert_eq!(asked, None);
}

#[test]
fn every_reason_for_no_ticket_is_said_in_both_languages() {
    for (availability, zh, en) in [
        (Availability::Full, "今日号已取完", "no tickets left today"),
        (Availability::AtDesk, "请到导办台取号", "take a number at the guide desk"),
        (Availability::Stopped, "暂停取号", "tickets are paused"),
        (Availability::NobodyServes, "暂无窗口办理", "no window serves it"),
        (Availability::Closed { opens: None }, "未到取号时间", "closed"),
        (Availability::WouldOverrun { opens: None }, "本场已来不及办理", "no time left to be served"),
    ] {
        let hall = with(21, availability);

        let page = page(&mut kiosk(), &hall);

        let choice = text(&page, Text::Choice(1));
        assert!(choice.contains(zh) && choice.contains(en), "{choice}");
        assert!(!page.live.contains(&Button::Choice(1)));
    }
}

#[test]
fn an_opening_on_another_day_is_said_with_its_date() {
    let opens = Some(Wall { utc_ms: MORNING.utc_ms + 48 * 3_600_000, ..MORNING });
    let hall = with(21, Availability::Closed { opens });

    let page = page(&mut kiosk(), &hall);

    assert!(text(&page, Text::Choice(1)).contains("11月23日09:14开放"));
}

#[test]
fn a_closed_hall_says_when_it_opens_and_hears_no_choice() {
    let opens = Some(Wall { utc_ms: MORNING.utc_ms + 60_000, ..MORNING });
    let mut hall = view();
    for service in &mut hall.services {
        service.availability = Availability::Closed { opens };
    }
    let mut kiosk = kiosk();

    let page = page(&mut kiosk, &hall);

    assert_eq!(page.name, PageName::Notice);
    assert_eq!(text(&page, Text::Line(2)), "09:15开放");
    assert_eq!(page.live, []);
    assert_eq!(kiosk.touched(at(0), PageName::Start, Button::Choice(0), &hall), None);
}

#[test]
fn between_days_the_terminal_is_closed() {
    let mut hall = view();
    hall.day = None;

    assert_eq!(page(&mut kiosk(), &hall).name, PageName::Notice);
    let paused = kiosk().page(at(0), &hall, READY, Condition { stored: false });
    assert_eq!(text(&paused, Text::Line(0)), "现在暂停取号，请找工作人员");
}

#[test]
fn more_leads_to_everything_about_a_service_before_the_ticket() {
    let mut kiosk = kiosk();

    let asked = to_confirm(&mut kiosk);
    let page = page(&mut kiosk, &view());

    assert_eq!(asked, None);
    assert_eq!(page.name, PageName::Confirm);
    assert_eq!(text(&page, Text::Line(0)), "前面3人，约10至15分钟");
    assert_eq!(text(&page, Text::Line(3)), "身份证；劳动合同");
    assert_eq!(page.live, [Button::Take, Button::Another, Button::Green, Button::Back]);
    assert_eq!(touch(&mut kiosk, PageName::Confirm, Button::Take), Some(issue(&[11], None)));
}

#[test]
fn several_services_go_on_one_ticket_up_to_the_rules_most() {
    let mut kiosk = kiosk();
    to_confirm(&mut kiosk);

    touch(&mut kiosk, PageName::Confirm, Button::Another);
    assert!(text(&page(&mut kiosk, &view()), Text::Title).contains("已选：职工参保登记"));
    touch(&mut kiosk, PageName::Start, Button::Choice(1));
    touch(&mut kiosk, PageName::List, Button::Choice(0));

    let page = page(&mut kiosk, &view());
    assert_eq!(text(&page, Text::Title), "职工参保登记、手工报销 Employee enrolment, Manual claim");
    assert!(!page.live.contains(&Button::Another));
    assert_eq!(touch(&mut kiosk, PageName::Confirm, Button::Another), None);
    assert_eq!(touch(&mut kiosk, PageName::Confirm, Button::Take), Some(issue(&[11, 21], None)));
}

#[test]
fn the_same_service_chosen_twice_is_one_errand() {
    let mut kiosk = kiosk();
    to_confirm(&mut kiosk);
    touch(&mut kiosk, PageName::Confirm, Button::Another);
    touch(&mut kiosk, PageName::Start, Button::Choice(0));
    touch(&mut kiosk, PageName::List, Button::Choice(0));

    assert_eq!(touch(&mut kiosk, PageName::Confirm, Button::Take), Some(issue(&[11], None)));
}

#[test]
fn the_green_channel_needs_a_reason_and_can_be_taken_back() {
    let mut kiosk = kiosk();
    to_confirm(&mut kiosk);

    touch(&mut kiosk, PageName::Confirm, Button::Green);
    let reasons = page(&mut kiosk, &view());
    touch(&mut kiosk, PageName::Reason, Button::Choice(1));
    let chosen = page(&mut kiosk, &view());
    let mut other = kiosk.clone();
    touch(&mut other, PageName::Confirm, Button::Green);

    assert_eq!(text(&reasons, Text::Choice(0)), "老年人 Senior");
    assert_eq!(text(&chosen, Text::Line(2)), "绿色通道：残疾人 Green channel: Disability");
    assert_eq!(touch(&mut kiosk, PageName::Confirm, Button::Take), Some(issue(&[11], Some(1))));
    assert_eq!(touch(&mut other, PageName::Confirm, Button::Take), Some(issue(&[11], None)));
}

#[test]
fn the_green_channel_is_not_offered_where_staff_grant_it() {
    let mut hall = view();
    change(&mut hall, |rules| rules.green.self_declared = false);
    let mut kiosk = kiosk();
    to_confirm(&mut kiosk);

    let before = page(&mut kiosk, &hall);
    kiosk.touched(at(1), PageName::Confirm, Button::Green, &hall);

    assert!(!before.live.contains(&Button::Green));
    assert_eq!(page(&mut kiosk, &hall).name, PageName::Confirm);
}

#[test]
fn services_that_do_not_fit_on_a_page_are_behind_its_last_choice() {
    let mut hall = view();
    change(&mut hall, |rules| {
        let many = [11, 12, 21, 11, 12, 21, 12].map(ServiceId).to_vec();
        rules.sections[0].services = many;
    });
    let mut kiosk = kiosk();
    kiosk.touched(at(0), PageName::Start, Button::Choice(0), &hall);

    let first = page(&mut kiosk, &hall);
    kiosk.touched(at(0), PageName::List, Button::Choice(5), &hall);
    let second = page(&mut kiosk, &hall);
    kiosk.touched(at(0), PageName::List, Button::Back, &hall);

    assert_eq!(text(&first, Text::Choice(5)), "更多业务 More services");
    assert!(text(&second, Text::Choice(0)).contains("手工报销"));
    assert_eq!(second.live, [Button::Choice(0), Button::Choice(1), Button::Back, Button::More]);
    assert_eq!(page(&mut kiosk, &hall), first);
}

#[test]
fn six_services_fit_on_one_page() {
    let mut hall = view();
    change(&mut hall, |rules| rules.sections[0].services = [11, 12, 21, 11, 12, 21].map(ServiceId).to_vec());
    let mut kiosk = kiosk();
    kiosk.touched(at(0), PageName::Start, Button::Choice(0), &hall);

    let page = page(&mut kiosk, &hall);

    assert!(text(&page, Text::Choice(5)).contains("手工报销"));
}

#[test]
fn windows_are_named_in_runs() {
    let mut hall = view();
    change(&mut hall, |rules| {
        let first = rules.windows[0].clone();
        rules.windows =
            [3, 1, 2, 7].map(|number| WindowRules { id: WindowId(number), ..first.clone() }).to_vec();
    });

    let whereabouts = words::whereabouts(&hall.rules, ServiceId(11));

    assert_eq!(whereabouts.zh, "请到A区等候，1-3、7号窗口办理");
    assert_eq!(whereabouts.en, "Please wait at A区, windows 1-3, 7");
}

#[test]
fn f07_a_second_touch_while_the_ticket_is_stored_asks_nothing() {
    let mut kiosk = kiosk();
    touch(&mut kiosk, PageName::Start, Button::Choice(0));
    touch(&mut kiosk, PageName::List, Button::Choice(0));

    let again = touch(&mut kiosk, PageName::List, Button::Choice(0));

    assert_eq!(again, None);
    assert_eq!(page(&mut kiosk, &view()).live, []);
}

#[test]
fn a_touch_on_a_page_that_has_changed_meanwhile_asks_nothing() {
    let mut kiosk = kiosk();
    touch(&mut kiosk, PageName::Start, Button::Choice(0));

    assert_eq!(touch(&mut kiosk, PageName::Start, Button::Choice(1)), None);
    assert_eq!(touch(&mut kiosk, PageName::Confirm, Button::Take), None);
    assert!(text(&page(&mut kiosk, &view()), Text::Choice(0)).contains("职工参保登记"));
}

#[test]
fn numbers_that_are_not_stored_are_said_to_be_so_before_the_choice() {
    let page = kiosk().page(at(0), &view(), READY, Condition { stored: false });

    assert!(text(&page, Text::Note).contains("未存储"));
}

#[test]
fn a_refused_ticket_is_said_in_words_and_the_words_go_away() {
    let mut kiosk = asked();

    kiosk.answered(at(2), Reply::Refused(Refusal::QuotaReached));
    let page = kiosk.page(at(2), &view(), READY, STORED);

    assert_eq!(page.name, PageName::Notice);
    assert_eq!(text(&page, Text::Line(0)), "今日号已取完");
    assert_eq!(kiosk.page(at(2) + NOTICE_FOR, &view(), READY, STORED).name, PageName::Start);
}

#[test]
fn a_ticket_that_was_not_stored_is_promised_to_nobody() {
    let mut kiosk = asked();

    kiosk.answered(at(2), Reply::NotStored);
    let page = kiosk.page(at(2), &view(), READY, STORED);

    assert_eq!(page.name, PageName::Notice);
    assert_eq!(text(&page, Text::Line(0)), "暂时不能取号，请到导办台");
}

#[test]
fn every_refusal_has_words_for_a_visitor() {
    for refusal in Refusal::ALL {
        let said = words::no_ticket(*refusal);

        assert!(!said.zh.is_empty() && said.en.is_ascii(), "{refusal:?}");
    }
}

#[test]
fn a_page_that_nobody_touches_is_left_with_all_that_was_chosen() {
    let mut kiosk = kiosk();
    to_confirm(&mut kiosk);
    touch(&mut kiosk, PageName::Confirm, Button::Another);
    let late = at(1) + PAGE_FOR;
    assert_eq!(kiosk.deadline(), Some(late));

    let page = kiosk.page(late, &view(), READY, STORED);

    assert_eq!(page, self::kiosk().page(late, &view(), READY, STORED));
    assert_eq!(kiosk.deadline(), None);
}

#[test]
fn help_leads_to_the_guide_desk() {
    let mut kiosk = kiosk();

    assert_eq!(touch(&mut kiosk, PageName::Start, Button::Help), None);

    assert!(text(&page(&mut kiosk, &view()), Text::Line(0)).contains("导办台"));
}

pub fn kiosk() -> Kiosk {
    Kiosk::new(KioskId(1))
}

/// A terminal that waits for the answer to `11`, asked at second 1.
pub fn asked() -> Kiosk {
    let mut kiosk = kiosk();
    touch(&mut kiosk, PageName::Start, Button::Choice(0));
    touch(&mut kiosk, PageName::List, Button::Choice(0));
    kiosk
}

/// A terminal that shows `A012` since second 2.
pub fn issued() -> Kiosk {
    let mut kiosk = asked();
    let events = [
        Event::TicketIssued {
            ticket: TicketId(512),
            number: number(12),
            services: vec![ServiceId(11)],
            class: Class::Ordinary,
            green: None,
            kiosk: Some(KioskId(1)),
            ahead: 3,
            wait: Some(WaitRange { from: 10, to: 15 }),
        },
        Event::SlipOpened { job: JobId(1), ticket: TicketId(512), reprint: false },
    ];
    kiosk.answered(at(2), Reply::Granted(&events));
    kiosk
}

pub fn to_confirm(kiosk: &mut Kiosk) -> Option<Request> {
    touch(kiosk, PageName::Start, Button::Choice(0));
    touch(kiosk, PageName::List, Button::More);
    touch(kiosk, PageName::List, Button::Choice(0))
}

pub fn touch(kiosk: &mut Kiosk, page: PageName, button: Button) -> Option<Request> {
    kiosk.touched(at(1), page, button, &view())
}

pub fn page(kiosk: &mut Kiosk, view: &OfficeView) -> Page {
    kiosk.page(at(2), view, READY, STORED)
}

pub fn text(page: &Page, wanted: Text) -> &str {
    page.texts.iter().find(|(text, _)| *text == wanted).map_or("", |(_, words)| words.as_str())
}

pub fn issue(services: &[u16], green: Option<u8>) -> Request {
    Request::Issue { services: services.iter().copied().map(ServiceId).collect(), green, paper: true }
}

pub fn with(service: u16, availability: Availability) -> OfficeView {
    let mut hall = view();
    for figures in hall.services.iter_mut().filter(|figures| figures.id == ServiceId(service)) {
        figures.availability = availability;
    }
    hall
}

pub fn change(hall: &mut OfficeView, change: impl FnOnce(&mut Rules)) {
    let mut rules = (*hall.rules).clone();
    change(&mut rules);
    hall.rules = rules.into();
}
