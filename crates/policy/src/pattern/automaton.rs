//! Many patterns run side by side, as the bits of one number.

use super::{Alphabet, Token};
use std::collections::BTreeSet;

/// All patterns laid end to end: bit *i* of a state means "some pattern stands before its token *i*".
///
/// Each pattern takes one bit more than it has tokens; the last bit means that it matched.
#[derive(Debug)]
pub(super) struct Automaton {
    /// One entry a symbol of the reduced alphabet.
    symbols: Vec<Symbol>,
    stars: Vec<u64>,
    accepting: Vec<usize>,
    start: Vec<u64>,
}

/// A character that some pattern names, or one that stands for all the others.
#[derive(Debug)]
struct Symbol {
    c: char,
    /// Places from which the character leads one step on.
    steps: Vec<u64>,
    /// Places which the character does not leave.
    stays: Vec<u64>,
}

/// Where every pattern stands.
pub(super) type State = Vec<u64>;

impl Automaton {
    pub(super) fn new(patterns: &[&[Token]], alphabet: Alphabet) -> Self {
        let bits = patterns.iter().map(|tokens| tokens.len() + 1).sum::<usize>();
        let words = bits.div_ceil(64).max(1);
        let symbols =
            characters(patterns, alphabet).into_iter().map(|c| Symbol::new(c, patterns, words)).collect();
        let mut automaton =
            Self { symbols, stars: vec![0; words], accepting: Vec::new(), start: vec![0; words] };
        let mut at = 0;
        for tokens in patterns {
            set(&mut automaton.start, at);
            for token in *tokens {
                if matches!(token, Token::Any | Token::AnyInSegment) {
                    set(&mut automaton.stars, at);
                }
                at += 1;
            }
            automaton.accepting.push(at);
            at += 1;
        }
        automaton
    }

    pub(super) fn start(&self) -> State {
        let mut start = self.start.clone();
        self.skip_stars(&mut start);
        start
    }

    /// Gives the state after each symbol, with the symbol. The state is only lent.
    pub(super) fn each_successor(&self, state: &State, visit: &mut dyn FnMut(char, &State)) {
        let mut next = state.clone();
        for symbol in &self.symbols {
            symbol.apply(state, &mut next);
            self.skip_stars(&mut next);
            visit(symbol.c, &next);
        }
    }

    /// Returns which patterns match the text read so far.
    pub(super) fn matched(&self, state: &State) -> Vec<bool> {
        self.accepting.iter().map(|bit| is_set(state, *bit)).collect()
    }

    /// Returns the cost of looking at one state: its successors, and what matches in it.
    pub(super) fn cost(&self) -> usize {
        self.symbols.len() * self.start.len() + self.accepting.len()
    }

    /// Neighbouring stars were merged, so one pass is enough.
    fn skip_stars(&self, state: &mut State) {
        let mut carry = 0;
        for (word, stars) in state.iter_mut().zip(&self.stars) {
            let waiting = *word & stars;
            *word |= (waiting << 1) | carry;
            carry = waiting >> 63;
        }
    }
}

impl Symbol {
    fn new(c: char, patterns: &[&[Token]], words: usize) -> Self {
        let mut symbol = Self { c, steps: vec![0; words], stays: vec![0; words] };
        let mut at = 0;
        for tokens in patterns {
            for token in *tokens {
                match token {
                    Token::Char(wanted) if *wanted == c => set(&mut symbol.steps, at),
                    Token::One => set(&mut symbol.steps, at),
                    Token::OneInSegment if c != ':' => set(&mut symbol.steps, at),
                    Token::Any => set(&mut symbol.stays, at),
                    Token::AnyInSegment if c != ':' => set(&mut symbol.stays, at),
                    _ => {}
                }
                at += 1;
            }
            at += 1;
        }
        symbol
    }

    fn apply(&self, state: &State, next: &mut State) {
        let mut carry = 0;
        let masks = self.steps.iter().zip(&self.stays);
        for ((word, next), (steps, stays)) in state.iter().zip(next).zip(masks) {
            let moving = word & steps;
            *next = (moving << 1) | carry | (word & stays);
            carry = moving >> 63;
        }
    }
}

/// The characters that patterns tell apart, and one more for all others, in a fixed order.
fn characters(patterns: &[&[Token]], alphabet: Alphabet) -> Vec<char> {
    let mut named: BTreeSet<char> = BTreeSet::new();
    for token in patterns.iter().copied().flatten() {
        match token {
            Token::Char(c) => drop(named.insert(*c)),
            Token::OneInSegment | Token::AnyInSegment => drop(named.insert(':')),
            Token::One | Token::Any => {}
        }
    }
    let other = alphabet.other_than(&named);
    other.into_iter().chain(named.into_iter().filter(|c| alphabet.has(*c))).collect()
}

fn set(words: &mut [u64], bit: usize) {
    if let Some(word) = words.get_mut(bit / 64) {
        *word |= 1 << (bit % 64);
    }
}

fn is_set(words: &[u64], bit: usize) -> bool {
    words.get(bit / 64).is_some_and(|word| word & (1 << (bit % 64)) != 0)
}
