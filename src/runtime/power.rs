//! What the hall runs on, as a trouble and in words.

use hal::port::ups::{Event, Power, State};

use crate::station::cabinet::Wrong;

/// What is wrong with the hall's power; `None` while it runs on the mains with a good battery behind them.
#[must_use]
pub fn wrong(Event::State(state): Event) -> Option<Wrong> {
    match state.power {
        Power::Mains => Some(Wrong::BatteryWorn).filter(|_| state.worn),
        Power::Battery => Some(Wrong::MainsLost),
        Power::BatteryLow => Some(Wrong::BatteryLow),
        Power::Unknown => Some(Wrong::PowerUnknown),
    }
}

/// A UPS's state for the log and for the technician.
#[must_use]
pub fn words(Event::State(State { power, charge_percent, worn }): Event) -> String {
    let power = match power {
        Power::Mains => "on the mains",
        Power::Battery => "on the battery: the mains are lost",
        Power::BatteryLow => "on a battery that is nearly empty",
        Power::Unknown => "nobody knows how the UPS is",
    };
    let charge = charge_percent.map(|percent| format!(", charged {percent} %")).unwrap_or_default();
    let worn = if worn { ", its battery wants to be replaced" } else { "" };
    format!("{power}{charge}{worn}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(power: Power, worn: bool) -> Event {
        Event::State(State { power, charge_percent: Some(85), worn })
    }

    #[test]
    fn a_loss_of_the_mains_is_worse_than_a_worn_battery_and_an_unknown_state_is_told() {
        assert_eq!(wrong(state(Power::Mains, false)), None);
        assert_eq!(wrong(state(Power::Mains, true)), Some(Wrong::BatteryWorn));
        assert_eq!(wrong(state(Power::Battery, true)), Some(Wrong::MainsLost));
        assert_eq!(wrong(state(Power::BatteryLow, false)), Some(Wrong::BatteryLow));
        assert_eq!(wrong(state(Power::Unknown, false)), Some(Wrong::PowerUnknown));
    }

    #[test]
    fn the_words_tell_the_charge_and_the_wear() {
        let told = words(state(Power::Battery, true));
        assert_eq!(
            told,
            "on the battery: the mains are lost, charged 85 %, its battery wants to be replaced"
        );
    }
}
