//! What the status LCD and the status say of the disk: a budget that is passed, room that gets low, a reader that stays.

use std::time::Duration;

use hal::time::Instant;
use jiaohao::domain::keeping::Keeping;
use jiaohao::journal::failing::Failing;
use jiaohao::runtime::backups::BackupState;
use jiaohao::runtime::disk::{Disk, Room, Written};
use jiaohao::runtime::engine::{Engine, Input, KeptBy};
use jiaohao::runtime::troubles;
use jiaohao::station::cabinet::{About, Severity};

use super::disk::{at, open_hall};

/// What the status LCD says of journal and disk.
fn said(engine: &Engine) -> Vec<(String, String, Severity)> {
    let ours = |about| matches!(about, About::Disk | About::Journal);
    let troubles = troubles::of(&engine.status(), Instant::default());
    let ours = troubles.iter().filter(|trouble| ours(trouble.about));
    ours.map(|trouble| (trouble.headline(), trouble.remedy(), trouble.severity())).collect()
}

fn told(headline: &str, remedy: &str) -> Vec<(String, String, Severity)> {
    vec![(headline.to_owned(), remedy.to_owned(), Severity::Waits)]
}

#[test]
fn b18_a_day_that_writes_more_than_its_budget_stands_on_the_lcd_with_its_figures() {
    let (mut engine, _) = open_hall();
    let disk = |today| Disk {
        written: Some(Written { today, before: 7 }),
        budget: Some(2_000_000_000),
        room: Room::Left { bytes: 9_000_000_000, percent: 60 },
    };

    engine.step(at(1_000), [Input::Disk(disk(2_000_000_000))]);
    assert_eq!(said(&engine), []);
    engine.step(at(2_000), [Input::Disk(disk(2_300_000_000))]);

    let remedy = "查是否有程序频繁写盘；备好新存储卡（今日已写2.3 GB，限2.0 GB）";
    assert_eq!(said(&engine), told("磁盘 写入过多", remedy));
}

#[test]
fn room_that_gets_low_stands_on_the_lcd_before_tickets_are_refused() {
    let (mut engine, _) = open_hall();

    engine.step(
        at(1_000),
        [Input::Disk(Disk { room: Room::Left { bytes: 200_000_000, percent: 2 }, ..Disk::default() })],
    );

    assert_eq!(said(&engine), told("磁盘 空间将满", "叫号照常；请清理磁盘（剩余200.0 MB，即2%）"));
    assert!(engine.status().view.kept.short.is_none(), "tickets are given");
}

#[test]
fn b17_a_reader_that_stays_is_told_until_he_goes_or_the_journal_is_left() {
    let (mut engine, _) = open_hall();
    let held = || Input::LogHeld(Some(12_345_678));

    engine.step(at(1_000), [held()]);
    let remedy = "叫号照常；请关闭正在读取它的程序（日志文件已有12.3 MB）";
    assert_eq!(said(&engine), told("日志 被长时间读取", remedy));
    assert!(engine.status().sentence().contains("A READER HOLDS THE JOURNAL'S LOG: 12.3 MB; "));

    engine.step(at(2_000), [Input::LogHeld(None)]);
    assert_eq!(said(&engine), []);

    engine.step(at(3_000), [held(), Input::KeptBy(KeptBy { by: Keeping::Second, ..KeptBy::default() })]);
    assert_eq!(engine.status().log_held, None, "another journal has no reader");
}

#[test]
fn b19_what_the_backup_medium_lacks_stands_on_the_lcd_with_the_age_of_the_last_good_one() {
    let (mut engine, _) = open_hall();
    let said = |engine: &Engine| {
        let troubles = troubles::of(&engine.status(), Instant::default());
        let ours = troubles.into_iter().find(|trouble| trouble.about == About::Backup);
        ours.map(|trouble| (trouble.headline(), trouble.remedy(), trouble.severity()))
    };
    let hours = |count: i64| at(0).wall.unwrap().utc_ms - count * 3_600_000;
    let state = |failing, proved_ms: Option<i64>| BackupState {
        alarm_after: Some(Duration::from_hours(26)),
        proved_ms,
        last: proved_ms.map(|_| 7),
        failure: Some("no".to_owned()),
        failing,
    };
    let expected =
        |headline: &str, remedy: &str| Some((headline.to_owned(), remedy.to_owned(), Severity::Waits));

    for (failing, headline, remedy) in [
        (Failing::ReadOnly, "备份 盘写保护", "叫号照常；拨开写保护开关，或换备份盘（3小时前备份）"),
        (Failing::Full, "备份 盘已满", "叫号照常；清理或换备份盘（3小时前备份）"),
        (Failing::Hangs, "备份 盘无应答", "叫号照常；拔下备份盘重插，不行就换（3小时前备份）"),
    ] {
        engine.step(at(1_000), [Input::Backup(state(Some(failing), Some(hours(3))))]);
        assert_eq!(said(&engine), expected(headline, remedy));
    }
    engine.step(at(2_000), [Input::Backup(state(Some(Failing::Full), None))]);
    assert_eq!(said(&engine), expected("备份 盘已满", "叫号照常；清理或换备份盘（尚无备份）"));

    // A stick that somebody took home is told when the last good one is old.
    engine.step(at(3_000), [Input::Backup(state(None, Some(hours(3))))]);
    assert_eq!(said(&engine), None);
    engine.step(at(4_000), [Input::Backup(state(None, Some(hours(30))))]);
    assert_eq!(said(&engine), expected("备份 太旧", "插好备份盘；运行 jiaohao backup"));
}
