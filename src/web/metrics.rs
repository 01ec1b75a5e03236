//! The figures of the moment in the Prometheus text format.

use std::fmt::Write;

use crate::domain::means::HallState;
use crate::domain::view::WindowState;
use crate::runtime::disk::Room;
use crate::runtime::status::Status;

/// Every figure with its help line. Names end in their unit; totals count since the day was opened.
pub fn text(status: &Status) -> String {
    let totals = &status.view.totals;
    let mut page = String::new();
    gauge(
        &mut page,
        "jiaohao_journal_stored",
        "1 while every record reaches the disk",
        u64::from(stored(status)),
    );
    if let Some(age) = status.backup.age(status.view.at.wall) {
        gauge(
            &mut page,
            "jiaohao_backup_age_seconds",
            "since the last good copy was read back",
            age.as_secs(),
        );
    }
    if status.backup.alarm_after.is_some() {
        let failing = u64::from(status.backup.failure.is_some());
        gauge(&mut page, "jiaohao_backup_failing", "1 when the last copy could not be made", failing);
    }
    disk(&mut page, status);
    counter(&mut page, "jiaohao_tickets_issued_total", "tickets given today", totals.issued.into());
    counter(&mut page, "jiaohao_tickets_served_total", "tickets served today", totals.served.into());
    counter(&mut page, "jiaohao_tickets_missed_total", "tickets called and not come", totals.missed.into());
    counter(&mut page, "jiaohao_ratings_total", "grades given today", totals.rated.into());
    gauge(&mut page, "jiaohao_tickets_waiting", "tickets that wait", totals.waiting.into());
    gauge(&mut page, "jiaohao_longest_wait_seconds", "of those who wait", totals.longest_wait.as_secs());
    gauge(&mut page, "jiaohao_windows_open", "windows with a clerk", windows_open(status));
    gauge(
        &mut page,
        "jiaohao_jobs_open",
        "slips and announcements not delivered",
        count(status.view.jobs.len()),
    );
    gauge(
        &mut page,
        "jiaohao_hall_state",
        "0 normal, 1 a means is down, 2 manual calling for some, 3 manual calling for all",
        state(status.means.state),
    );
    means(&mut page, status);
    self_test(&mut page, status);
    gauge(&mut page, "jiaohao_copy_behind_rows", "rows not in the event copy yet", status.copy.behind);
    counter(
        &mut page,
        "jiaohao_copy_missed_rows_total",
        "rows that were read back for it",
        status.copy.missed,
    );
    gauge(
        &mut page,
        "jiaohao_copy_up",
        "1 while rows reach the event copy",
        u64::from(status.copy.trouble.is_none()),
    );
    devices(&mut page, status);
    page
}

fn state(state: HallState) -> u64 {
    match state {
        HallState::Normal => 0,
        HallState::MeansDown => 1,
        HallState::ManualForSome => 2,
        HallState::ManualForAll => 3,
    }
}

/// What wears the disk, what lets the log grow, and what it holds; what nobody knows is left out.
fn disk(page: &mut String, status: &Status) {
    let held = status.log_held.unwrap_or_default();
    gauge(
        page,
        "jiaohao_journal_log_held_bytes",
        "of a log that a reader lets grow, 0 while none does",
        held,
    );
    if let Some(written) = status.disk.written {
        gauge(
            page,
            "jiaohao_written_today_bytes",
            "given to disks on this day of the calendar",
            written.today,
        );
    }
    if let Room::Left { bytes, .. } = status.disk.room {
        gauge(page, "jiaohao_disk_free_bytes", "room left on the journal's disk", bytes);
    }
}

/// One line for each task that is not done by its best means; none in a hall that is well.
fn means(page: &mut String, status: &Status) {
    let mut down = status.means.down().peekable();
    if down.peek().is_some() {
        header(
            page,
            "jiaohao_task_down",
            "gauge",
            "1 for a task that is done by another means than its best",
        );
    }
    for (stand, _) in down {
        let (task, means) = (stand.task.word(), stand.means.word());
        let window = stand.window.map_or_else(String::new, |window| format!(",window=\"{window}\""));
        let _ = writeln!(page, "jiaohao_task_down{{task=\"{task}\"{window},by=\"{means}\"}} 1");
    }
}

/// Only on a day that has a certificate: a figure of yesterday's would be taken for today's.
fn self_test(page: &mut String, status: &Status) {
    let Some(latest) = &status.view.self_test.latest else { return };
    let (works, all) = latest.certificate.working();
    gauge(page, "jiaohao_self_test_working", "what today's certificate found to work", count(works));
    gauge(page, "jiaohao_self_test_tried", "what stands on today's certificate", count(all));
}

fn devices(page: &mut String, status: &Status) {
    header(page, "jiaohao_device_up", "gauge", "1 while the hall may count on the device");
    for post in status.roster.posts() {
        let (name, up) = (label(post.name.as_str()), u64::from(post.health.is_online()));
        let _ = writeln!(page, "jiaohao_device_up{{device=\"{name}\"}} {up}");
    }
    let mut signals = status.signals().peekable();
    if signals.peek().is_some() {
        header(page, "jiaohao_signal_active", "gauge", "1 while the mains are lost, the button is pressed");
    }
    for (name, kind, active) in signals {
        let (name, active) = (label(name.as_str()), u64::from(active));
        let _ = writeln!(page, "jiaohao_signal_active{{signal=\"{name}\",kind=\"{kind}\"}} {active}");
    }
}

/// A name as it may stand between quotes.
fn label(name: &str) -> String {
    name.replace('\\', "\\\\").replace('"', "\\\"")
}

fn stored(status: &Status) -> bool {
    status.keeping.is_stored()
}

fn windows_open(status: &Status) -> u64 {
    count(status.view.windows.iter().filter(|window| window.state != WindowState::Closed).count())
}

fn gauge(page: &mut String, name: &str, help: &str, value: u64) {
    header(page, name, "gauge", help);
    let _ = writeln!(page, "{name} {value}");
}

fn counter(page: &mut String, name: &str, help: &str, value: u64) {
    header(page, name, "counter", help);
    let _ = writeln!(page, "{name} {value}");
}

fn header(page: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(page, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn count(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}
