//! Plays a story: the whole machine on a played clock, the deeds at their times, and every sign of them.

use std::path::Path;
use std::sync::Arc;

use hal::port::keypad::Key;
use hal::port::terminal::{Button, PageName, Text};
use jiaohao::cli::{rehearse, wiring};
use jiaohao::domain::id::{KioskId, RequestNumber, StaffId, WindowId};
use jiaohao::domain::request::{Asked, Origin, Request};
use jiaohao::layout::{Device, DeviceName, Layout, Role};
use jiaohao::rehearse::Setup;
use jiaohao::rehearse::agenda::{Agenda, SECOND, Time};
use jiaohao::rehearse::floor::Mishap;
use jiaohao::rehearse::guard::Guard;
use jiaohao::rehearse::site::{Seen, Site};
use jiaohao::rehearse::watch::{Finding, Watch};
use jiaohao::runtime::alert::Alert;

use crate::cards::Lying;
use crate::contacts;
use crate::deed::{Deed, Target};
use crate::desk::{self, Order};
use crate::floor::Hall;
use crate::settings;
use crate::sights::page_words;
use crate::signs::{Sign, Signs};
use crate::story::{Line, Mistake, Right, Rule, Story};
use crate::telling;

/// The one terminal of both halls.
pub const KIOSK: KioskId = KioskId(1);
/// From one key to the next, of a clerk who knows them; from one touch to the next.
const KEY_EVERY: u64 = 200;
const TOUCH_EVERY: u64 = SECOND;
/// Most touches that a visitor needs for a number.
const TOUCHES_MOST: u32 = 5;
/// What comes about within this time after a deed belongs to it.
const SETTLES: u64 = 2 * SECOND;
/// The machine is woken at least so often.
const ROUND: u64 = SECOND;

/// One movement of a hand.
#[derive(Clone, Debug)]
enum Hand {
    Press(WindowId, Key),
    Soft(WindowId, Key),
    Touch(Target),
    /// The next touch on the way to a ticket; so many may follow.
    Take {
        section: String,
        service: String,
        left: u32,
    },
    Rate(WindowId, u8),
}

/// Plays `story`; answers with the right-hand side of each scene. Scenes before the curtain have none.
///
/// # Errors
/// The first deed that cannot be done, or promise of the hall that broke, with its line.
pub fn play(story: &Story) -> Result<Vec<Right>, Mistake> {
    let mut player = Player::new(setup(story)?);
    let mut rights: Vec<Right> = Vec::new();
    let mut hidden = story.lines.iter().any(|line| matches!(line, Line::Curtain));
    // The line of the scene that is being looked at.
    let mut looked_at: Option<usize> = None;
    for line in &story.lines {
        match line {
            Line::Prose(_) => {}
            Line::Curtain => hidden = false,
            Line::Scene(scene) => {
                player.until(scene.at).map_err(at(story, looked_at.unwrap_or(scene.line)))?;
                gather(&mut rights, &player, story, looked_at);
                player.moved = scene.at;
                player.does(&scene.deed).map_err(at(story, scene.line))?;
                rights.push(Right::new());
                looked_at = (!hidden).then_some(scene.line);
            }
        }
    }
    let line = looked_at.unwrap_or(1);
    player.rest().map_err(at(story, line))?;
    gather(&mut rights, &player, story, looked_at);
    player.proof().map_err(at(story, line))?;
    Ok(rights)
}

/// Gives the signs since the last scene to it.
fn gather(rights: &mut [Right], player: &Player, story: &Story, looked_at: Option<usize>) {
    let (signs, settled) = (player.signs.take(), player.moved.after(SETTLES));
    let (Some(right), Some(_)) = (rights.last_mut(), looked_at) else { return };
    let watched = |sign: &Sign| sign.asked || telling::is_watched(&story.watched, &sign.at_what);
    let signs: Vec<Sign> = signs.into_iter().filter(watched).collect();
    *right = telling::right(&signs, settled);
}

fn mistake(story: &Story, line: usize, words: String) -> Mistake {
    Mistake { file: story.file.clone(), line, words }
}

fn at(story: &Story, line: usize) -> impl Fn(String) -> Mistake + '_ {
    move |words| mistake(story, line, words)
}

/// The hall of the story's head, as the product reads it.
fn setup(story: &Story) -> Result<Setup, Mistake> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config").join(&story.hall);
    let mut config = wiring::read(&path).map_err(at(story, 1))?;
    // Half past eight is nobody's business but that of the stories about it.
    if !story.rules.contains(&Rule::SelfTest) {
        config.layout.upkeep.morning = None;
    }
    for rule in &story.rules {
        settings::apply(&mut config, rule).map_err(at(story, 1))?;
    }
    Ok(rehearse::setup(config))
}

/// The hall in which a story is played.
pub struct Player {
    pub site: Site,
    pub layout: Arc<Layout>,
    pub now: Time,
    ticked: Time,
    hands: Agenda<Hand>,
    /// When a hand moved last.
    moved: Time,
    watch: Watch,
    guard: Guard,
    pub signs: Signs,
    card: Lying,
    pub lcd: String,
    pub alert: Alert,
}

impl Player {
    fn new(setup: Setup) -> Self {
        let layout = (setup.adoption)().layout;
        let signs = Signs::default();
        let card = Lying::default();
        let floor = Box::new(Hall::new(&layout, signs.clone(), card.clone()));
        Self {
            site: Site::new(setup, floor, 1),
            guard: Guard::new(Arc::clone(&layout)),
            layout,
            now: Time(0),
            ticked: Time(0),
            hands: Agenda::default(),
            moved: Time(0),
            watch: Watch::default(),
            signs,
            card,
            lcd: String::new(),
            alert: Alert::default(),
        }
    }

    /// Lets everything come about up to this moment.
    fn until(&mut self, until: Time) -> Result<(), String> {
        loop {
            let due = self.site.due(self.now);
            let round = self.site.machine().map(|_| self.ticked.after(ROUND));
            let own = [due, round, self.hands.next()].into_iter().flatten().min();
            let beyond = until.after(1);
            let bound = own.map_or(beyond, |own| own.max(self.now).min(beyond));
            let next = self.site.floor.live(self.now, bound).or(own);
            let Some(next) = next.filter(|next| *next <= until) else { break };
            self.now = self.now.max(next);
            while let Some(hand) = self.hands.take(self.now) {
                self.moved = self.now;
                self.moves(&hand)?;
            }
            if self.now.since(self.ticked) >= ROUND {
                self.ticked = self.now;
                self.site.tick();
                self.alarms();
            }
            self.step(due).map_err(|finding| format!("a promise of the hall broke: {finding}"))?;
        }
        self.now = self.now.max(until);
        Ok(())
    }

    /// Lets the last deed come to its end.
    fn rest(&mut self) -> Result<(), String> {
        while let Some(next) = self.hands.next() {
            self.until(next)?;
        }
        self.until(self.moved.after(SETTLES))
    }

    fn step(&mut self, due: Option<Time>) -> Result<(), Finding> {
        let Seen { claims, answers, digits, .. } = self.site.run(self.now, due)?;
        self.watch.stored(self.now, self.site.disk.stored())?;
        for claim in &claims {
            self.watch.claimed(claim)?;
        }
        for shown in &digits {
            self.signs.note(self.now, "soft", format!("[{shown:>4}]"));
        }
        for answer in &answers {
            self.signs.note(self.now, "duty", desk::words(answer));
        }
        self.corner();
        self.guard.look(self.now, &self.site, &self.watch)
    }

    fn does(&mut self, deed: &Deed) -> Result<(), String> {
        match deed {
            Deed::Wait => {}
            Deed::Power(true) => {
                self.guard.trouble(self.now);
                self.ticked = self.now;
                self.site.power_on(self.now).map_err(|error| error.to_string())?;
            }
            Deed::Power(false) => {
                self.guard.trouble(self.now);
                self.site.power_off(self.now);
            }
            Deed::Take(service) => self.takes(service)?,
            Deed::Touch(target) => self.hands.write(self.now, Hand::Touch(target.clone())),
            Deed::Card(card) => self.card.lay(card.clone()),
            Deed::Keys(window, keys) => {
                for (place, key) in (0..).zip(keys) {
                    self.hands.write(self.now.after(place * KEY_EVERY), Hand::Press(*window, *key));
                }
            }
            Deed::Soft(window, keys) => {
                for (place, key) in (0..).zip(keys) {
                    self.hands.write(self.now.after(place * KEY_EVERY), Hand::Soft(*window, *key));
                }
            }
            Deed::Rate(window, key) => self.hands.write(self.now, Hand::Rate(*window, *key)),
            Deed::Order(order) => self.orders(order)?,
            Deed::Mishap(mishap) => {
                self.is_there(mishap)?;
                self.guard.trouble(self.now);
                self.site.floor.mishap(self.now, mishap);
            }
            Deed::Signal(name, active) => {
                let name = DeviceName::from(name.as_str());
                if !self.layout.signals.iter().any(|signal| signal.name == name) {
                    return Err(format!("the hall has no signal `{name}`"));
                }
                self.site.floor.mishap(self.now, &Mishap::Contact { device: name, active: *active });
            }
            Deed::Upset(upset) => {
                self.guard.trouble(self.now);
                upset.befalls(self.now, &mut self.site);
            }
            Deed::Look(sight) => self.looks(sight)?,
        }
        Ok(())
    }

    fn takes(&mut self, service: &str) -> Result<(), String> {
        let rules = (self.site.setup.adoption)().rules;
        let unknown = || format!("the catalogue has no service `{service}`");
        let found = rules.services.iter().find(|found| found.name == service).ok_or_else(unknown)?;
        let section = rules.sections.iter().find(|section| section.services.contains(&found.id));
        let section = section.ok_or_else(unknown)?.name.clone();
        let take = Hand::Take { section, service: service.to_owned(), left: TOUCHES_MOST };
        self.hands.write(self.now, take);
        Ok(())
    }

    /// One touch on the way to a ticket: home, the section, further services, the service.
    fn seeks(&mut self, section: &str, service: &str, left: u32) -> Result<(), String> {
        let page = self.site.floor.page(KIOSK).ok_or("the terminal is dark")?;
        let on_page = |words: &str| self.button(&Target::Words(words.to_owned()));
        let (button, found) = match (page.name, on_page(service)) {
            (PageName::List, Ok(button)) => (button, true),
            (PageName::List, Err(_)) => (on_page("更多业务")?, false),
            (PageName::Start, _) => (on_page(section)?, false),
            _ => (Button::Back, false),
        };
        if left == 0 || !page.live.contains(&button) {
            return Err(format!("no ticket for `{service}` can be had: {}", page_words(&page)));
        }
        self.site.floor.touch(self.now, KIOSK, button);
        if !found {
            let (section, service) = (section.to_owned(), service.to_owned());
            self.hands.write(self.now.after(TOUCH_EVERY), Hand::Take { section, service, left: left - 1 });
        }
        Ok(())
    }

    fn moves(&mut self, hand: &Hand) -> Result<(), String> {
        match hand {
            Hand::Soft(window, key) => self.site.press_softly(*window, *key),
            Hand::Press(window, key) => {
                if *key == Key::Next {
                    self.guard.pressed_next(self.now, *window, self.watch.book(), &self.site);
                }
                if !self.layout.roles().any(|(_, role)| role == Role::Keypad(*window)) {
                    return Err(format!("window {window} has no keypad"));
                }
                self.site.floor.press(self.now, *window, *key);
            }
            Hand::Touch(target) => {
                let button = self.button(target)?;
                self.site.floor.touch(self.now, KIOSK, button);
            }
            Hand::Take { section, service, left } => self.seeks(section, service, *left)?,
            Hand::Rate(window, key) => self.site.floor.rate(self.now, *window, *key),
        }
        Ok(())
    }

    /// The button of the page on which these words stand.
    fn button(&self, target: &Target) -> Result<Button, String> {
        let words = match target {
            Target::Button(button) => return Ok(*button),
            Target::Words(words) => words,
        };
        let page = self.site.floor.page(KIOSK).ok_or("the terminal is dark")?;
        let choices = page.texts.iter().filter_map(|(text, said)| match text {
            Text::Choice(place) if said.contains(words.as_str()) => Some(Button::Choice(*place)),
            Text::Choice(_) | Text::Title | Text::Note | Text::Line(_) | Text::Number => None,
        });
        let choices: Vec<Button> = choices.collect();
        match choices[..] {
            [only] => Ok(only),
            [] => Err(format!("nothing to touch on the page says `{words}`: {}", page_words(&page))),
            _ => Err(format!("several choices say `{words}`: {}", page_words(&page))),
        }
    }

    /// A mishap that befalls nobody would make its story true for nothing.
    fn is_there(&self, mishap: &Mishap) -> Result<(), String> {
        let (there, name) = if let Mishap::Device { device, .. } = mishap {
            let own = contacts::without_place(&self.layout);
            (
                self.layout.devices.iter().any(|known| known.name == *device) || own.contains(device),
                device.as_str(),
            )
        } else if let Mishap::Cable { cable, .. } = mishap {
            // The reader that a rule adds to the hall has a cable of which nothing else is said.
            let its = |device: &Device| device.cable == *cable;
            (self.layout.devices.iter().any(its), cable.as_str())
        } else if let Mishap::Voice { zone, .. } = mishap {
            (self.layout.voices.iter().any(|voice| voice.zone == *zone), "voice")
        } else {
            return Ok(());
        };
        if there { Ok(()) } else { Err(format!("the hall has no device and no cable `{name}`")) }
    }

    fn orders(&mut self, order: &Order) -> Result<(), String> {
        let machine = self.site.machine().ok_or("the machine is off")?;
        let moment = machine.moment(&self.site.setup, self.now, self.site.wall);
        match order.request(machine.engine(), moment) {
            Ok(request) => self.site.ask(self.now, |question| Asked {
                number: RequestNumber((1 << 127) | u128::from(question)),
                origin: Origin::Duty,
                person: matches!(request, Request::Manual(_)).then_some(StaffId(101)),
                request,
            }),
            Err(refusal) => self.signs.note(self.now, "duty", desk::refused(refusal)),
        }
        Ok(())
    }

    /// The end of a story: every stored row is read back, and a replay gives the same office.
    fn proof(&self) -> Result<(), String> {
        let stored = self.site.disk.stored();
        let rows = self.watch.rows(self.site.disk.journal(), &self.site.setup.site, stored);
        rows.map_err(|finding| finding.to_string())?;
        let Some(machine) = self.site.machine() else { return Ok(()) };
        let office = machine.engine().registrar().office();
        self.watch.compare(office).map_err(|finding| finding.to_string())?;
        self.watch.replay(stored, office).map_err(|finding| finding.to_string())
    }
}
