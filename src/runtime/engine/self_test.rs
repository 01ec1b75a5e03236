//! The self-test within the engine: what it wishes is asked of the office, shown at the stations, or said.

use hal::port::voice;
use tracing::{info, warn};

use super::{Engine, Output};
use crate::domain::moment::Moment;
use crate::domain::request::{Origin, Request};
use crate::domain::self_test::{SelfTestRequest, Verdict};
use crate::runtime::self_test::{SELF_TEST_JOB, Wish};

impl Engine {
    /// Lets the self-test look around and does what it wishes. Never in an office that is ahead of the journal.
    pub(super) fn follow_the_self_test(&mut self, now: Moment) {
        if self.registrar.is_ahead() || !self.self_test.wants_look(now, &self.view) {
            return;
        }
        let status = self.status();
        for wish in self.self_test.step(now, &status) {
            match wish {
                Wish::Begin => self.ask_for_it(now, SelfTestRequest::Begin),
                Wish::Certify(certificate) => {
                    let (works, all) = certificate.working();
                    info!(works, all, "the self-test is over");
                    for tried in certificate.tried.iter().filter(|tried| tried.verdict != Verdict::Works) {
                        warn!(device = %tried.device, name = %tried.name, why = %tried.words, "not well in the self-test");
                    }
                    self.ask_for_it(now, SelfTestRequest::Certify(Box::new(certificate)));
                }
                Wish::Face { device, on } => self.stations.try_face(&device, on),
                Wish::Repeat(device) => self.stations.forget(&device),
                Wish::Say { zone, job, clips } => {
                    let command = voice::Command::Say { job, clips };
                    self.out.push(Output::Say { zone, command });
                }
            }
        }
    }

    fn ask_for_it(&mut self, now: Moment, request: SelfTestRequest) {
        self.ask_itself(now, Origin::Clock, Request::SelfTest(request));
    }

    /// A voice reported on a job: one of the self-test's, or a call.
    pub(super) fn voice(&mut self, now: Moment, event: voice::Event) {
        let (job, well) = match event {
            voice::Event::Said { job } => (job, true),
            voice::Event::NotSaid { job } => (job, false),
        };
        if job >= SELF_TEST_JOB {
            return self.self_test.said(job, well);
        }
        if let Some(request) = self.stations.said(event) {
            self.ask_itself(now, Origin::Device, request);
        }
    }
}
