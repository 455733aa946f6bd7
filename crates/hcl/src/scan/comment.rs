//! Comments.

use memchr::memmem;

use super::Scanner;

impl Scanner<'_> {
    /// Where the comment ends whose `/*` stands at a place.
    ///
    /// A search that failed is not repeated, so that a text full of `/*` is not searched for each of them.
    pub(super) fn comment_end(&mut self, at: usize) -> Option<usize> {
        let limit = self.bytes.len();
        if self.unclosed_comment.is_some_and(|(from, until)| at >= from && limit <= until) {
            return None;
        }
        let length = memmem::find(self.rest(at + 2), b"*/");
        if length.is_none() {
            self.unclosed_comment = Some((at, limit));
        }
        length.map(|length| at + 2 + length + 2)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Scanner};

    #[test]
    fn comments_are_space_and_keep_their_line_end() {
        let text = "# a\n// b\r\n/* c\n*/ d /**/ e /* f";
        let mut scanner = Scanner::new(text);
        let mut kinds = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let token = scanner.token(at);
            kinds.push((token.kind, scanner.token_text(token)));
            at = token.end.max(at + 1);
        }
        let expected = [
            (Kind::Newline, "\n"),
            (Kind::Newline, "\n"),
            (Kind::Name, "d"),
            (Kind::Name, "e"),
            (Kind::Comment, "/*"),
            (Kind::Name, "f"),
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn a_failed_search_counts_only_up_to_where_it_looked() {
        let mut scanner = Scanner::new("/* a */");
        scanner.bytes = &scanner.text.as_bytes()[..4];
        assert_eq!(scanner.comment_end(0), None);
        scanner.bytes = scanner.text.as_bytes();
        assert_eq!(scanner.comment_end(0), Some(7));
    }
}
