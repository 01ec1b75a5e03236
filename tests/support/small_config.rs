//! The texts of a small hall: its file and its catalogue.

/// The smallest hall that has something of everything.
pub const HALL: &str = r#"
[hall]
name = "大厅"
name-en = "Hall"

[[group]]
prefix = "A"

[[window]]
number = 1

[[window]]
number = 2

[[clerk]]
number = 101

[[cable]]
name = "keypads"
path = "/dev/hall/keypads"
baud = 57600

[[device]]
name = "keypad-1"
driver = "modbus-keypad"
cable = "keypads"
address = 1
role = "keypad"
window = 1
place = "desk 1"
"#;

/// Its catalogue.
pub const CATALOGUE: &str = r#"
[[section]]
name = "登记"
name-en = "Enrolment"
group = "A"

[[section.service]]
number = 11
code = "0101"
name = "参保登记"
name-en = "Enrol"
materials = ["身份证"]
limit = "即时办结"
steps = ["受理", "办结"]
standard = "当场办结"
"#;
