//! What a cable travels through: ports and serial servers, and what is wrong with them.

use super::support::{CATALOGUE, HALL, problems};

/// The problems of the small hall when its keypads' cable is written like this.
fn with_link(link: &str) -> Vec<String> {
    let hall = HALL.replace("path = \"/dev/hall/keypads\"", link);
    assert!(hall.contains(link), "the small hall has changed");
    problems(&hall, CATALOGUE).into_iter().filter(|line| line.contains("error: ")).collect()
}

#[test]
fn a_cable_ends_in_a_serial_server_at_an_address() {
    for link in ["tcp", "rfc2217"] {
        let found = with_link(&format!("link = \"{link}\"\naddress = \"192.168.1.50:4001\""));
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn a_server_is_written_as_an_address_and_a_port() {
    for address in ["converter:4001", "192.168.1.50", "192.168.1.50:0", "192.168.1.500:4001", ""] {
        let found = with_link(&format!("link = \"tcp\"\naddress = \"{address}\""));
        assert_eq!(found.len(), 1, "{address}: {found:#?}");
    }
    let found = with_link("link = \"tcp\"\naddress = \"converter:4001\"");
    assert!(found[0].contains("no address of a serial server"), "{found:#?}");
}

#[test]
fn a_server_without_an_address_and_a_port_without_a_path_are_told() {
    let found = with_link("link = \"rfc2217\"\npath = \"/dev/hall/keypads\"");
    assert!(found.iter().any(|line| line.contains("the key `cable.address` is missing")), "{found:#?}");
    let found = with_link("address = \"192.168.1.50:4001\"");
    assert!(found.iter().any(|line| line.contains("the key `cable.path` is missing")), "{found:#?}");
}

#[test]
fn j03_two_cables_at_one_server_are_named_both_however_they_speak() {
    let second = "\n[[cable]]\nname = \"pads\"\nlink = \"rfc2217\"\naddress = \"192.168.1.50:4001\"\n";
    let hall =
        HALL.replace("path = \"/dev/hall/keypads\"", "link = \"tcp\"\naddress = \"192.168.1.50:4001\"");
    let found = problems(&format!("{hall}{second}"), CATALOGUE);
    assert!(found.iter().any(|line| line.contains("\"keypads\" and \"pads\" are on one port")), "{found:#?}");
}

#[test]
fn a_port_is_named_by_its_usb_socket() {
    for socket in ["1-1.3", "1-1.3:1.0"] {
        let found = with_link(&format!("usb = \"{socket}\""));
        assert!(found.is_empty(), "{found:#?}");
    }
    let found = with_link("usb = \"ttyUSB0\"");
    assert!(found.len() == 1 && found[0].contains("no USB socket"), "{found:#?}");
}

#[test]
fn j03_two_cables_in_one_usb_socket_are_named_both() {
    let second = "\n[[cable]]\nname = \"pads\"\nusb = \"1-1.3\"\n";
    let hall = HALL.replace("path = \"/dev/hall/keypads\"", "usb = \"1-1.3\"");
    let found = problems(&format!("{hall}{second}"), CATALOGUE);
    assert!(found.iter().any(|line| line.contains("\"keypads\" and \"pads\" are on one port")), "{found:#?}");
}

#[test]
fn the_direction_at_a_server_is_the_servers_own() {
    let found = with_link("link = \"tcp\"\naddress = \"192.168.1.50:4001\"\ndirection = \"rts\"");
    assert!(found.len() == 1 && found[0].contains("tells its adapter itself"), "{found:#?}");
}

#[test]
fn rts_cannot_tell_the_direction_and_ask_for_pauses_at_once() {
    let path = "path = \"/dev/hall/keypads\"\ndirection = \"rts\"";
    assert!(with_link(path).is_empty());
    let found = with_link(&format!("{path}\nflow = \"hardware\""));
    assert!(found.len() == 1 && found[0].contains("RTS cannot tell the direction"), "{found:#?}");
    let found = with_link("path = \"/dev/hall/keypads\"\ndirection = \"dtr\"");
    assert!(found.len() == 1 && found[0].contains("cable.direction"), "{found:#?}");
}
