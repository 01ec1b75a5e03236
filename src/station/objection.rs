//! What contradicts in an entry from paper, said to whoever typed it: in Chinese on faces, in English elsewhere.

use super::words::{Words, words};
use crate::domain::manual::Objection;
use crate::domain::moment::HallTime;

/// The contradiction in words; `clock` writes a hall time as the time of day.
#[must_use]
pub fn say(objection: Objection, clock: &dyn Fn(HallTime) -> String) -> Words {
    match objection {
        Objection::NeverIssued => words("今日未发过此号", "no ticket has this number today"),
        Objection::Ambiguous => words("号码不全，请带字母", "several tickets match: type the letter too"),
        Objection::NotOnPaper => words("不是预留的纸质号", "no paper block holds this number"),
        Objection::TakenBefore => words("此纸质号已登记过", "the paper of this number was taken before"),
        Objection::OtherLetter => words("此号字母与事项不符", "the service has numbers of another letter"),
        Objection::NoSuchService => words("无此事项", "there is no such service"),
        Objection::NoSuchWindow(window) => {
            words(format!("无{window}号窗口"), format!("there is no window {window}"))
        }
        Objection::NoSuchClerk(clerk) => {
            words(format!("无工号{clerk}"), format!("nobody of the staff has the number {clerk}"))
        }
        Objection::BeforeIssue { since } => {
            let since = clock(since);
            words(
                format!("叫号早于取号（{since}取号）"),
                format!("it was called before it began to wait at {since}"),
            )
        }
        Objection::BeforeOpening { opens } => before_opening(&clock(opens)),
        Objection::BeforeClaim { claimed } => before_claim(&clock(claimed)),
        Objection::InTheFuture => words("时间还未到", "a time on the paper has not come yet"),
        Objection::OutOfOrder => {
            words("时间先后颠倒", "the times go back: called, then started, then finished")
        }
        Objection::ByMachine { window } => by_machine(window.map(|window| window.0)),
        Objection::NoTime => words("缺叫号时间", "the time of the call is missing: `called HH:MM`"),
        Objection::CalledElsewhere { window } => words(
            format!("系统已叫至{window}号窗口"),
            format!("the machine had called it to window {window}"),
        ),
        Objection::EnteredBefore { window, called } => {
            before(window.map(|window| window.0), called.map(clock))
        }
        Objection::NothingToCorrect => words(
            "此号无可更正的补录，请去掉 correct",
            "nothing was entered for it that could be corrected: leave out `correct`",
        ),
        Objection::MovedSince => {
            words("补录后系统又办过此号", "the machine has moved it since it was entered")
        }
        Objection::NotAtWindow => words(
            "该窗口现有他人或工号不符",
            "it cannot be there still: somebody else is at the window, or that clerk is not logged in",
        ),
        Objection::NoReason => words("核销须写明原因", "a write-off needs a reason"),
        Objection::NoSuchOutcome => words("无此办理结果", "the rules know no such outcome"),
        Objection::MissedByMachine { window } => missed(window.0),
        Objection::WindowClosed(window) => words(
            format!("{window}号窗口当时无人登录，如属实请加 sure"),
            format!("nobody was logged in at window {window} then; if it was so, say `sure`"),
        ),
        Objection::OtherClerk(clerk) => words(
            format!("当时登录的是工号{clerk}，如属实请加 sure"),
            format!("clerk {clerk} was logged in there then; if it was so, say `sure`"),
        ),
        Objection::Unskilled => words(
            "该窗口或人员不办此事项，如属实请加 sure",
            "the window or the clerk does not serve this service; if it was so, say `sure`",
        ),
        Objection::Overlaps(number, window) => words(
            format!("与{number}同时在{window}号窗口，如属实请用 correct sure 重新补录"),
            format!(
                "{number} was at window {window} at that time too; if it was so, enter it again with `correct sure`"
            ),
        ),
    }
}

fn by_machine(window: Option<u8>) -> Words {
    match window {
        Some(window) => words(
            format!("系统已在{window}号窗口叫过此号"),
            format!("the machine has called it, at window {window}"),
        ),
        None => words("系统已处理此号", "the machine has dealt with it"),
    }
}

fn before(window: Option<u8>, called: Option<String>) -> Words {
    let (window, called) = (window.map(|window| window.to_string()), called.unwrap_or_default());
    let (zh, en) = match window {
        Some(window) => {
            let place = format!("window {window} {called}");
            (format!("（{window}号窗口{called}）"), format!(" ({})", place.trim_end()))
        }
        None => (String::new(), String::new()),
    };
    words(
        format!("此号已补录{zh}，更正请加 correct"),
        format!("it was entered before{}; to change that, say `correct`", en),
    )
}

fn before_opening(opens: &str) -> Words {
    words(
        format!("取号早于开始取号（{opens}开始）"),
        format!("it was taken before the hall gives tickets, at {opens}"),
    )
}

fn before_claim(claimed: &str) -> Words {
    words(
        format!("取号早于预留纸质号（{claimed}预留）"),
        format!("it was taken before its number was claimed for paper at {claimed}"),
    )
}

fn missed(window: u8) -> Words {
    words(
        format!("系统曾叫至{window}号窗口未到，如确系人工办理请加 sure"),
        format!(
            "the machine called it to window {window} too, and nobody came; if it was served by hand, say `sure`"
        ),
    )
}
