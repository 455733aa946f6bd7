//! Texts from their start to their end: strictly, and where that fails resiliently.

use super::early_close::{EarlyClose, Mark};
use super::recovery::{Mode, Recovery};
use super::restart::Line;
use super::{Kind, Parser};
use crate::ast::{Body, Expr, Segment};

/// How much text strict attempts may waste before the rest is parsed resiliently only.
///
/// Units: lengths of the text.
const WASTE: usize = 3;

/// The byte order mark, which Terraform takes at the start of a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

impl Parser<'_, '_> {
    /// Parses a file.
    pub(crate) fn file(&mut self) -> Body {
        let mut body = Body::default();
        let length = self.scanner.text.len();
        let mut waste = length.saturating_mul(WASTE);
        self.resume(self.first());
        let mut early = None;
        loop {
            while self.token.kind == Kind::Newline {
                self.skip();
            }
            if self.token.kind == Kind::End {
                break;
            }
            let start = self.token.start;
            let mark = self.mark(&body);
            match early {
                Some(EarlyClose { mark, .. }) if self.token.kind == Kind::CloseBrace && waste > 0 => {
                    early = None;
                    waste = waste.saturating_sub(start - mark.start);
                    self.again(mark, Mode::ByIndentation, &mut body);
                    self.forget(waste);
                }
                _ => {
                    self.file_item(&mut body, mark, &mut waste);
                    early = self.early_close(mark, &body, early);
                }
            }
            if self.token.kind == Kind::Restart {
                self.rescan();
            }
            if self.token.start == start && self.token.kind != Kind::End {
                self.skip();
            }
        }
        body.range = self.range(0, length);
        self.check_repeated(&body.attributes);
        body
    }

    /// Parses one item of a file, with as much care as its errors need.
    fn file_item(&mut self, body: &mut Body, mark: Mark, waste: &mut usize) {
        if *waste > 0 {
            self.item(body);
            if !self.has_failed() {
                return self.same_line(mark.start);
            }
        }
        for mode in [Mode::Resilient, Mode::ByIndentation] {
            *waste = waste.saturating_sub(self.recovery.reached.max(self.token.start) - mark.start);
            self.again(mark, mode, body);
            if !self.recovery.unclosed || *waste == 0 {
                break;
            }
        }
        self.forget(*waste);
    }

    fn mark(&self, body: &Body) -> Mark {
        Mark {
            start: self.token.start,
            attributes: body.attributes.len(),
            blocks: body.blocks.len(),
            diagnostics: self.diagnostics.len(),
        }
    }

    /// Parses an item once more, in another mode.
    fn again(&mut self, mark: Mark, mode: Mode, body: &mut Body) {
        body.attributes.truncate(mark.attributes);
        body.blocks.truncate(mark.blocks);
        self.diagnostics.truncate(mark.diagnostics);
        self.restart(mode);
        self.resume(mark.start);
        self.item(body);
    }

    /// Leaves an item with errors behind.
    fn forget(&mut self, waste: usize) {
        let line = self.recovery.line;
        let mode = if waste == 0 { Mode::Resilient } else { Mode::Strict };
        self.recovery = Recovery { mode, line, ..Recovery::default() };
        self.rescan();
    }

    /// Warns of an item that follows another one on its line.
    fn same_line(&mut self, start: usize) {
        if matches!(self.token.kind, Kind::Name | Kind::Quote) && self.token.start > start {
            let message = "every argument and block begins on a line of its own; add a line end before";
            self.warning(self.token, message.to_owned());
        }
    }

    /// Parses one expression, which is all of the text.
    pub(crate) fn whole_expression(&mut self) -> Expr {
        let start = self.first();
        let parse = |parser: &mut Self| {
            parser.resume(start);
            let value = parser.expression();
            if parser.kind() != Kind::End {
                parser.expected("the end of the expression");
            }
            value
        };
        self.newlines = false;
        self.twice(parse)
    }

    /// Parses a template, which is all of the text.
    pub(crate) fn whole_template(&mut self) -> Vec<Segment> {
        let start = self.first();
        self.twice(|parser| parser.bare_template(start))
    }

    fn twice<T>(&mut self, parse: impl Fn(&mut Self) -> T) -> T {
        let value = parse(self);
        if !self.has_failed() {
            return value;
        }
        self.diagnostics.clear();
        self.restart(Mode::Resilient);
        parse(self)
    }

    fn restart(&mut self, mode: Mode) {
        self.recovery = Recovery { mode, ..Recovery::default() };
        self.scanner.bytes = self.scanner.text.as_bytes();
    }

    /// Goes on at a place.
    fn resume(&mut self, at: usize) {
        self.taken = at;
        self.token = self.scanner.token(at);
        if self.recovery.mode.is_resilient() {
            self.recovery.line = Line::of(self.scanner.text, self.token.start);
        }
    }

    fn first(&self) -> usize {
        if self.scanner.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
    }
}
