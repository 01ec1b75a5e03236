//! A line that never falls silent costs no memory: what no frame can hold is thrown away (E01, E04).

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails there")]

use hal::driver::Driver;
use hal::drivers::{AnyOutbox, build, transcripts};
use hal::time::Instant;

/// An hour at 9600 baud.
const HOUR: usize = 3600 * 960;
const PIECE: usize = 256;
/// What the allocator may keep for itself.
const SPARE_KIB: u64 = 1024;

#[test]
fn e01_e04_an_hour_of_a_frame_without_end_is_not_kept_by_any_driver() {
    for (info, transcript) in transcripts() {
        let exchanges: Vec<_> =
            transcript.exchanges().filter(|exchange| !exchange.answer.is_empty()).collect();
        for exchange in exchanges {
            for filler in [0x00, 0x39, 0xFE] {
                let mut driver =
                    build(info.name, &transcript.settings.parse().unwrap(), transcript.address).unwrap();
                let (now, mut out) = (Instant::from_millis(60_000), AnyOutbox::default());
                driver.attach(now, &mut out);
                let _ = driver.turn(now, &mut out);
                driver.sent(now, &mut out);
                driver.receive(now, &exchange.answer[..exchange.answer.len() / 2], &mut out);

                let before = resident_kib();
                for _ in 0..HOUR / PIECE {
                    driver.receive(now, &[filler; PIECE], &mut out);
                    out.events.clear();
                }

                let grown = resident_kib().saturating_sub(before);
                assert!(grown < SPARE_KIB, "{} keeps {grown} KiB of {filler:02X}", info.name);
            }
        }
    }
}

/// Memory of this process that is in use, as the kernel counts it.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
