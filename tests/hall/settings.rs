//! What a story's head sets otherwise than the configuration does.

use jiaohao::config::Config;
use jiaohao::domain::id::{Prefix, ServiceId};
use jiaohao::domain::manual::ManualRules;

use crate::cards;
use crate::desk::span;
use crate::story::Rule;

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
        Rule::Cards { required } => cards::ask_for(config, *required),
    }
    Ok(())
}
