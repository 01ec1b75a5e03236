//! Our lines on chips of a real kernel.

use std::time::Duration;

use hal::cable::bell::bell;
use hal::cable::lines::cdev::Cdev;
use hal::cable::lines::steady::{Stands, Steady, Told};
use hal::cable::lines::{
    Active, Edge, Input, InputLine, LineError, LineId, Lines, Output, Pin, Pull, of_this_machine, wait,
};
use hal::time::Instant;

use crate::chips::Chip;
use crate::machine::{now, pause};

/// A button to ground, whose bounces below sixty milliseconds the kernel filters.
const BUTTON: Input = Input { active: Active::Low, pull: Pull::Outside, quiet: Duration::from_millis(60) };

/// A relay that mains hold closed to ground.
const MAINS: Input = Input { active: Active::High, pull: Pull::Up, quiet: Duration::from_millis(5) };

/// The same, told as it is.
const UNFILTERED: Input = Input { quiet: Duration::ZERO, ..BUTTON };

/// A bounce: shorter than what is filtered, and longer than the tick at which a simulated chip notices it.
const BOUNCE: Duration = Duration::from_millis(25);

/// One of so many is noticed where nothing filters them.
const BOUNCES: usize = 5;

/// Nothing comes after so long, on a busy machine either.
const QUIET: Duration = Duration::from_millis(600);

/// Longer than anything here takes, but for a machine that hangs.
const PATIENCE: Duration = Duration::from_secs(5);

/// Its edges until nothing has come for so long.
fn edges(line: &mut dyn InputLine, quiet: Duration) -> Vec<Edge> {
    let (_ringer, bell) = bell().unwrap();
    let mut edges = Vec::new();
    loop {
        let before = edges.len();
        wait([line.descriptor()], &bell, Some(quiet));
        edges.extend(std::iter::from_fn(|| line.edge().unwrap()));
        if edges.len() == before {
            return edges;
        }
    }
}

fn became(edges: &[Edge]) -> Vec<bool> {
    edges.iter().map(|edge| edge.active).collect()
}

pub fn an_edge_is_told_and_a_bounce_is_not() {
    let chip = Chip::plug("box", "hall-box", &[]);
    chip.pull(1, true);
    let mut line = Cdev.input(&chip.pin(1), BUTTON).unwrap();
    assert_eq!(line.is_active(), Ok(false));

    chip.pull(1, false);
    pause(Duration::from_millis(200));
    let pressed = edges(&mut *line, QUIET);
    assert_eq!(became(&pressed), [true]);
    assert!(pressed[0].ago >= Duration::from_millis(100), "its age is that of the edge: {pressed:?}");
    assert_eq!(line.is_active(), Ok(true));

    let bounce = || {
        chip.pull(1, true);
        pause(BOUNCE);
        chip.pull(1, false);
    };
    bounce();
    assert_eq!(became(&edges(&mut *line, QUIET)), [] as [bool; 0]);
    drop(line);
    let mut line = Cdev.input(&chip.pin(1), UNFILTERED).unwrap();
    // A machine that nobody lets run for long may sleep through one.
    let told: Vec<Vec<bool>> = std::iter::repeat_with(|| {
        bounce();
        became(&edges(&mut *line, QUIET))
    })
    .take(BOUNCES)
    .collect();
    assert!(told.contains(&vec![false, true]), "{told:?}");
}

pub fn an_output_is_driven() {
    let chip = Chip::plug("box", "hall-box", &[]);
    let lit = Output { active: Active::Low, on: true };

    let mut line = of_this_machine().output(&chip.pin(2), lit).unwrap();
    let first = chip.is_high(2);
    line.set(false).unwrap();
    let second = chip.is_high(2);

    assert_eq!((first, second), (false, true));
}

pub fn a_chip_is_found_by_its_label() {
    let first = Chip::plug("first", "pinctrl-other", &[]);
    let hall = Chip::plug("hall", "hall-box", &[]);
    let before = hall.number();
    hall.pull(3, true);
    assert_eq!(Cdev.input(&hall.pin(3), MAINS).unwrap().is_active(), Ok(true));

    // Both are plugged again in the other order, and the numbers change places.
    drop((first, hall));
    let hall = Chip::plug("hall", "hall-box", &[]);
    let _first = Chip::plug("first", "pinctrl-other", &[]);
    hall.pull(3, true);

    assert_ne!(hall.number(), before);
    assert_eq!(Cdev.input(&hall.pin(3), MAINS).unwrap().is_active(), Ok(true));
}

pub fn a_line_is_found_by_its_name() {
    let _first = Chip::plug("first", "pinctrl-other", &[]);
    let hall = Chip::plug("hall", "hall-box", &[(4, "MAINS")]);
    hall.pull(4, true);
    let by_name = |name: &str| Pin { chip: None, line: LineId::Name(name.to_owned()) };

    assert_eq!(Cdev.input(&by_name("MAINS"), MAINS).unwrap().is_active(), Ok(true));
    let missing = Cdev.input(&by_name("SIREN"), MAINS).err().unwrap();
    assert_eq!(missing, LineError::NoLine(by_name("SIREN")));
    let _twin = Chip::plug("twin", "hall-box-2", &[(4, "MAINS")]);
    let several = Cdev.input(&by_name("MAINS"), MAINS).err().unwrap();
    assert_eq!(several, LineError::SeveralLines(by_name("MAINS")));
}

pub fn a_held_line_is_named() {
    let chip = Chip::hogged("hall", "hall-box", 5, "spi0 CS0");
    let off = Output { active: Active::High, on: false };

    let hogged = Cdev.output(&chip.pin(5), off).err().unwrap();
    assert_eq!(hogged.to_string(), "the GPIO line 5 of \"hall-box\" is held by spi0 CS0");

    let first = Cdev.output(&chip.pin(6), off).unwrap();
    let second = Cdev.output(&chip.pin(6), off).err().unwrap();
    assert_eq!(second, LineError::Held { pin: chip.pin(6), holder: "jiaohao".to_owned() });
    drop(first);
    assert!(Cdev.output(&chip.pin(6), off).is_ok());
}

pub fn a_chip_goes_and_comes_back() {
    let chip = Chip::plug("hall", "hall-box", &[]);
    let pin = chip.pin(1);
    let mut line = Cdev.input(&pin, MAINS).unwrap();
    let mut lamp = Cdev.output(&chip.pin(2), Output { active: Active::High, on: false }).unwrap();

    drop(chip);
    assert!(line.is_active().is_err() && lamp.set(true).is_err() && line.edge().is_err());
    assert_eq!(Cdev.input(&pin, MAINS).err().unwrap(), LineError::NoChip("hall-box".to_owned()));

    let chip = Chip::plug("hall", "hall-box", &[]);
    chip.pull(1, true);
    assert_eq!(Cdev.input(&pin, MAINS).unwrap().is_active(), Ok(true));
}

pub fn mains_are_lost_after_half_a_second() {
    let chip = Chip::plug("hall", "hall-box", &[]);
    let mut line = Cdev.input(&chip.pin(1), MAINS).unwrap();
    chip.pull(1, false);
    edges(&mut *line, QUIET);
    let start = now();
    let at = || Instant::from_millis(u64::try_from(start.elapsed().as_millis()).unwrap());
    let mut steady =
        Steady::new(at(), Stands { on: Duration::from_millis(500), off: Duration::from_secs(5) }, false);
    let (_ringer, bell) = bell().unwrap();
    let mut told = Vec::new();

    let pulled = at();
    chip.pull(1, true);
    while told.len() < 2 && start.elapsed() < PATIENCE {
        wait([line.descriptor()], &bell, Some(steady.due().map_or(PATIENCE, |due| due - at())));
        while let Some(edge) = line.edge().unwrap() {
            told.extend(steady.see(at(), edge.active).into_iter().map(|told| (at() - pulled, told)));
        }
        told.extend(steady.wake(at()).map(|told| (at() - pulled, told)));
    }

    let [(stirred_after, Told::Stirred(true)), (lost_after, Told::Settled(true))] = told[..] else {
        panic!("{told:?}")
    };
    assert!(stirred_after < Duration::from_millis(100), "{stirred_after:?}");
    assert!((500..1500).contains(&lost_after.as_millis()), "{lost_after:?}");
}

pub fn a_cut_wire_reads_as_lost() {
    let chip = Chip::plug("hall", "hall-box", &[]);
    chip.pull(1, false);
    // The bias that we ask for is what is left when the wire is cut: the simulated chip has nothing else.
    let line = Cdev.input(&chip.pin(1), MAINS).unwrap();

    assert_eq!(line.is_active(), Ok(true), "pulled up by the chip, as nothing holds it down");
}
