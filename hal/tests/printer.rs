//! Slips, told from the printer's side: every story under all three personalities.

mod support;

use std::time::Duration;

use hal::driver::Fault;
use hal::drivers::escpos::{Confirm, Escpos, Settings};
use hal::port::printer::{Align, Command, Event, Line, Paper, Roll, Status};
use hal::sim::Device;
use hal::sim::printer::{Personality, TicketPrinter};
use hal::sim::printer_paper::{Look, Mark, Side};
use support::Bench;
use support::printing::{SECOND, bench, decode, done, last_status, outcomes, print, ready, texts};

const PERSONALITIES: [Personality; 3] =
    [Personality::ProcessId, Personality::OrderedStatus, Personality::Unconfirmed];

#[test]
fn a_slip_comes_out_once_and_its_outcome_is_as_sure_as_the_model_allows() {
    for personality in PERSONALITIES {
        let (mut bench, mut printer) = ready(personality);

        bench.command(&print(7, "A017"));
        bench.run(20 * SECOND, &mut [&mut printer]);

        assert_eq!(texts(&printer), ["办事大厅\nA017\n"], "{personality:?}");
        assert_eq!(outcomes(&bench), [done(personality, 7)], "{personality:?}");
    }
}

#[test]
fn a_slip_looks_as_the_hall_asked() {
    let (mut bench, mut printer) = ready(Personality::ProcessId);
    let number = Line::Text { text: "A017".to_owned(), size: 4, align: Align::Centre, bold: true };
    let name = Line::Text { text: "𠮷先生".to_owned(), size: 1, align: Align::Right, bold: false };
    let lines =
        vec![number, name, Line::Rule, Line::Code("https://h.cn/A017?k=𠮷".to_owned()), Line::Feed(2)];

    bench.command(&Command::Print { job: 1, paper: Paper { lines } });
    bench.run_until(&Event::Printed { job: 1 }, 5 * SECOND, &mut [&mut printer]);

    let marks = &printer.slips()[0].marks;
    let Mark::Line { side: Side::Centre, runs } = &marks[0] else { panic!("{marks:?}") };
    assert_eq!(runs[0].look, Look { width: 4, height: 4, bold: true, chinese: true });
    assert_eq!(decode(&printer.slips()[0]), format!("A017\n𠮷先生\n{}\n\n", "─".repeat(24)));
    let payload = "https://h.cn/A017?k=𠮷".as_bytes().to_vec();
    assert_eq!(marks[3], Mark::Code { side: Side::Centre, module_dots: 6, payload });
    assert_eq!(marks.last(), Some(&Mark::Blank { lines: 2 }));
}

#[test]
fn f01_without_paper_a_slip_is_refused_at_once_and_never_comes_out_later() {
    for personality in PERSONALITIES {
        let (mut bench, mut printer) = ready(personality);
        printer.set_roll(0);
        bench.run(2 * SECOND, &mut [&mut printer]);
        assert_eq!(last_status(&bench).map(|status| status.roll), Some(Roll::Out));

        bench.command(&print(7, "A017"));
        assert_eq!(outcomes(&bench), [Event::NotPrinted { job: 7 }], "{personality:?}");
        printer.load_roll();
        bench.run(20 * SECOND, &mut [&mut printer]);

        assert_eq!(last_status(&bench), Some(Status::READY));
        assert_eq!((texts(&printer).len(), outcomes(&bench).len()), (0, 1), "{personality:?}");
    }
}

#[test]
fn f01_a_slip_that_waits_when_the_roll_runs_out_is_refused_at_once() {
    for personality in [Personality::ProcessId, Personality::OrderedStatus] {
        let (mut bench, mut printer) = ready(personality);
        printer.set_roll(1);
        (7..=8).for_each(|job| bench.command(&print(job, "A017")));

        bench.run(5 * SECOND, &mut [&mut printer]);

        let ends = [Event::NotPrinted { job: 8 }, Event::Unknown { job: 7 }];
        assert_eq!(outcomes(&bench), ends, "{personality:?}: the one it printed on, and the one behind it");
    }
}

#[test]
fn f02_a_slip_that_ran_out_of_paper_is_unknown_and_its_rest_never_comes_out() {
    for personality in PERSONALITIES {
        let (mut bench, mut printer) = ready(personality);
        printer.set_roll(1);

        bench.command(&print(7, "A017"));
        bench.run(5 * SECOND, &mut [&mut printer]);
        assert_eq!(outcomes(&bench), [Event::Unknown { job: 7 }], "{personality:?}");
        printer.load_roll();
        bench.run(20 * SECOND, &mut [&mut printer]);

        assert_eq!(texts(&printer), [""; 0], "{personality:?}: nothing is cut, nothing is repeated");
        assert_eq!(decode(printer.strip()), "办事大厅\n");
        bench.command(&print(8, "A018"));
        bench.run(20 * SECOND, &mut [&mut printer]);
        assert_eq!(outcomes(&bench), [Event::Unknown { job: 7 }, done(personality, 8)], "{personality:?}");
        assert_eq!(
            texts(&printer),
            ["办事大厅\n", "办事大厅\nA018\n"],
            "{personality:?}: two pieces of paper"
        );
    }
}

#[test]
fn j07_a_name_with_commands_in_it_is_text_and_the_number_stands() {
    for personality in PERSONALITIES {
        let (mut bench, mut printer) = ready(personality);
        // Reset, full cut, a drawer's pulse, a real-time command; a script and a gap nobody filled.
        let name = "\u{1b}@大\u{1d}V\0\u{1b}p\0\u{10}\u{14}\u{8} <script>1</script> {number}\n厅";
        let line =
            |text: &str| Line::Text { text: text.to_owned(), size: 1, align: Align::Left, bold: false };

        bench.command(&Command::Print { job: 7, paper: Paper { lines: vec![line(name), line("A017")] } });
        bench.run(20 * SECOND, &mut [&mut printer]);

        let texts = texts(&printer);
        assert_eq!((texts.len(), outcomes(&bench)), (1, vec![done(personality, 7)]), "{texts:?}");
        assert!(texts[0].contains("<script>1</script> {number}"), "{texts:?}");
        assert!(texts[0].ends_with("A017\n") && texts[0].contains('厅'), "{texts:?}");
    }
}

#[test]
fn f03_paper_near_its_end_is_told_and_slips_go_on() {
    for personality in PERSONALITIES {
        let (mut bench, mut printer) = ready(personality);
        printer.set_near_end();

        bench.run(2 * SECOND, &mut [&mut printer]);
        bench.command(&print(7, "A017"));
        bench.run(20 * SECOND, &mut [&mut printer]);

        assert_eq!(last_status(&bench), Some(Status { roll: Roll::NearEnd, ..Status::READY }));
        assert_eq!(outcomes(&bench), [done(personality, 7)], "{personality:?}");
    }
}

#[test]
fn f04_each_reason_not_to_print_is_a_state_of_its_own() {
    type Hand = fn(&mut TicketPrinter, bool);
    let offline = Status { offline: true, ..Status::READY };
    let reasons: [(Hand, Status); 3] = [
        (TicketPrinter::set_cover_open, Status { cover_open: true, ..offline }),
        (TicketPrinter::set_hot, Status { too_hot: true, ..offline }),
        (TicketPrinter::set_broken, Status { broken: true, ..offline }),
    ];
    for (hand, status) in reasons {
        let (mut bench, mut printer) = ready(Personality::OrderedStatus);
        hand(&mut printer, true);
        bench.run(2 * SECOND, &mut [&mut printer]);
        assert_eq!(last_status(&bench), Some(status));

        bench.command(&print(7, "A017"));
        hand(&mut printer, false);
        bench.run(2 * SECOND, &mut [&mut printer]);

        assert_eq!(outcomes(&bench), [Event::NotPrinted { job: 7 }]);
        assert_eq!(last_status(&bench), Some(Status::READY));
    }
}

#[test]
fn f04_a_jammed_cutter_is_told_and_works_again_when_the_jam_is_out() {
    for personality in PERSONALITIES {
        let (mut bench, mut printer) = ready(personality);
        printer.set_jam(true);
        bench.command(&print(7, "A017"));
        bench.run(5 * SECOND, &mut [&mut printer]);
        assert_eq!(outcomes(&bench), [Event::Unknown { job: 7 }], "{personality:?}");
        assert_eq!(last_status(&bench), Some(Status { cutter_jammed: true, offline: true, ..Status::READY }));

        printer.set_jam(false);
        bench.run(7 * SECOND, &mut [&mut printer]);
        bench.command(&print(8, "A018"));
        bench.run(20 * SECOND, &mut [&mut printer]);

        assert_eq!(outcomes(&bench), [Event::Unknown { job: 7 }, done(personality, 8)], "{personality:?}");
    }
}

#[test]
fn f05_a_printer_that_falls_silent_is_a_fault_within_three_seconds_and_no_state() {
    for personality in PERSONALITIES {
        let (mut bench, mut printer) = ready(personality);
        bench.run(SECOND / 2, &mut [&mut printer]);
        let before = bench.told.len();

        printer.set_power(false);
        bench.run(3 * SECOND, &mut [&mut printer]);

        assert_eq!(bench.fault, Some(Fault::Silent), "{personality:?}");
        assert_eq!(bench.told.len(), before, "{personality:?}: silence is never told as a state");
    }
}

#[test]
fn f05_a_printer_that_dies_under_a_slip_leaves_it_unknown_and_the_next_unprinted() {
    for personality in PERSONALITIES {
        let (mut bench, mut printer) = ready(personality);
        bench.command(&print(7, "A017"));
        bench.run(Duration::from_millis(20), &mut [&mut printer]);

        printer.set_power(false);
        bench.command(&print(8, "A018"));
        bench.run(5 * SECOND, &mut [&mut printer]);
        printer.set_power(true);
        bench.attach();
        bench.run(20 * SECOND, &mut [&mut printer]);

        let after_seven = if personality == Personality::Unconfirmed {
            // Nobody waits for a word on the seventh, so the eighth is on its way before the silence is
            // noticed.
            Event::Unknown { job: 8 }
        } else {
            Event::NotPrinted { job: 8 }
        };
        assert_eq!(outcomes(&bench), [Event::Unknown { job: 7 }, after_seven], "{personality:?}");
        assert_eq!(texts(&printer).len(), 0, "{personality:?}: nothing is repeated");
    }
}

#[test]
fn a15_a_printer_that_loses_its_supply_for_a_moment_forgets_the_slip_and_we_do_not_claim_it() {
    for personality in PERSONALITIES {
        let (mut bench, mut printer) = ready(personality);
        bench.command(&print(7, "A017"));
        bench.run(Duration::from_millis(250), &mut [&mut printer]);

        printer.power_cycle(bench.now);
        bench.run(20 * SECOND, &mut [&mut printer]);
        bench.command(&print(8, "A018"));
        bench.run(20 * SECOND, &mut [&mut printer]);

        assert_eq!(outcomes(&bench), [Event::Unknown { job: 7 }, done(personality, 8)], "{personality:?}");
        let all = texts(&printer).concat();
        assert!(
            all.matches("A017").count() <= 1 && all.matches("A018").count() == 1,
            "{personality:?}: {all}"
        );
    }
}

#[test]
fn f06_old_slips_in_the_printers_buffer_are_cancelled_before_the_first_one() {
    for personality in PERSONALITIES {
        let mut printer = TicketPrinter::new(personality);
        printer.set_roll(0);
        for _ in 0..10 {
            printer.leave_in_buffer(b"OLD\n\x1D\x56\x00");
        }
        let mut bench = bench(personality);
        bench.run(2 * SECOND, &mut [&mut printer]);

        printer.load_roll();
        bench.run(2 * SECOND, &mut [&mut printer]);
        bench.command(&print(7, "A017"));
        bench.run(20 * SECOND, &mut [&mut printer]);

        assert_eq!(texts(&printer), ["办事大厅\nA017\n"], "{personality:?}");
    }
}

#[test]
fn what_a_killed_daemon_left_half_printed_is_cut_off_and_not_handed_to_the_next_visitor() {
    for personality in PERSONALITIES {
        let (mut killed, mut printer) = ready(personality);
        killed.command(&print(7, "A017"));
        let half_out = (0..3000).any(|_| {
            killed.run(Duration::from_millis(1), &mut [&mut printer]);
            decode(printer.strip()) == "办事大厅\n"
        });
        assert!(half_out, "{personality:?}");

        let mut bench = bench(personality);
        bench.run(2 * SECOND, &mut [&mut printer]);
        assert_eq!(
            decode(printer.strip()),
            "办事大厅\n",
            "{personality:?}: nothing is cut before it must be"
        );
        bench.command(&print(8, "A018"));
        bench.run(20 * SECOND, &mut [&mut printer]);

        let papers = texts(&printer);
        assert_eq!(
            papers.last().map(String::as_str),
            Some("办事大厅\nA018\n"),
            "{personality:?}: {papers:?}"
        );
        assert_eq!(outcomes(&bench), [done(personality, 8)], "{personality:?}");
    }
}

#[test]
fn a_stub_is_cut_before_the_first_slip_of_a_daemon_and_none_for_a_plug_that_was_pulled_while_idle() {
    for personality in [Personality::ProcessId, Personality::OrderedStatus] {
        let (mut bench, mut printer) = ready(personality);
        bench.command(&print(7, "A017"));
        bench.run(20 * SECOND, &mut [&mut printer]);
        assert_eq!((texts(&printer).len(), printer.stubs()), (1, 1), "{personality:?}");

        for job in 8..=10 {
            bench.attach();
            bench.run(2 * SECOND, &mut [&mut printer]);
            bench.command(&print(job, "A018"));
            bench.run(20 * SECOND, &mut [&mut printer]);
        }

        assert_eq!((texts(&printer).len(), printer.stubs()), (4, 1), "{personality:?}");
    }
}

#[test]
fn f07_slips_come_out_in_their_order_and_no_more_wait_than_can_be_kept() {
    for personality in PERSONALITIES {
        let (mut bench, mut printer) = ready(personality);

        for job in 1..=12 {
            bench.command(&print(job, &format!("A{job:03}")));
        }
        let refused = outcomes(&bench).len();
        bench.run(40 * SECOND, &mut [&mut printer]);

        let expected: Vec<Event> = (9..=12)
            .map(|job| Event::NotPrinted { job })
            .chain((1..=8).map(|job| done(personality, job)))
            .collect();
        assert_eq!((refused, outcomes(&bench)), (4, expected), "{personality:?}");
        let numbers: Vec<String> = (1..=8).map(|job| format!("办事大厅\nA{job:03}\n")).collect();
        assert_eq!(texts(&printer), numbers, "{personality:?}");
    }
}

#[test]
fn f06_a_slip_that_waited_a_minute_is_not_printed_any_more() {
    // This printer is set up as one that answers in order, and does not.
    let settings = Settings { confirm: Confirm::OrderedStatus, ..Settings::default() };
    let mut bench = Bench::new(Escpos::new(settings, None).unwrap(), 9600);
    let mut printer = TicketPrinter::new(Personality::Unconfirmed);
    bench.run(SECOND, &mut [&mut printer]);

    for job in 1..=8 {
        bench.command(&print(job, "A017"));
    }
    bench.run(100 * SECOND, &mut [&mut printer]);

    let unknown = outcomes(&bench).iter().filter(|event| matches!(event, Event::Unknown { .. })).count();
    let refused = outcomes(&bench).iter().filter(|event| matches!(event, Event::NotPrinted { .. })).count();
    assert_eq!((unknown, refused, texts(&printer).len()), (6, 2, 6));
}

#[test]
fn a_model_without_the_promised_confirmation_leads_to_unknown_and_not_to_printed() {
    let settings = Settings { confirm: Confirm::ProcessId, ..Settings::default() };
    let mut bench = Bench::new(Escpos::new(settings, None).unwrap(), 9600);
    let mut printer = TicketPrinter::new(Personality::OrderedStatus);

    bench.command(&print(7, "A017"));
    bench.run(20 * SECOND, &mut [&mut printer]);

    assert_eq!((outcomes(&bench), texts(&printer).len()), (vec![Event::Unknown { job: 7 }], 1));
}

#[test]
fn a_slip_in_mid_air_when_the_daemon_attaches_again_is_unknown_and_not_repeated() {
    for personality in PERSONALITIES {
        let (mut bench, mut printer) = ready(personality);
        bench.command(&print(7, "A017"));
        bench.run(Duration::from_millis(150), &mut [&mut printer]);

        bench.attach();
        bench.run(20 * SECOND, &mut [&mut printer]);

        assert_eq!(outcomes(&bench), [Event::Unknown { job: 7 }], "{personality:?}");
        assert!(texts(&printer).len() <= 1, "{personality:?}");
    }
}

#[test]
fn a_slip_that_was_taken_back_in_time_does_not_come_out() {
    let (mut bench, mut printer) = ready(Personality::OrderedStatus);
    bench.command(&print(7, "A017"));
    bench.command(&print(8, "A018"));
    bench.command(&Command::Forget { job: 8 });
    bench.run(SECOND / 4, &mut [&mut printer]);
    bench.command(&Command::Forget { job: 7 });
    bench.run(10 * SECOND, &mut [&mut printer]);

    assert_eq!(outcomes(&bench), [Event::NotPrinted { job: 8 }, Event::Printed { job: 7 }]);
}
