//! One visitor: comes in, touches the terminal, takes the paper, sits, goes to the window, rates, leaves.
//!
//! A visitor knows what eyes can see: the terminal's page, the number on the paper, the boards.

use std::time::Duration;

use hal::time::Instant;

use super::chance::Chance;
use crate::demo::hand::Hand;
use crate::demo::scene::{LineFace, Scene, SlipFace};

/// From the door to the terminal, or from a seat to a window.
pub(super) const WALK: Duration = Duration::from_millis(2600);
/// A visitor whose paper does not come goes without it: the number stands on the terminal.
const PAPER_WITHIN: Duration = Duration::from_secs(9);
/// A visitor who cannot make the terminal give a number leaves after so many touches.
const TOUCHES: u8 = 8;
/// Where the board is blank and the pad is dark, nothing is left to do.
const LINGERS: Duration = Duration::from_secs(3);

/// What kind of visitor it is, for the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anybody.
    Ordinary,
    /// Entitled to the green channel.
    Green,
    /// Whoever sits at the page: took the paper there, and rates there.
    Yours,
}

/// Where a visitor is in the course of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// On the way to the terminal, or in the line before it.
    Arriving,
    /// Touches it.
    Touching {
        /// Touches so far.
        touches: u8,
    },
    /// Waits for the paper.
    Paper {
        /// Goes without it then.
        until: Instant,
    },
    /// Sits and looks at the boards.
    Seated,
    /// Goes to a window.
    Going {
        /// The window.
        window: u8,
    },
    /// Stands at a window.
    AtWindow {
        /// The window.
        window: u8,
        /// Since when the board shows another number, or none.
        done_since: Option<Instant>,
    },
    /// Goes home.
    Leaving,
    /// Is gone.
    Gone,
}

/// One visitor.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Which since the start.
    pub id: u32,
    /// How it looks, for the eye.
    pub look: usize,
    /// What kind of visitor.
    pub kind: Kind,
    /// The number on the paper.
    pub number: Option<String>,
    /// The seat.
    pub seat: usize,
    /// Where in the course of the visit.
    pub step: Step,
    /// The next thing happens then.
    pub at: Instant,
    /// Will not hear the call.
    absent: bool,
    chance: Chance,
}

impl Visitor {
    /// A visitor who comes in at the door.
    pub fn arrives(now: Instant, id: u32, seat: usize, mut chance: Chance) -> Self {
        let kind = if chance.percent(14) { Kind::Green } else { Kind::Ordinary };
        let (look, absent) = (chance.below(1000), chance.percent(4));
        Self { id, look, kind, number: None, seat, step: Step::Arriving, at: now + WALK, absent, chance }
    }

    /// Whoever sits at the page, with the paper in hand.
    pub fn yours(now: Instant, id: u32, seat: usize, number: String, chance: Chance) -> Self {
        let (kind, number) = (Kind::Yours, Some(number));
        Self { id, look: 1, kind, number, seat, step: Step::Seated, at: now + WALK, absent: false, chance }
    }

    /// What the visitor does at this moment. `turn`: the terminal is free for this one.
    pub fn act(&mut self, now: Instant, scene: &Scene, turn: bool) -> Option<Hand> {
        if now < self.at {
            return None;
        }
        match self.step.clone() {
            Step::Arriving => {
                if turn {
                    self.step = Step::Touching { touches: 0 };
                    self.after(now, 600, 1600);
                }
                None
            }
            Step::Touching { touches } => self.touch(now, scene, touches),
            Step::Paper { until } => self.take_paper(now, scene, until),
            Step::Seated => self.listen(now, scene),
            Step::Going { window } => {
                self.step = Step::AtWindow { window, done_since: None };
                None
            }
            Step::AtWindow { window, done_since } => self.at_window(now, scene, window, done_since),
            Step::Leaving => {
                self.step = Step::Gone;
                None
            }
            Step::Gone => None,
        }
    }

    fn touch(&mut self, now: Instant, scene: &Scene, touches: u8) -> Option<Hand> {
        let panel = &scene.panel;
        self.after(now, 600, 1200);
        if touches >= TOUCHES || !panel.on {
            self.leave(now);
            return None;
        }
        self.step = Step::Touching { touches: touches + 1 };
        if touches == 0 && panel.page != "start" {
            // Whoever was here before left the terminal as it was.
            return Some(Hand::Touch { component: "back".to_owned() });
        }
        if panel.page == "issued" {
            self.number = panel.texts.get("number").filter(|number| !number.is_empty()).cloned();
            self.step = Step::Paper { until: now + PAPER_WITHIN };
            return None;
        }
        let live = |name: &str| panel.live.contains(&name);
        let choices: Vec<&str> = panel.live.iter().copied().filter(|name| name.starts_with('c')).collect();
        let component = if panel.page == "confirm" && self.kind == Kind::Green && live("green") {
            "green"
        } else if live("take") {
            "take"
        } else if !choices.is_empty() {
            choices[self.chance.below(choices.len())]
        } else {
            "back"
        };
        Some(Hand::Touch { component: component.to_owned() })
    }

    fn take_paper(&mut self, now: Instant, scene: &Scene, until: Instant) -> Option<Hand> {
        let mine = |slip: &&SlipFace| !slip.torn && (self.number.is_none() || number_on(slip) == self.number);
        if let Some(slip) = scene.slips.iter().find(mine) {
            self.number = number_on(slip).or(self.number.take());
            self.sit(now);
            return Some(Hand::Tear {});
        }
        if now >= until {
            self.sit(now);
        }
        None
    }

    fn listen(&mut self, now: Instant, scene: &Scene) -> Option<Hand> {
        let Some(number) = &self.number else {
            self.leave(now);
            return None;
        };
        let window = called_to(scene, number)?;
        if self.absent {
            self.leave(now);
            return None;
        }
        self.step = Step::Going { window };
        self.at = now + WALK + self.chance.millis(300, 1500);
        None
    }

    fn at_window(
        &mut self,
        now: Instant,
        scene: &Scene,
        window: u8,
        done_since: Option<Instant>,
    ) -> Option<Hand> {
        let face = scene.windows.iter().find(|face| face.id == window)?;
        let number = self.number.as_deref().unwrap_or_default();
        if face.board.areas.iter().any(|area| area.text.contains(number)) {
            self.step = Step::AtWindow { window, done_since: None };
            return None;
        }
        let since = done_since.unwrap_or(now);
        self.step = Step::AtWindow { window, done_since: Some(since) };
        if face.pad.face == "rest" {
            if now.since(since) >= LINGERS {
                self.leave(now);
            }
            return None;
        }
        if self.kind == Kind::Yours || done_since.is_none() {
            self.after(now, 1200, 3500);
            return None;
        }
        self.after(now, 1500, 3000);
        let grade = if face.pad.face == "reason" { self.chance.below(4) + 1 } else { self.grade() };
        Some(Hand::Grade { window, grade: u8::try_from(grade).unwrap_or(1) })
    }

    /// Most people are content; some do not say so.
    fn grade(&mut self) -> usize {
        match self.chance.below(100) {
            0..62 => 1,
            62..85 => 2,
            85..94 => 3,
            94..98 => 4,
            _ => 5,
        }
    }

    fn sit(&mut self, now: Instant) {
        self.step = if self.number.is_some() { Step::Seated } else { Step::Leaving };
        self.at = now + WALK;
    }

    fn leave(&mut self, now: Instant) {
        self.step = Step::Leaving;
        self.at = now + WALK + WALK;
    }

    fn after(&mut self, now: Instant, from: u64, to: u64) {
        self.at = now + self.chance.millis(from, to);
    }
}

/// The number on a slip: the largest thing on it.
pub fn number_on(slip: &SlipFace) -> Option<String> {
    let runs = slip.lines.iter().flat_map(|line| match line {
        LineFace::Text { runs, .. } => runs.as_slice(),
        LineFace::Code { .. } | LineFace::Picture { .. } | LineFace::Blank { .. } => &[],
    });
    let largest = runs.max_by_key(|run| run.height)?;
    let number: String = largest.text.chars().filter(char::is_ascii_alphanumeric).collect();
    (!number.is_empty()).then_some(number)
}

/// The window to which the boards call this number.
fn called_to(scene: &Scene, number: &str) -> Option<u8> {
    let over = |face: &&crate::demo::scene::WindowFace| {
        face.board.areas.iter().any(|area| area.text.contains(number))
    };
    let by_board = scene.windows.iter().find(over).map(|face| face.id);
    let by_display = || {
        let row = scene.display.areas.iter().find(|area| area.text.contains(&format!("请{number}到")))?;
        let after = row.text.split_once('到')?.1;
        after.split_once('号')?.0.parse().ok()
    };
    by_board.or_else(by_display)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::scene::{AreaFace, BoardFace, PadFace, RunFace, WindowFace};

    fn hall(board: &str, pad: &'static str) -> Scene {
        let areas = vec![AreaFace { text: board.to_owned(), ..AreaFace::default() }];
        let board = BoardFace { on: true, areas, ..BoardFace::default() };
        let pad = PadFace { on: true, face: pad };
        Scene { windows: vec![WindowFace { id: 3, board, pad, ..WindowFace::default() }], ..Scene::default() }
    }

    #[test]
    fn a_visitor_goes_to_the_window_whose_board_shows_the_number_on_the_paper() {
        let start = Instant::from_millis(0);
        let mut visitor = Visitor::yours(start, 1, 0, "A012".into(), Chance::new(1));
        let later = start + WALK;

        visitor.act(later, &hall("请A011号", "rest"), false);
        assert_eq!(visitor.step, Step::Seated);
        visitor.act(later, &hall("请A012号", "rest"), false);
        assert_eq!(visitor.step, Step::Going { window: 3 });
    }

    #[test]
    fn a_visitor_rates_only_when_the_pad_asks() {
        let start = Instant::from_millis(0);
        let mut visitor = Visitor::arrives(start, 1, 0, Chance::new(5));
        visitor.number = Some("A012".into());
        visitor.step = Step::AtWindow { window: 3, done_since: None };
        let mut now = start + WALK;

        assert_eq!(visitor.act(now, &hall("A012号办理中", "rest"), false), None);
        assert_eq!(visitor.act(now, &hall("请等候叫号", "grade"), false), None, "looks at the pad first");
        now += Duration::from_secs(5);
        let rated = visitor.act(now, &hall("请等候叫号", "grade"), false);
        assert!(matches!(rated, Some(Hand::Grade { window: 3, .. })));
    }

    #[test]
    fn the_number_on_a_slip_is_what_is_printed_largest() {
        let run = |text: &str, height| RunFace { text: text.into(), width: 1, height, bold: false };
        let line = |text, height| LineFace::Text { side: "left", runs: vec![run(text, height)] };
        let slip =
            SlipFace { id: 1, torn: false, lines: vec![line("大厅", 2), line("A012", 6), line("3人", 1)] };
        assert_eq!(number_on(&slip).as_deref(), Some("A012"));
    }

    #[test]
    fn the_hall_display_calls_as_well_as_a_board_that_is_dark() {
        let areas = vec![AreaFace { text: "请A012到10号窗口".to_owned(), ..AreaFace::default() }];
        let scene = Scene { display: BoardFace { areas, ..BoardFace::default() }, ..Scene::default() };
        assert_eq!(called_to(&scene, "A012"), Some(10));
        assert_eq!(called_to(&scene, "A013"), None);
    }
}
