//! Pattern text to tokens.

use crate::marker::{Piece, pieces};

/// One step of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Token {
    /// This character.
    Char(char),
    /// Any one character.
    One,
    /// Any one character but a colon.
    OneInSegment,
    /// Any text, also none.
    Any,
    /// Any text without a colon, also none.
    AnyInSegment,
}

/// The tokens of a pattern, and which kinds of gap it has.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) list: Vec<Token>,
    pub(crate) unknown: bool,
    pub(crate) variable: bool,
}

/// An ARN's segments before its resource part: `arn`, partition, service, region, account.
///
/// Source: IAM user guide, "Amazon Resource Names", `arn:partition:service:region:account-id:resource`
/// (read 2026-11-23).
const LEADING_SEGMENTS: usize = 5;

/// Reads an action pattern, in lower case.
pub(crate) fn read_action(text: &str) -> Tokens {
    let mut tokens = Vec::new();
    let mut unknown = false;
    for piece in pieces(text) {
        match piece {
            Piece::Known(known) => tokens.extend(known.chars().map(|c| wildcard(c.to_ascii_lowercase()))),
            Piece::Unknown => {
                unknown = true;
                tokens.push(Token::Any);
            }
        }
    }
    Tokens { list: merge(tokens), unknown, variable: false }
}

/// Reads a resource pattern; `variables` says whether `${…}` means something, as from version 2012-10-17 on.
pub(crate) fn read_resource(text: &str, variables: bool) -> Tokens {
    let mut read = Steps::default();
    for piece in pieces(text) {
        match piece {
            Piece::Known(known) if variables => read.with_variables(known),
            Piece::Known(known) => read.plain(known),
            Piece::Unknown => {
                read.unknown = true;
                read.list.push(None);
            }
        }
    }
    let list = merge(keep_in_segments(&read.list));
    Tokens { list, unknown: read.unknown, variable: read.variable }
}

/// Reads one text, in which only unknown pieces stand for something else.
pub(crate) fn read_literal(text: &str) -> Tokens {
    let mut tokens = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Known(known) => tokens.extend(known.chars().map(Token::Char)),
            Piece::Unknown => tokens.push(Token::Any),
        }
    }
    let unknown = crate::marker::has_unknown(text);
    Tokens { list: merge(tokens), unknown, variable: false }
}

fn wildcard(c: char) -> Token {
    match c {
        '*' => Token::Any,
        '?' => Token::One,
        c => Token::Char(c),
    }
}

/// Tokens before the segment rule; `None` is text that is not in the pattern itself.
#[derive(Default)]
struct Steps {
    list: Vec<Option<Token>>,
    unknown: bool,
    variable: bool,
}

impl Steps {
    fn plain(&mut self, text: &str) {
        self.list.extend(text.chars().map(|c| Some(wildcard(c))));
    }

    /// Reads text with `${…}`. An opening without an end is text.
    fn with_variables(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, tail)) = after.split_once('}') else { break };
            self.plain(before);
            match name {
                "*" | "?" | "$" => self.list.extend(name.chars().map(|c| Some(Token::Char(c)))),
                _ => {
                    self.variable = true;
                    self.list.push(None);
                }
            }
            rest = tail;
        }
        self.plain(rest);
    }
}

/// Keeps wildcards of the leading segments inside them, except a `*` that ends its segment.
///
/// Behind text that is not known the segment is not known either, so nothing is kept from there on.
fn keep_in_segments(steps: &[Option<Token>]) -> Vec<Token> {
    let mut colons = 0;
    let mut kept = Vec::with_capacity(steps.len());
    let mut following = steps.iter().skip(1);
    for step in steps {
        let next = following.next();
        let ends_segment = matches!(next, None | Some(None | Some(Token::Char(':') | Token::Any)));
        let leading = colons < LEADING_SEGMENTS;
        match step {
            None => {
                colons = LEADING_SEGMENTS;
                kept.push(Token::Any);
            }
            Some(Token::Any) if leading && !ends_segment => kept.push(Token::AnyInSegment),
            Some(Token::One) if leading => kept.push(Token::OneInSegment),
            Some(token) => {
                colons += usize::from(*token == Token::Char(':'));
                kept.push(*token);
            }
        }
    }
    kept
}

/// Makes neighbouring stars one.
fn merge(tokens: Vec<Token>) -> Vec<Token> {
    let mut merged: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match (merged.last_mut(), token) {
            (Some(Token::Any), Token::Any | Token::AnyInSegment)
            | (Some(Token::AnyInSegment), Token::AnyInSegment) => {}
            (Some(last @ Token::AnyInSegment), Token::Any) => *last = Token::Any,
            _ => merged.push(token),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use Token::{Any, AnyInSegment, Char, One, OneInSegment};

    #[test]
    fn actions_are_lower_case_and_stars_merge() {
        assert_eq!(read_action("S3:**").list, [Char('s'), Char('3'), Char(':'), Any]);
    }

    #[test]
    fn wildcards_stay_in_leading_segments() {
        assert_eq!(
            read_resource("a*b:?", true).list,
            [Char('a'), AnyInSegment, Char('b'), Char(':'), OneInSegment]
        );
        assert_eq!(read_resource("a*:b", true).list, [Char('a'), Any, Char(':'), Char('b')]);
        assert_eq!(read_resource(":::::*x?", true).list.get(5..), Some(&[Any, Char('x'), One][..]));
    }

    #[test]
    fn variables_and_escapes() {
        let read = read_resource("x${aws:username}${*}", true);
        assert!(read.variable);
        assert_eq!(read.list, [Char('x'), Any, Char('*')]);
        assert!(!read_resource("${aws:username}", false).variable);
        assert!(!read_resource("x${open", true).variable);
    }
}
