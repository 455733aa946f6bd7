//! The value that follows a name.

use std::ops::Range;
use std::sync::LazyLock;

use super::pattern::Pattern;

/// A value.
#[derive(Debug)]
pub(super) struct Value {
    /// Where it stands, without its quotes or brackets.
    pub(super) range: Range<usize>,
    /// False for references, booleans, enumeration values and names of resources.
    pub(super) secret: bool,
}

/// The value that starts at `from`, after `=` or `:`.
///
/// `lone`: the name stood at the start of its line, as in YAML, so that a word without quotes is a value too.
pub(super) fn after(text: &str, from: usize, lone: bool) -> Option<Value> {
    let rest = text.get(from..)?;
    let value = rest.trim_start_matches([' ', '\t']);
    let at = from + (rest.len() - value.len());
    let separator = Separator { spaced: at > from, sign: text.get(..from)?.chars().next_back() };
    match value.trim_start_matches('\\').chars().next()? {
        '"' | '\'' => quoted(text, at).map(|range| literal(text, range)),
        '<' if value.starts_with("<<") => heredoc(text, at).map(|range| Value { range, secret: true }),
        '[' | '{' | '(' => bracketed(text, at),
        // `a == b` is a comparison.
        '=' => None,
        _ if REFERENCE.finds(value) => None,
        _ if CALL.finds(value) => bracketed(text, at + value.find('(')?),
        _ if lone || !separator.spaced || separator.sign == Some('=') => bare(text, at, separator),
        _ => None,
    }
}

/// The body of the heredoc that opens at `at`, without its last line end.
pub(super) fn heredoc(text: &str, at: usize) -> Option<Range<usize>> {
    let opening = text.get(at..)?;
    let line_end = opening.find('\n')?;
    let marker = opening.get(2..line_end)?.trim_start_matches('-').trim().trim_matches(['"', '\'']);
    let start = at + line_end + 1;
    let lines = text.get(start..)?.split_inclusive('\n');
    let body: usize = lines.take_while(|line| line.trim() != marker).map(str::len).sum();
    let last_line_end = usize::from(text.get(start..start + body)?.ends_with('\n'));
    Some(start..start + body - last_line_end)
}

/// The inside of the quotes that open at `at`, up to the closing ones or the end of the line.
pub(super) fn quoted(text: &str, at: usize) -> Option<Range<usize>> {
    let opening = text.get(at..)?;
    let escapes = opening.len() - opening.trim_start_matches('\\').len();
    let quote = *opening.as_bytes().get(escapes)?;
    let start = at + escapes + 1;
    let mut backslashes = 0;
    for (offset, byte) in text.get(start..)?.bytes().enumerate() {
        match byte {
            b'\n' => return Some(start..start + offset),
            // Quotes that were opened with backslashes are closed by as many.
            _ if byte == quote && backslashes == escapes => return Some(start..start + offset - escapes),
            _ if byte == quote && escapes == 0 && backslashes % 2 == 0 => return Some(start..start + offset),
            b'\\' => backslashes += 1,
            _ => backslashes = 0,
        }
        if byte == quote {
            backslashes = 0;
        }
    }
    Some(start..text.len())
}

/// What stands between the brackets that open at `at`: all of it is secret if anything in it may be.
fn bracketed(text: &str, at: usize) -> Option<Value> {
    let mut depth = 0usize;
    let mut end = text.len();
    for (offset, byte) in text.get(at..)?.bytes().enumerate() {
        match byte {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            end = at + offset;
            break;
        }
    }
    let range = at + 1..end;
    let inner = text.get(range.clone())?;
    Some(Value { range, secret: inner.contains(['"', '\'', '=', ':', '<']) })
}

/// What stands between a name and its value.
#[derive(Clone, Copy)]
struct Separator {
    spaced: bool,
    sign: Option<char>,
}

/// A word without quotes. In HCL only a number can be one; elsewhere anything that is no keyword.
///
/// `secretsmanager:GetSecretValue` has a colon without space: an action, and no value.
fn bare(text: &str, at: usize, separator: Separator) -> Option<Value> {
    let ends = [' ', '\t', '\n', '\r', ',', ';', '}', ']', ')', '"', '\'', '`', '&', '\\'];
    let value = text.get(at..)?;
    let word = value.get(..value.find(ends).unwrap_or(value.len()))?;
    let stands = match (separator.sign, separator.spaced) {
        (Some('='), true) => word.bytes().all(|byte| byte.is_ascii_digit()),
        (Some(':'), spaced) => spaced,
        _ => true,
    };
    (stands && word.len() >= 3).then(|| literal(text, at..at + word.len()))
}

fn literal(text: &str, range: Range<usize>) -> Value {
    let secret = !text.get(range.clone()).is_some_and(|value| HARMLESS.finds(value));
    Value { range, secret }
}

static HARMLESS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::any(&[
        r"(?i)^(?:optional|required|enabled|disabled|true|false|none|null|default|yes|no|on|off|auto|any|all|\*|)$",
        // Names of resources, and strings that only refer.
        r"^(?:arn:|projects/|alias/|vault:|\$\{[^{}]*\}?$|\$\(|\$[A-Za-z_]+$|\{\{)",
    ])
});

static REFERENCE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::any(&[
        r"^(?:var|local|data|module|each|count|self|path|terraform|[a-z][a-z0-9]{0,60}_[a-z0-9_]{0,60})\.[a-z_]",
        r"^(?:file|filebase64|templatefile|lookup|element|pathexpand)\(",
        r"^[$&*|>!]",
    ])
});

static CALL: LazyLock<Pattern> = LazyLock::new(|| Pattern::any(&[r"^[a-z][a-z0-9_]{0,40}\("]));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [&HARMLESS, &REFERENCE, &CALL] {
            assert!(pattern.0.is_some());
        }
    }

    #[test]
    fn quotes_end_where_they_were_opened() {
        let inner = |text: &str| quoted(text, 0).map(|range| text[range].to_owned());
        assert_eq!(inner(r#""a \" b" c"#).as_deref(), Some(r#"a \" b"#));
        assert_eq!(inner(r#"\"a\" b"#).as_deref(), Some("a"));
        assert_eq!(inner("'a\nb'").as_deref(), Some("a"));
        assert_eq!(inner("\"a").as_deref(), Some("a"));
        assert_eq!(inner(r#""a\\" b"#).as_deref(), Some(r"a\\"));
    }
}
