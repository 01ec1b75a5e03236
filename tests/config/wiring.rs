//! Devices that contradict each other or the hall, and keys that would be missed (J03).

use super::support::{CATALOGUE, HALL, check, problems};

fn device(name: &str, driver: &str, role: &str, address: u16) -> String {
    format!(
        "[[device]]\nname = \"{name}\"\ndriver = \"{driver}\"\ncable = \"keypads\"\naddress = {address}\n\
         role = \"{role}\"\nwindow = 2\nplace = \"desk 2\"\n"
    )
}

/// The problems of the small hall with more devices and cables behind it.
fn with(more: &str) -> Vec<String> {
    problems(&format!("{HALL}\n{more}"), CATALOGUE)
        .into_iter()
        .filter(|line| !line.contains("no self-service terminal"))
        .collect()
}

#[track_caller]
fn one(found: &[String], expected: &str) {
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found.iter().all(|line| line.contains(expected)), "{found:#?}");
}

#[test]
fn j03_two_devices_at_one_address_are_named_both() {
    let found = with(&device("keypad-2", "modbus-keypad", "keypad", 1));

    one(&found, "error: \"keypad-1\" and \"keypad-2\" are at one place of the cable \"keypads\"");
}

#[test]
fn j03_two_cables_on_one_port_are_named_both() {
    let found = with("[[cable]]\nname = \"pads\"\npath = \"/dev/hall/keypads\"\n");

    assert!(
        found.iter().any(|line| line.contains("the cables \"keypads\" and \"pads\" are on one port")),
        "{found:#?}"
    );
    assert!(
        found.iter().any(|line| line.contains("warning: nothing hangs on the cable \"pads\"")),
        "{found:#?}"
    );
}

#[test]
fn j03_one_role_is_played_once() {
    let found = with(&device("keypad-2", "modbus-keypad", "keypad", 2).replace("window = 2", "window = 1"));

    one(&found, "error: \"keypad-1\" and \"keypad-2\" play one role");
}

#[test]
fn j03_a_device_has_a_name_of_its_own() {
    let found = with(&device("keypad-1", "modbus-keypad", "keypad", 2));

    one(&found, "error: two of the name \"keypad-1\" (device)");
}

#[test]
fn a_cable_that_is_not_there_is_spelt_right() {
    check(
        "cable = \"keypads\"",
        "cable = \"keypad\"",
        &["nothing hangs on the cable", "error: there is no cable \"keypad\"; did you mean \"keypads\"?"],
    );
}

#[test]
fn a_window_that_is_not_there_is_told_at_its_number() {
    check(
        "role = \"keypad\"\nwindow = 1",
        "role = \"keypad\"\nwindow = 7",
        &["hall.toml:29:10: error: \"keypad-1\" is for window 7, which this hall does not have"],
    );
    check(
        "role = \"keypad\"\nwindow = 1",
        "role = \"keypad\"",
        &["hall.toml:28:8: error: this role belongs to a window, and no `window` is written"],
    );
}

#[test]
fn a_driver_plays_its_own_roles_only() {
    check(
        "role = \"keypad\"",
        "role = \"window-board\"",
        &["no keypad", "the driver \"modbus-keypad\" cannot play this role"],
    );
}

#[test]
fn every_driver_is_accepted_in_each_role_it_says_it_plays() {
    for (info, transcript) in hal::drivers::transcripts() {
        for role in info.roles {
            let role = match role {
                hal::driver::Role::Printer => "printer",
                hal::driver::Role::Board => "window-board",
                hal::driver::Role::Keypad => "keypad",
                hal::driver::Role::RatingPad => "rating-pad",
                hal::driver::Role::Terminal => "terminal",
                hal::driver::Role::CardReader => "card-reader",
                hal::driver::Role::Locker => "locker",
                hal::driver::Role::Ups => "ups",
            };
            let window = match role {
                "printer" | "terminal" | "card-reader" | "ups" | "locker" => "",
                _ => "window = 2\n",
            };
            let address = transcript.address.map(|at| format!("address = {at}\n")).unwrap_or_default();
            let (name, settings) = (info.name, transcript.settings);

            let beside = match role {
                "card-reader" => super::cards::TERMINAL,
                "locker" => "[locker]\ndoors = 2\n\n",
                _ => "",
            };
            let found = with(&format!(
                "{beside}[[cable]]\nname = \"own\"\npath = \"/dev/hall/own\"\nbaud = 57600\n\n[[device]]\nname = \"own\"\n\
                 driver = \"{name}\"\ncable = \"own\"\nrole = \"{role}\"\n{window}{address}place = \"desk 2\"\n\
                 [device.settings]\n{settings}\n"
            ));

            assert!(found.is_empty(), "{name} as {role}: {found:#?}");
        }
    }
}

#[test]
fn a_driver_that_is_not_there_is_spelt_right() {
    check(
        "\"modbus-keypad\"",
        "\"modbus-kyepad\"",
        &["there is no driver \"modbus-kyepad\"; did you mean \"modbus-keypad\"?"],
    );
}

#[test]
fn what_a_driver_refuses_of_its_settings_is_told_at_the_key() {
    check(
        "place = \"desk 1\"",
        "place = \"desk 1\"\nsettings = { profil = \"eight-key\" }",
        &["hall.toml:31:14: error: modbus-keypad: unknown field `profil`"],
    );
    check("address = 1", "address = 300", &["modbus-keypad: needs an address"]);
}

#[test]
fn keys_that_could_be_pressed_and_missed_are_refused() {
    // Boards of eight keys forget a press after 50 ms; at 9600 baud three questions take 70 ms, two take 47.
    let plain = "\nsettings = { profile = \"eight-key\" }";
    let hall =
        HALL.replace("place = \"desk 1\"", &format!("place = \"desk 1\"{plain}")).replace("57600", "9600");
    let board = |window: u16| {
        let table = device(&format!("keypad-{window}"), "modbus-keypad", "keypad", window);
        table.replace("window = 2", &format!("window = {window}")).trim_end().to_owned() + plain + "\n"
    };
    let missed = |text: String| {
        let found = problems(&text, CATALOGUE);
        found
            .iter()
            .filter(|line| line.contains("error: keys of ") && line.contains("pressed and missed"))
            .count()
    };

    assert_eq!(missed(format!("{hall}{}", board(2))), 0);
    assert_eq!(missed(format!("{hall}{}{}[[window]]\nnumber = 3\n", board(2), board(3))), 3);
}

#[test]
fn keys_that_are_seen_late_are_a_warning() {
    let windows: String = (3..=9).map(|window| format!("[[window]]\nnumber = {window}\n")).collect();
    let keypads: String = (2..=9)
        .map(|window| {
            device(&format!("keypad-{window}"), "modbus-keypad", "keypad", window)
                .replace("window = 2", &format!("window = {window}"))
        })
        .collect();
    let found =
        |baud: &str| problems(&format!("{}{windows}{keypads}", HALL.replace("57600", baud)), CATALOGUE);

    let slow = found("9600");
    assert!(
        slow.iter().any(|line| line.contains("warning: a key on the cable \"keypads\" is seen up to")),
        "{slow:#?}"
    );
    let fast = found("57600");
    assert!(!fast.iter().any(|line| line.contains("seen up to")), "{fast:#?}");
}
