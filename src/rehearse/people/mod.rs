//! The people of a rehearsal: they see what stands on devices and in their hands, and know nothing of the
//! office.

pub mod clerk;
pub mod visitor;
