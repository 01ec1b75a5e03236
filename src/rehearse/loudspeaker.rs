//! The loudspeaker of a rehearsal: says one thing after the other, each as long as its clips last. It has no
//! bytes.

use std::collections::VecDeque;

use hal::port::voice;

use super::agenda::Time;
use super::floor::News;
use crate::runtime::engine::Input;

/// How long one clip lasts, on average.
const CLIP_MS: u64 = 380;

/// How long a player takes to fail.
const FAILS_MS: u64 = 150;

/// The loudspeaker with its player.
#[derive(Debug)]
pub struct Loudspeaker {
    works: bool,
    /// What is being said, and until when.
    saying: Option<(u64, Time)>,
    waiting: VecDeque<(u64, Vec<String>)>,
}

impl Loudspeaker {
    /// A silent loudspeaker; one that does not work where the hall has none.
    #[must_use]
    pub fn new(works: bool) -> Self {
        Self { works, saying: None, waiting: VecDeque::new() }
    }

    /// The player fails, or works again.
    pub fn set_works(&mut self, works: bool) {
        self.works = works;
    }

    /// The player dies with the machine: nobody hears the rest.
    pub fn fall_silent(&mut self) {
        (self.saying, self.waiting) = (None, VecDeque::new());
    }

    /// Says this after all that waits.
    pub fn say(&mut self, now: Time, command: voice::Command, news: &mut Vec<News>) {
        let voice::Command::Say { job, clips } = command;
        self.waiting.push_back((job, clips));
        self.begin(now, news);
    }

    /// When what is being said ends.
    #[must_use]
    pub fn due(&self) -> Option<Time> {
        self.saying.map(|(_, until)| until)
    }

    /// How much waits to be said.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Lets time pass to `now`.
    pub fn run(&mut self, now: Time, news: &mut Vec<News>) {
        while let Some((job, _)) = self.saying.take_if(|(_, until)| *until <= now) {
            let event = if self.works { voice::Event::Said { job } } else { voice::Event::NotSaid { job } };
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
        self.saying = Some((job, now.after(if self.works { lasts } else { FAILS_MS })));
        if self.works {
            news.push(News::Says(clips));
        }
    }
}
