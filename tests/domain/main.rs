//! The rules of the hall as stories: each file tells one, line by line, with no device and no disk.

#![cfg(test)]

mod script;
mod self_test;
mod support;

mod befall;
mod cards;
mod clerks;
mod clock;
mod closing;
mod errands;
mod estimate;
mod green;
mod hours;
mod incident;
mod issuing;
mod jobs;
mod keeping;
mod kept;
mod last_ticket;
mod locker;
mod manual;
mod manual_again;
mod manual_blocks;
mod manual_order;
mod means;
mod missed;
mod numbers;
mod opening;
mod order;
mod other_side;
mod parking;
#[cfg(feature = "planted-bugs")]
mod planted;
mod random;
mod rating;
mod refusals;
mod replay;
mod reserve;
mod rules_change;
mod staff;
mod transfer;
mod undo;
mod view;
mod watching;
mod why;
