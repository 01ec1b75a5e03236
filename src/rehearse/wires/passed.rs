//! What has passed over one cable, as a hash: every byte, in both directions, with its moment.

use hal::cable::tap::Way;
use hal::time::Instant;
use sha2::{Digest, Sha256};

use crate::journal::chain::Hash;

/// The bytes of one cable so far.
#[derive(Clone, Debug)]
pub struct Passed(Sha256);

impl Passed {
    /// Nothing has passed over the cable of this name.
    #[must_use]
    pub fn new(cable: &str) -> Self {
        Self(Sha256::new_with_prefix(cable))
    }

    /// These bytes were put on the wire. Length and way go first, so that no two histories give the same
    /// input.
    pub fn note(&mut self, now: Instant, way: Way, bytes: &[u8]) {
        let mark = match way {
            Way::Out => b'>',
            Way::In => b'<',
        };
        let mut head = [mark; 17];
        head[1..9].copy_from_slice(&now.millis().to_be_bytes());
        head[9..].copy_from_slice(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(head);
        self.0.update(bytes);
    }

    /// The hash so far.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.0.clone().finalize().into()
    }
}
