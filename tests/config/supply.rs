//! `[incidents] supply-alarm`: where the machine's own board says that its supply sags.

use jiaohao::layout::SupplyAlarm;

use super::support::{CATALOGUE, HALL, config, problems};

#[test]
fn a_hall_looks_for_a_raspberrys_flag_unless_it_names_a_file_or_wants_none() {
    let set = |line: &str| config(&format!("{HALL}\n[incidents]\n{line}\n"), CATALOGUE).layout.supply;

    assert_eq!(config(HALL, CATALOGUE).layout.supply, SupplyAlarm::Found);
    assert_eq!(set("supply-alarm = \"auto\""), SupplyAlarm::Found);
    assert_eq!(set("supply-alarm = \"none\""), SupplyAlarm::Nowhere);
    assert_eq!(set("supply-alarm = \"/sys/x/alarm\""), SupplyAlarm::At("/sys/x/alarm".into()));
}

#[test]
fn a_path_that_begins_nowhere_is_told_at_its_place() {
    for (value, expected) in [
        ("\"hwmon0\"", "\"hwmon0\" is no file"),
        ("\"\"", "`incidents.supply-alarm`"),
        ("true", "`incidents.supply-alarm`"),
    ] {
        let found = problems(&format!("{HALL}\n[incidents]\nsupply-alarm = {value}\n"), CATALOGUE);
        let told = |problem: &String| problem.contains("error: ") && problem.contains(expected);
        assert!(found.iter().any(told), "{value}: {found:#?}");
    }
}
