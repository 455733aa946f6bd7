//! Sets of texts: patterns joined by and, or, not.

use super::{Alphabet, Pattern, Token, search};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a search for a text found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// There is such a text: this one, a shortest.
    Found(String),
    /// There is none.
    Empty,
    /// The patterns are too large to decide it in bounded time.
    Undecided,
}

/// A set of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Region {
    All,
    None,
    Like(Arc<[Token]>),
    Not(Box<Region>),
    Both(Vec<Region>),
    Either(Vec<Region>),
}

/// A region whose patterns are numbers.
#[derive(Debug)]
pub(super) enum Compiled {
    Always(bool),
    Atom(usize),
    Not(Box<Compiled>),
    Both(Vec<Compiled>),
    Either(Vec<Compiled>),
}

impl Region {
    /// Returns what the pattern matches at its widest.
    pub(crate) fn of(pattern: &Pattern) -> Self {
        if **pattern.tokens() == [Token::Any] { Self::All } else { Self::Like(pattern.tokens().clone()) }
    }

    pub(crate) fn not(region: Self) -> Self {
        match region {
            Self::All => Self::None,
            Self::None => Self::All,
            Self::Not(inner) => *inner,
            region => Self::Not(Box::new(region)),
        }
    }

    pub(crate) fn both(regions: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for region in regions {
            match region {
                Self::All => {}
                Self::None => return Self::None,
                region => kept.push(region),
            }
        }
        if kept.len() == 1 {
            kept.pop().unwrap_or(Self::All)
        } else {
            Self::joined(kept, Self::Both, Self::All)
        }
    }

    pub(crate) fn either(regions: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for region in regions {
            match region {
                Self::None => {}
                Self::All => return Self::All,
                region => kept.push(region),
            }
        }
        if kept.len() == 1 {
            kept.pop().unwrap_or(Self::None)
        } else {
            Self::joined(kept, Self::Either, Self::None)
        }
    }

    fn joined(kept: Vec<Self>, join: fn(Vec<Self>) -> Self, empty: Self) -> Self {
        if kept.is_empty() { empty } else { join(kept) }
    }

    /// Returns whether the region has this text.
    pub(crate) fn has(&self, text: &str) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Like(tokens) => super::glob::matches(tokens, text),
            Self::Not(inner) => !inner.has(text),
            Self::Both(parts) => parts.iter().all(|part| part.has(text)),
            Self::Either(parts) => parts.iter().any(|part| part.has(text)),
        }
    }

    /// Finds a shortest text in the region.
    pub(crate) fn witness(&self, alphabet: Alphabet) -> Search {
        if let Some(found) = self.plain_witness().filter(|_| alphabet == Alphabet::Text) {
            return found;
        }
        let mut atoms = BTreeMap::new();
        match self.compile(&mut atoms) {
            Compiled::Always(false) => Search::Empty,
            compiled => search::shortest(&in_order(&atoms), alphabet, |matched| compiled.holds(matched)),
        }
    }

    /// Finds a shortest text where that needs no search: most questions are about one pattern.
    fn plain_witness(&self) -> Option<Search> {
        match self {
            Self::All => Some(Search::Found(String::new())),
            Self::None => Some(Search::Empty),
            Self::Like(tokens) => Some(Search::Found(shortest_match(tokens))),
            Self::Both(parts) => {
                let only = parts.iter().find_map(Self::only_text)?;
                Some(if self.has(&only) { Search::Found(only) } else { Search::Empty })
            }
            Self::Either(parts) if parts.iter().all(|part| matches!(part, Self::Like(_))) => {
                let texts = parts.iter().filter_map(|part| match part {
                    Self::Like(tokens) => Some(shortest_match(tokens)),
                    _ => None,
                });
                texts.min_by_key(|text| text.chars().count()).map(Search::Found)
            }
            Self::Either(_) | Self::Not(_) => None,
        }
    }

    /// Returns the one text in the region, where it is a pattern without wildcards.
    fn only_text(&self) -> Option<String> {
        let Self::Like(tokens) = self else { return None };
        let chars = tokens.iter().map(|token| if let Token::Char(c) = token { Some(*c) } else { None });
        chars.collect()
    }

    /// Numbers the region's patterns, adding those that have no number yet.
    pub(super) fn compile(&self, atoms: &mut BTreeMap<Arc<[Token]>, usize>) -> Compiled {
        match self {
            Self::All => Compiled::Always(true),
            Self::None => Compiled::Always(false),
            Self::Like(tokens) => {
                let next = atoms.len();
                Compiled::Atom(*atoms.entry(tokens.clone()).or_insert(next))
            }
            Self::Not(inner) => Compiled::Not(Box::new(inner.compile(atoms))),
            Self::Both(parts) => Compiled::Both(parts.iter().map(|part| part.compile(atoms)).collect()),
            Self::Either(parts) => Compiled::Either(parts.iter().map(|part| part.compile(atoms)).collect()),
        }
    }
}

impl Compiled {
    pub(super) fn holds(&self, matched: &[bool]) -> bool {
        match self {
            Self::Always(value) => *value,
            Self::Atom(number) => matched.get(*number) == Some(&true),
            Self::Not(inner) => !inner.holds(matched),
            Self::Both(parts) => parts.iter().all(|part| part.holds(matched)),
            Self::Either(parts) => parts.iter().any(|part| part.holds(matched)),
        }
    }
}

/// Returns a shortest text that the pattern matches.
fn shortest_match(tokens: &[Token]) -> String {
    let shortest = tokens.iter().filter_map(|token| match token {
        Token::Char(c) => Some(*c),
        Token::One | Token::OneInSegment => Some('a'),
        Token::Any | Token::AnyInSegment => None,
    });
    shortest.collect()
}

/// Returns the numbered patterns in the order of their numbers.
pub(super) fn in_order(atoms: &BTreeMap<Arc<[Token]>, usize>) -> Vec<&[Token]> {
    let mut numbered: Vec<(usize, &[Token])> =
        atoms.iter().map(|(tokens, number)| (*number, &**tokens)).collect();
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().map(|(_, tokens)| tokens).collect()
}
