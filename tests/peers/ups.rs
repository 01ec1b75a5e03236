//! Network UPS Tools: upsd with the driver dummy-ups, asked by our driver over a counted connection.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command as Process, Stdio};

use hal::cable::line::Line;
use hal::driver::Fault;
use hal::port;
use hal::port::ups::{Event, Power};
use jiaohao::layout::{Link, Role, SerialServer};
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::threads::News;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::servers::free_address;
use crate::tools::Tools;
use crate::wire::{Hall, relay};

/// Where Debian keeps the programs themselves; its `upsd` on the path refuses to start by hand.
const PROGRAMS: &str = "/lib/nut";

/// On the mains, on the battery, nearly empty, announced to switch off, stale, without its driver.
pub fn upsd_tells_what_the_hall_runs_on(_tools: &Tools) -> usize {
    let daemon = Daemon::start();
    let (address, wire) = relay(daemon.address);
    let hall = hall(address, "hall");
    hall.wait_online("ups");
    wait_power(&hall, Power::Mains);

    let mut admin = daemon.admin();
    admin.set("ups.status", "OB DISCHRG");
    wait_power(&hall, Power::Battery);
    admin.set("battery.charge", "20");
    wait_power(&hall, Power::BatteryLow);
    admin.set("ups.status", "OL CHRG");
    wait_power(&hall, Power::Mains);
    admin.set("ups.status", "OB LB");
    wait_power(&hall, Power::BatteryLow);
    admin.set("ups.status", "OL");
    wait_power(&hall, Power::Mains);
    assert_eq!(admin.ask("FSD hall"), "OK FSD-SET");
    wait_power(&hall, Power::BatteryLow);

    daemon.signal_driver(Signal::SIGSTOP);
    wait_power(&hall, Power::Unknown);
    daemon.signal_driver(Signal::SIGCONT);
    wait_power(&hall, Power::BatteryLow);
    daemon.signal_driver(Signal::SIGTERM);
    wait_power(&hall, Power::Unknown);
    wire.exchanges()
}

/// A name that upsd does not know is refused; a upsd that ends is unplugged.
pub fn upsd_does_not_know_the_ups(_tools: &Tools) -> usize {
    let daemon = Daemon::start();
    let (address, wire) = relay(daemon.address);
    hall(address, "cellar").wait_for("ups", |one| offline(one, Fault::Refused));

    let hall = hall(daemon.address, "hall");
    hall.wait_online("ups");
    drop(daemon);
    hall.wait_for("ups", |one| offline(one, Fault::Unplugged));
    wire.exchanges()
}

fn hall(address: SocketAddr, ups: &str) -> Hall {
    let link = Link::Tcp { address, server: SerialServer::Raw };
    Hall::on(link, Line::plain(9600), &[("ups", "nut", &format!("ups = '{ups}'"), None, Role::Ups)])
}

#[track_caller]
fn wait_power(hall: &Hall, wanted: Power) {
    hall.wait_for("ups", |one| {
        matches!(one, News::Event { event: port::Event::Ups(Event::State(state)), .. } if state.power == wanted)
    });
}

fn offline(one: &News, wanted: Fault) -> bool {
    matches!(one, News::Health { health: Health::Offline { fault, .. }, .. } if *fault == wanted)
}

/// A running upsd with its driver. Dropping it ends both.
struct Daemon {
    address: SocketAddr,
    driver: Child,
    upsd: Child,
    _folder: tempfile::TempDir,
}

impl Daemon {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = free_address();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        };
        write("ups.conf", "[hall]\ndriver = dummy-ups\nport = hall.dev\n");
        write("hall.dev", "ups.status: OL\nbattery.charge: 100\n");
        write("upsd.conf", &format!("LISTEN {} {}\nMAXAGE 3\n", address.ip(), address.port()));
        write("upsd.users", "[admin]\npassword = test\nactions = SET FSD\ninstcmds = ALL\n");
        let user = Process::new("id").arg("-un").output().unwrap().stdout;
        let user = String::from_utf8(user).unwrap().trim().to_owned();
        let start = |program: &str, arguments: &[&str]| run(folder.path(), program, arguments, &user);
        let driver = start("dummy-ups", &["-a", "hall", "-F"]);
        let upsd = start("upsd", &["-F"]);
        Self { address, driver, upsd, _folder: folder }
    }

    fn signal_driver(&self, signal: Signal) {
        kill(Pid::from_raw(i32::try_from(self.driver.id()).unwrap()), signal).unwrap();
    }

    /// A connection that may change what the UPS says.
    fn admin(&self) -> Admin {
        let mut admin = Admin(BufReader::new(TcpStream::connect(self.address).unwrap()));
        assert_eq!(admin.ask("USERNAME admin"), "OK");
        assert_eq!(admin.ask("PASSWORD test"), "OK");
        admin
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        for child in [&mut self.upsd, &mut self.driver] {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn run(folder: &Path, program: &str, arguments: &[&str], user: &str) -> Child {
    let mut command = Process::new(Path::new(PROGRAMS).join(program));
    command.args(arguments).args(["-u", user]).stdout(Stdio::null()).stderr(Stdio::null());
    for variable in ["NUT_CONFPATH", "NUT_STATEPATH", "NUT_ALTPIDPATH"] {
        command.env(variable, folder);
    }
    command.spawn().unwrap()
}

struct Admin(BufReader<TcpStream>);

impl Admin {
    fn ask(&mut self, line: &str) -> String {
        writeln!(self.0.get_mut(), "{line}").unwrap();
        let mut answer = String::new();
        self.0.read_line(&mut answer).unwrap();
        answer.trim_end().to_owned()
    }

    fn set(&mut self, variable: &str, value: &str) {
        assert_eq!(self.ask(&format!("SET VAR hall {variable} \"{value}\"")), "OK");
    }
}
