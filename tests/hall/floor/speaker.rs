//! The loudspeakers of a story's floor.

use std::collections::VecDeque;

use hal::driver::Fault;
use hal::port::voice::Event;
use hal::time::Instant;
use jiaohao::layout::{DeviceName, Voice, Zone};
use jiaohao::rehearse::agenda::Time;
use jiaohao::rehearse::floor::News;
use jiaohao::runtime::engine::Input;
use jiaohao::runtime::supervisor::Health;

use super::{Act, FOUND_AFTER, Hall, MISSED_AFTER};
use crate::signs;

/// One loudspeaker.
#[derive(Debug)]
pub(super) struct Speaker {
    pub zone: Zone,
    name: DeviceName,
    works: bool,
    mute_since: Option<Instant>,
    pub to_say: VecDeque<(u64, Vec<String>)>,
    /// The job that is being said, and when its player ends.
    saying: Option<(u64, Time)>,
}

impl Speaker {
    /// A loudspeaker that works, and is silent.
    pub fn new(voice: &Voice) -> Self {
        Self {
            zone: voice.zone,
            name: voice.name.clone(),
            works: true,
            mute_since: None,
            to_say: VecDeque::new(),
            saying: None,
        }
    }

    /// The player dies with the machine.
    pub fn fall_silent(&mut self) {
        (self.saying, self.to_say) = (None, VecDeque::new());
    }

    /// Whoever watches over the player tells how the last saying went.
    fn health(&mut self, now: Time) -> News {
        let since = Instant::from_millis(now.0);
        let mute_since = self.mute_since.filter(|_| !self.works).unwrap_or(since);
        self.mute_since = (!self.works).then_some(mute_since);
        let failed = Health::Offline { fault: Fault::Refused, retry_at: since, since: mute_since };
        let health = if self.works { Health::Online { since } } else { failed };
        News::Input(Input::Health { device: self.name.clone(), health })
    }
}

impl Hall {
    /// Says this after all that waits there; where there is no such voice, that is told at once.
    pub(super) fn say_in(&mut self, now: Time, zone: Zone, job: u64, clips: Vec<String>) {
        match self.speakers.iter_mut().find(|speaker| speaker.zone == zone) {
            Some(speaker) => {
                speaker.to_say.push_back((job, clips));
                self.say_next(now);
            }
            None => self.news.push(News::Input(Input::Voice(Event::NotSaid { job }))),
        }
    }

    /// A player fails, at once also in the middle of a sentence, or works again: whoever watches over it finds that out.
    pub(super) fn set_speaker(&mut self, now: Time, zone: Zone, works: bool) {
        let Some(speaker) = self.speakers.iter_mut().find(|speaker| speaker.zone == zone) else { return };
        speaker.works = works;
        if works {
            self.agenda.write(now.after(FOUND_AFTER), Act::Look(speaker.name.clone()));
        }
        if let Some((_, ends)) = speaker.saying.as_mut().filter(|_| !works) {
            *ends = (*ends).min(now.after(MISSED_AFTER));
            self.agenda.write(*ends, Act::Said);
        }
    }

    /// The players whose time has come end, and say what became of it.
    pub(super) fn said(&mut self, now: Time) {
        for speaker in &mut self.speakers {
            if let Some((job, _)) = speaker.saying.take_if(|(_, ends)| *ends <= now) {
                let event = if speaker.works { Event::Said { job } } else { Event::NotSaid { job } };
                let health = speaker.health(now);
                self.news.extend([health, News::Input(Input::Voice(event))]);
            }
        }
        self.say_next(now);
    }

    /// Says what waits longest wherever nothing is being said.
    fn say_next(&mut self, now: Time) {
        for speaker in self.speakers.iter_mut().filter(|speaker| speaker.saying.is_none()) {
            let Some((job, clips)) = speaker.to_say.pop_front() else { continue };
            let lasts = if speaker.works {
                // Nobody hears silence.
                if !clips.is_empty() {
                    let at_what = if speaker.zone == Zone::Hall { "voice" } else { "voice-2" };
                    self.signs.note(now, at_what, signs::speech(&clips));
                }
                let lasts = self.clips.join(&clips, 100).unwrap().lasts;
                u64::try_from(lasts.as_millis()).unwrap()
            } else {
                MISSED_AFTER
            };
            speaker.saying = Some((job, now.after(lasts)));
            self.agenda.write(now.after(lasts), Act::Said);
        }
    }
}
