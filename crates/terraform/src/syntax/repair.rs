//! Text that `hcl-edit` does not take, or only slowly.

use super::cut::{Frame, Token, Walk};

/// The same text with the line ends directly inside `{ for … }` blanked out, comments with them, if there is any.
///
/// Terraform ignores line ends there. Nothing moves, so spans stay right.
pub(super) fn join_for_lines(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut walk = Walk::new(text.as_bytes(), 0);
    let mut changed = false;
    loop {
        let inside = walk.frames.last() == Some(&Frame::ForObject);
        let Some(token) = walk.next() else { break };
        let carriage = text.as_bytes().get(walk.before) == Some(&b'\r');
        if inside && (carriage || matches!(token, Token::Newline | Token::Comment)) {
            bytes.get_mut(walk.before..walk.at)?.fill(b' ');
            changed = true;
        }
    }
    if changed { String::from_utf8(bytes).ok() } else { None }
}

/// The most `=` and `:` directly inside one pair of braces.
pub(super) fn widest_object(text: &str) -> usize {
    let mut walk = Walk::new(text.as_bytes(), 0);
    let mut counts: Vec<usize> = Vec::new();
    let mut widest = 0;
    while let Some(token) = walk.next() {
        counts.resize(walk.frames.len(), 0);
        let assigns = matches!(text.as_bytes().get(walk.before), Some(b'=' | b':'));
        let code = walk.frames.last() == Some(&Frame::Bracket);
        if let Some(count) = counts.last_mut().filter(|_| assigns && code && token == Token::Other) {
            *count += 1;
            widest = widest.max(*count);
        }
    }
    widest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_counted_a_brace() {
        assert_eq!(widest_object("a = { b = 1, c = { d : 1 }, e = \"f = g\" }"), 3);
        assert_eq!(widest_object("x {\n a = [{ b = 1 }, { b = 1 }]\n}"), 1);
    }

    #[test]
    fn only_line_ends_of_a_for_object_are_blanked() {
        let text = "a = { for k in l : # why\n k => k ?\n { x = 1\n y = 2 } : 3 }\nb = 1";
        let joined = join_for_lines(text).unwrap();
        assert_eq!(joined.len(), text.len());
        assert_eq!(joined.lines().count(), 3);
        assert!(joined.ends_with("\nb = 1") && !joined.contains('#'));
        assert_eq!(join_for_lines("a = {\n b = 1\n}"), None);
    }
}
