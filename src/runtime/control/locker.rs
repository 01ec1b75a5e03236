//! What duty staff ask of the pick-up cabinet: to put something in, and to take something out without its code.

use super::Reply;
use super::duty::reply_to;
use super::server::Control;
use crate::domain::event::Event;
use crate::domain::id::DoorId;
use crate::domain::locker::{CabinetEvent, CabinetRequest};
use crate::domain::request::{Origin, Request};
use crate::runtime::daemon::Wanted;
use crate::runtime::registrar::Answer;

/// Opens an empty door; the reply tells the code by which its content is collected.
pub(super) async fn put(control: &Control, door: u8) -> Reply {
    let request = CabinetRequest::Put { door: DoorId(door) };
    let answer = control.desk.ask(Origin::Duty, None, Wanted::Request(Request::Cabinet(request))).await;
    let code = match &answer {
        Ok(Answer::Granted { events, .. }) => events.iter().find_map(|event| {
            let Event::Cabinet(CabinetEvent::ItemPut { item, .. }) = event else { return None };
            Some(control.code_key.pickup(*item))
        }),
        Ok(Answer::Refused(_) | Answer::NotStored) | Err(_) => None,
    };
    reply_to(answer, format!("door {door} opens; its code is {}", code.unwrap_or_default()))
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
