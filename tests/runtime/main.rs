//! The runtime's state machines, without threads, ports and clocks.

mod bus;
mod pair;
mod poller;
