//! References from one resource to another.

use ringfence_model::{Gap, GapKind, Link, ResourceId, Source};
use ringfence_terraform::{Record, Reference, Value};

use crate::{Records, gap, gap_of, source};

/// An attribute by which other resources may name a resource: the type and the attribute.
pub type NameOf<'a> = (&'a str, &'a str);

impl<'a> Records<'a> {
    /// The resource that a value names.
    ///
    /// Shape: a reference leads to the record's address, or to the base address if nothing of that name is
    /// declared; a literal leads to a record of `names` that has it written, else to a resource that the
    /// configuration does not declare and whose id is the literal.
    /// Unknown: a reference whose instance is unknown, of which there are several, stays unknown.
    pub fn link(&self, value: &Value, names: &[NameOf<'_>]) -> Link {
        if let Some(reference) = value.reference() {
            return match self.referenced(reference) {
                [record] => to(record, value),
                [] => Link::To { id: ResourceId::new(reference.address.clone()), source: used_at(value) },
                _ => Link::Unknown(one_of_several(reference, value)),
            };
        }
        match value.as_str() {
            Some(text) => self.named(text, names).map_or_else(
                || Link::To { id: ResourceId::new(text), source: source(value) },
                |record| to(record, value),
            ),
            None => Link::Unknown(gap(value)),
        }
    }

    /// The resources that a list names, or the one that a plain value names; see [`Records::link`].
    ///
    /// Unknown: a reference to all instances (`x_subnet.a[*].id`) leads to each of them; what may join the
    /// elements of a list that is known in part is one more, unknown link.
    pub fn links(&self, value: &Value, names: &[NameOf<'_>]) -> Vec<Link> {
        if let Some(items) = value.as_list() {
            let rest = value
                .open()
                .map(AsRef::as_ref)
                .map(|open| Link::Unknown(gap_of(open, value.origin.used_at())));
            return items.iter().flat_map(|item| self.links(item, names)).chain(rest).collect();
        }
        if value.is_null() || value.as_str() == Some("") {
            return Vec::new();
        }
        let several = value.reference().map(|reference| self.referenced(reference)).unwrap_or_default();
        match several {
            [] | [_] => vec![self.link(value, names)],
            records => records.iter().map(|record| to(record, value)).collect(),
        }
    }

    /// The record a value names, if the stack declares it.
    pub fn record(&self, value: &Value, names: &[NameOf<'_>]) -> Option<&'a Record> {
        match self.link(value, names) {
            Link::To { id, .. } => self.get(id.as_str()),
            Link::Unknown(_) => None,
        }
    }

    /// The managed resource that has this literal written in one of these attributes.
    pub fn named(&self, text: &str, names: &[NameOf<'_>]) -> Option<&'a Record> {
        let first = |(type_name, attribute): &NameOf<'_>| {
            self.with_literal(type_name, attribute, text).into_iter().next()
        };
        names.iter().find_map(first)
    }
}

fn to(record: &Record, value: &Value) -> Link {
    Link::To { id: ResourceId::new(record.address.clone()), source: used_at(value) }
}

/// A reference is read where it is written, not where the id it stands for was made.
fn used_at(value: &Value) -> Source {
    Source::File(value.origin.used_at())
}

fn one_of_several(reference: &Reference, value: &Value) -> Gap {
    let what = format!("which instance of {} is meant by {}", reference.address, reference);
    Gap { kind: GapKind::KnownAfterApply, what, source: Some(used_at(value)) }
}
