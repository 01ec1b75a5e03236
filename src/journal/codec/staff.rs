//! The stored form of what becomes of the PINs of the staff: marks of them, and never a PIN.

use serde_json::Value;

use super::value::{hex, text, unhex};
use super::{CodecError, Problem, Stored, stored_enums, stored_structs};
use crate::domain::staff::{Mark, PinMark, StaffEvent, StaffRequest};

stored_structs! {
    PinMark { clerk, mark }
}

stored_enums! {
    StaffRequest {
        "pins-seen" => PinsSeen { marks },
    }

    StaffEvent {
        "pins-marked" => PinsMarked { marks },
        "pin-set" => PinSet(pin),
        "pin-changed" => PinChanged(pin),
        "pin-removed" => PinRemoved { clerk },
    }
}

impl Stored for Mark {
    fn store(&self, out: &mut String) {
        text(out, &hex(&self.0));
    }

    fn restore(value: &Value) -> Result<Self, CodecError> {
        let bytes = unhex(&String::restore(value)?);
        bytes.map(Self).ok_or(CodecError::here(Problem::Expected("16 hexadecimal digits")))
    }
}
