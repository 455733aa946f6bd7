//! Breadth-first search over texts: the shortest text with a property, or one text of every kind.

use super::automaton::{Automaton, State};
use super::{Region, Search, Token};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// The work a search may do, in word operations: some tenths of a second.
const MOST_WORK: usize = 1 << 24;

/// The states a search may keep, in words: some thirty megabytes.
const MOST_KEPT: usize = 1 << 22;

/// What a state takes beside its own words: two lists, a set's entry, two allocations.
const WORDS_BESIDE: usize = 16;

/// Which characters a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// Any character.
    Text,
    /// Lower-case letters, digits and `-._:`, as in the names of actions.
    Action,
}

impl Alphabet {
    pub(super) fn has(self, c: char) -> bool {
        match self {
            Self::Text => true,
            Self::Action => c.is_ascii_lowercase() || c.is_ascii_digit() || "-._:".contains(c),
        }
    }

    /// Returns a readable character that is not in the set, where the alphabet has one left.
    pub(super) fn other_than(self, named: &BTreeSet<char>) -> Option<char> {
        let beyond = (self == Self::Text).then_some('\u{80}'..=char::MAX).into_iter().flatten();
        ('a'..='z').chain('0'..='9').chain(beyond).find(|c| !named.contains(c))
    }
}

/// Finds a shortest text for which `wanted` holds, given which patterns match it.
pub(super) fn shortest(
    patterns: &[&[Token]],
    alphabet: Alphabet,
    wanted: impl Fn(&[bool]) -> bool,
) -> Search {
    let automaton = Automaton::new(patterns, alphabet);
    let mut walk = Walk::new(&automaton);
    let mut at = 0;
    while let Some(state) = walk.states.get(at) {
        if wanted(&automaton.matched(state)) {
            return Search::Found(walk.text(at));
        }
        if !walk.expand(&automaton, at) {
            return Search::Undecided;
        }
        at += 1;
    }
    Search::Empty
}

/// Visits one action for every way in which the patterns can match actions inside `within`, shortest first.
///
/// Two actions that the same patterns match are not told apart by any statement, so what holds of the visited
/// actions holds of all. The visitor returns whether to go on. The result says whether the visit was
/// complete or ended by the visitor; `false`: there are too many kinds to see them all.
pub(super) fn kinds(
    within: &Region,
    patterns: &[&Arc<[Token]>],
    visit: &mut dyn FnMut(&str, &[bool]) -> bool,
) -> bool {
    let mut atoms: BTreeMap<Arc<[Token]>, usize> = BTreeMap::new();
    for tokens in patterns {
        let next = atoms.len();
        atoms.entry((*tokens).clone()).or_insert(next);
    }
    let compiled = within.compile(&mut atoms);
    let automaton = Automaton::new(&super::region::in_order(&atoms), Alphabet::Action);
    let mut walk = Walk::new(&automaton);
    let mut seen: BTreeSet<Vec<bool>> = BTreeSet::new();
    let mut at = 0;
    while let Some(state) = walk.states.get(at) {
        let matched = automaton.matched(state);
        if compiled.holds(&matched) && !seen.contains(&matched) {
            if !visit(&walk.text(at), &matched) {
                return true;
            }
            seen.insert(matched);
        }
        if !walk.expand(&automaton, at) {
            return false;
        }
        at += 1;
    }
    true
}

/// The states seen so far, each with the step that first led to it.
struct Walk {
    states: Vec<State>,
    came_from: Vec<(usize, char)>,
    seen: HashSet<State>,
    work: usize,
    kept: usize,
}

impl Walk {
    fn new(automaton: &Automaton) -> Self {
        let start = automaton.start();
        Self {
            states: vec![start.clone()],
            came_from: vec![(0, '\0')],
            seen: HashSet::from([start]),
            work: 0,
            kept: 0,
        }
    }

    /// Adds the new states one character further on; `false` when the budget is spent.
    fn expand(&mut self, automaton: &Automaton, at: usize) -> bool {
        self.work += automaton.cost();
        let Some(state) = self.states.get(at).cloned() else { return true };
        automaton.each_successor(&state, &mut |c, next| {
            if !self.seen.contains(next) {
                self.kept += 2 * next.len() + WORDS_BESIDE;
                self.seen.insert(next.clone());
                self.states.push(next.clone());
                self.came_from.push((at, c));
            }
        });
        self.work <= MOST_WORK && self.kept <= MOST_KEPT
    }

    /// Returns the text that led to a state.
    fn text(&self, mut at: usize) -> String {
        let mut reversed = Vec::new();
        while at > 0 {
            let Some((before, c)) = self.came_from.get(at) else { break };
            reversed.push(*c);
            at = *before;
        }
        reversed.into_iter().rev().collect()
    }
}
