//! What duty staff ask of the pick-up cabinet: to put something in, and to take something out without its code.

use super::duty::{not_a_number, reply_to};
use super::server::Control;
use super::{Reply, ticket_number};
use crate::domain::event::Event;
use crate::domain::id::DoorId;
use crate::domain::locker::{CabinetEvent, CabinetRequest, Item};
use crate::domain::request::{Origin, Request};
use crate::runtime::daemon::Wanted;
use crate::runtime::registrar::Answer;

/// Opens an empty door; the reply tells the code by which its content is collected.
pub(super) async fn put(control: &Control, number: u8, whom: Option<&str>) -> Reply {
    let door = DoorId(number);
    let request = match whom.map(|whom| (whom, ticket_number(whom))) {
        None => CabinetRequest::Put { door },
        Some((_, Some(number))) => CabinetRequest::PutFor { door, number },
        Some((whom, None)) => return not_a_number(whom),
    };
    let answer = control.desk.ask(Origin::Duty, None, Wanted::Request(Request::Cabinet(request))).await;
    let code = match &answer {
        Ok(Answer::Granted { events, .. }) => events.iter().find_map(|event| {
            let Event::Cabinet(CabinetEvent::ItemPut { item, .. }) = event else { return None };
            Some(control.code_key.pickup(*item))
        }),
        Ok(Answer::Refused(_) | Answer::NotStored) | Err(_) => None,
    };
    let whom = whom.map(|whom| format!(" for {whom}")).unwrap_or_default();
    reply_to(answer, format!("door {number} opens{whom}; its code is {}", code.unwrap_or_default()))
}

/// What lies in the cabinet, door by door.
pub(super) fn list(control: &Control) -> Reply {
    let status = control.desk.status();
    let line = |item: &Item| match item.whom {
        Some(whom) => format!("door {}: for {whom}", item.door),
        None => format!("door {}: for whoever has the code", item.door),
    };
    let lines: Vec<String> = status.view.locker.items.iter().map(line).collect();
    let words = if lines.is_empty() { "nothing lies in the cabinet".to_owned() } else { lines.join("\n") };
    Reply::Done { words }
}

/// Opens the door behind which something lies, for somebody who has shown who they are.
pub(super) async fn collect(control: &Control, door: u8) -> Reply {
    let status = control.desk.status();
    let item = status.view.locker.items.iter().find(|item| item.door == DoorId(door));
    let Some(item) = item else {
        return Reply::Failed { words: format!("nothing lies behind door {door}") };
    };
    let request = Request::Cabinet(CabinetRequest::Collect { item: item.id });
    let answer = control.desk.ask(Origin::Duty, None, Wanted::Request(request)).await;
    reply_to(answer, format!("door {door} opens"))
}
