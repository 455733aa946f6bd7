//! The opening of a heredoc.

use super::{Scanner, word_end};

impl Scanner<'_> {
    /// Where the line ends, its line feed included, whose `<<X` or `<<-X` stands at a place; none if there is no such
    /// opening.
    ///
    /// Spaces before the end of the line are taken, as older Terraform did; the parser warns of them.
    pub(super) fn heredoc_opening_end(&self, at: usize) -> Option<usize> {
        if self.byte(at + 1) != Some(b'<') {
            return None;
        }
        let marker = at + if self.byte(at + 2) == Some(b'-') { 3 } else { 2 };
        let end = word_end(self.text, self.bytes, marker);
        if end == marker {
            return None;
        }
        let line_end = self.after_blanks(end);
        match (self.byte(line_end), self.byte(line_end + 1)) {
            (Some(b'\n'), _) => Some(line_end + 1),
            (Some(b'\r'), Some(b'\n')) => Some(line_end + 2),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Scanner;

    #[test]
    fn an_opening_ends_with_its_line() {
        let opening = |text: &str| Scanner::new(text).heredoc_opening_end(0);
        assert_eq!(opening("<<EOT\nx"), Some(6));
        assert_eq!(opening("<<-E-1\r\nx"), Some(8));
        assert_eq!(opening("<<E \t\nx"), Some(6));
        for none in ["<<\n", "<< E\n", "<<E", "<<E x\n", "<E\n", "<<--E\n", "<<E,\n"] {
            assert_eq!(opening(none), None, "{none:?}");
        }
    }
}
