//! Adapters found by their USB sockets: names change from replug to replug, twins are swapped.

use std::cell::RefCell;
use std::fs;
use std::os::unix::fs::symlink;
use std::time::Duration;

use hal::cable::pty::FarEnd;
use hal::driver::Fault;
use hal::sim::keypad::Keypad;
use jiaohao::layout::{DeviceName, Layout, Link};
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::threads::News;

use crate::bench::{Bench, Plug, keypads, name};

const SOON: Duration = Duration::from_secs(5);

/// Plugs a keypad's adapter into a socket, under the name that the kernel has free.
fn plug_in(bench: &Bench, tty: &str, socket: &str, address: u8) -> Plug {
    let device = bench.port("sys/devices/usb1").join(socket).join(format!("{socket}:1.0")).join(tty);
    fs::create_dir_all(bench.port("dev")).unwrap();
    let plug = bench.plug_in(&format!("dev/{tty}"), vec![Keypad::latching(address)]);
    let class = bench.port("sys/class/tty").join(tty);
    fs::create_dir_all(&device).unwrap();
    fs::create_dir_all(&class).unwrap();
    symlink(device, class.join("device")).unwrap();
    plug
}

/// Pulls it out: the kernel forgets the name with everything below it.
fn pull(bench: &Bench, tty: &str, plug: Plug) {
    fs::remove_dir_all(bench.port("sys/class/tty").join(tty)).unwrap();
    fs::remove_file(bench.port("dev").join(tty)).unwrap();
    drop(plug);
}

/// Keypads, each alone in a socket.
fn in_sockets(bench: &Bench, wanted: &[(&str, u8, &str)]) -> Layout {
    let names: Vec<(&str, u8)> = wanted.iter().map(|(cable, address, _)| (*cable, *address)).collect();
    let mut layout = keypads(bench, &names);
    for (cable, (.., socket)) in layout.cables.iter_mut().zip(wanted) {
        cable.link = Link::Usb { socket: (*socket).to_owned(), root: bench.port("") };
    }
    layout
}

fn online(wanted: DeviceName) -> impl Fn(&News) -> bool {
    move |news| matches!(news, News::Health { device, health: Health::Online { .. } } if *device == wanted)
}

fn offline(wanted: DeviceName, wanted_fault: Fault) -> impl Fn(&News) -> bool {
    move |news| {
        matches!(news, News::Health { device, health: Health::Offline { fault, .. } }
            if *device == wanted && *fault == wanted_fault)
    }
}

#[test]
fn e10_an_adapter_that_comes_back_under_another_name_is_open_again_within_three_seconds() {
    let bench = Bench::new();
    let plug = plug_in(&bench, "ttyUSB0", "1-1.3", 1);
    let _devices = bench.start(&in_sockets(&bench, &[("desk", 1, "1-1.3")]));
    bench.wait_for(SOON, online(name("desk", 1)));

    pull(&bench, "ttyUSB0", plug);
    bench.wait_for(SOON, offline(name("desk", 1), Fault::Unplugged));
    let replugged_at = bench.clock.now();
    let _plug = plug_in(&bench, "ttyUSB1", "1-1.3", 1);
    let back_at = bench.wait_for(SOON, online(name("desk", 1)));

    assert!(back_at - replugged_at < Duration::from_secs(3), "back after {:?}", back_at - replugged_at);
}

#[test]
fn e11_i13_twins_that_come_back_with_their_names_exchanged_stay_at_their_desks() {
    let bench = Bench::new();
    let left = plug_in(&bench, "ttyUSB0", "1-1.3", 1);
    let right = plug_in(&bench, "ttyUSB1", "1-1.4", 2);
    let _devices = bench.start(&in_sockets(&bench, &[("left", 1, "1-1.3"), ("right", 2, "1-1.4")]));
    bench.wait_for(SOON, online(name("right", 2)));

    pull(&bench, "ttyUSB0", left);
    pull(&bench, "ttyUSB1", right);
    bench.wait_for(SOON, offline(name("right", 2), Fault::Unplugged));
    let _left = plug_in(&bench, "ttyUSB1", "1-1.3", 1);
    let _right = plug_in(&bench, "ttyUSB0", "1-1.4", 2);

    // Each keypad answers to its own address only: at the other's socket it would be silent.
    let missing = RefCell::new(vec![name("left", 1), name("right", 2)]);
    while !missing.borrow().is_empty() {
        bench.wait_for(SOON, |news| {
            let back = missing.borrow().iter().position(|wanted| online(wanted.clone())(news));
            back.map(|at| missing.borrow_mut().remove(at)).is_some()
        });
    }
}

#[test]
fn e11_a_socket_with_two_ports_is_asked_about_and_neither_is_taken() {
    let bench = Bench::new();
    let _plug = plug_in(&bench, "ttyUSB0", "1-2", 1);
    let far_end = FarEnd::open().unwrap();
    far_end.link_as(&bench.port("dev/ttyUSB1")).unwrap();
    let second = bench.port("sys/devices/usb1/1-2/1-2:1.1/ttyUSB1");
    fs::create_dir_all(&second).unwrap();
    fs::create_dir_all(bench.port("sys/class/tty/ttyUSB1")).unwrap();
    symlink(second, bench.port("sys/class/tty/ttyUSB1/device")).unwrap();

    let _devices = bench.start(&in_sockets(&bench, &[("desk", 1, "1-2")]));

    bench.wait_for(SOON, offline(name("desk", 1), Fault::Ambiguous));
}
