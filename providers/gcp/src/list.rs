//! Lists of which some elements may not be known.

use ringfence_model::{Gap, GapKind, Source};
use ringfence_provider::{gap, gap_of};
use ringfence_terraform::Value;

/// The elements of a list, and why there may be others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Elements<'a> {
    /// Those that are listed; an element may itself be unknown.
    pub(crate) items: &'a [Value],
    /// Why there may be more or fewer; empty if these are all.
    pub(crate) gaps: Vec<Gap>,
}

impl<'a> Elements<'a> {
    /// The elements that are there for certain.
    pub(crate) fn certain(&self) -> impl Iterator<Item = &'a Value> + use<'a> {
        self.items.iter().filter(|item| !item.maybe)
    }

    /// The elements that stand for none, one or many.
    pub(crate) fn possible(&self) -> impl Iterator<Item = &'a Value> + use<'a> {
        self.items.iter().filter(|item| item.maybe)
    }

    /// Whether there is certainly no element.
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.gaps.is_empty()
    }
}

/// The elements of a list attribute or of the blocks of a name; a plain value counts as the only element.
pub(crate) fn elements(value: Option<&Value>) -> Elements<'_> {
    let Some(value) = value else { return Elements::default() };
    let open = value.open().map(|why| gap_of(why, value.origin.used_at()));
    match value.as_list() {
        Some(items) => {
            let maybe = items.iter().find(|item| item.maybe).map(how_many);
            Elements { items, gaps: open.or(maybe).into_iter().collect() }
        }
        None if value.is_opaque() => Elements { items: &[], gaps: vec![gap(value)] },
        None => Elements { items: std::slice::from_ref(value), gaps: Vec::new() },
    }
}

fn how_many(item: &Value) -> Gap {
    let what = "how many blocks a `dynamic` makes here".to_owned();
    Gap { kind: GapKind::UnresolvedVariable, what, source: Some(Source::File(item.origin.at)) }
}
