//! `/healthz` and `/metrics` as a monitoring system asks for them.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::support::{Hall, wait_until};

/// Where the daemon serves its pages: it was told to take any port.
fn address(hall: &Hall) -> SocketAddr {
    let address = || {
        let log = hall.log();
        let line = log.lines().find(|line| line.contains("pages are served"))?.to_owned();
        line.split("address=").nth(1)?.split_whitespace().next()?.parse().ok()
    };
    wait_until("pages are served", || address().is_some());
    address().unwrap()
}

/// The answer to a request: its status line, its head and its body.
fn get(address: SocketAddr, path: &str) -> (String, String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: hall\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let (status, head) = head.split_once("\r\n").unwrap();
    (status.to_owned(), head.to_ascii_lowercase(), body.to_owned())
}

#[test]
fn a_hall_that_works_is_healthy() {
    let hall = Hall::new().start();

    let address = address(&hall);
    let (status, _, body) = get(address, "/healthz");

    assert!(status.contains("200"), "{status}");
    assert!(address.ip().is_loopback(), "{address}");
    assert!(body.starts_with("ok: ") && body.contains("journal stored"), "{body}");
}

#[test]
fn every_figure_has_its_help_its_type_and_a_number() {
    let hall = Hall::new().start();
    hall.run(&["duty", "issue", "11"], "");
    // Whoever asked is answered a moment before the status is published.
    let issued = || get(address(&hall), "/metrics").2.contains("\njiaohao_tickets_issued_total 1\n");
    wait_until("the ticket is counted", issued);

    let (status, head, body) = get(address(&hall), "/metrics");

    assert!(status.contains("200"), "{status}");
    assert!(head.contains("content-type: text/plain; version=0.0.4"), "{head}");
    let (mut helped, mut typed, mut figures) = (BTreeSet::new(), BTreeSet::new(), 0);
    for line in body.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').unwrap();
            assert!(!help.is_empty() && helped.insert(name), "{line}");
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(["gauge", "counter"].contains(&kind) && typed.insert(name), "{line}");
            assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
        } else {
            let (name, value) = line.rsplit_once(' ').unwrap();
            let name = name.split('{').next().unwrap();
            assert!(helped.contains(name) && typed.contains(name), "{line} has no help");
            assert!(name.starts_with("jiaohao_") && value.parse::<u64>().is_ok(), "{line}");
            figures += 1;
        }
    }
    assert_eq!(helped, typed);
    assert!(figures >= helped.len(), "{body}");
    assert!(body.contains("\njiaohao_tickets_issued_total 1\n"), "{body}");
    assert!(body.contains("\njiaohao_device_up{device=\"keypad-1\"} 0\n"), "{body}");
}

#[test]
fn a_page_that_there_is_not_is_not_found() {
    let hall = Hall::new().start();

    assert!(get(address(&hall), "/").0.contains("404"));
}
