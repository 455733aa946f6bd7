//! Groups of machines that firewall rules name: network tags and service accounts.

use ringfence_model::{Gap, GapKind, ResourceId};

use crate::stack::Stack;
use crate::symbol::Symbol;

/// The group of the machines of a network that carry a tag.
///
/// Tags mean nothing outside their network: the same word in another network is another group.
/// Source: <https://cloud.google.com/vpc/docs/add-remove-network-tags>, read 2026-11-23.
pub(crate) fn tag_group(network: &ResourceId, tag: &Symbol) -> ResourceId {
    ResourceId::new(format!("tag:{network}/{}", tag.text))
}

/// Why a tag of a rule may be a tag that machines carry under another text, if it may.
///
/// Unknown: `${var.tag}` may turn out to be any tag, `${var.cluster}-worker` any that ends so.
pub(crate) fn ambiguity<'s>(tag: &Symbol, stack: &'s Stack<'_>) -> Option<(Gap, Vec<&'s Symbol>)> {
    // Two tags of which all is known are the same only if they are written the same.
    let in_use = if tag.exact { &stack.open_tags } else { &stack.tags };
    let others: Vec<&Symbol> =
        in_use.iter().filter(|used| used.text != tag.text && used.may_equal(tag)).collect();
    let first = others.first()?;
    let what = format!("whether the network tags `{}` and `{}` are the same", tag.text, first.text);
    Some((Gap { kind: GapKind::UnresolvedVariable, what, source: None }, others))
}
