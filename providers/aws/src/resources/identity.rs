//! The role that a machine acts as: instance profile, then role.
//!
//! Source: `aws_instance`, `aws_launch_template`, `aws_iam_instance_profile` (read 2026-11-23).

use ringfence_model::{Attr, Link, ResourceId, Source};
use ringfence_provider::{Fields, gap};
use ringfence_terraform::Value;

use super::launch::Launch;
use crate::links::{PROFILE, ROLE};
use crate::pages;
use crate::stack::Stack;

/// The role's address; the profile's name or address if its role is not declared; none without a profile.
pub(super) fn of_launch(stack: &Stack<'_>, launch: &Launch<'_>) -> Attr<Option<ResourceId>> {
    let Some(written) = launch.field("iam_instance_profile") else {
        return match &launch.unseen {
            Some(gap) => Attr::Unknown(gap.clone()),
            None => Attr::Default { value: None, source: Source::Documented { url: pages::INSTANCE } },
        };
    };
    if written.as_str() == Some("") {
        return Attr::Set { value: None, source: ringfence_provider::source(written) };
    }
    // An instance writes the name itself, a template a block.
    let block = launch.block("iam_instance_profile");
    let named = block.and_then(|block| block.field("name").or_else(|| block.field("arn")));
    of_profile(stack, named.unwrap_or(written))
}

fn of_profile(stack: &Stack<'_>, value: &Value) -> Attr<Option<ResourceId>> {
    let link = stack.link(value, &PROFILE);
    let (profile, source) = match link {
        Link::To { id, source } => (id, source),
        Link::Unknown(gap) => return Attr::Unknown(gap),
    };
    let role = stack.target(value, &PROFILE).and_then(|record| record.field("role"));
    match role.map(|role| (role, stack.link(role, &ROLE))) {
        Some((_, Link::To { id, .. })) => Attr::Set { value: Some(id), source },
        Some((role, Link::Unknown(_))) => Attr::Unknown(gap(role)),
        None => Attr::Set { value: Some(short(stack, &profile)), source },
    }
}

/// The name of a profile or role that is given by its ARN, unless that is what it goes by.
fn short(stack: &Stack<'_>, id: &ResourceId) -> ResourceId {
    if stack.record(id).is_some() {
        return id.clone();
    }
    match id.as_str().strip_prefix("arn:").and_then(|rest| rest.rsplit_once('/')) {
        Some((_, name)) => ResourceId::new(name),
        None => id.clone(),
    }
}

/// The role that an attribute names by name or ARN.
pub(super) fn of_role(
    stack: &Stack<'_>,
    value: Option<&Value>,
    page: &'static str,
) -> Attr<Option<ResourceId>> {
    let Some(value) = value else {
        return Attr::Default { value: None, source: Source::Documented { url: page } };
    };
    match stack.link(value, &ROLE) {
        Link::To { id, source } => Attr::Set { value: Some(short(stack, &id)), source },
        Link::Unknown(gap) => Attr::Unknown(gap),
    }
}
