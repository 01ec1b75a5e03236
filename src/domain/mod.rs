//! The rules of the hall: who waits, who is called, and why. Knows no device, disk, thread or clock.
//!
//! Visitors take **tickets** for **services**. Clerks at **windows** call them. What people and devices ask
//! for is a [`request::Request`]; the office answers with [`event::Event`]s or a [`request::Refusal`]. Events
//! are stored first, then applied to what anyone may see. Replay needs nothing but records.
//!
//! | word | meaning |
//! |---|---|
//! | ticket | a visitor's place, forever unique ([`id::TicketId`]) |
//! | number | what is printed and called, `A017`, unique within a day ([`id::TicketNumber`]) |
//! | service | the errand; a ticket may carry several |
//! | queue | who waits for a service |
//! | class | ordinary, urgent, green channel, returning ([`rules::Class`]) |
//! | discipline | which ticket a window calls next ([`rules::Discipline`]) |
//! | waiting time | issue to call |
//! | service time | start to finish |
//! | keeping | where the records stand: main journal, second medium, memory ([`keeping`]) |
//! | task, means | what the hall does all day, and by what, when the best is out ([`means`]) |
//! | sheet, block, entry | calling by paper, and entering it afterwards ([`manual`]) |
//! | incident | what befalls the whole hall: mains, notices, alarms ([`incident`]) |
//! | item, door | what lies in the pick-up cabinet, and behind which door ([`locker`]) |
//! | mark | by which the journal knows that a clerk's PIN is another one ([`staff`]) |
//! | self-test, certificate | every device tried in the morning, and what came of it ([`self_test`]) |
//!
//! The life of a ticket is drawn at [`ticket::TicketState`].
//!
//! Read [`office`] first: `decide` says what follows from a request (`decide/`, a function a request),
//! `apply` makes it true (`apply/`, an arm an event), `replay` believes no record that does not follow
//! (`check`). Which ticket is called is in `discipline`, how long it takes in `estimate`, whether a ticket
//! can be had in [`hours`], and what everybody sees is drawn in `look`.

mod apply;
pub mod card;
pub mod check;
mod day;
mod decide;
mod discipline;
mod estimate;
pub mod event;
mod holding;
pub mod hours;
pub mod id;
pub mod incident;
pub mod job;
pub mod keeping;
mod live_order;
pub mod locker;
mod look;
pub mod manual;
pub mod means;
pub mod moment;
pub mod office;
pub mod opening;
mod pin;
pub mod planted;
mod queue;
pub mod record;
mod refusal;
pub mod request;
mod reserve;
pub mod rules;
pub mod self_test;
pub mod staff;
pub mod ticket;
mod vacant;
pub mod view;
mod window;
