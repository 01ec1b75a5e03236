//! The floor as it is pushed to the page: the scene, the people, the voice and the LCD, by sections.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hal::time::Instant;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::clock::Clock;
use super::daemon::Condition;
use super::ear::Ear;
use super::hand::{Hand, Hands};
use super::lcd;
use super::people::{self, People};
use super::plan::Plan;
use super::scene::{self, Scene, WindowFace};
use super::sentence::Clips;

/// The floor is looked at this often, and pushed when something changed.
pub const PUSH_EVERY: Duration = Duration::from_millis(50);
/// Lamps and bytes of cables change all the time: every fourth look is enough for eyes.
const CABLES_EVERY: u64 = 4;
/// The LCD's file is read every tenth look.
const LCD_EVERY: u64 = 10;

/// The floor by sections; whoever pushes it sends those that changed.
pub type Floor = BTreeMap<&'static str, Value>;

/// Everything that the page shows, and the hands that act on it.
#[derive(Debug)]
pub struct Live {
    /// What hands do.
    pub hands: Hands,
    plan: Plan,
    clock: Clock,
    people: Mutex<People>,
    people_look_at: Mutex<Instant>,
    ear: Ear,
    clips: Clips,
    lcd: Mutex<Picture>,
    frame_file: std::path::PathBuf,
    floor: watch::Sender<Arc<Floor>>,
}

/// The LCD's picture as it was last seen.
#[derive(Debug, Default)]
struct Picture {
    number: u64,
    frame: Vec<u8>,
}

/// What a demo's hall is made of.
#[derive(Debug)]
pub struct Parts {
    /// The hall.
    pub plan: Plan,
    /// Hands on its devices.
    pub hands: Hands,
    /// Its people.
    pub people: People,
    /// Its loudspeaker.
    pub ear: Ear,
    /// The clips by which its announcements are understood.
    pub clips: Clips,
    /// The file of the LCD's framebuffer.
    pub frame_file: std::path::PathBuf,
}

impl Live {
    /// A floor that nobody has looked at.
    pub fn new(parts: Parts, clock: Clock) -> Self {
        let Parts { plan, hands, people, ear, clips, frame_file } = parts;
        let people = Mutex::new(people);
        let (lcd, people_look_at) = (Mutex::default(), Mutex::default());
        Self {
            hands,
            plan,
            clock,
            people,
            people_look_at,
            ear,
            clips,
            lcd,
            frame_file,
            floor: watch::channel(Arc::default()).0,
        }
    }

    /// The floor from here on.
    pub fn watch(&self) -> watch::Receiver<Arc<Floor>> {
        self.floor.subscribe()
    }

    /// A hand of the page acts; the hall's own people make room for it. False when nothing felt it.
    pub fn act(&self, hand: &Hand) -> bool {
        let now = self.clock.now();
        held(&self.people).make_room(now, hand);
        if let Hand::Plug { cable, plugged } = hand
            && cable == LOUDSPEAKER
        {
            return self.ear.plug(*plugged);
        }
        if *hand != (Hand::Tear {}) {
            return self.hands.act(hand);
        }
        let slips = self.hands.tear();
        let numbers = slips.iter().filter_map(|slip| people::number_on(&scene::slip_face(0, true, slip)));
        let mut people = held(&self.people);
        numbers.for_each(|number| people.join(now, number));
        !slips.is_empty()
    }

    /// What was said last, as a WAV file, if it has this number.
    pub fn voice(&self, number: u64) -> Option<Arc<Vec<u8>>> {
        let last = self.ear.last();
        (last.number == number && number > 0).then_some(last.wav)
    }

    /// The LCD's picture as a PNG file.
    pub fn lcd(&self) -> Option<Vec<u8>> {
        lcd::picture(&held(&self.lcd).frame, self.plan.lcd_size())
    }

    /// Looks once: people act, and what changed is pushed.
    pub fn look(&self, count: u64, daemon: &Condition) {
        let now = self.clock.now();
        let scene = scene::look(&self.hands, &self.plan.windows);
        // While the cabinet is dark, people wait: what they press would be pressed again and again.
        if *daemon == Condition::Running {
            self.let_people_act(now, &scene);
        }
        if count.is_multiple_of(LCD_EVERY) {
            self.look_at_lcd(*daemon == Condition::Dark);
        }
        let before = self.floor.borrow().clone();
        let mut floor = self.sections(&scene, daemon);
        if !count.is_multiple_of(CABLES_EVERY)
            && let Some(cables) = before.get("cables")
        {
            floor.insert("cables", cables.clone());
        }
        if *before != floor {
            self.floor.send_replace(Arc::new(floor));
        }
    }

    fn let_people_act(&self, now: Instant, scene: &Scene) {
        let mut look_at = held(&self.people_look_at);
        if now < *look_at {
            return;
        }
        *look_at = now + people::LOOK_EVERY;
        let hands = if self.hands.alone() {
            held(&self.people).act(now, scene, self.hands.busy())
        } else {
            held(&self.people).only_you(now, scene)
        };
        for hand in hands {
            self.hands.act(&hand);
        }
    }

    fn look_at_lcd(&self, dark: bool) {
        if dark && held(&self.lcd).frame.iter().any(|&byte| byte != 0) {
            // A display forgets its picture with its power; one that could not be cleared is cleared at the
            // next look.
            let _ = std::fs::write(&self.frame_file, self.plan.blank_lcd());
        }
        if let Some(frame) = lcd::frame(&self.frame_file, self.plan.lcd_size()) {
            let mut picture = held(&self.lcd);
            if picture.frame != frame {
                *picture = Picture { number: picture.number + 1, frame };
            }
        }
    }

    fn sections(&self, scene: &Scene, daemon: &Condition) -> Floor {
        let people = held(&self.people);
        let seated = people.seated();
        let clerk = |id: u8| seated.iter().find(|(window, _)| *window == id).map(|(_, staff)| *staff);
        let window = |face: &WindowFace| with(value(face), "clerk", json!(clerk(face.id)));
        let cable = |face: &scene::CableFace| {
            let (zh, en) = cable_words(&face.name);
            with(with(value(face), "zh", json!(zh)), "en", json!(en))
        };
        let loudspeaker = scene::CableFace {
            name: LOUDSPEAKER.to_owned(),
            plugged: self.ear.plugged(),
            ..scene::CableFace::default()
        };
        let sound = self.ear.last();
        let millis = u64::try_from(sound.lasts.as_millis()).unwrap_or(u64::MAX);
        let (touches, component) = self.hands.touched();
        Floor::from([
            ("cables", scene.cables.iter().chain([&loudspeaker]).map(cable).collect()),
            ("display", value(&scene.display)),
            ("windows", scene.windows.iter().map(window).collect()),
            ("panel", value(&scene.panel)),
            ("printer", value(&scene.printer)),
            ("slips", value(&scene.slips)),
            ("people", value(&people.figures())),
            ("day", json!({ "busy": self.hands.busy(), "alone": self.hands.alone() })),
            ("mains", json!({ "on": self.hands.mains(), "charge": self.hands.charge() })),
            ("daemon", value(daemon)),
            (
                "voice",
                json!({ "number": sound.number, "text": self.clips.sentence(&sound.wav), "millis": millis }),
            ),
            ("lcd", json!(held(&self.lcd).number)),
            ("touched", json!({ "count": touches, "component": component })),
            ("keys", KEYS.iter().map(|(code, key)| json!({ "code": code, "key": key })).collect()),
        ])
    }
}

/// The 16-key keypad in rows of four from the top left: codes and what is printed on them.
const KEYS: [(u8, &str); 16] = [
    (1, "1"),
    (2, "2"),
    (3, "3"),
    (11, "next"),
    (4, "4"),
    (5, "5"),
    (6, "6"),
    (12, "recall"),
    (7, "7"),
    (8, "8"),
    (9, "9"),
    (13, "no-show"),
    (15, "function"),
    (10, "0"),
    (16, "enter"),
    (14, "finish"),
];

/// The plug of the loudspeaker, which is no cable of the configuration.
const LOUDSPEAKER: &str = "loudspeaker";

/// What the plugs are labelled with.
fn cable_words(name: &str) -> (&str, &str) {
    match name {
        "boards" => ("显示屏", "Boards"),
        "keypads" => ("键盘和评价器", "Keypads and pads"),
        "pads" => ("评价器", "Rating pads"),
        "terminal" => ("取号机", "Terminal"),
        "printer" => ("小票打印机", "Ticket printer"),
        "ups" => ("不间断电源信号", "UPS signal"),
        LOUDSPEAKER => ("广播喇叭", "Loudspeaker"),
        other => (other, other),
    }
}

/// A face as the page reads it. Faces are plain data: they always have such a form.
fn value(face: &impl Serialize) -> Value {
    serde_json::to_value(face).unwrap_or_default()
}

fn with(mut table: Value, key: &str, entry: Value) -> Value {
    if let Some(table) = table.as_object_mut() {
        table.insert(key.to_owned(), entry);
    }
    table
}

/// People and pictures stay as they are when a thread that looked at them panicked.
fn held<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The sections of `now` that differ from `before`.
pub fn changes(before: &Floor, now: &Floor) -> Floor {
    let changed = now.iter().filter(|(section, value)| before.get(*section) != Some(value));
    changed.map(|(section, value)| (*section, value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sections_that_changed_are_pushed() {
        let before = Floor::from([("lcd", json!(1)), ("day", json!({ "busy": 3 }))]);
        let now = Floor::from([("lcd", json!(2)), ("day", json!({ "busy": 3 }))]);
        assert_eq!(changes(&before, &now), Floor::from([("lcd", json!(2))]));
        assert_eq!(changes(&Floor::new(), &now), now, "whoever comes sees everything");
    }

    #[test]
    fn every_key_of_the_keypad_is_there_once() {
        let mut codes = KEYS.map(|(code, _)| code);
        codes.sort_unstable();
        assert_eq!(codes.to_vec(), (1..=16).collect::<Vec<u8>>());
    }
}
