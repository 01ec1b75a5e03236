//! The roles devices play, each as two enums: what it can be told and what it can tell.

pub mod board;
pub mod card_reader;
pub mod keypad;
pub mod locker;
pub mod printer;
pub mod rating_pad;
pub mod signals;
pub mod terminal;
pub mod ups;
pub mod voice;

/// A command to any device, as it travels from the engine to a cable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// To a ticket printer.
    Printer(printer::Command),
    /// To a board or display.
    Board(board::Command),
    /// To a clerk's keypad.
    Keypad(keypad::Command),
    /// To a rating pad.
    RatingPad(rating_pad::Command),
    /// To the self-service terminal.
    Terminal(terminal::Command),
    /// To the reader of identity cards.
    CardReader(card_reader::Command),
    /// To a lamp or buzzer on a line.
    Signals(signals::Command),
    /// To the pick-up cabinet.
    Locker(locker::Command),
}

/// An event of any device, as it travels from a cable to the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// From a ticket printer.
    Printer(printer::Event),
    /// From a board or display.
    Board(board::Event),
    /// From a clerk's keypad.
    Keypad(keypad::Event),
    /// From a rating pad.
    RatingPad(rating_pad::Event),
    /// From the self-service terminal.
    Terminal(terminal::Event),
    /// From the reader of identity cards.
    CardReader(card_reader::Event),
    /// From a contact on a line.
    Signals(signals::Event),
    /// From the pick-up cabinet.
    Locker(locker::Event),
    /// From a UPS.
    Ups(ups::Event),
}

/// Any role at all: the port of a cable that devices of different roles share.
#[derive(Debug)]
pub struct AnyPort;

impl crate::driver::Port for AnyPort {
    type Command = Command;
    type Event = Event;
}

/// How one port's enums travel among all the others.
pub trait Travels: crate::driver::Port {
    /// The command, if it is one of this port.
    fn command(any: &Command) -> Option<&Self::Command>;
    /// The event, labelled with its port.
    fn event(event: Self::Event) -> Event;
}

macro_rules! travels {
    ($($port:ty => $variant:ident),+ $(,)?) => {$(
        impl Travels for $port {
            fn command(any: &Command) -> Option<&Self::Command> {
                if let Command::$variant(command) = any { Some(command) } else { None }
            }

            fn event(event: Self::Event) -> Event {
                Event::$variant(event)
            }
        }
    )+};
}

travels! {
    printer::Printer => Printer,
    board::Board => Board,
    keypad::Keypad => Keypad,
    rating_pad::RatingPad => RatingPad,
    terminal::Terminal => Terminal,
    card_reader::CardReader => CardReader,
    signals::Signals => Signals,
    locker::Locker => Locker,
}

impl Travels for ups::Ups {
    fn command(_any: &Command) -> Option<&Self::Command> {
        None
    }

    fn event(event: Self::Event) -> Event {
        Event::Ups(event)
    }
}
