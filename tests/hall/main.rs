//! Stories: mornings in the hall, played by the whole machine on a played clock, as scripts that anyone can
//! read.
//!
//! Each of `stories/*.story` says on its left what people do and on its right what they see and hear.
//! `BLESS=1 cargo test --test hall` writes the right side anew: read the difference before you keep it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cards;
mod contacts;
mod deed;
mod desk;
mod faces;
mod floor;
mod player;
mod runner;
mod settings;
mod sights;
mod signs;
mod story;
mod telling;
mod upset;

use std::path::{Path, PathBuf};

use story::Story;

macro_rules! stories {
    ($($name:ident $file:literal;)+) => {
        /// Every story that is played.
        const STORIES: &[&str] = &[$($file,)+];

        $(
            #[test]
            fn $name() {
                hold($file);
            }
        )+
    };
}

stories! {
    an_ordinary_morning_from_the_first_log_in_to_lunch "ordinary-morning";
    a_morning_in_a_large_hall_with_two_lunch_shifts "large-morning";
    the_first_visitor_finds_her_way "first-visitor";
    a_visitor_who_does_not_come_is_missed_and_comes_back "no-show";
    a_wrong_next_is_undone "wrong-next";
    several_errands_stand_on_one_ticket "several-errands";
    a_consult_window_sends_its_visitor_on_to_the_rest "consult-window";
    one_clerk_takes_over_from_another "hand-over";
    whoever_is_sent_on_keeps_number_and_time_waited "transfer";
    whoever_is_parked_does_not_queue_again "parking";
    the_green_channel_is_fast_and_has_a_bound "green-channel";
    a_card_comes_with_the_number_where_it_is_optional "card-optional";
    a_card_is_waited_for_where_it_is_required "card-required";
    a_low_grade_is_asked_why_and_silence_is_silence "low-rating";
    a_printer_without_paper_stops_nobody "no-paper";
    a_hall_that_calls_by_paper_comes_to_zero "by-paper";
    the_last_sheet_of_the_clock_carries_the_hall_through_a_cut "insurance";
    a_sheet_without_a_printer_stands_on_the_lcd "paper-on-lcd";
    paper_is_entered_on_a_keypad "paper-by-keypad";
    a_paper_that_contradicts_the_office_is_not_closed_over "paper-contradicts";
    a_dark_terminal_leaves_numbers_to_the_desk "lost-terminal";
    a_cable_that_was_pulled_comes_back_with_the_present "pulled-cable";
    a_power_cut_loses_nobody "power-cut";
    the_duty_leader_stops_tickets_and_closes_early "duty-leader";
    a_bounced_key_skips_nobody "bounced-key";
    whoever_logs_in_proves_it "log-in";
    the_last_ticket_before_lunch_is_served "last-ticket";
    a_full_service_says_so_before_the_choice "quota";
    the_days_end_closes_with_whoever_is_left "days-end";
    missing_papers_are_told_at_once_and_the_number_stays "missing-paper";
    a_number_is_called_out_of_turn_for_a_reason "out-of-turn";
    a_hall_without_voice_goes_on "no-voice";
    a_window_without_its_keypad_is_called_from_elsewhere "press-next";
    a_ticket_is_given_down_to_numbers_torn_off_a_block "ladder-ticket";
    a_call_is_shown_down_to_calling_by_mouth "ladder-show";
    a_call_is_said_down_to_calling_by_mouth "ladder-say";
    a_call_is_said_in_another_zone_while_the_first_voice_is_out "other-zone";
    next_is_pressed_down_to_calling_by_the_sheet "ladder-next";
    a_grade_is_given_down_to_a_form_on_paper "ladder-rate";
    duty_staff_are_told_down_to_the_log "ladder-staff";
    the_journal_is_kept_down_to_memory_and_back "ladder-journal";
    with_every_plug_pulled_people_do_all_of_it "every-plug";
    a_window_rests_for_a_reason "pause";
    a_hall_with_a_start_key_serves_from_there_on "start-key";
    a_wrong_clock_moves_nobody "wrong-clock";
    every_device_is_tried_in_the_morning_and_a_dead_board_is_named "self-test";
    mains_and_emergency_button_are_told_until_they_are_over "mains";
    lost_mains_hold_tickets_and_are_told_until_they_are_back "mains-lost";
    a_cut_after_lost_mains_loses_nobody_and_repeats_a_young_call_once "mains-cut";
    one_key_tells_everybody_that_the_network_is_down "notice";
    in_a_fire_everybody_is_told_to_leave "fire";
    a_call_for_help_is_seen_by_duty_staff_only "help";
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hall/stories")
}

/// Plays a story and compares, or writes its right side anew.
#[track_caller]
fn hold(name: &str) {
    let path = folder().join(format!("{name}.story"));
    let text = std::fs::read_to_string(&path).unwrap();
    let story = Story::read(&format!("tests/hall/stories/{name}.story"), &text);
    let story = story.unwrap_or_else(|mistake| panic!("{mistake}"));
    let rights = player::play(&story).unwrap_or_else(|mistake| panic!("{mistake}"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, telling::write(&story, &rights)).unwrap();
        return;
    }
    let differences = telling::differences(&story, &rights);
    assert!(
        differences.is_empty(),
        "{}\nIs that what should be seen? BLESS=1 writes it.",
        differences.join("\n")
    );
}

#[cfg(feature = "planted-bugs")]
#[test]
fn a_slip_that_hides_that_nothing_is_stored_breaks_the_story_of_the_journal() {
    use jiaohao::planted::{self, Bug};

    planted::plant(Some(Bug::HidesThatNothingIsStored));
    let text = std::fs::read_to_string(folder().join("ladder-journal.story")).unwrap();
    let story = Story::read("ladder-journal.story", &text).unwrap();
    let played = player::play(&story);
    planted::plant(None);

    let differences = telling::differences(&story, &played.unwrap());
    let hidden = |difference: &String| {
        difference.contains("written  slip") || difference.contains("未存储 Not stored")
    };
    assert!(!differences.is_empty() && differences.iter().all(hidden), "{differences:?}");
}

#[test]
fn every_story_in_the_folder_is_played() {
    let files = std::fs::read_dir(folder()).unwrap().flatten();
    let mut names: Vec<String> =
        files.map(|file| file.path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    let mut played: Vec<String> = STORIES.iter().map(|name| (*name).to_owned()).collect();
    played.sort();

    assert_eq!(names, played);
}
