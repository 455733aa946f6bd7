//! Quoted labels and names.

use std::borrow::Cow;

use super::super::{Kind, Parser, Token};
use super::quoted::{Stop, append};
use crate::ast::Label;

impl Parser<'_, '_> {
    /// Parses a quoted text that may not be a template.
    pub(in super::super) fn quoted_label(&mut self) -> Option<Label> {
        let open = self.token;
        let mut text = Cow::default();
        let mut at = open.end;
        loop {
            let (end, stop) = self.plain(at);
            append(&mut text, self.scanner.slice(at, end));
            at = match stop {
                Stop::Quote => {
                    self.go_on(end + 1);
                    return Some(Label {
                        text: self.names.intern(&text),
                        range: self.range(open.start, end + 1),
                    });
                }
                Stop::Backslash => self.append_escape(end, &mut text),
                Stop::Escaped => {
                    append(&mut text, self.scanner.slice(end, end + 1));
                    append(&mut text, "{");
                    end + 3
                }
                Stop::Sequence => {
                    let token = Token::new(Kind::OpenBrace, end, end + 2);
                    let message = "a name or label is no template; write plain text";
                    self.error(token, message.to_owned());
                    append(&mut text, self.scanner.slice(end, end + 2));
                    end + 2
                }
                Stop::End => {
                    self.unclosed_quote(open, end);
                    return None;
                }
            };
        }
    }
}
