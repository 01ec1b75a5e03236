//! The printer of a story's floor.

use hal::port::{self, printer};
use jiaohao::layout::Role;
use jiaohao::rehearse::agenda::Time;

use super::{Act, CONFIRMED_AFTER, HEARD_AFTER, Hall, PRINTED_AFTER};

impl Hall {
    pub(super) fn print_next(&mut self, now: Time) {
        if self.printing.is_none() && self.status.can_print() {
            self.printing = self.to_print.pop_front();
            if self.printing.is_some() {
                self.agenda.write(now.after(PRINTED_AFTER), Act::Cut);
            }
        }
    }

    pub(super) fn cut(&mut self, now: Time) {
        let Some((job, paper)) = self.printing.take() else { return };
        let came_out = self.status.can_print();
        if came_out {
            self.signs.note_paper(now, &paper);
        }
        let event = if came_out { printer::Event::Printed { job } } else { printer::Event::Unknown { job } };
        self.report_later(now.after(CONFIRMED_AFTER), Role::Printer, port::Event::Printer(event));
        self.print_next(now);
    }

    pub(super) fn tell_status(&mut self, now: Time) {
        let event = port::Event::Printer(printer::Event::Status(self.status));
        self.report_later(now.after(HEARD_AFTER), Role::Printer, event);
        self.print_next(now);
    }
}
