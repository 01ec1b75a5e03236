//! The loudspeakers of a rehearsal: each says one thing after the other, and each thing as long as its clips last.
//! They have no bytes.

use std::collections::VecDeque;

use hal::port::voice;

use super::agenda::Time;
use super::floor::{News, Player};
use crate::layout::{Layout, Zone};
use crate::runtime::engine::Input;

/// How long one clip lasts, on average.
const CLIP_MS: u64 = 380;

/// How long a player takes to fail.
const FAILS_MS: u64 = 150;

/// How much longer than its clips a player is left alone before it is killed.
const KILLED_AFTER_MS: u64 = 2000;

/// How long a slow player takes before the first word.
const SLOW_MS: u64 = 3500;

/// The loudspeakers of a hall.
#[derive(Debug)]
pub struct Loudspeakers(Vec<(Zone, Loudspeaker)>);

impl Loudspeakers {
    /// Those of this layout, silent. One that never works stands for the hall's own where there is none, as whoever
    /// tells it something is to hear that nobody did.
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        let mut all: Vec<_> =
            layout.voices.iter().map(|voice| (voice.zone, Loudspeaker::new(true))).collect();
        if all.is_empty() {
            all.push((Zone::Hall, Loudspeaker::new(false)));
        }
        Self(all)
    }

    /// A player fails, or works again; whether it was otherwise before.
    pub fn set(&mut self, zone: Zone, player: Player) -> bool {
        self.of(zone).is_some_and(|speaker| speaker.set(player))
    }

    /// The players die with the machine: nobody hears the rest.
    pub fn fall_silent(&mut self) {
        self.0.iter_mut().for_each(|(_, speaker)| speaker.fall_silent());
    }

    /// Says this in its zone after all that waits there.
    pub fn say(&mut self, now: Time, zone: Zone, command: voice::Command, news: &mut Vec<News>) {
        if let Some(speaker) = self.of(zone) {
            speaker.say(now, command, news);
        }
    }

    /// When the first of what is being said ends.
    #[must_use]
    pub fn due(&self) -> Option<Time> {
        self.0.iter().filter_map(|(_, speaker)| speaker.due()).min()
    }

    /// How much waits to be said.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.iter().map(|(_, speaker)| speaker.waiting.len()).sum()
    }

    /// Lets time pass to `now`.
    pub fn run(&mut self, now: Time, news: &mut Vec<News>) {
        self.0.iter_mut().for_each(|(_, speaker)| speaker.run(now, news));
    }

    fn of(&mut self, zone: Zone) -> Option<&mut Loudspeaker> {
        self.0.iter_mut().find(|(of, _)| *of == zone).map(|(_, speaker)| speaker)
    }
}

/// One loudspeaker with its player.
#[derive(Debug)]
struct Loudspeaker {
    fitted: bool,
    player: Player,
    /// What is being said, until when, and whether anybody hears it.
    saying: Option<(u64, Time, bool)>,
    waiting: VecDeque<(u64, Vec<String>)>,
}

impl Loudspeaker {
    fn new(fitted: bool) -> Self {
        let player = if fitted { Player::Works } else { Player::Fails };
        Self { fitted, player, saying: None, waiting: VecDeque::new() }
    }

    fn set(&mut self, player: Player) -> bool {
        self.fitted && std::mem::replace(&mut self.player, player) != player
    }

    fn fall_silent(&mut self) {
        (self.saying, self.waiting) = (None, VecDeque::new());
    }

    fn say(&mut self, now: Time, command: voice::Command, news: &mut Vec<News>) {
        let voice::Command::Say { job, clips } = command;
        self.waiting.push_back((job, clips));
        self.begin(now, news);
    }

    fn due(&self) -> Option<Time> {
        self.saying.map(|(_, until, _)| until)
    }

    fn run(&mut self, now: Time, news: &mut Vec<News>) {
        while let Some((job, _, heard)) = self.saying.take_if(|(_, until, _)| *until <= now) {
            let event = if heard { voice::Event::Said { job } } else { voice::Event::NotSaid { job } };
            news.push(News::Input(Input::Voice(event)));
            self.begin(now, news);
        }
    }

    fn begin(&mut self, now: Time, news: &mut Vec<News>) {
        if self.saying.is_some() {
            return;
        }
        let Some((job, clips)) = self.waiting.pop_front() else { return };
        let lasts = CLIP_MS * u64::try_from(clips.len()).unwrap_or(0);
        let (takes, heard) = match self.player {
            Player::Works => (lasts, true),
            Player::Fails => (FAILS_MS, false),
            Player::Hangs => (lasts + KILLED_AFTER_MS, false),
            Player::Slow => (SLOW_MS + lasts, true),
        };
        self.saying = Some((job, now.after(takes), heard));
        if heard {
            news.push(News::Says(clips));
        }
    }
}
