//! The stored form of the means by which a hall works.

use super::{stored_enums, stored_structs};
use crate::domain::means::{HallState, Means, MeansEvent, MeansRequest, Rung, Stand, Stood, Task};

stored_structs! {
    Rung { task, window, means, missed }
    Stand { rungs; bare }
    Stood { state, rungs; bare }
}

stored_enums! {
    MeansRequest {
        "stand" => Stand(told),
        "enter-grade" => EnterGrade { ticket, grade },
    }

    MeansEvent {
        "stood" => Stood(stood),
        "grade-entered" => GradeEntered { ticket, window, grade },
    }

    HallState {
        "normal" => Normal,
        "means-down" => MeansDown,
        "manual-for-some" => ManualForSome,
        "manual-for-all" => ManualForAll,
    }

    Task {
        "give-ticket" => GiveTicket,
        "show-call" => ShowCall,
        "say-call" => SayCall,
        "press-next" => PressNext,
        "rate" => Rate,
        "tell-staff" => TellStaff,
        "keep-journal" => KeepJournal,
    }

    Means {
        "terminal-and-printer" => TerminalAndPrinter,
        "terminal" => Terminal,
        "staff" => Staff,
        "paper-block" => PaperBlock,
        "window-board" => WindowBoard,
        "hall-display" => HallDisplay,
        "voice" => Voice,
        "lcd-and-digits" => LcdAndDigits,
        "by-mouth" => ByMouth,
        "other-zone" => OtherZone,
        "buzzer" => Buzzer,
        "display-flash" => DisplayFlash,
        "keypad" => Keypad,
        "soft-keypad" => SoftKeypad,
        "duty-keypad" => DutyKeypad,
        "paper-sheet" => PaperSheet,
        "pad" => Pad,
        "slip-code" => SlipCode,
        "paper-form" => PaperForm,
        "lcd" => Lcd,
        "display-corner" => DisplayCorner,
        "log" => Log,
        "main-file" => MainFile,
        "second-medium" => SecondMedium,
        "memory" => Memory,
    }
}
