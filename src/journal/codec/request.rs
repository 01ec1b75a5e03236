//! The stored form of requests.

use super::{stored_enums, stored_structs};
use crate::domain::card::Card;
use crate::domain::incident::{IncidentRequest, StopReason};
use crate::domain::keeping::KeepingRequest;
use crate::domain::locker::CabinetRequest;
use crate::domain::request::{Origin, Request, TransferTo, TypedNumber};

stored_structs! {
    TypedNumber { prefix, value }
}

stored_enums! {
    Request {
        "open-day" => OpenDay(opening),
        "restart" => Restart,
        "wake" => Wake,
        "adopt-rules" => AdoptRules(rules),
        "set-hours" => SetHours(hours),
        "stop-issuing" => StopIssuing { service },
        "allow-issuing" => AllowIssuing { service },
        "close-day" => CloseDay,

        "issue" => Issue { services, green, paper },
        "issue-by-card" => IssueByCard { services, green, paper, card },
        "reprint" => Reprint { ticket },
        "cancel" => Cancel { ticket },

        "call-next" => CallNext { window },
        "call-number" => CallNumber { window, number, reason },
        "recall" => Recall { window },
        "start" => Start { window },
        "finish" => Finish { window, outcome },
        "no-show" => NoShow { window },
        "undo" => Undo { window },
        "park" => Park { window },
        "resume" => Resume { window, number },
        "transfer" => Transfer { window, to },
        "return" => Return { number },

        "log-in" => LogIn { window, staff },
        "pin-wrong" => PinWrong { window, staff },
        "log-out" => LogOut { window },
        "hand-over" => HandOver { window, staff },
        "pause" => Pause { window, reason },
        "go-on" => GoOn { window },
        "close-out" => CloseOut { window },

        "ask-rating" => AskRating { window },
        "rate" => Rate { window, grade },
        "rate-reason" => RateReason { window, reason },

        "cabinet" => Cabinet(asked),
        "keeping" => Keeping(asked),
        "means" => Means(asked),
        "manual" => Manual(asked),
        "self-test" => SelfTest(asked),
        "incident" => Incident(asked),
        "staff" => Staff(asked),

        "slip-printed" => SlipPrinted { job },
        "slip-unknown" => SlipUnknown { job },
        "slip-not-printed" => SlipNotPrinted { job },
        "said" => Said { job },
        "not-said" => NotSaid { job },
    }

    CabinetRequest {
        "put" => Put { door },
        "put-for" => PutFor { door, number },
        "collect" => Collect { item },
        "code-wrong" => CodeWrong,
        "opened" => Opened { job },
        "not-opened" => NotOpened { job },
        "unknown" => Unknown { job },
        "seen" => Seen { door, open },
    }

    KeepingRequest {
        "lower" => Lower { to, why },
        "raise" => Raise { gave_way },
        "leap" => Leap,
        "room-short" => RoomShort { what },
        "room-back" => RoomBack,
        "branch" => Branch { after, records, last },
        "other-hall" => OtherHall { site, root, folder, by },
    }

    IncidentRequest {
        "mains-lost" => MainsLost,
        "mains-back" => MainsBack,
        "power-stop" => PowerStop { why, charge_percent },
        "put-up" => PutUp { notice, until },
        "expect" => Expect { until },
        "take-down" => TakeDown,
        "raise" => Raise { kind, window },
        "acknowledge" => Acknowledge { alarm },
        "end-alarm" => EndAlarm { alarm },
        "clock-jumped" => ClockJumped { by_ms, believed },
    }

    StopReason {
        "battery-low" => BatteryLow,
        "lost-too-long" => LostTooLong,
    }

    Card {
        "absent" => Absent,
        "no-reader" => NoReader,
        "read" => Read { person, of_age },
    }

    Origin {
        "kiosk" => Kiosk(kiosk),
        "keypad" => Keypad(window),
        "rating-pad" => RatingPad(window),
        "soft-keypad" => SoftKeypad(window),
        "duty" => Duty,
        "device" => Device,
        "clock" => Clock,
        "startup" => Startup,
    }

    TransferTo {
        "service" => Service(service),
        "window" => Window(window),
        "clerk" => Clerk(clerk),
    }
}
