//! The question of a card that bears another hall's journal: in words, and its answer.

use super::Reply;
use super::server::Control;
use crate::domain::id::StaffId;
use crate::journal::other_hall::OtherHall;

/// What lies there, and every way on with what is to be typed, a line each.
pub(super) fn asked(asked: &OtherHall) -> String {
    let OtherHall { found, ours } = asked;
    format!(
        "THE JOURNAL ON THIS CARD IS ANOTHER HALL'S: it is that of {found:?}, this machine is set as {ours:?}. Nothing is \
         issued or called, and nothing there is touched, until somebody decides:\n\
         \x20 the card is right, the configuration is not: correct `site` to {found:?} in the hall's file, then \
         `systemctl restart jiaohao`\n\
         \x20 the card is in the wrong machine: switch off, put in this hall's own card, switch on\n\
         \x20 this hall goes on with this card and begins its own journal; the other one is put aside whole: `jiaohao adopt \
         --instead-of {} --by CLERK`\n\
         \x20 this hall goes on with this card and its own backup: `jiaohao restore`, then `systemctl restart jiaohao`",
        asked.typed()
    )
}

/// Carries the decision out.
pub(super) async fn answer(control: &Control, instead_of: String, by: u32) -> Reply {
    if !control.desk.status().view.rules.staff.iter().any(|clerk| clerk.id == StaffId(by)) {
        let words = format!(
            "nobody with the number {by} is on the staff: the decision stands on record under a name"
        );
        return Reply::Failed { words };
    }
    match control.desk.decide(instead_of, StaffId(by), control.code_key.clone()).await {
        Ok(Ok(words)) => Reply::Done { words },
        Ok(Err(words)) => Reply::Failed { words },
        Err(closed) => Reply::Failed { words: closed.to_string() },
    }
}
