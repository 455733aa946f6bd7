//! The ways that values took from where they are written to where they are used.

use std::collections::HashMap;

use crate::{ResourceId, Span};

/// Ways of values by the resource that uses them and the place where they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    ways: HashMap<ResourceId, Vec<(Span, Vec<Span>)>>,
}

impl Provenance {
    /// Notes the way of a value that a resource uses: where it is written, and every reference it came through, the
    /// nearest to the literal first.
    pub fn add(&mut self, user: &ResourceId, written: Span, way: Vec<Span>) {
        if way.is_empty() {
            return;
        }
        let ways = self.ways.entry(user.clone()).or_default();
        if !ways.iter().any(|(known, _)| *known == written) {
            ways.push((written, way));
        }
    }

    /// The way of the value that is written there, to a resource or a part of one; empty if it is used in place.
    pub fn way(&self, user: &ResourceId, written: Span) -> &[Span] {
        let of = |user: &ResourceId| {
            let ways = self.ways.get(user)?;
            ways.iter().find(|(known, _)| *known == written).map(|(_, way)| way.as_slice())
        };
        // A part has its resource's address before the slash: `machine.a/root-disk`.
        let whole = || of(&ResourceId::new(user.as_str().rsplit_once('/')?.0));
        of(user).or_else(whole).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FileId;

    #[test]
    fn a_part_has_the_ways_of_its_resource() {
        let span = |start| Span { file: FileId(0), start, end: start + 1 };
        let mut provenance = Provenance::default();
        provenance.add(&ResourceId::new("a.b"), span(1), vec![span(5), span(9)]);
        provenance.add(&ResourceId::new("a.c"), span(1), vec![]);
        assert_eq!(provenance.way(&ResourceId::new("a.b/disk"), span(1)), [span(5), span(9)]);
        assert!(provenance.way(&ResourceId::new("a.b"), span(2)).is_empty());
        assert!(provenance.way(&ResourceId::new("a.c"), span(1)).is_empty());
    }
}
