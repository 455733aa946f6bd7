//! Escapes and classes of characters: `\d`, `\pL`, `[a-z[:alpha:]]`.
//!
//! Source: <https://pkg.go.dev/regexp/syntax>, read 2026-11-25.

use std::fmt::Write as _;

use super::names;
use super::scanner::Scanner;
use super::translate::Wrong;

/// What an escape stands for.
pub(super) enum Escaped {
    One(char),
    /// A class, as it stands between brackets in the other syntax.
    Class(String),
}

impl Escaped {
    /// As it stands outside of brackets.
    pub(super) fn alone(&self) -> String {
        match self {
            Self::One(letter) => ::regex::escape(letter.encode_utf8(&mut [0; 4])),
            Self::Class(class) => format!("[{class}]"),
        }
    }
}

/// After a backslash.
pub(super) fn escape(rest: &mut Scanner<'_>) -> Result<Escaped, Wrong> {
    let letter = rest.next().ok_or("a backslash at the end escapes nothing")?;
    let one = |letter: char| Ok(Escaped::One(letter));
    match letter {
        'd' => Ok(Escaped::Class("0-9".to_owned())),
        'w' => Ok(Escaped::Class("0-9A-Za-z_".to_owned())),
        's' => Ok(Escaped::Class(r"\t\n\f\r ".to_owned())),
        'D' => Ok(Escaped::Class("[^0-9]".to_owned())),
        'W' => Ok(Escaped::Class("[^0-9A-Za-z_]".to_owned())),
        'S' => Ok(Escaped::Class(r"[^\t\n\f\r ]".to_owned())),
        'p' | 'P' => unicode(letter == 'P', rest),
        'a' => one('\u{7}'),
        'f' => one('\u{c}'),
        't' => one('\t'),
        'n' => one('\n'),
        'r' => one('\r'),
        'v' => one('\u{b}'),
        'x' => hexadecimal(rest).map(Escaped::One),
        '0'..='7' => octal(letter, rest).map(Escaped::One),
        _ if letter.is_ascii() && !letter.is_ascii_alphanumeric() => one(letter),
        _ => Err(format!("`\\{letter}` is no escape")),
    }
}

fn hexadecimal(rest: &mut Scanner<'_>) -> Result<char, Wrong> {
    let mut digits = String::new();
    if rest.next_if('{') {
        digits.push_str(rest.until('}').unwrap_or_default());
    } else {
        digits.extend(rest.next());
        digits.extend(rest.next());
    }
    let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = u32::from_str_radix(&digits, 16).ok().filter(|_| whole);
    code.and_then(char::from_u32).ok_or_else(|| format!("`\\x{{{digits}}}` is no character"))
}

/// Up to three digits; a single one that is not zero would refer back to a group, which is not supported.
fn octal(first: char, rest: &mut Scanner<'_>) -> Result<char, Wrong> {
    let mut code = first.to_digit(8).unwrap_or(0);
    let is_digit = |letter: Option<char>| letter.and_then(|letter| letter.to_digit(8));
    if first != '0' && is_digit(rest.peek()).is_none() {
        return Err(format!("`\\{first}` would refer back to a group, which is not supported"));
    }
    for _ in 0..2 {
        let Some(digit) = is_digit(rest.peek()) else { break };
        code = code * 8 + digit;
        rest.next();
    }
    char::from_u32(code).ok_or_else(|| "an octal escape is no character".to_owned())
}

/// After `\p` or `\P`: `L`, `{Greek}` or `{^Greek}`.
fn unicode(negated: bool, rest: &mut Scanner<'_>) -> Result<Escaped, Wrong> {
    let name = match rest.next() {
        Some('{') => rest.until('}').ok_or("a class of Unicode does not end")?.to_owned(),
        Some(letter) => letter.to_string(),
        None => return Err("a class of Unicode has no name".to_owned()),
    };
    let (negated, plain) = match name.strip_prefix('^') {
        Some(plain) => (!negated, plain),
        None => (negated, name.as_str()),
    };
    if !names::is_class(plain) {
        return Err(format!("`{plain}` is no class of Unicode"));
    }
    let letter = if negated { 'P' } else { 'p' };
    Ok(Escaped::Class(format!("\\{letter}{{{plain}}}")))
}

/// After `[`, up to the closing bracket: the class in the other syntax.
pub(super) fn read(rest: &mut Scanner<'_>) -> Result<String, Wrong> {
    let mut out = String::from("[");
    if rest.next_if('^') {
        out.push('^');
    }
    let mut first = true;
    loop {
        let letter = rest.next().ok_or("missing closing `]`")?;
        let low = match letter {
            ']' if !first => {
                out.push(']');
                return Ok(out);
            }
            '[' if rest.starts_with(":") && posix(rest, &mut out)? => {
                first = false;
                continue;
            }
            '\\' => escape(rest)?,
            other => Escaped::One(other),
        };
        first = false;
        match low {
            Escaped::Class(class) => out.push_str(&class),
            Escaped::One(low) => range(low, rest, &mut out)?,
        }
    }
}

/// A character, or a range that starts with it.
fn range(low: char, rest: &mut Scanner<'_>, out: &mut String) -> Result<(), Wrong> {
    let mut high = low;
    if rest.starts_with("-") && !rest.starts_with("-]") {
        rest.next();
        high = match rest.next().ok_or("missing closing `]`")? {
            '\\' => match escape(rest)? {
                Escaped::One(letter) => letter,
                Escaped::Class(_) => return Err("a range cannot end with a class".to_owned()),
            },
            letter => letter,
        };
        if high < low {
            return Err(format!("the range `{low}-{high}` has its ends in the wrong order"));
        }
    }
    // Writing to a string cannot fail.
    let _ = write!(out, "\\x{{{:x}}}-\\x{{{:x}}}", u32::from(low), u32::from(high));
    Ok(())
}

/// `[:alpha:]` or `[:^alpha:]`, if that follows.
fn posix(rest: &mut Scanner<'_>, out: &mut String) -> Result<bool, Wrong> {
    let mut ahead = rest.clone();
    ahead.next();
    let Some(name) = ahead.until(':').filter(|_| ahead.next_if(']')) else { return Ok(false) };
    if !names::is_posix(name.strip_prefix('^').unwrap_or(name)) {
        return Err(format!("`[:{name}:]` is no class"));
    }
    out.push_str("[:");
    out.push_str(name);
    out.push_str(":]");
    *rest = ahead;
    Ok(true)
}
