//! What the whole hall sees and hears: the hall display's rows and the words of a call.

use std::cmp::Reverse;
use std::time::Duration;

use hal::port::board::{Area, Colour};

use super::window::{colour, is_on_the_way};
use super::{notice, wrap};
use crate::domain::id::{Prefix, TicketNumber, WindowId};
use crate::domain::moment::HallTime;
use crate::domain::rules::Rules;
use crate::domain::view::{CallView, OfficeView};
use crate::planted::{self, Bug};

/// How long a call stands on the display at least, even when more windows call than there are rows (F24).
pub const SHOWN_AT_LEAST: Duration = Duration::from_secs(5);

/// Columns of a row that every display holds: 128 dots.
const ROW_COLUMNS: usize = 16;
/// What duty staff are told and who should get ready stand in the last line by turns, this long each: long
/// enough to be read, and no visitor looks for his number in vain for longer.
const LINE_TURNS_MS: u64 = 8000;

/// While everybody has to leave, a page of the way out stands this long: three rows are read in it.
const LEAVE_TURNS_MS: u64 = 4000;

/// The main board: recent calls, newest first, and under them who should get ready.
#[derive(Clone, Debug)]
pub struct HallDisplay {
    rows: usize,
    shown: Vec<Shown>,
    waits_until: Option<HallTime>,
    /// What duty staff are told in the last line, by turns with who should get ready, and from when on.
    corner: Option<(String, Option<HallTime>)>,
    turns_at: Option<HallTime>,
}

/// A call on the display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The call; `arrived` only once the visitor needs no calling any more.
    pub call: CallView,
    /// Since when it stands there, or was called again.
    pub since: HallTime,
}

impl HallDisplay {
    /// A display with this many rows for calls; at least one.
    #[must_use]
    pub fn new(rows: usize) -> Self {
        Self { rows: rows.max(1), shown: Vec::new(), waits_until: None, corner: None, turns_at: None }
    }

    /// The areas at this moment: always `rows` calls, empty where there are fewer, then the prepare line.
    pub fn areas(&mut self, now: HallTime, view: &OfficeView, stored: bool) -> Vec<Area> {
        if let Some(words) = notice::evacuation(view) {
            return self.leave(now, &words.zh);
        }
        let paused: &[&str] = if notice::is_paused(view, stored) { &notice::PAUSED } else { &[] };
        let calls = self.calls(now, view).iter();
        let mut areas: Vec<Area> = calls.map(|shown| call_row(&view.rules, &shown.call)).collect();
        areas.extend(paused.iter().map(|words| row((*words).to_owned())));
        areas.resize(self.rows, row(String::new()));
        areas.push(row(self.last_line(now, view, stored)));
        areas
    }

    /// Every row tells everybody to leave: the head, then the way out in pieces that a row holds; by turns where there
    /// are more of them than rows. Nothing is cut: the end of the sentence says what not to do.
    fn leave(&mut self, now: HallTime, way: &str) -> Vec<Area> {
        let area = |text: String| Area { text, colour: Colour::Red, lively: true };
        let pieces = wrap::wrap(way, ROW_COLUMNS);
        let pages = pieces.len().div_ceil(self.rows).max(1);
        let turn = now.0 / LEAVE_TURNS_MS;
        let page = usize::try_from(turn).unwrap_or_default() % pages;
        self.turns_at = (pages > 1).then_some(HallTime((turn + 1) * LEAVE_TURNS_MS));
        let mut areas = vec![area(notice::LEAVE.to_owned())];
        areas.extend(pieces.into_iter().skip(page * self.rows).take(self.rows).map(area));
        areas.resize(self.rows + 1, area(String::new()));
        areas
    }

    /// The calls at this moment, the newest first, at most as many as there are rows.
    pub fn calls(&mut self, now: HallTime, view: &OfficeView) -> &[Shown] {
        let expected =
            |call: &CallView| CallView { arrived: call.arrived && !is_on_the_way(view, call), ..*call };
        self.bring_up_to_date(now, &view.calls.iter().map(expected).collect::<Vec<_>>());
        &self.shown
    }

    /// The calls as they were shown last.
    #[must_use]
    pub fn shown(&self) -> &[Shown] {
        &self.shown
    }

    /// When a call that waits for a row will get it, if nothing else happens.
    #[must_use]
    pub fn deadline(&self) -> Option<HallTime> {
        self.waits_until.into_iter().chain(self.turns_at).min()
    }

    /// Duty staff are told this in the last line, or nothing; at once, and then by turns.
    pub fn tell_staff(&mut self, words: Option<String>) {
        if self.corner.as_ref().map(|(told, _)| told) != words.as_ref() {
            self.corner = words.map(|words| (words, None));
        }
    }

    fn last_line(&mut self, now: HallTime, view: &OfficeView, stored: bool) -> String {
        self.for_staff(now).unwrap_or_else(|| prepare_line(view, stored))
    }

    /// What the last line tells duty staff at this moment, while it is their turn.
    pub fn for_staff(&mut self, now: HallTime) -> Option<String> {
        self.turns_at = None;
        let (words, told) = self.corner.as_mut()?;
        let since = *told.get_or_insert(now);
        let turn = now.0.saturating_sub(since.0) / LINE_TURNS_MS;
        self.turns_at = Some(HallTime(since.0 + (turn + 1) * LINE_TURNS_MS));
        turn.is_multiple_of(2).then(|| words.clone())
    }

    fn bring_up_to_date(&mut self, now: HallTime, calls: &[CallView]) {
        let standing = |shown: &Shown| calls.iter().find(|call| same_call(call, &shown.call)).copied();
        self.shown.retain(|shown| standing(shown).is_some() || planted::is(Bug::LeavesOldCallsStanding));
        for shown in &mut self.shown {
            if let Some(call) = calls.iter().find(|call| same_call(call, &shown.call)) {
                if call.last > shown.call.last {
                    shown.since = now;
                }
                shown.call = *call;
            }
        }

        // Whom the hall still expects comes before whom a window has already; of these the newest.
        let mut wanted: Vec<CallView> = calls.to_vec();
        wanted.sort_by_key(|call| (call.arrived, Reverse(call.last)));
        wanted.truncate(self.rows);

        self.waits_until = None;
        // Oldest first, so that calls enter in the order in which they were made.
        for call in wanted.iter().rev() {
            if self.shown.iter().any(|shown| same_call(call, &shown.call)) {
                continue;
            }
            if self.shown.len() >= self.rows && !self.make_room(now, &wanted) {
                break;
            }
            self.shown.push(Shown { call: *call, since: now });
        }
        self.shown.sort_by_key(|shown| Reverse(shown.call.last));
    }

    /// Takes the oldest call off that gives way to another and has stood long enough.
    fn make_room(&mut self, now: HallTime, wanted: &[CallView]) -> bool {
        let gives_way = |shown: &Shown| !wanted.iter().any(|call| same_call(call, &shown.call));
        let oldest = self.shown.iter().filter(|shown| gives_way(shown)).min_by_key(|shown| shown.since);
        let Some(oldest) = oldest.copied() else { return false };
        if now.since(oldest.since) < SHOWN_AT_LEAST {
            self.waits_until = Some(oldest.since + SHOWN_AT_LEAST);
            return false;
        }
        self.shown.retain(|shown| *shown != oldest);
        true
    }
}

fn same_call(one: &CallView, other: &CallView) -> bool {
    one.number == other.number && one.window == other.window
}

/// One 号 less than is said: sixteen columns, which a display of 128 dots holds.
fn call_row(rules: &Rules, call: &CallView) -> Area {
    let text = if call.arrived {
        format!("{} {}号窗口", call.number, call.window)
    } else {
        format!("请{}到{}号窗口", call.number, call.window)
    };
    Area { text, colour: colour(rules, call.class), lively: !call.arrived }
}

fn prepare_line(view: &OfficeView, stored: bool) -> String {
    let mark = if stored { "" } else { "【未存储】" };
    if let Some(words) = notice::standing(view) {
        return format!("{mark}{}", words.zh);
    }
    if view.next_up.is_empty() {
        return format!("{mark}{}", view.rules.hall.name);
    }
    let numbers: Vec<String> = view.next_up.iter().map(TicketNumber::to_string).collect();
    format!("{mark}请准备 {}", numbers.join(" "))
}

fn row(text: String) -> Area {
    Area { text, colour: Colour::Yellow, lively: false }
}

/// The sentence of a call, as it is said: 请A012号到3号窗口.
#[must_use]
pub fn sentence(number: TicketNumber, window: WindowId) -> String {
    format!("请{number}号到{window}号窗口")
}

/// How a call is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallStyle {
    /// How often the sentence is said: 1 to 3.
    pub times: u8,
    /// Whether the digit 1 of a ticket's number is said yao, as in telephone numbers, or yi.
    pub yao: bool,
}

impl Default for CallStyle {
    fn default() -> Self {
        Self { times: 2, yao: true }
    }
}

/// Sounds before a call, so that people look up before the number is said.
pub const CHIME: &str = "chime";
/// Silence between two sayings of the same call.
pub const PAUSE: &str = "pause";
/// Said before a call that is repeated after a restart.
pub const AGAIN: &str = "zai-ci";

/// The clips of a call, in order: chime, then 请 A 0 幺 2 号 到 3 号窗口 as often as set.
#[must_use]
pub fn clips(number: TicketNumber, window: WindowId, repeat: bool, style: CallStyle) -> Vec<String> {
    let said = sentence_clips(number, window, style);
    let mut clips = vec![CHIME.to_owned()];
    if repeat {
        clips.push(AGAIN.to_owned());
    }
    for time in 0..style.times.max(1) {
        if time > 0 {
            clips.push(PAUSE.to_owned());
        }
        clips.extend(said.iter().cloned());
    }
    clips
}

fn sentence_clips(number: TicketNumber, window: WindowId, style: CallStyle) -> Vec<String> {
    let mut clips = vec!["qing".to_owned(), letter_clip(number.prefix)];
    let value = format!("{:0width$}", number.value, width = usize::from(number.width));
    clips.extend(value.chars().map(|digit| match digit {
        '1' if style.yao => "yao".to_owned(),
        digit => format!("digit-{digit}"),
    }));
    clips.extend(["hao", "dao"].map(str::to_owned));
    clips.extend(window_clips(window));
    clips.push("hao-chuangkou".to_owned());
    clips
}

/// A window's number as people say it: 3 is san, 12 is shi er, 20 is er shi.
#[must_use]
pub fn window_clips(window: WindowId) -> Vec<String> {
    let (tens, ones) = (window.0 / 10, window.0 % 10);
    let mut clips = Vec::new();
    if tens > 1 {
        clips.push(format!("digit-{tens}"));
    }
    if tens > 0 {
        clips.push("shi".to_owned());
    }
    if ones > 0 || tens == 0 {
        clips.push(format!("digit-{ones}"));
    }
    clips
}

/// The clip of a group's letter.
#[must_use]
pub fn letter_clip(prefix: Prefix) -> String {
    format!("letter-{}", prefix.0.to_ascii_lowercase())
}
