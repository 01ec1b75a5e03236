//! What people who stand before the devices ask of the engine's loop.

use std::sync::Arc;

use tokio::sync::oneshot;
use tracing::warn;

use super::shell::Shell;
use super::{Closed, Desk};
use crate::journal::incidents::Entry;
use crate::runtime::bus::Counts;
use crate::runtime::engine::Input;
use crate::runtime::logbook::Page;
use crate::runtime::roster::Post;
use crate::runtime::status::Status;

/// A wish, with the way back for its answer.
pub(super) enum Wish {
    /// How are all devices?
    Tell(oneshot::Sender<Vec<Told>>),
}

/// One device, as it is known to whoever works on it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its place, its cable and its health.
    pub post: Post,
    /// What is wrong with it, in words; empty for nothing.
    pub words: String,
    /// What it said last.
    pub page: Page,
    /// What passed on its cable; `None` for what has none.
    pub counts: Option<Counts>,
}

impl Desk {
    /// How every device is, and what it said last.
    ///
    /// # Errors
    /// When the daemon takes no more questions.
    pub async fn devices(&self) -> Result<Vec<Told>, Closed> {
        let (answer, answered) = oneshot::channel();
        self.bench(Wish::Tell(answer))?;
        answered.await.map_err(|_| Closed)
    }
}

impl Shell {
    pub(super) fn bench(&mut self, wish: Wish) {
        match wish {
            Wish::Tell(answer) => {
                // Whoever asked may have hung up.
                let _ = answer.send(self.told());
            }
        }
    }

    fn told(&self) -> Vec<Told> {
        let status: Arc<Status> = Arc::clone(&self.status.borrow());
        let told = |post: &Post| {
            let trouble = crate::runtime::troubles::of_device(post, &status, hal::time::Instant::default());
            Told {
                post: post.clone(),
                words: trouble.map(|trouble| trouble.headline()).unwrap_or_default(),
                page: self.logbook.page(&post.name),
                counts: self.devices.counts(&post.name),
            }
        };
        status.roster.posts().map(told).collect()
    }

    /// Takes note of what devices report, before the engine hears of it.
    pub(super) fn note_events(&mut self, inputs: &[Input]) {
        if !inputs.iter().any(|input| matches!(input, Input::Heard { .. })) {
            return;
        }
        let at = self.moment().wall;
        for input in inputs {
            if let Input::Heard { device, event } = input {
                self.logbook.heard(at, device, event);
            }
        }
    }

    /// Takes note of how the devices are; what of it is new goes into their history.
    pub(super) fn note_condition(&mut self, status: &Status) {
        let at = self.moment().wall;
        for entry in self.logbook.look(at, status) {
            self.note(entry);
        }
    }

    fn note(&self, entry: Entry) {
        if let Err(error) = self.incidents.try_send(entry) {
            warn!(%error, "an entry of the devices' history is lost: the disk is too slow for it");
        }
    }
}
