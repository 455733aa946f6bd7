//! Does one pattern match one text?

use super::Token;

/// Returns whether the tokens match the whole text.
pub(crate) fn matches(tokens: &[Token], text: &str) -> bool {
    let literal = tokens.iter().take_while(|token| matches!(token, Token::Char(_))).count();
    let mut rest = text.chars();
    for token in tokens.iter().take(literal) {
        let (Token::Char(wanted), Some(c)) = (token, rest.next()) else { return false };
        if *wanted != c {
            return false;
        }
    }
    match tokens.get(literal..).unwrap_or_default() {
        [] => rest.as_str().is_empty(),
        [Token::Any] => true,
        wild => simulate(wild, rest.as_str()),
    }
}

/// Follows every way through the tokens at once: time is tokens × characters, whatever the pattern.
fn simulate(tokens: &[Token], text: &str) -> bool {
    let mut here = vec![false; tokens.len() + 1];
    set(&mut here, 0);
    skip_stars(tokens, &mut here);
    for c in text.chars() {
        let mut next = vec![false; tokens.len() + 1];
        for (at, token) in tokens.iter().enumerate() {
            if here.get(at) != Some(&true) {
                continue;
            }
            match token {
                Token::Char(wanted) if *wanted == c => set(&mut next, at + 1),
                Token::One => set(&mut next, at + 1),
                Token::OneInSegment if c != ':' => set(&mut next, at + 1),
                Token::Any => set(&mut next, at),
                Token::AnyInSegment if c != ':' => set(&mut next, at),
                _ => {}
            }
        }
        here = next;
        skip_stars(tokens, &mut here);
    }
    here.last() == Some(&true)
}

/// A star may match nothing: whoever stands before it also stands behind it.
fn skip_stars(tokens: &[Token], here: &mut [bool]) {
    for (at, token) in tokens.iter().enumerate() {
        if matches!(token, Token::Any | Token::AnyInSegment) && here.get(at) == Some(&true) {
            set(here, at + 1);
        }
    }
}

fn set(places: &mut [bool], at: usize) {
    if let Some(place) = places.get_mut(at) {
        *place = true;
    }
}
