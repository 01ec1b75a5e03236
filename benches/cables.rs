//! What polling costs the processor: a full RS-485 pair on a pseudo-terminal, paced to 9600 baud.
//!
//! The figures are the kernel's own account of the cable's thread (`/proc/self/task/*/schedstat`): system
//! calls included, simulated devices not.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fs;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use hal::cable::memory::Wire;
use hal::cable::pty::FarEnd;
use hal::sim::Device as Simulated;
use hal::sim::keypad::Keypad;
use hal::sim::pad::Pad;
use jiaohao::domain::id::WindowId;
use jiaohao::layout::{Cable, Device, Direction, Layout, Line, Link, Role};
use jiaohao::runtime::threads::{Devices, Uptime};

/// The line of the pair.
const LINE: Line = Line::plain(9600);
/// How long one figure is measured.
const MEASURED_FOR: Duration = Duration::from_secs(10);
/// The time until all devices are online and polled in their steady rhythm.
const WARM_UP: Duration = Duration::from_secs(3);
/// The grain of the far end: finer than a byte at 9600 baud.
const GRAIN: Duration = Duration::from_millis(1);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for (keypads, pads) in [(10, 10), (1, 0)] {
        let Figures { cpu_nanos, exchanges } = measure(keypads, pads)?;
        let micros = cpu_nanos as f64 / 1000.0;
        let share = micros / MEASURED_FOR.as_micros() as f64 * 100.0;
        println!(
            "{keypads} keypads + {pads} pads at 9600 baud: {:.1} exchanges a second, {:.1} µs of processor each, \
             {share:.2} % of one core",
            exchanges as f64 / MEASURED_FOR.as_secs_f64(),
            micros / exchanges.max(1) as f64,
        );
    }
    Ok(())
}

/// What one measurement found.
struct Figures {
    cpu_nanos: u64,
    exchanges: u64,
}

fn measure(keypads: u8, pads: u8) -> Result<Figures, Box<dyn std::error::Error>> {
    let far_end = FarEnd::open()?;
    let layout = layout(far_end.port(), keypads, pads);
    let clock = Uptime::start();
    let exchanges = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&exchanges);
    let (stop, stopped) = channel();
    let thread =
        std::thread::spawn(move || live(&far_end, clock, devices(keypads, pads), &counter, &stopped));
    let running = Devices::start(&layout, clock, Arc::new(|_, _| {}))?;
    pause(WARM_UP);
    let (cpu, count) = (cpu_nanos("cable pair")?, exchanges.load(Ordering::Relaxed));
    pause(MEASURED_FOR);
    let figures = Figures {
        cpu_nanos: cpu_nanos("cable pair")? - cpu,
        exchanges: exchanges.load(Ordering::Relaxed) - count,
    };
    drop(running);
    drop(stop);
    thread.join().map_err(|_| "the far end failed")?;
    Ok(figures)
}

/// Nanoseconds on a processor of our thread with this name, as the kernel counts them.
fn cpu_nanos(name: &str) -> io::Result<u64> {
    for task in fs::read_dir("/proc/self/task")? {
        let task = task?.path();
        if fs::read_to_string(task.join("comm"))?.trim_end() == name {
            let account = fs::read_to_string(task.join("schedstat"))?;
            let spent = account.split(' ').next().and_then(|nanos| nanos.parse().ok());
            return spent.ok_or_else(|| io::Error::other("schedstat without figures"));
        }
    }
    Err(io::Error::other("there is no such thread"))
}

fn pause(span: Duration) {
    let (_keep, never) = channel::<()>();
    let _ = never.recv_timeout(span);
}

fn devices(keypads: u8, pads: u8) -> Vec<Box<dyn Simulated>> {
    let keypads_at =
        (1..=keypads).map(|address| -> Box<dyn Simulated> { Box::new(Keypad::latching(address)) });
    let pads_at =
        (1..=pads).map(|address| -> Box<dyn Simulated> { Box::new(Pad::latching(keypads + address)) });
    keypads_at.chain(pads_at).collect()
}

/// The life of the devices at the far end, with both ways paced to the line.
fn live(
    far_end: &FarEnd,
    clock: Uptime,
    mut devices: Vec<Box<dyn Simulated>>,
    exchanges: &AtomicU64,
    stopped: &Receiver<()>,
) {
    let (mut to_devices, mut to_hall) = (Wire::new(LINE, usize::MAX), Wire::new(LINE, usize::MAX));
    let mut bytes = [0; 512];
    while stopped.recv_timeout(GRAIN) == Err(RecvTimeoutError::Timeout) {
        let now = clock.now();
        let heard = far_end.hear(&mut bytes);
        if heard > 0 {
            exchanges.fetch_add(1, Ordering::Relaxed);
            to_devices.send(now, &bytes[..heard]);
        }
        while let Some(question) = to_devices.take(now) {
            devices.iter_mut().for_each(|device| device.hear(now, &question));
        }
        for device in &mut devices {
            to_hall.send(now, &device.speak(now));
        }
        while let Some(answer) = to_hall.take(now) {
            // A port that nobody reads loses its bytes, as a real one does.
            let _ = far_end.say(&answer);
        }
    }
}

fn layout(port: &std::path::Path, keypads: u8, pads: u8) -> Layout {
    let cable = Cable {
        name: "pair".to_owned(),
        link: Link::Serial { path: port.to_owned() },
        line: LINE,
        echo: false,
        direction: Direction::Auto,
    };
    let device = |driver: &str, address: u8, role: Role| Device {
        name: format!("device-{address}").as_str().into(),
        driver: driver.to_owned(),
        settings: toml::Table::new(),
        cable: "pair".to_owned(),
        address: Some(u16::from(address)),
        role,
        place: String::new(),
    };
    let keypads_at = (1..=keypads).map(|at| device("modbus-keypad", at, Role::Keypad(WindowId(at))));
    let pads_at = (1..=pads).map(|at| device("modbus-pad", keypads + at, Role::RatingPad(WindowId(at))));
    Layout { cables: vec![cable], devices: keypads_at.chain(pads_at).collect(), ..Layout::default() }
}
