//! The stored form of calling by paper.

use super::{stored_enums, stored_structs};
use crate::domain::manual::{
    Block, Entry, EntryAct, ManualEvent, ManualRequest, Paper, SheetReason, SheetRow, Stands, Written,
};

stored_structs! {
    Block { prefix, first, last, width, claimed, used }
    SheetRow { ticket, number, service, class, since, stands, window }
    Entry { number, act, corrects, sure }
}

stored_enums! {
    ManualRequest {
        "claim-block" => ClaimBlock { service, count },
        "release-block" => ReleaseBlock { number },
        "print-block" => PrintBlock { number },
        "draw-sheet" => DrawSheet { why },
        "print-sheet" => PrintSheet { sheet },
        "enter" => Enter { entries },
        "close-sheet" => CloseSheet { sheet },
        "end-drill" => EndDrill { sheet, entered, open },
    }

    ManualEvent {
        "block-claimed" => BlockClaimed(block),
        "block-released" => BlockReleased { prefix, first },
        "sheet-drawn" => SheetDrawn { sheet, why, follows, rows },
        "paper-opened" => PaperOpened { job, paper, again },
        "paper-printed" => PaperPrinted { job },
        "paper-unknown" => PaperUnknown { job },
        "paper-dropped" => PaperDropped { job },
        "paper-taken" => PaperTaken { ticket, number, service, class, at },
        "entered" => Entered { ticket, written, corrects },
        "entry-vouched" => EntryVouched { ticket },
        "sheet-closed" => SheetClosed { sheet, by_hand, by_machine, written_off },
        "sheet-left-open" => SheetLeftOpen { sheet, open },
        "drill-ended" => DrillEnded { sheet, entered, open },
    }

    Paper {
        "sheet" => Sheet(sheet),
        "block" => Block { prefix, first },
    }

    SheetReason {
        "ladder" => Ladder,
        "mains" => Mains,
        "key" => Key,
        "insurance" => Insurance,
        "drill" => Drill,
    }

    Stands {
        "waits" => Waits,
        "at-window" => AtWindow,
        "parked" => Parked,
    }

    EntryAct {
        "taken" => Taken { to, service, at },
        "became" => Became(written),
    }

    Written {
        "served" => Served { window, clerk, called, started, finished, outcome },
        "at-window" => AtWindow { window, clerk, called },
        "left" => Left { window, clerk, called },
        "not-called" => NotCalled,
        "written-off" => WrittenOff { reason },
    }
}
