//! The stored form of self-tests and their certificates.

use super::{stored_enums, stored_structs};
use crate::domain::self_test::{Certificate, SelfTestEvent, SelfTestRequest, Tried, Verdict};

stored_structs! {
    Certificate { tried, tell }
    Tried { device, name, place, verdict, words, call }
}

stored_enums! {
    SelfTestRequest {
        "begin" => Begin,
        "certify" => Certify(certificate),
        "print-again" => PrintAgain,
        "told" => Told { who },
    }

    SelfTestEvent {
        "self-test-begun" => Begun { morning },
        "self-test-certified" => Certified { number, certificate },
        "certificate-opened" => PaperOpened { job, again },
        "certificate-printed" => PaperPrinted { job },
        "certificate-unknown" => PaperUnknown { job },
        "certificate-dropped" => PaperDropped { job },
        "certificate-told" => Told { who },
    }

    Verdict {
        "works" => Works,
        "fails" => Fails,
        "not-tried" => NotTried,
    }
}
