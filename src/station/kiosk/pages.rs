//! The terminal's pages, filled from the view.

use hal::port::terminal::{Button, CHOICES, LINES, Page, PageName, Text, WORDS_MAX};

use super::card::Shown;
use super::given::Given;
use super::pickup::DIGITS;
use super::{PER_PAGE, PrinterState};
use crate::domain::card::Card;
use crate::domain::id::ServiceId;
use crate::domain::rules::Class;
use crate::domain::ticket::Slip;
use crate::domain::view::OfficeView;
use crate::station::Condition;
use crate::station::cabinet::{self, Wrong};
use crate::station::notice;
use crate::station::words::{self, Words, words};

/// Everything a page is made from.
pub struct Context<'a> {
    /// The office.
    pub view: &'a OfficeView,
    /// The printer beside the terminal.
    pub printer: PrinterState,
    /// How the journal is kept.
    pub condition: Condition,
    /// The errands chosen so far.
    pub errands: &'a [ServiceId],
    /// The reason for the green channel.
    pub green: Option<u8>,
    /// The visitor's identity card.
    pub shown: Shown,
    /// A card may be laid on: the reader is there, and the page is one on the way to a number.
    pub asks: bool,
}

/// What stands on a choice of the list page.
pub enum Choice {
    /// A service.
    Service(ServiceId),
    /// The way to the services that do not fit.
    Further,
}

/// The first page: sections of the catalogue.
pub fn start(context: &Context<'_>) -> Page {
    let rules = &context.view.rules;
    let title = if context.errands.is_empty() {
        format!("{} 请选择业务 {}", rules.hall.name, "Please choose")
    } else {
        format!("已选：{} 请再选一项 One more", names(context, context.errands).zh)
    };
    let mut page = Filled::new(PageName::Start, title, foot(context));
    for (choice, section) in (0..CHOICES).zip(&rules.sections) {
        let reason = section_closed(context.view, usize::from(choice));
        let name = words(&*section.name, &*section.name_en).line();
        match reason {
            None => page.live_choice(choice, name),
            Some(reason) => page.grey_choice(choice, format!("{name} {}", reason.line())),
        }
    }
    page.live(Button::Help);
    page.done()
}

/// The services of one section, each with its figures.
pub fn list(context: &Context<'_>, section: usize, from: usize, more: bool) -> Page {
    let view = context.view;
    let heading =
        view.rules.sections.get(section).map(|section| words(&*section.name, &*section.name_en).line());
    let title = if more {
        "请选择要查看的业务 Choose for materials, green channel, several errands".to_owned()
    } else {
        format!("{} 点一下即取号 One touch takes a number", heading.unwrap_or_default())
    };
    let mut page = Filled::new(PageName::List, title, foot(context));
    for place in 0..CHOICES {
        match choice(view, section, from, usize::from(place)) {
            None => {}
            Some(Choice::Further) => page.live_choice(place, "更多业务 More services".to_owned()),
            Some(Choice::Service(id)) => service_choice(&mut page, context, place, id),
        }
    }
    page.live(Button::Back);
    page.live(Button::More);
    page.done()
}

/// The Chinese first, whole: a panel cuts what is longer than its component.
fn service_choice(page: &mut Filled, context: &Context<'_>, place: u8, id: ServiceId) {
    let name = names(context, &[id]);
    let Some(figures) = words::figures(&context.view.services, id) else { return };
    match words::unavailable(figures.availability, context.view.at.wall) {
        None => {
            let promise = words::promise(figures.ahead, figures.wait);
            page.live_choice(place, format!("{} {} {}: {}", name.zh, promise.zh, name.en, promise.en));
        }
        Some(reason) => {
            page.grey_choice(place, format!("{} {} {}: {}", name.zh, reason.zh, name.en, reason.en));
        }
    }
}

/// What stands on choice `place` of the list page that begins at service `from` of the section.
pub fn choice(view: &OfficeView, section: usize, from: usize, place: usize) -> Option<Choice> {
    let services = &view.rules.sections.get(section)?.services;
    let rest = services.get(from..)?;
    let all_fit = rest.len() <= usize::from(CHOICES);
    if !all_fit && place == PER_PAGE {
        return Some(Choice::Further);
    }
    rest.get(place).map(|service| Choice::Service(*service))
}

/// Everything about the errands chosen, before the ticket.
pub fn confirm(context: &Context<'_>) -> Page {
    let title = names(context, context.errands).line();
    let mut page = Filled::new(PageName::Confirm, title, foot(context));
    let first = context.errands.first().and_then(|first| words::figures(&context.view.services, *first));
    if let Some(figures) = first {
        let promise = words::promise(figures.ahead, figures.wait);
        page.line(promise.zh);
        page.line(promise.en);
    }
    let reasons = &context.view.rules.green.reasons;
    let green = context.green.or_else(|| green_by_age(context));
    if let Some(reason) = green.and_then(|place| reasons.get(usize::from(place))) {
        page.line(format!("绿色通道：{} Green channel: {}", reason.name, reason.name_en));
    }
    let materials: Vec<&str> = context
        .errands
        .iter()
        .filter_map(|id| words::service(&context.view.rules, *id))
        .flat_map(|service| service.materials.iter().map(String::as_str))
        .collect();
    if !materials.is_empty() {
        page.line("请准备材料 Please have ready:".to_owned());
        page.line(materials.join("；"));
    }
    page.live(Button::Take);
    if context.errands.len() < usize::from(context.view.rules.issuing.errands) {
        page.live(Button::Another);
    }
    if offers_green(context.view) {
        page.live(Button::Green);
    }
    page.live(Button::Back);
    page.done()
}

/// A card is needed before the number; `waits` until one is read, or else the reader has gone.
pub fn card(context: &Context<'_>, waits: bool) -> Page {
    let title = "请刷身份证 Your ID card, please".to_owned();
    let mut page = Filled::new(PageName::Confirm, title, foot(context));
    page.line(names(context, context.errands).line());
    if waits {
        page.line("请将身份证放在读卡区，读出后自动出号".to_owned());
        page.line("Lay your ID card on the reader: your number comes by itself".to_owned());
        page.line("没有带身份证请到导办台 Without a card: please come to the guide desk".to_owned());
    } else {
        page.line("读卡器暂时不能使用".to_owned());
        page.line("The card reader is out of order".to_owned());
        page.live(Button::Take);
    }
    page.live(Button::Back);
    page.done()
}

/// Why somebody is entitled to the green channel.
pub fn reason(context: &Context<'_>) -> Page {
    let title = "绿色通道：请选择原因 Green channel: please choose".to_owned();
    let mut page = Filled::new(PageName::Reason, title, foot(context));
    for (choice, reason) in (0..CHOICES).zip(&context.view.rules.green.reasons) {
        page.live_choice(choice, words(&*reason.name, &*reason.name_en).line());
    }
    page.live(Button::Back);
    page.done()
}

/// Where help is to be had, and the way to the cabinet.
pub fn help(context: &Context<'_>) -> Page {
    let title = "请到导办台，工作人员帮您 Please come to the guide desk".to_owned();
    let mut page = Filled::new(PageName::List, title, foot(context));
    page.live_choice(0, "自助取件：有取件码请点这里 Collect with a pick-up code".to_owned());
    page.live(Button::Back);
    page.done()
}

/// The digits of a code, of which `typed` stand already.
pub fn code(context: &Context<'_>, typed: usize) -> Page {
    let shown: String = (0..DIGITS).map(|digit| if digit < typed { '●' } else { '○' }).collect();
    let title = format!("请输入取件码 Pick-up code {shown}");
    let mut page = Filled::new(PageName::List, title, foot(context));
    for choice in 0..CHOICES {
        page.live_choice(choice, (choice + 1).to_string());
    }
    page.live(Button::Back);
    page.done()
}

/// The number, large, with its promise.
pub fn issued(context: &Context<'_>, given: &Given, slip: Slip) -> Page {
    let title = "您的号码 Your number".to_owned();
    let mut page = Filled::new(PageName::Issued, title, foot(context));
    page.text(Text::Number, given.number.to_string());
    page.line(names(context, &given.services).line());
    let promise = words::promise(given.ahead, given.wait);
    page.line(promise.zh);
    page.line(promise.en);
    if let Some(first) = given.services.first() {
        let whereabouts = words::whereabouts(&context.view.rules, *first);
        page.line(whereabouts.zh);
    }
    if given.class == Class::Green {
        page.line(words::class(given.class).line());
    }
    let lacks = match slip {
        Slip::Printed => false,
        Slip::Coming => !context.printer.can_print(),
        Slip::NotWanted | Slip::Unknown | Slip::NotPrinted => true,
    };
    page.line(match (lacks, given.card) {
        (true, false) => "请记住您的号码 Please remember your number".to_owned(),
        (false, false) => "请取走您的号票 Please take your slip".to_owned(),
        (true, true) => "请记住您的号码，取回身份证 Remember your number, take your ID card".to_owned(),
        (false, true) => "请取走号票和身份证 Please take your slip and your ID card".to_owned(),
    });
    if lacks && slip != Slip::Coming && context.printer.can_print() {
        page.live(Button::Take);
    }
    page.live(Button::Back);
    page.done()
}

/// Words only.
pub fn notice(context: &Context<'_>, words: &Words) -> Page {
    let mut page = Filled::new(PageName::Notice, context.view.rules.hall.name.clone(), foot(context));
    page.line(words.zh.clone());
    page.line(words.en.clone());
    page.live(Button::Back);
    page.done()
}

/// Whether any service of a section gives a ticket.
pub fn section_gives(view: &OfficeView, section: usize) -> bool {
    view.rules.sections.get(section).is_some() && section_closed(view, section).is_none()
}

/// Why no service of a section gives a ticket; `None` when one does.
fn section_closed(view: &OfficeView, section: usize) -> Option<Words> {
    let services = &view.rules.sections.get(section)?.services;
    let mut reasons = Vec::new();
    for figures in services.iter().filter_map(|id| words::figures(&view.services, *id)) {
        reasons.push(words::unavailable(figures.availability, view.at.wall)?);
    }
    Some(reasons.into_iter().next().unwrap_or_else(|| words("暂不办理", "not served")))
}

/// Whether visitors may say themselves that they are entitled.
pub fn offers_green(view: &OfficeView) -> bool {
    view.rules.green.self_declared && !view.rules.green.reasons.is_empty()
}

fn names(context: &Context<'_>, services: &[ServiceId]) -> Words {
    let known = services.iter().filter_map(|id| words::service(&context.view.rules, *id));
    let (zh, en): (Vec<&str>, Vec<&str>) =
        known.map(|service| (service.name.as_str(), service.name_en.as_str())).unzip();
    words(zh.join("、"), en.join(", "))
}

/// The line at the foot: what is wrong, before the visitor chooses. Where both languages of all of it are more than a
/// panel holds, the Chinese is said, and never half of a sentence.
fn foot(context: &Context<'_>) -> String {
    let mut said: Vec<Words> = notice::standing(context.view).into_iter().collect();
    if let Some(trouble) = printer_trouble(context.printer) {
        let trouble = trouble.words().0;
        said.push(words(
            format!("打印机{trouble}，取号后请记住号码"),
            "No slip: please remember your number",
        ));
    }
    if !context.condition.stored {
        said.push(words("号码未存储，请妥善记录", "Numbers are not being stored"));
    }
    if context.view.kept.short.is_some() {
        said.push(words("请到导办台取号", "Please take a number at the guide desk"));
    }
    said.extend(card_words(context));
    if said.is_empty() {
        return context.view.rules.hall.name_en.clone();
    }
    let both = said.iter().map(Words::line).collect::<Vec<_>>().join(BETWEEN);
    if both.chars().count() <= WORDS_MAX { both } else { fitting(said.into_iter().map(|words| words.zh)) }
}

/// Between two things that are said at the foot.
const BETWEEN: &str = "；";

/// As many of these as a panel holds, the first in any case.
fn fitting(said: impl Iterator<Item = String>) -> String {
    let mut all = String::new();
    for words in said {
        let more = words.chars().count() + BETWEEN.chars().count();
        if !all.is_empty() && all.chars().count() + more > WORDS_MAX {
            continue;
        }
        if !all.is_empty() {
            all.push_str(BETWEEN);
        }
        all.push_str(&words);
    }
    all
}

/// What the reader beside the terminal is for, or how it went.
fn card_words(context: &Context<'_>) -> Option<Words> {
    let rules = context.view.rules.cards?;
    if let Some(wrong) = context.shown.wrong {
        return Some(wrong.words());
    }
    match (context.shown.card, context.asks) {
        (Some(_), _) if green_by_age(context).is_some() => {
            Some(words("已读身份证，自动走绿色通道", "Card read: green channel"))
        }
        (Some(_), _) => Some(words("已读身份证", "Card read")),
        (None, false) => None,
        (None, true) if rules.required => Some(words("取号需刷身份证", "A number needs your ID card")),
        (None, true) => Some(words("可放上身份证", "You may lay on your ID card")),
    }
}

/// The reason that the visitor's card is by itself.
fn green_by_age(context: &Context<'_>) -> Option<u8> {
    let reason = context.view.rules.cards?.green?.reason;
    match context.shown.card? {
        Card::Read { of_age, .. } => of_age.then_some(reason),
        Card::Absent | Card::NoReader => None,
    }
}

/// What is the matter with the printer, if it cannot print.
fn printer_trouble(printer: PrinterState) -> Option<Wrong> {
    match printer {
        PrinterState::Untold => None,
        PrinterState::Lost => Some(Wrong::Silent),
        PrinterState::Told(status) if status.can_print() => None,
        PrinterState::Told(status) => cabinet::printer_trouble(status),
    }
}

/// A page while it is filled.
pub(super) struct Filled {
    page: Page,
    lines: u8,
}

impl Filled {
    pub(super) fn new(name: PageName, title: String, note: String) -> Self {
        let texts = vec![(Text::Title, title), (Text::Note, note)];
        Self { page: Page { name, texts, live: Vec::new() }, lines: 0 }
    }

    fn text(&mut self, text: Text, words: String) {
        self.page.texts.push((text, words));
    }

    /// The next line of running text; what does not fit is left out, the important comes first.
    pub(super) fn line(&mut self, words: String) {
        if self.lines < LINES && !words.is_empty() {
            self.text(Text::Line(self.lines), words);
            self.lines += 1;
        }
    }

    fn live(&mut self, button: Button) {
        self.page.live.push(button);
    }

    fn live_choice(&mut self, choice: u8, words: String) {
        self.text(Text::Choice(choice), words);
        self.live(Button::Choice(choice));
    }

    /// A choice that can be read and not touched.
    fn grey_choice(&mut self, choice: u8, words: String) {
        self.text(Text::Choice(choice), words);
    }

    pub(super) fn done(self) -> Page {
        self.page
    }
}
