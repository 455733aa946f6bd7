//! Bodies of user data: boot scripts, which hold tokens in forms that nobody can foresee.

use std::ops::Range;
use std::sync::LazyLock;

use super::pattern::Pattern;
use super::value;

/// Where bodies of user data are, in order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for opening in OPENING.ranges(text) {
        // What lies within a body opens no other: that keeps hostile texts linear.
        if found.last().is_none_or(|last| last.end <= opening.start) {
            found.extend(body(text, opening.end));
        }
    }
    found
}

/// `user_data = `, `"startup-script": `, with any spelling.
static OPENING: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::any(&[
        r#"(?i:\b(?:user[_-]?data|custom[_-]?data|startup[_-]script|shutdown[_-]script|cloud[_-]?(?:config|init))[\w-]*["']?[ \t]*(?:=|:))"#,
        r#"(?i:\b[\w]*(?:startup_script|custom_data|user_data)["']?[ \t]*(?:=|:))"#,
    ])
});

/// The body that starts after `from`: a heredoc that opens in the same line, or a long literal.
fn body(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let near = (0..=NEAR.min(rest.len())).rev().find_map(|end| rest.get(..end))?;
    let line = near.split('\n').next()?;
    if let Some(opening) = line.find("<<") {
        return value::heredoc(text, from + opening);
    }
    let quote = line.find(['"', '\'']).filter(|quote| !FILE.finds(line.get(..*quote).unwrap_or("")))?;
    value::quoted(text, from + quote).filter(|inner| inner.len() > LONGEST_LITERAL)
}

/// A path follows, which is no body.
static FILE: LazyLock<Pattern> = LazyLock::new(|| Pattern::any(&[r"\b(?:file|filebase64|templatefile)\($"]));

/// How far from the name a body may open. Units: bytes.
const NEAR: usize = 400;

/// Longer literals are bodies, shorter ones paths and references.
///
/// Units: bytes.
const LONGEST_LITERAL: usize = 80;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        assert!(OPENING.0.is_some() && FILE.0.is_some());
    }
}
