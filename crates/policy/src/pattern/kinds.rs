//! One action of every kind that the patterns tell apart.

use super::{Alphabet, Pattern, Region, Search, Token, search};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A kind whose shortest members are all spelled out elsewhere is left undecided after this many.
const MOST_TRIES: usize = 50;

/// Kinds times patterns that are looked at. The largest real identities have some two thousand of each.
const MOST_PAIRS: usize = 1 << 23;

/// Visits one action for every way in which the patterns can match actions inside `within`.
///
/// An action that is spelled out is a kind of its own and needs no search; only patterns with wildcards do.
/// The visitor returns whether to go on. `false`: there are too many kinds to see them all.
pub(crate) fn each_kind(within: &Region, patterns: &[&Pattern], visit: &mut dyn FnMut(&str) -> bool) -> bool {
    let (literal, wild): (Vec<&Pattern>, Vec<&Pattern>) =
        patterns.iter().partition(|pattern| pattern.is_literal());
    let spelled: BTreeSet<String> = literal.iter().map(|pattern| pattern.lower_text()).collect();
    let mut wild: Vec<_> = wild.iter().map(|pattern| pattern.tokens()).collect();
    wild.sort();
    wild.dedup();
    let mut going = true;
    let mut decided = true;
    let mut left = MOST_PAIRS / patterns.len().max(1);
    let complete = search::kinds(within, &wild, &mut |action, matched| {
        match unspelled(within, &wild, action, matched, &spelled) {
            Search::Found(other) => going = visit(&other),
            Search::Empty => {}
            Search::Undecided => decided = false,
        }
        left = left.saturating_sub(1);
        decided &= left > 0;
        going && left > 0
    });
    for action in spelled.iter().filter(|action| within.has(action)).take(left) {
        going = going && visit(action);
    }
    !going || (complete && decided && spelled.len() <= left)
}

/// Returns an action of the same kind that no literal pattern spells out, preferably the given one.
fn unspelled(
    within: &Region,
    wild: &[&Arc<[Token]>],
    action: &str,
    matched: &[bool],
    spelled: &BTreeSet<String>,
) -> Search {
    let mut found = Search::Found(action.to_owned());
    let mut avoided = Vec::new();
    while let Search::Found(text) = &found {
        if !spelled.contains(text) {
            break;
        }
        if avoided.len() == MOST_TRIES {
            return Search::Undecided;
        }
        avoided.push(Region::not(Region::of(&Pattern::literal(text))));
        let kind = wild.iter().zip(matched).map(|(tokens, matched)| {
            let like = Region::Like((*tokens).clone());
            if *matched { like } else { Region::not(like) }
        });
        found = Region::both(kind.chain([within.clone()]).chain(avoided.clone())).witness(Alphabet::Action);
    }
    found
}
