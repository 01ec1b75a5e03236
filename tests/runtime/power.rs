//! What a UPS tells on its way through the engine: it stands on the status LCD until it is over.

use std::path::Path;

use hal::driver::Fault;
use hal::port;
use hal::port::ups::{Event, Power, State};
use hal::time::Instant;
use jiaohao::cli::wiring;
use jiaohao::config;
use jiaohao::domain::id::BootId;
use jiaohao::domain::moment::{HallTime, Moment, Wall};
use jiaohao::layout::{Device, DeviceName, Role};
use jiaohao::runtime::engine::{Engine, Input, Kept, Secrets};
use jiaohao::runtime::supervisor::Health;
use jiaohao::runtime::troubles;
use jiaohao::station::cabinet::Severity;

/// Friday 2026-11-20, 10:00 in the hall; the machine has run for a day.
const NOW: Moment = Moment {
    hall: HallTime(24 * 3_600_000),
    wall: Some(Wall { utc_ms: 1_795_140_000_000, offset_min: 480 }),
    boot: BootId(1),
};

fn ups() -> DeviceName {
    "ups-1".into()
}

/// The reference hall with a UPS that answers.
fn hall() -> Engine {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hall.toml");
    let mut config = config::load(&path).unwrap_or_else(|problems| panic!("{problems:?}"));
    config.layout.devices.push(Device {
        name: ups(),
        driver: "nut".into(),
        settings: toml::Table::new(),
        cable: "ups".into(),
        address: None,
        role: Role::Ups,
        place: "机柜底部".into(),
    });
    let kept = Kept { latest: None, today: Vec::new() };
    let mut engine = Engine::new(NOW, kept, wiring::adoption(config, None), Secrets::fixed(1)).unwrap();
    let health = Health::Online { since: Instant::default() };
    engine.step(NOW, vec![Input::Health { device: ups(), health }]);
    engine
}

fn tell(engine: &mut Engine, power: Power, worn: bool) {
    let event = port::Event::Ups(Event::State(State { power, charge_percent: Some(85), worn }));
    engine.step(NOW, vec![Input::Heard { device: ups(), event }]);
}

/// What the status LCD says of the UPS.
fn said(engine: &Engine) -> Option<(String, String, Severity)> {
    let troubles = troubles::of(&engine.status(), Instant::default());
    let ours = troubles.iter().find(|trouble| trouble.place == "机柜底部")?;
    Some((ours.headline(), ours.remedy(), ours.severity()))
}

#[test]
fn a_loss_of_the_mains_stands_on_the_lcd_until_they_return() {
    let mut engine = hall();
    assert_eq!(said(&engine), None);

    tell(&mut engine, Power::Battery, false);
    let told = ("UPS 市电中断".to_owned(), "电池供电；查配电箱（机柜底部）".to_owned(), Severity::Stops);
    assert_eq!(said(&engine), Some(told));

    tell(&mut engine, Power::BatteryLow, false);
    assert_eq!(said(&engine).map(|told| told.0).as_deref(), Some("UPS 电池将用尽"));

    tell(&mut engine, Power::Mains, false);
    assert_eq!(said(&engine), None);
}

#[test]
fn a_worn_battery_can_wait_and_an_unknown_state_is_an_alarm_and_no_stop() {
    let mut engine = hall();
    tell(&mut engine, Power::Mains, true);
    assert_eq!(
        said(&engine).map(|told| (told.0, told.2)),
        Some(("UPS 电池老化".to_owned(), Severity::Waits))
    );
    tell(&mut engine, Power::Unknown, false);
    assert_eq!(
        said(&engine).map(|told| (told.0, told.2)),
        Some(("UPS 状态不明".to_owned(), Severity::Hurts))
    );
}

#[test]
fn a_daemon_that_hangs_is_told_and_what_it_said_last_is_not_believed_any_more() {
    let mut engine = hall();
    tell(&mut engine, Power::Battery, false);
    let since = Instant::default();
    let health = Health::Offline { fault: Fault::Silent, retry_at: since, since };
    engine.step(NOW, vec![Input::Health { device: ups(), health }]);
    assert_eq!(said(&engine).map(|told| told.0).as_deref(), Some("UPS 无应答"));
}
