//! All that was answered, by kind, and what was asked for.

use std::collections::BTreeMap;

use ringfence_model::Span;
use ringfence_replies::{Reply, Scope, items};
use ringfence_terraform::Value;

use super::kinds::{self, Use};
use super::scope::of_object;

/// One thing that a reply describes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Object<'r> {
    pub(super) value: &'r Value,
    pub(super) reply: &'r Reply,
}

/// What was asked for in one place.
#[derive(Clone, Debug)]
pub(super) struct Collected<'r> {
    /// The first reply.
    pub(super) first: Object<'r>,
    /// What was asked for to the end, and where the first answer stands.
    pub(super) kinds: BTreeMap<&'r str, Span>,
}

/// Everything that all replies describe.
#[derive(Debug, Default)]
pub(super) struct Objects<'r> {
    replies: &'r [Reply],
    by_kind: BTreeMap<&'r str, Vec<Object<'r>>>,
    /// What was asked for to the end, by what the paths of the files say.
    collected: BTreeMap<&'r Scope, Collected<'r>>,
    /// What the objects say of themselves where the path says nothing.
    told: BTreeMap<&'r Scope, Scope>,
}

impl<'r> Objects<'r> {
    pub(super) fn new(replies: &'r [Reply]) -> Self {
        let mut objects = Self { replies, ..Self::default() };
        for reply in replies {
            let listed = match reply.value.as_list() {
                Some(list) => list,
                None => std::slice::from_ref(&reply.value),
            };
            let of_kind = objects.by_kind.entry(&reply.kind).or_default();
            of_kind.extend(listed.iter().map(|value| Object { value, reply }));
            if reply.kind.as_ref() == "Reservations" {
                let inside = listed.iter().flat_map(|value| items(value, "Instances"));
                let inside: Vec<Object<'r>> = inside.map(|value| Object { value, reply }).collect();
                objects.by_kind.entry("Instances").or_default().extend(inside);
            }
            let told = objects.told.entry(&reply.scope).or_default();
            for own in listed.iter().map(of_object) {
                told.account = told.account.take().or(own.account);
                told.region = told.region.take().or(own.region);
                if told.account.is_some() && told.region.is_some() {
                    break;
                }
            }
        }
        objects.collected = collected(replies);
        objects
    }

    /// The objects of a kind, in the order of the files.
    pub(super) fn of(&self, kind: &str) -> Vec<Object<'r>> {
        self.by_kind.get(kind).cloned().unwrap_or_default()
    }

    /// The replies of a kind, also those that list nothing.
    pub(super) fn replies(&self, kind: &str) -> Vec<&'r Reply> {
        self.replies.iter().filter(|reply| reply.kind.as_ref() == kind).collect()
    }

    /// How many objects of each kind there are, and the first of each.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&'r str, usize, Option<Object<'r>>)> + '_ {
        self.by_kind.iter().map(|(kind, objects)| (*kind, objects.len(), objects.first().copied()))
    }

    /// Whether all of one of these kinds was asked for where something lies.
    pub(super) fn has(&self, of: Object<'r>, kinds: &[&str]) -> bool {
        let collected = self.collected.get(&of.reply.scope);
        collected.is_some_and(|collected| kinds.iter().any(|kind| collected.kinds.contains_key(kind)))
    }

    /// What was asked for, by what the paths of the files say.
    pub(super) fn collected(&self) -> &BTreeMap<&'r Scope, Collected<'r>> {
        &self.collected
    }

    /// Account and region of something: as its path says, else as it says itself, else as others beside it do.
    pub(super) fn scope(&self, of: Object<'r>) -> Scope {
        let (path, own) = (&of.reply.scope, of_object(of.value));
        let told = self.told.get(path).cloned().unwrap_or_default();
        Scope {
            account: path.account.clone().or(own.account).or(told.account),
            region: path.region.clone().or(own.region).or(told.region),
        }
    }

    /// The same of a whole path.
    pub(super) fn scope_of_path(&self, path: &Scope) -> Scope {
        let told = self.told.get(path).cloned().unwrap_or_default();
        Scope { account: path.account.clone().or(told.account), region: path.region.clone().or(told.region) }
    }
}

/// What was asked for in each place where anything was that is read. A kind of which every page says that there is more
/// is not complete.
fn collected(replies: &[Reply]) -> BTreeMap<&Scope, Collected<'_>> {
    let mut found: BTreeMap<&Scope, Collected<'_>> = BTreeMap::new();
    let read = |reply: &&Reply| matches!(kinds::of(&reply.kind), Some((_, Use::Read(_) | Use::OfAccount(_))));
    for reply in replies.iter().filter(read) {
        let first = Object { value: &reply.value, reply };
        let place = found.entry(&reply.scope).or_insert_with(|| Collected { first, kinds: BTreeMap::new() });
        if !reply.continues {
            place.kinds.entry(&reply.kind).or_insert(reply.value.origin.at);
        }
    }
    found
}
