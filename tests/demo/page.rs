//! The page is served, alone and to nobody but itself, and leaves nothing behind.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiaohao::demo::{Demo, Options, server};

#[test]
fn the_page_is_served_and_begins_with_the_whole_floor() {
    let hall = Hall::open();

    let page = hall.ask("GET / HTTP/1.1\r\nHost: HOME\r\nConnection: close\r\n\r\n");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("<canvas") && !page.contains("https://"), "nothing is loaded from elsewhere");

    let first = hall.first_push();
    for section in ["cables", "windows", "panel", "printer", "keys", "people", "lcd", "daemon"] {
        assert!(first.contains(&format!("\"{section}\":")), "{section} in {first}");
    }
}

#[test]
fn a_hand_presses_a_key_and_another_page_does_not() {
    let hall = Hall::open();
    let press = r#"{"do":"key","window":3,"code":11}"#;
    let post = |extra: &str, body: &str| {
        let length = body.len();
        hall.ask(&format!(
            "POST /hand HTTP/1.1\r\nHost: HOME\r\n{extra}Content-Type: application/json\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}"
        ))
    };

    assert!(post("Origin: http://HOME\r\n", press).starts_with("HTTP/1.1 204"));
    assert!(post("Origin: http://example.com\r\n", press).starts_with("HTTP/1.1 403"));
    assert!(post("", r#"{"do":"key","window":44,"code":11}"#).starts_with("HTTP/1.1 409"), "no such window");
    assert!(post("", r#"{"do":"call","window":3}"#).starts_with("HTTP/1.1 422"), "no hand does that");
    let foreign = hall.ask("GET / HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n");
    assert!(foreign.starts_with("HTTP/1.1 403"));
}

#[test]
fn a_demo_that_ends_ends_its_daemon_and_leaves_no_folder() {
    let hall = Hall::open();
    let folder = hall.demo.folder().to_owned();
    let daemon = PathBuf::from(format!("/proc/{}", hall.demo.daemon_id().unwrap()));
    assert!(daemon.exists() && folder.join("hall.toml").exists());
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700, "nobody else looks in");

    drop(hall);

    assert!(!daemon.exists() && !folder.exists());
}

#[test]
fn every_cable_is_a_port_that_goes_when_its_plug_is_pulled() {
    let hall = Hall::open();
    let port = hall.demo.folder().join("dev/keypads");
    assert!(fs::canonicalize(&port).unwrap().starts_with("/dev/pts"));

    hall.demo.live.hands.bench.at_cable("keypads", |cable| cable.pull()).unwrap();
    assert!(!port.exists());

    hall.demo.live.hands.bench.at_cable("keypads", |cable| cable.plug().unwrap()).unwrap();
    assert!(port.exists());
}

/// A demo whose daemon is a program that does nothing, and its page.
struct Hall {
    demo: Demo,
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
    _idle: tempfile::TempDir,
}

impl Hall {
    fn open() -> Self {
        let idle = tempfile::tempdir().unwrap();
        let program = idle.path().join("idle");
        write_program(&program);
        let mut demo = Demo::open(&Options { port: 0, seed: 1, program, set_pins: |_, _| Ok(()) }).unwrap();
        demo.look();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = runtime.block_on(server::listener(0)).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(server::serve(listener, Arc::clone(&demo.live)));
        Self { demo, address, _runtime: runtime, _idle: idle }
    }

    fn connect(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(request.replace("HOME", &self.address.to_string()).as_bytes()).unwrap();
        stream
    }

    fn ask(&self, request: &str) -> String {
        let mut answer = String::new();
        self.connect(request).read_to_string(&mut answer).unwrap();
        answer
    }

    fn first_push(&self) -> String {
        let mut stream = self.connect("GET /live HTTP/1.1\r\nHost: HOME\r\n\r\n");
        let mut heard = Vec::new();
        while !heard.windows(7).any(|part| part == b"windows") || !heard.ends_with(b"\n\n\r\n") {
            let mut part = [0; 4096];
            let length = stream.read(&mut part).unwrap();
            assert!(length > 0, "the push ended");
            heard.extend_from_slice(&part[..length]);
        }
        String::from_utf8_lossy(&heard).into_owned()
    }
}

/// Stays until it is ended, whatever it is told.
fn write_program(at: &Path) {
    fs::write(at, "#!/bin/sh\ncase \"$1\" in run) exec sleep 600;; esac\n").unwrap();
    fs::set_permissions(at, fs::Permissions::from_mode(0o700)).unwrap();
}
