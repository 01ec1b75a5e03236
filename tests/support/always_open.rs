//! The hours of a small hall that is open whenever somebody looks at it.

/// Lines of its configuration, behind those of the small hall.
pub const ALWAYS_OPEN: &str = r#"
[calendar]
last-ticket = "0min"
day-ends = "24:00"

[calendar.week]
monday = ["00:00-24:00"]
tuesday = ["00:00-24:00"]
wednesday = ["00:00-24:00"]
thursday = ["00:00-24:00"]
friday = ["00:00-24:00"]
saturday = ["00:00-24:00"]
sunday = ["00:00-24:00"]

[issuing]
overrun = "none"
"#;
