//! What a scan hears on a line that nobody knows: each of its questions reads it.

use hal::drivers::PROBES;
use hal::drivers::probe::To;

/// Lets every probe read these bytes; the first one chooses the address.
///
/// # Panics
///
/// When a probe does, or finds an answer that ends beyond what was heard.
pub fn read(bytes: &[u8]) {
    let Some((address, heard)) = bytes.split_first() else { return };
    for (info, probes) in PROBES {
        for probe in *probes {
            let address = match probe.to {
                To::Alone | To::Everybody => 0,
                To::Each { from, to } => u16::from(*address).clamp(from, to),
            };
            if let Some(reply) = (probe.read)(address, heard) {
                assert!((1..=heard.len()).contains(&reply.end), "{}: ends at {}", info.name, reply.end);
            }
        }
    }
}
