//! The pick-up cabinet: what lies behind which door, which door is being opened, and which stands open too long.
//!
//! Things lie there for weeks, so they are handed from day to day with the opening. Nothing here names a person: a
//! thing is known by the order that put it in, and its code is worked out from that; for whom it lies there is a
//! ticket.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::id::{DoorId, ItemId, JobId, KioskId, ServiceDay, TicketNumber};
use super::moment::HallTime;
use super::pin::WrongTries;
use super::request::TypedNumber;

/// What a hall with a pick-up cabinet sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockerRules {
    /// Its doors, numbered from 1.
    pub doors: u8,
    /// A door that stands open for so long is told to duty staff.
    pub left_open: Duration,
}

/// Something that lies in the cabinet until it is collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name.
    pub id: ItemId,
    /// Behind which door.
    pub door: DoorId,
    /// For whom, where a ticket was named.
    pub whom: Option<Whom>,
}

/// For whom something lies there: a number alone comes again on another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whom {
    /// The day of the ticket.
    pub day: ServiceDay,
    /// Its number.
    pub number: TicketNumber,
}

impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.number, self.day)
    }
}

/// An order that no cabinet has answered in this time is given up: nobody knows whether its door opened.
pub const ANSWERED_WITHIN: Duration = Duration::from_secs(30);

/// A door that is to be opened once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its name, carried to the cabinet and back.
    pub job: JobId,
    /// The door.
    pub door: DoorId,
    /// What is taken out; `None` when something is put in.
    pub collects: Option<ItemId>,
    /// Since when.
    pub since: HallTime,
}

/// What is the matter with a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorTrouble {
    /// It stands open too long.
    LeftOpen,
    /// It was to open and did not, or nobody knows whether it did.
    NotOpened,
}

/// The cabinet as the day knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cabinet {
    /// What lies behind each door.
    pub items: BTreeMap<DoorId, ItemId>,
    /// For whom, where a ticket was named.
    pub whom: BTreeMap<ItemId, Whom>,
    /// The doors that are being opened.
    pub orders: BTreeMap<JobId, Order>,
    /// Doors that stand open, since when, and whether that was told.
    pub open: BTreeMap<DoorId, (HallTime, bool)>,
    /// Doors that were to open and did not, since when.
    pub stuck: BTreeMap<DoorId, HallTime>,
    /// Wrong codes in a row at each terminal.
    pub wrong: BTreeMap<KioskId, WrongTries>,
}

impl Cabinet {
    /// The cabinet with what was left in it the day before.
    pub fn with(items: &[Item]) -> Self {
        Self {
            items: items.iter().map(|item| (item.door, item.id)).collect(),
            whom: items.iter().filter_map(|item| Some((item.id, item.whom?))).collect(),
            ..Self::default()
        }
    }

    /// What lies in it.
    pub fn contents(&self) -> Vec<Item> {
        let item =
            |(door, id): (&DoorId, &ItemId)| Item { id: *id, door: *door, whom: self.whom.get(id).copied() };
        self.items.iter().map(item).collect()
    }

    /// The door behind which something lies.
    pub fn door_of(&self, item: ItemId) -> Option<DoorId> {
        self.items.iter().find(|(_, id)| **id == item).map(|(door, _)| *door)
    }

    /// Whether a door is being opened.
    pub fn is_ordered(&self, door: DoorId) -> bool {
        self.orders.values().any(|order| order.door == door)
    }

    /// When a door that stands open, or an order, falls due.
    pub fn deadlines(&self, rules: LockerRules) -> impl Iterator<Item = HallTime> {
        let open = self.open.values().filter(|(_, told)| !told);
        let open = open.map(move |(since, _)| *since + rules.left_open);
        open.chain(self.orders.values().map(|order| order.since + ANSWERED_WITHIN))
    }

    /// Makes an event true.
    pub fn apply(&mut self, at: HallTime, event: &CabinetEvent) {
        match *event {
            CabinetEvent::ItemPut { item, door } => drop(self.items.insert(door, item)),
            CabinetEvent::ItemFor { item, whom } => drop(self.whom.insert(item, whom)),
            CabinetEvent::ItemGone { item } => {
                self.items.retain(|_, id| *id != item);
                self.whom.remove(&item);
            }
            CabinetEvent::DoorOrdered { job, door, collects } => {
                self.stuck.remove(&door);
                self.orders.insert(job, Order { job, door, collects, since: at });
            }
            CabinetEvent::DoorOpened { job } => drop(self.orders.remove(&job)),
            CabinetEvent::DoorNotOpened { job } | CabinetEvent::DoorUnknown { job } => {
                if let Some(order) = self.orders.remove(&job) {
                    self.stuck.insert(order.door, at);
                }
            }
            CabinetEvent::DoorSeen { door, open: true } => {
                self.stuck.remove(&door);
                self.open.insert(door, (at, false));
            }
            CabinetEvent::DoorSeen { door, open: false } => drop(self.open.remove(&door)),
            CabinetEvent::DoorLeftOpen { door } => {
                if let Some((_, told)) = self.open.get_mut(&door) {
                    *told = true;
                }
            }
            CabinetEvent::CodeRefused { kiosk } => {
                let tries = self.wrong.entry(kiosk).or_default();
                *tries = tries.and_one_more(at);
            }
            CabinetEvent::CodeTaken { kiosk } => drop(self.wrong.remove(&kiosk)),
        }
    }
}

/// What may be asked of the cabinet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CabinetRequest {
    /// Open an empty door, so that something can be put in.
    Put {
        /// The door.
        door: DoorId,
    },
    /// The same, for somebody who has a ticket of today.
    PutFor {
        /// The door.
        door: DoorId,
        /// The ticket's number.
        number: TypedNumber,
    },
    /// Open the door behind which this lies. At a terminal its code was right.
    Collect {
        /// What is collected.
        item: ItemId,
    },
    /// A code that opens nothing was typed.
    CodeWrong,
    /// A door stands open, as was ordered.
    Opened {
        /// The order.
        job: JobId,
    },
    /// A door surely did not open.
    NotOpened {
        /// The order.
        job: JobId,
    },
    /// A door may have opened.
    Unknown {
        /// The order.
        job: JobId,
    },
    /// A door was found open or shut.
    Seen {
        /// The door.
        door: DoorId,
        /// Whether it stands open.
        open: bool,
    },
}

/// What happened at the cabinet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CabinetEvent {
    /// Something lies behind a door, or will as soon as it opens.
    ItemPut {
        /// What, named by the order that opens the door for it.
        item: ItemId,
        /// The door.
        door: DoorId,
    },
    /// It is for somebody.
    ItemFor {
        /// What.
        item: ItemId,
        /// For whom.
        whom: Whom,
    },
    /// Nothing lies there any longer: its door opened for whoever collects it, or never opened for it.
    ItemGone {
        /// What.
        item: ItemId,
    },
    /// A door is to be opened, once.
    DoorOrdered {
        /// The order.
        job: JobId,
        /// The door.
        door: DoorId,
        /// What is taken out; `None` when something is put in.
        collects: Option<ItemId>,
    },
    /// The door of an order stands open.
    DoorOpened {
        /// The order.
        job: JobId,
    },
    /// The door of an order did not open.
    DoorNotOpened {
        /// The order.
        job: JobId,
    },
    /// The door of an order may have opened; it is never ordered again by itself.
    DoorUnknown {
        /// The order.
        job: JobId,
    },
    /// A door was found open or shut.
    DoorSeen {
        /// The door.
        door: DoorId,
        /// Whether it stands open.
        open: bool,
    },
    /// A door stands open for too long.
    DoorLeftOpen {
        /// The door.
        door: DoorId,
    },
    /// A wrong code was typed.
    CodeRefused {
        /// Where.
        kiosk: KioskId,
    },
    /// A right code was typed: the wrong ones before it are forgiven.
    CodeTaken {
        /// Where.
        kiosk: KioskId,
    },
}
