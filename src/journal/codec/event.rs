//! The stored form of events.

use super::{stored_enums, stored_structs};
use crate::domain::event::{Choice, Event, Score};
use crate::domain::incident::{AlarmKind, IncidentEvent, Saying, Until};
use crate::domain::job::{AnnouncementDropped, SlipDropped};
use crate::domain::keeping::{Keeping, KeepingEvent, Shortage, Why};
use crate::domain::locker::CabinetEvent;
use crate::domain::ticket::{Cancelled, Outcome};

stored_structs! {
    Score { ticket, class, waited_ms, target_minutes }
    Until { days, minute }
}

stored_enums! {
    Event {
        "day-opened" => DayOpened(opening),
        "day-closed" => DayClosed,
        "restarted" => Restarted,
        "rules-adopted" => RulesAdopted { rules },
        "hours-set" => HoursSet(hours),
        "issuing-stopped" => IssuingStopped { service },
        "issuing-allowed" => IssuingAllowed { service },

        "ticket-issued" => TicketIssued { ticket, number, services, class, green, kiosk, ahead, wait },
        "ticket-held" => TicketHeld { ticket, person },
        "slip-opened" => SlipOpened { job, ticket, reprint },
        "correction-opened" => CorrectionOpened { job, ticket, service, missing },
        "slip-printed" => SlipPrinted { job },
        "slip-unknown" => SlipUnknown { job },
        "slip-dropped" => SlipDropped { job, why },
        "ticket-cancelled" => TicketCancelled { ticket, why },

        "ticket-called" => TicketCalled { ticket, window, clerk, choice },
        "ticket-recalled" => TicketRecalled { ticket, window },
        "announcement-opened" => AnnouncementOpened { job, ticket, window, repeat },
        "said" => Said { job },
        "announcement-dropped" => AnnouncementDropped { job, why },
        "call-undone" => CallUndone { ticket, window },
        "service-started" => ServiceStarted { ticket, window, clerk },
        "service-finished" => ServiceFinished { ticket, window, clerk, service, outcome, took },
        "errand-begun" => ErrandBegun { ticket, service },
        "errand-queued" => ErrandQueued { ticket, service },
        "ticket-missed" => TicketMissed { ticket, window },
        "ticket-returned" => TicketReturned { ticket, due_at_calls },
        "ticket-parked" => TicketParked { ticket, window, clerk },
        "ticket-transferred" => TicketTransferred { ticket, from, clerk, to },
        "ticket-released" => TicketReleased { ticket },

        "clerk-logged-in" => ClerkLoggedIn { window, staff },
        "pin-refused" => PinRefused { window, staff },
        "clerk-logged-out" => ClerkLoggedOut { window, staff },
        "handed-over" => HandedOver { window, from, to },
        "window-paused" => WindowPaused { window, reason },
        "window-went-on" => WindowWentOn { window },
        "close-out-began" => CloseOutBegan { window },

        "cabinet" => Cabinet(event),
        "keeping" => Keeping(event),
        "means" => Means(event),
        "manual" => Manual(event),
        "self-test" => SelfTest(event),
        "incident" => Incident(event),
        "staff" => Staff(event),

        "rating-asked" => RatingAsked { window, ticket },
        "rating-given" => RatingGiven { window, ticket, clerk, grade },
        "rating-explained" => RatingExplained { window, ticket, reason },
        "rating-unanswered" => RatingUnanswered { window, ticket },
    }

    CabinetEvent {
        "item-put" => ItemPut { item, door },
        "item-for" => ItemFor { item, whom },
        "item-gone" => ItemGone { item },
        "door-ordered" => DoorOrdered { job, door, collects },
        "door-opened" => DoorOpened { job },
        "door-not-opened" => DoorNotOpened { job },
        "door-unknown" => DoorUnknown { job },
        "door-seen" => DoorSeen { door, open },
        "door-left-open" => DoorLeftOpen { door },
        "code-refused" => CodeRefused { kiosk },
        "code-taken" => CodeTaken { kiosk },
    }

    KeepingEvent {
        "lowered" => Lowered { to, why, next_ticket, next_job, next_numbers },
        "raised" => Raised { from, gave_way },
        "leapt" => Leapt { next_ticket, next_job, next_numbers },
        "room-short" => RoomShort { what },
        "room-back" => RoomBack,
        "branch-found" => BranchFound { after, records, last },
        "other-hall" => OtherHall { site, root, folder, by },
    }

    Keeping {
        "main" => Main,
        "second" => Second,
        "memory" => Memory,
    }

    Why {
        "full" => Full,
        "no-inodes" => NoInodes,
        "read-only" => ReadOnly,
        "failed" => Failed,
        "hung" => Hung,
    }

    Shortage {
        "bytes" => Bytes,
        "inodes" => Inodes,
    }

    IncidentEvent {
        "mains-lost" => MainsLost,
        "mains-back" => MainsBack,
        "power-stopped" => PowerStopped { why, charge_percent },
        "notice-put-up" => NoticePutUp { notice, until },
        "notice-taken-down" => NoticeTakenDown,
        "saying-opened" => SayingOpened { job, saying },
        "alarm-raised" => AlarmRaised { alarm, kind, window, ticket },
        "alarm-acknowledged" => AlarmAcknowledged { alarm },
        "alarm-ended" => AlarmEnded { alarm },
        "clock-jumped" => ClockJumped { by_ms, believed },
    }

    AlarmKind {
        "fire" => Fire,
        "conflict" => Conflict,
        "illness" => Illness,
        "help" => Help,
    }

    Saying {
        "notice" => Notice(place),
        "evacuate" => Evacuate,
    }

    Choice {
        "discipline" => Discipline(scores),
        "promised" => Promised,
        "directed" => Directed { reason },
        "resumed" => Resumed,
    }

    Outcome {
        "done" => Done,
        "time-limited" => TimeLimited,
        "not-accepted" => NotAccepted { reason },
        "corrected" => Corrected { missing },
    }

    Cancelled {
        "by-visitor" => ByVisitor,
        "by-staff" => ByStaff,
        "day-ended" => DayEnded,
        "left-open" => LeftOpen,
        "written-off" => WrittenOff,
    }

    SlipDropped {
        "not-printed" => NotPrinted,
        "too-late" => TooLate,
    }

    AnnouncementDropped {
        "stale" => Stale,
        "no-voice" => NoVoice,
        "overtaken" => Overtaken,
        "interrupted" => Interrupted,
    }
}
