//! The pages are served to this machine only, unless somebody writes otherwise; and who does is warned.

use crate::support::{CATALOGUE, HALL, check, config};

#[test]
fn pages_are_served_to_this_machine_only_unless_the_file_says_otherwise() {
    let usual = config(HALL, CATALOGUE);
    let written = config(&format!("{HALL}\n[web]\nlisten = \"0.0.0.0:8080\"\n"), CATALOGUE);

    assert!(usual.web.ip().is_loopback(), "{}", usual.web);
    assert!(!written.web.ip().is_loopback(), "{}", written.web);
}

#[test]
fn an_address_that_others_can_reach_is_a_warning() {
    for address in ["0.0.0.0:8080", "192.168.1.20:80", "[::]:8080"] {
        let expected = format!("warning: the pages at {address} can be read by everybody in the network");
        check("[[group]]", &format!("[web]\nlisten = \"{address}\"\n\n[[group]]"), &[&expected]);
    }
    for address in ["127.0.0.1:80", "[::1]:8080"] {
        check("[[group]]", &format!("[web]\nlisten = \"{address}\"\n\n[[group]]"), &[]);
    }
}
