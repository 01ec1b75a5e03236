//! What an Alpha sign's driver does without a sign; with one: `hal/tests/alpha_sign.rs`.

use super::*;

const START: Instant = Instant::from_millis(0);

#[test]
fn settings_that_no_sign_has_are_refused_by_key() {
    let key = |settings: &str| {
        let settings = settings.parse::<toml::Table>().unwrap().try_into().unwrap();
        match AlphaSign::new(settings, Some(1)) {
            Err(SettingsError::Value { key, .. }) => key,
            Err(_) | Ok(_) => "",
        }
    };
    let refused = ["columns = 29", "rows = 6", "rows = 32", "areas = 0", "areas = 9", "sign-type = ' '"].map(key);
    assert_eq!(refused, ["columns", "rows", "rows", "areas", "areas", "sign-type"]);
    for address in [None, Some(0), Some(256)] {
        let refused = AlphaSign::new(Settings::default(), address);
        assert!(matches!(refused, Err(SettingsError::Address { min: 1, max: 255 })));
    }
}

#[test]
fn the_rows_of_a_picture_come_after_a_silence_behind_its_sizes() {
    let mut sign = AlphaSign::new(Settings { answers: false, ..Settings::default() }, Some(5)).unwrap();
    sign.attach(START, &mut Outbox::default());
    let area = Area { text: "号".to_owned(), colour: Colour::Red, lively: false };
    sign.command(START, &Command::Show(vec![area]), &mut Outbox::default());

    let turns: Vec<Turn> = (0..4).map_while(|_| next(&mut sign)).collect();

    assert!(turns.iter().all(|turn| turn.answer == Answer::None));
    let pieces = turns[2].pieces();
    assert_eq!(pieces[0], (Duration::ZERO, &b"\0\0\0\0\0\x01Z05\x02IP1010"[..]));
    assert_eq!(pieces[1].0, BEFORE_ROWS);
    assert!(pieces[1].1.starts_with(b"0000000000000000\r"), "the first row of 号 is dark");
    assert_eq!(turns[3].pieces()[0].1[9..16], *b"\x02AA\x1B b\x14");
}

/// The next turn, sent whole.
fn next(sign: &mut AlphaSign) -> Option<Turn> {
    let at = sign.due()?;
    let turn = sign.turn(at, &mut Outbox::default())?;
    sign.sent(at, &mut Outbox::default());
    Some(turn)
}
