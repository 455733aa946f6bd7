//! Which records name a resource, found by the resource: nobody looks through all of them for each one.

use std::collections::HashMap;

use ringfence_model::{Gap, Link, ResourceId};
use ringfence_terraform::{Record, Value};

/// Records by the resource that a value of theirs names.
#[derive(Debug)]
pub struct Naming<'a> {
    named: HashMap<ResourceId, Vec<Mention<'a>>>,
    unknown: Vec<(Mention<'a>, Gap)>,
}

/// One value that names a resource.
#[derive(Clone, Debug)]
pub struct Mention<'a> {
    /// Its place among all of the same kind.
    pub order: usize,
    /// The record that has the value.
    pub record: &'a Record,
    /// The value.
    pub value: &'a Value,
    /// What it names.
    pub link: Link,
}

impl<'a> Naming<'a> {
    /// Of values with the records they stand in, and what each names; in their order.
    pub fn new(links: impl IntoIterator<Item = (&'a Record, &'a Value, Link)>) -> Self {
        let mut found = Self { named: HashMap::new(), unknown: Vec::new() };
        for (order, (record, value, link)) in links.into_iter().enumerate() {
            let mention = Mention { order, record, value, link: link.clone() };
            match link {
                Link::To { id, .. } => found.named.entry(id).or_default().push(mention),
                Link::Unknown(gap) => found.unknown.push((mention, gap)),
            }
        }
        found
    }

    /// What names a resource, in order.
    pub fn of(&self, id: &ResourceId) -> &[Mention<'a>] {
        self.named.get(id).map_or(&[], Vec::as_slice)
    }

    /// What names any of some resources, in order.
    pub fn of_any<'s>(&'s self, ids: impl IntoIterator<Item = &'s ResourceId>) -> Vec<&'s Mention<'a>> {
        sorted(ids.into_iter().flat_map(|id| self.of(id)).collect())
    }

    /// What names a resource, and what may name it, in order.
    pub fn of_or_unknown(&self, id: &ResourceId) -> Vec<&Mention<'a>> {
        sorted(self.of(id).iter().chain(self.unknown.iter().map(|(mention, _)| mention)).collect())
    }

    /// Why it is not known what a value names, in order.
    pub fn unknown(&self) -> impl Iterator<Item = &Gap> {
        self.unknown.iter().map(|(_, gap)| gap)
    }
}

fn sorted<'s, 'a>(mut mentions: Vec<&'s Mention<'a>>) -> Vec<&'s Mention<'a>> {
    mentions.sort_by_key(|mention| mention.order);
    mentions.dedup_by_key(|mention| mention.order);
    mentions
}
