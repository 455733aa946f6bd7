//! From RE2's syntax, which Terraform has, to that of the `regex` crate.
//!
//! Source: <https://github.com/google/re2/wiki/Syntax> and
//! <https://docs.rs/regex/latest/regex/#syntax>, read 2026-11-23.

use std::iter::Peekable;
use std::str::Chars;

use super::super::call::Stop;

/// The same pattern in the other syntax: `\d`, `\w`, `\s` and `\b` are ASCII; `\Q…\E` quotes; a bracket or `&&`
/// inside a class, and a brace that is no repetition, are literal.
pub(super) fn translate(pattern: &str) -> Result<String, Stop> {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern.chars().peekable();
    let mut repeated = false;
    while let Some(letter) = rest.next() {
        let repeats = matches!(letter, '*' | '+' | '?') || letter == '{' && is_repetition(rest.clone());
        if repeats && repeated {
            return Err("invalid regexp pattern: invalid nested repetition operator".into());
        }
        repeated = repeats;
        match letter {
            '\\' => escape(&mut rest, &mut out, false)?,
            '[' => class(&mut rest, &mut out)?,
            '{' if !repeats => out.push_str("\\{"),
            '{' => {
                out.push('{');
                out.extend(rest.by_ref().take_while(|letter| *letter != '}'));
                out.push('}');
            }
            _ => out.push(letter),
        }
        // After `(` a `?` starts a flag or name; after a repetition it makes it lazy.
        if (repeats || letter == '(') && rest.next_if_eq(&'?').is_some() {
            out.push('?');
        }
    }
    Ok(out)
}

/// `12}`, `1,}` or `1,2}` follow.
fn is_repetition(rest: Peekable<Chars<'_>>) -> bool {
    let inside: String = rest.take_while(|letter| *letter != '}').take(16).collect();
    let (least, most) = inside.split_once(',').unwrap_or((&inside, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && digits(least) && digits(most)
}

fn escape(rest: &mut Peekable<Chars<'_>>, out: &mut String, in_class: bool) -> Result<(), Stop> {
    let Some(letter) = rest.next() else {
        return Err("invalid regexp pattern: trailing backslash at end of expression".into());
    };
    match letter {
        'd' => out.push_str("[0-9]"),
        'D' => out.push_str("[^0-9]"),
        'w' => out.push_str("[0-9A-Za-z_]"),
        'W' => out.push_str("[^0-9A-Za-z_]"),
        's' => out.push_str(r"[\t\n\f\r ]"),
        'S' => out.push_str(r"[^\t\n\f\r ]"),
        'b' if !in_class => out.push_str(r"(?-u:\b)"),
        'Q' if !in_class => quoted(rest, out),
        _ => {
            out.push('\\');
            out.push(letter);
        }
    }
    Ok(())
}

/// Up to `\E` all is literal.
fn quoted(rest: &mut Peekable<Chars<'_>>, out: &mut String) {
    let mut literal = String::new();
    while let Some(letter) = rest.next() {
        if letter == '\\' && rest.peek() == Some(&'E') {
            rest.next();
            break;
        }
        literal.push(letter);
    }
    out.push_str(&::regex::escape(&literal));
}

/// After `[` up to the closing bracket.
fn class(rest: &mut Peekable<Chars<'_>>, out: &mut String) -> Result<(), Stop> {
    out.push('[');
    if rest.next_if_eq(&'^').is_some() {
        out.push('^');
    }
    if rest.next_if_eq(&']').is_some() {
        out.push_str("\\]");
    }
    while let Some(letter) = rest.next() {
        match letter {
            ']' => {
                out.push(']');
                return Ok(());
            }
            '\\' => escape(rest, out, true)?,
            '[' if rest.peek() == Some(&':') => {
                // `[:alpha:]`
                out.push('[');
                for letter in rest.by_ref() {
                    out.push(letter);
                    if letter == ']' {
                        break;
                    }
                }
            }
            '[' | '&' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
    }
    Err("invalid regexp pattern: missing closing ]".into())
}
