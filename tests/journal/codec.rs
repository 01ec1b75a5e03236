//! The codec refuses what it does not know, and says where.

use std::time::Duration;

use jiaohao::domain::event::Event;
use jiaohao::domain::id::{Seq, StaffId};
use jiaohao::domain::opening::Opening;
use jiaohao::domain::rules::{Class, Group, Issuing};
use jiaohao::domain::staff::{Mark, PinMark, StaffEvent};
use jiaohao::domain::ticket::WaitRange;
use jiaohao::journal::codec::{Body, Stored, from_json, rules_hash, to_json};
use jiaohao::journal::row::Row;

use crate::hall::{opening, rules};
use crate::samples::{DAY, issued};

fn refusal<T: Stored + std::fmt::Debug>(json: &str) -> String {
    from_json::<T>(json).unwrap_err().to_string()
}

#[test]
fn an_unknown_field_is_refused_with_the_way_to_it() {
    let body = stored_body().replace(r#""from":10"#, r#""from":10,"mood":3"#);

    assert_eq!(refusal::<Body>(&body), "events[0].ticket-issued.wait.mood: unknown field");
}

#[test]
fn a_missing_field_is_refused_although_it_could_be_absent() {
    let body = stored_body().replace(r#","kiosk":1"#, "");

    assert_eq!(refusal::<Body>(&body), "events[0].ticket-issued.kiosk: the field is missing");
}

#[test]
fn an_unknown_variant_is_refused() {
    assert_eq!(refusal::<Event>(r#"{"slip-eaten":{"job":1}}"#), r#"unknown variant "slip-eaten""#);
    assert_eq!(refusal::<Event>(r#""day-dreamt""#), r#"unknown variant "day-dreamt""#);
}

#[test]
fn a_variant_has_its_fields_and_no_others() {
    assert_eq!(refusal::<Event>(r#""said""#), "said: expected fields");
    assert_eq!(refusal::<Event>(r#"{"day-closed":{}}"#), "day-closed: expected a tag without fields");
    assert_eq!(refusal::<Event>(r#"{"said":{"job":1},"day-closed":{}}"#), "expected one tag");
    assert_eq!(refusal::<Event>(r#"{"said":{"job":1,"by":2}}"#), "said.by: unknown field");
    assert_eq!(refusal::<Event>("[]"), "expected a tag");
}

#[test]
fn a_number_out_of_range_is_refused() {
    assert_eq!(refusal::<WaitRange>(r#"{"from":1,"to":65536}"#), "to: out of range for u16");
    assert_eq!(refusal::<WaitRange>(r#"{"from":-1,"to":1}"#), "from: expected u16");
    assert_eq!(refusal::<WaitRange>(r#"{"from":1.5,"to":2}"#), "from: expected u16");
}

#[test]
fn what_is_no_json_is_refused() {
    assert!(refusal::<Body>("{").starts_with("not JSON: "));
    assert_eq!(refusal::<WaitRange>("7"), "expected an object");
}

#[test]
fn a_prefix_is_one_letter() {
    let group = |prefix: &str| {
        refusal::<Group>(&format!(
            r#"{{"prefix":"{prefix}","first":1,"last":9,"width":3,"exhausted":"stop"}}"#
        ))
    };

    assert_eq!(group("AB"), "prefix: expected one letter");
    assert_eq!(group(""), "prefix: expected one letter");
}

#[test]
fn texts_come_back_whatever_is_in_them() {
    for text in ["", "\"\\/\u{0}\u{1f}\u{7f}\u{85}\u{2028}", "请A017号到3号窗口", "😀"] {
        assert_eq!(from_json(&to_json(&text.to_string())), Ok(text.to_string()));
    }
}

#[test]
fn a_duration_is_whole_milliseconds() {
    assert_eq!(to_json(&Duration::from_micros(1_999)), "1");
    assert_eq!(from_json("800"), Ok(Duration::from_millis(800)));
}

#[test]
fn rules_that_differ_have_different_hashes() {
    let mut other = rules();
    other.services[0].class = Class::Urgent;

    assert_eq!(rules_hash(&rules()), rules_hash(&rules()));
    assert_ne!(rules_hash(&rules()), rules_hash(&other));
}

#[test]
fn a_row_of_another_version_is_not_guessed_at() {
    let mut row = Row::of(&issued(2, DAY)).unwrap();
    row.version = 2;

    assert_eq!(row.record().unwrap_err().to_string(), "version: expected version 1");
}

#[test]
fn a_position_that_sqlite_cannot_hold_is_refused() {
    let mut record = issued(2, DAY);
    record.seq = Seq(1 << 63);

    assert_eq!(Row::of(&record).unwrap_err().to_string(), "seq: out of range for a stored integer");
}

#[test]
fn a_column_that_says_something_else_is_refused() {
    let refusal = |change: fn(&mut Row)| {
        let mut row = Row::of(&issued(2, DAY)).unwrap();
        change(&mut row);
        row.record().unwrap_err().to_string()
    };

    assert_eq!(refusal(|row| row.book = "diary".into()), r#"book: unknown variant "diary""#);
    assert_eq!(refusal(|row| row.seq = -1), "seq: out of range for its type");
    assert_eq!(refusal(|row| row.number = vec![0; 15]), "number: expected sixteen bytes");
    assert_eq!(refusal(|row| row.wall_ms = None), "offset_min: expected wall_ms and offset_min together");
    assert_eq!(refusal(|row| row.body = "{}".into()), "body.origin: the field is missing");
}

fn stored_body() -> String {
    Row::of(&issued(2, DAY)).unwrap().body
}

#[test]
fn a_field_of_later_days_stands_only_where_it_says_something() {
    let mut issuing = rules().issuing;
    let without = to_json(&issuing);
    issuing.overrun = Some(Duration::from_secs(900));

    let with = to_json(&issuing);

    assert_eq!(with.replace(r#","overrun":900000"#, ""), without);
    assert_eq!(from_json(&with), Ok(issuing));
    assert_eq!(from_json::<Issuing>(&without).map(|issuing| issuing.overrun), Ok(None));
    assert_eq!(
        refusal::<Issuing>(&with.replace("900000", "null")),
        "overrun: expected u64",
        "absence has one form"
    );
}

#[test]
fn i09_a_mark_of_a_pin_is_sixteen_digits_and_an_opening_hands_marks_on() {
    let pin = PinMark { clerk: StaffId(101), mark: Mark([0, 1, 2, 3, 252, 253, 254, 255]) };
    let json = r#"{"clerk":101,"mark":"00010203fcfdfeff"}"#;
    let without = opening(DAY);
    let with = Opening { pins: Some(vec![pin]), ..opening(DAY) };

    assert_eq!(to_json(&pin), json);
    assert_eq!(from_json(json), Ok(pin));
    assert_eq!(
        from_json(&format!(r#"{{"staff":{{"pin-changed":{json}}}}}"#)),
        Ok(Event::Staff(StaffEvent::PinChanged(pin)))
    );
    for bad in ["00010203fcfdfe", "00010203FCFDFEFF", "no digits at all"] {
        let refused = refusal::<PinMark>(&json.replace("00010203fcfdfeff", bad));
        assert_eq!(refused, "mark: expected 16 hexadecimal digits", "{bad}");
    }
    assert_eq!(to_json(&with).replace(&format!(r#","pins":[{json}]"#), ""), to_json(&without));
    assert!(from_json(&to_json(&with)) == Ok(with));
    assert!(from_json(&to_json(&without)) == Ok(without));
}
