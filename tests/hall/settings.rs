//! What a story's head sets otherwise than the configuration does.

use jiaohao::config::Config;
use jiaohao::domain::id::{Prefix, ServiceId};
use jiaohao::domain::manual::ManualRules;
use jiaohao::layout::{Voice, Zone, ZoneName};

use crate::cards;
use crate::desk::span;
use crate::story::Rule;

/// The zone of a story's second loudspeaker.
pub fn other_zone() -> Zone {
    Zone::Other(ZoneName::new("二楼").unwrap())
}

fn other_voice() -> Voice {
    Voice {
        name: "other-voice".into(),
        zone: other_zone(),
        program: "aplay".to_owned(),
        arguments: ["-q", "-D", "plughw:1", "-"].map(str::to_owned).to_vec(),
        clips: "voice".into(),
        volume_percent: 80,
        place: "二楼走廊".to_owned(),
    }
}

/// Makes one setting differ.
///
/// # Errors
/// When the hall has nothing that could be set so.
pub fn apply(config: &mut Config, rule: &Rule) -> Result<(), String> {
    let rules = &mut config.rules;
    let missing = || format!("the hall has nothing of {rule:?}");
    match rule {
        Rule::SelfTest => {}
        Rule::Insurance(minutes) => {
            rules.manual = Some(ManualRules { insurance: Some(span(*minutes)), write_off_reasons: None })
        }
        Rule::StartKey => rules.calling.start_key = true,
        Rule::Quota(service, most) => {
            let found = rules.services.iter_mut().find(|found| found.id == ServiceId(*service));
            found.ok_or_else(missing)?.quota = Some(*most);
        }
        Rule::Numbers(letter, last) => {
            let found = rules.groups.iter_mut().find(|group| group.prefix == Prefix(*letter));
            found.ok_or_else(missing)?.last = *last;
        }
        Rule::Ladder(task, steps) => {
            let set = config.layout.ladders.set(*task, steps.clone());
            set.map_err(|nonsense| nonsense.to_string())?;
        }
        Rule::OtherZone => config.layout.voices.push(other_voice()),
        Rule::Cards { required } => cards::ask_for(config, *required),
    }
    Ok(())
}
