//! The people of the demo: visitors who come and go, a clerk at every window, and somebody on duty.
//!
//! They are seeded and are told the time. What they know they see ([`Scene`]); what they do they do with
//! [`Hand`]s.

mod chance;
mod clerk;
mod duty;
mod visitor;

use std::time::Duration;

use hal::time::Instant;
use serde::Serialize;

use self::chance::Chance;
use self::clerk::Clerk;
use self::duty::Duty;
pub use self::visitor::number_on;
use self::visitor::{Kind, Step, Visitor};
use super::hand::Hand;
use super::scene::Scene;

/// Most visitors in the hall at once: as many seats as there are.
const SEATS: usize = 40;
/// So many stood at the door before it opened: they come one soon after the other.
const AT_THE_DOOR: u32 = 8;
/// The people look around this often.
pub const LOOK_EVERY: Duration = Duration::from_millis(100);
/// When somebody at the page works a device, the hall's own people keep their hands off it this long.
const STEP_ASIDE: Duration = Duration::from_secs(40);
/// The same for the terminal, where a line forms sooner.
const LEAVE_TERMINAL: Duration = Duration::from_secs(12);

/// A clerk's way in: the window, the staff number and the PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The window.
    pub window: u8,
    /// The staff number.
    pub staff: u32,
    /// The PIN.
    pub pin: String,
}

/// A person as the page draws it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Which since the start.
    pub id: u32,
    /// How it looks: any number.
    pub look: usize,
    /// Where it is or goes: `door`, `kiosk`, `printer`, `seat:N`, `window:N`.
    pub place: String,
    /// The number on its paper.
    pub number: Option<String>,
    /// `ordinary`, `green`, `yours` or `duty`.
    pub class: &'static str,
}

/// Everybody.
#[derive(Clone, Debug)]
pub struct People {
    visitors: Vec<Visitor>,
    clerks: Vec<Clerk>,
    duty: Duty,
    chance: Chance,
    born: u32,
    terminal_taken: Instant,
}

impl People {
    /// A hall before its first visitor, with a clerk on the way to every post.
    pub fn new(seed: u64, now: Instant, posts: &[Post]) -> Self {
        let mut chance = Chance::new(seed);
        let clerks = posts.iter().map(|post| {
            let own = Chance::new(seed ^ u64::from(post.staff) << 20 | 1);
            Clerk::new(now, post.window, post.staff, post.pin.clone(), own)
        });
        let clerks = clerks.collect();
        chance.below(2);
        Self {
            visitors: Vec::new(),
            clerks,
            duty: Duty::default(),
            chance,
            born: 0,
            terminal_taken: Instant::default(),
        }
    }

    /// What everybody does at this moment. `busy`: 0 to 100; call every [`LOOK_EVERY`].
    pub fn act(&mut self, now: Instant, scene: &Scene, busy: u8) -> Vec<Hand> {
        // Ten looks a second: at 100 somebody comes every four seconds, more than ten windows can serve.
        let rush = if self.born < AT_THE_DOOR { 5 } else { 1 };
        let comes = self.chance.per_myriad(usize::from(busy) * rush * 5 / 2);
        if self.visitors.len() < SEATS && (comes || self.born == 0 && busy > 0) {
            let (seat, own) = (self.free_seat(), self.own_chance());
            self.visitors.push(Visitor::arrives(now, self.born, seat, own));
        }
        let mut hands: Vec<Hand> = self.clerks(now, scene).collect();
        hands.extend(self.duty.act(now, scene));
        let busy_at_terminal = |one: &Visitor| matches!(one.step, Step::Touching { .. } | Step::Paper { .. });
        let mut turn = now >= self.terminal_taken && !self.visitors.iter().any(busy_at_terminal);
        for visitor in &mut self.visitors {
            let waits = visitor.step == Step::Arriving && now >= visitor.at;
            hands.extend(visitor.act(now, scene, turn && waits));
            turn &= !waits;
        }
        self.visitors.retain(|visitor| visitor.step != Step::Gone);
        hands
    }

    /// Only whoever sits at the page has somebody in the hall: walks to the window when called, and home.
    pub fn only_you(&mut self, now: Instant, scene: &Scene) -> Vec<Hand> {
        self.visitors.retain(|visitor| visitor.kind == Kind::Yours && visitor.step != Step::Gone);
        self.visitors.iter_mut().filter_map(|visitor| visitor.act(now, scene, false)).collect()
    }

    fn clerks(&mut self, now: Instant, scene: &Scene) -> impl Iterator<Item = Hand> {
        let (visitors, clerks) = (&self.visitors, &mut self.clerks);
        clerks.iter_mut().filter_map(move |clerk| {
            let face = scene.windows.iter().find(|face| face.id == clerk.window)?;
            let stands =
                |one: &Visitor| matches!(one.step, Step::AtWindow { window, .. } if window == clerk.window);
            let there = visitors.iter().any(stands);
            clerk.act(now, face, there)
        })
    }

    /// Somebody at the page did this: whoever would do the same steps aside for a while.
    pub fn make_room(&mut self, now: Instant, hand: &Hand) {
        match hand {
            Hand::Key { window, .. } => {
                for clerk in self.clerks.iter_mut().filter(|clerk| clerk.window == *window) {
                    clerk.step_aside(now + STEP_ASIDE);
                }
            }
            Hand::Touch { .. } => {
                self.terminal_taken = now + LEAVE_TERMINAL;
                // Whoever was at it lets go, and does not take the next number for his own.
                let at_it = |one: &&mut Visitor| matches!(one.step, Step::Touching { .. });
                self.visitors.iter_mut().filter(at_it).for_each(|one| one.step = Step::Arriving);
            }
            Hand::Grade { .. }
            | Hand::Plug { .. }
            | Hand::Power { .. }
            | Hand::Roll { .. }
            | Hand::Cover { .. }
            | Hand::Tear {}
            | Hand::Box { .. }
            | Hand::Busy { .. }
            | Hand::Mains { .. }
            | Hand::Alone { .. } => {}
        }
    }

    /// Somebody at the page took this paper, and walks in the hall from now on.
    pub fn join(&mut self, now: Instant, number: String) {
        if self.visitors.iter().any(|one| one.number.as_ref() == Some(&number)) {
            return;
        }
        let (seat, own) = (self.free_seat(), self.own_chance());
        self.visitors.push(Visitor::yours(now, self.born, seat, number, own));
    }

    /// Everybody on the floor, in the order in which they came.
    pub fn figures(&self) -> Vec<Figure> {
        let figure = |one: &Visitor| Figure {
            id: one.id,
            look: one.look,
            place: match &one.step {
                Step::Arriving | Step::Touching { .. } | Step::Paper { .. } => "kiosk".to_owned(),
                Step::Seated => format!("seat:{}", one.seat),
                Step::Going { window } | Step::AtWindow { window, .. } => format!("window:{window}"),
                Step::Leaving | Step::Gone => "door".to_owned(),
            },
            number: one.number.clone(),
            class: match one.kind {
                Kind::Ordinary => "ordinary",
                Kind::Green => "green",
                Kind::Yours => "yours",
            },
        };
        let duty = self.duty.place().map(|place| Figure {
            id: u32::MAX,
            look: 0,
            place: place.to_owned(),
            number: None,
            class: "duty",
        });
        self.visitors.iter().map(figure).chain(duty).collect()
    }

    /// The windows with the clerks that sit at them.
    pub fn seated(&self) -> Vec<(u8, u32)> {
        self.clerks.iter().filter(|clerk| clerk.seated).map(|clerk| (clerk.window, clerk.staff)).collect()
    }

    fn own_chance(&mut self) -> Chance {
        self.born += 1;
        let seed = self.chance.below(usize::MAX);
        Chance::new(u64::try_from(seed).unwrap_or(1))
    }

    fn free_seat(&mut self) -> usize {
        let first = self.chance.below(SEATS);
        let taken = |seat: usize| self.visitors.iter().any(|one| one.seat == seat);
        (0..SEATS).map(|step| (first + step) % SEATS).find(|&seat| !taken(seat)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hall(page: &'static str, live: &[&'static str]) -> Scene {
        let mut scene = Scene::default();
        (scene.panel.on, scene.panel.page, scene.panel.live) = (true, page, live.to_vec());
        scene
    }

    fn day(people: &mut People, scene: &Scene, from: u64, seconds: u64) -> Vec<Hand> {
        let moments = (from * 1000..(from + seconds) * 1000).step_by(100).map(Instant::from_millis);
        moments.flat_map(|now| people.act(now, scene, 60)).collect()
    }

    #[test]
    fn the_same_seed_makes_the_same_day() {
        let scene = hall("start", &["c0", "c1"]);
        let run = |seed| day(&mut People::new(seed, Instant::default(), &[]), &scene, 0, 120);
        assert_eq!(run(5), run(5));
        assert_ne!(run(5), run(6));
    }

    #[test]
    fn one_visitor_after_the_other_touches_the_terminal() {
        let mut people = People::new(5, Instant::default(), &[]);
        let scene = hall("start", &["c0"]);
        day(&mut people, &scene, 0, 60);
        let touching = people.visitors.iter().filter(|one| matches!(one.step, Step::Touching { .. })).count();
        assert!(people.visitors.len() > 1 && touching <= 1);
    }

    #[test]
    fn a_quiet_day_has_no_visitors() {
        let mut people = People::new(5, Instant::default(), &[]);
        let scene = hall("start", &["c0"]);
        let hands: Vec<Hand> =
            (0..600).flat_map(|look| people.act(Instant::from_millis(look * 100), &scene, 0)).collect();
        assert_eq!((hands, people.figures()), (vec![], vec![]));
    }

    #[test]
    fn a_visitor_at_the_terminal_lets_go_when_the_page_touches_it() {
        let mut people = People::new(5, Instant::default(), &[]);
        let scene = hall("start", &["c0"]);
        let mut now = Instant::default();
        while !people.visitors.iter().any(|one| matches!(one.step, Step::Touching { .. })) {
            people.act(now, &scene, 100);
            now += LOOK_EVERY;
        }

        people.make_room(now, &Hand::Touch { component: "c0".into() });

        assert!(people.visitors.iter().all(|one| one.step == Step::Arriving));
        let seconds = LEAVE_TERMINAL.as_secs();
        assert_eq!(day(&mut people, &scene, now.since(Instant::default()).as_secs(), seconds), []);
    }

    #[test]
    fn whoever_touches_at_the_page_is_not_disturbed() {
        let mut people = People::new(5, Instant::default(), &[]);
        let scene = hall("start", &["c0"]);
        people.make_room(Instant::from_millis(0), &Hand::Touch { component: "c0".into() });
        let hands = day(&mut people, &scene, 0, 12);
        assert_eq!(hands, []);
    }
}
