//! `%{ if … }`, `%{ else }`, `%{ endif }`, `%{ for … }`, `%{ endfor }`.

use super::super::{Kind, Parser};
use super::part::{Loop, Part, Place};

impl<'t> Parser<'t, '_> {
    /// Parses what lies between `%{` and `}`; `start` is the place of the `%`.
    pub(super) fn directive(&mut self, start: usize) -> Option<Part<'t>> {
        let place = Place { start, end: start };
        let keyword = self.token;
        if self.kind() != Kind::Name {
            self.expected("`if`, `else`, `endif`, `for` or `endfor` after `%{`; `%%{` is a plain `%{`");
            return None;
        }
        match self.scanner.token_text(self.token) {
            "if" => {
                self.bump();
                Some(Part::If(self.expression(), place))
            }
            "else" => {
                self.bump();
                Some(Part::Else(place))
            }
            "endif" => {
                self.bump();
                Some(Part::EndIf(place))
            }
            "endfor" => {
                self.bump();
                Some(Part::EndFor(place))
            }
            "for" => {
                self.bump();
                let (key, value) = self.for_names()?;
                let collection = self.expression();
                Some(Part::For(Box::new(Loop { key, value, collection }), place))
            }
            other => {
                let message = format!(
                    "`{}` is no directive; write `if`, `else`, `endif`, `for` or `endfor`, or `%%{{` for a plain `%{{`",
                    super::super::term::shown(other)
                );
                self.error(keyword, message);
                self.lose();
                None
            }
        }
    }
}
