//! Text that Terraform takes and `hcl-edit` does not, made to fit.

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
        if inside && matches!(token, Token::Newline | Token::Comment) {
            bytes.get_mut(walk.before..walk.at)?.fill(b' ');
            changed = true;
        }
    }
    if changed { String::from_utf8(bytes).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

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
