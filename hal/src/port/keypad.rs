//! A clerk's keypad: keys in, four characters and a beep out.

use crate::driver::Port;

/// The role of a clerk's keypad.
#[derive(Debug)]
pub struct Keypad;

impl Port for Keypad {
    type Command = Command;
    type Event = Event;
}

/// How many characters a keypad's digits can show.
pub const DIGITS: usize = 4;

/// What a keypad may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Show these characters until the next; at most [`DIGITS`], ASCII.
    Show(String),
    /// Sound the beeper once.
    Beep(Beep),
}

/// Sounds of a keypad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beep {
    /// Somebody is waiting again.
    Waiting,
    /// The press was refused.
    Refused,
}

/// What a keypad may tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key went down. Told once for each press, however often the device repeats it.
    Pressed(Key),
    /// A key has been down for longer than any finger: the key is stuck, and not told again until it is free.
    Stuck(Key),
    /// Another keypad, of this address, speaks on this one's line: nobody has said whose it is.
    Stranger(u8),
    /// It runs on a battery, and that is low.
    BatteryLow,
}

/// The keys of a keypad by what is printed on them. Which code means which key is configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// 0 to 9.
    Digit(u8),
    /// 呼叫: call the next visitor.
    Next,
    /// 重呼: call the same visitor again.
    Recall,
    /// 过号: the visitor did not come.
    NoShow,
    /// 开始: service begins.
    Start,
    /// 办结: service ends.
    Finish,
    /// 转移: to another service, window or person.
    Transfer,
    /// 指定: call a certain number.
    CallNumber,
    /// 挂起: the visitor steps aside with a form.
    Park,
    /// 恢复: the parked visitor comes back.
    Resume,
    /// 暂停: the window pauses or goes on.
    Pause,
    /// 评价: ask for a rating.
    Rate,
    /// 登录: log in, log out, hand over.
    LogIn,
    /// 求助: call the duty leader.
    Help,
    /// 撤销: undo the last call.
    Undo,
    /// 功能: the next digit names a function.
    Function,
    /// 确认: what was typed is complete.
    Enter,
    /// 清除: what was typed is void.
    Clear,
}
