//! The power of the whole machine is cut while the daemon gives tickets, and the machine boots again on the same disk.

pub mod cuts;
pub mod hall;
