//! The loudspeaker of a story's floor.

use hal::driver::Fault;
use hal::time::Instant;
use jiaohao::rehearse::agenda::Time;
use jiaohao::rehearse::floor::News;
use jiaohao::runtime::engine::Input;
use jiaohao::runtime::supervisor::Health;

use super::{Act, Hall, MISSED_AFTER};
use crate::signs;

impl Hall {
    /// Whoever watches over the player tells how the last saying went.
    pub(super) fn tell_voice(&mut self, now: Time) {
        let since = Instant::from_millis(now.0);
        let mute_since = self.mute_since.filter(|_| !self.voice_works).unwrap_or(since);
        self.mute_since = (!self.voice_works).then_some(mute_since);
        let failed = Health::Offline { fault: Fault::Refused, retry_at: since, since: mute_since };
        let health = if self.voice_works { Health::Online { since } } else { failed };
        let device = self.voice.clone().map(|device| Input::Health { device, health });
        self.news.extend(device.map(News::Input));
    }

    /// Says what waits longest, if nothing is being said.
    pub(super) fn say_next(&mut self, now: Time) {
        if self.saying.is_some() {
            return;
        }
        let Some((job, clips)) = self.to_say.pop_front() else { return };
        self.saying = Some(job);
        if self.voice_works {
            let lasts = self.clips.join(&clips, 100).unwrap().lasts;
            // Nobody hears silence.
            if !clips.is_empty() {
                self.signs.note(now, "voice", signs::speech(&clips));
            }
            self.agenda.write(now.after(u64::try_from(lasts.as_millis()).unwrap()), Act::Said);
        } else {
            self.agenda.write(now.after(MISSED_AFTER), Act::Said);
        }
    }
}
