//! Templates, and what `~` and `<<-` make of their text.

use std::fmt::Write as _;

use super::{Generator, Piece, Place};

/// A piece of a template as it is written.
enum Token {
    /// In lines: up to the end of a line.
    Text(String),
    Sequence {
        text: String,
        dump: Dump,
    },
}

/// What a sequence means.
enum Dump {
    Value(String),
    If(String),
    Else,
    EndIf,
    For(String),
    EndFor,
}

impl Generator {
    /// What stands in a sequence. `hcl-edit` takes no line ends there.
    fn inner(&mut self, depth: usize) -> Piece {
        let before = std::mem::replace(&mut self.in_sequence, true);
        let piece = self.expression(depth, Place { free: true, line_follows: false });
        self.in_sequence = before;
        piece
    }

    /// A quoted text without sequences.
    pub(super) fn plain_text(&mut self) -> Piece {
        let (text, value) = self.text_part();
        Piece::new(format!("\"{text}\""), format!("{value:?}"))
    }

    /// Text in quotes and its value.
    fn text_part(&mut self) -> (String, String) {
        let parts = [
            ("", ""),
            ("a", "a"),
            (" b ", " b "),
            ("\\n", "\n"),
            ("\\\"", "\""),
            ("\\\\", "\\"),
            ("\\t\\r", "\t\r"),
            ("\\u00e9\\U0001F600", "é😀"),
            ("$${x}", "${x}"),
            ("%%{y}", "%{y}"),
            ("$5 100% $$ %%", "$5 100% $$ %%"),
            ("größe", "größe"),
            ("# // /*", "# // /*"),
        ];
        let mut all = (String::new(), String::new());
        for _ in 0..self.below(4) {
            let (text, value) = self.pick(&parts);
            // `$` before `${` would make an escape of it.
            if !(all.0.ends_with(['$', '%']) && text.starts_with(['$', '%'])) {
                all.0.push_str(text);
                all.1.push_str(value);
            }
        }
        all
    }

    pub(super) fn quoted(&mut self, depth: usize) -> Piece {
        let mut tokens = Vec::new();
        let mut source = String::from("\"");
        // `hcl-edit` leaves the escapes in a quoted directive's text as they are.
        let nesting = if self.beyond { 2 } else { 0 };
        self.sequences(
            depth,
            nesting,
            &mut |generator, source| {
                let (text, value) = generator.text_part();
                let text = if text.ends_with(['$', '%']) { text + "." } else { text };
                source.push_str(&text);
                if text.is_empty() {
                    None
                } else {
                    Some(if text.ends_with('.') { value + "." } else { value })
                }
            },
            &mut source,
            &mut tokens,
        );
        source.push('"');
        Piece::new(source, Self::meaning(tokens))
    }

    pub(super) fn heredoc(&mut self, depth: usize) -> Piece {
        let indented = self.beyond && self.chance(50);
        let marker = self.pick(&["EOT", "END-1"]);
        let eol = self.eol;
        let mut source = format!("<<{}{marker}{eol}", if indented { "-" } else { "" });
        let mut tokens = Vec::new();
        let lines =
            ["x", "  y", "\tz", "", "  ", "    \"q\" \\n", "$${a} %%{b}", "# c", "EOTX", "$ %", "EOT x"];
        // `hcl-edit` ends a heredoc at a marker with more after it.
        let lines = &lines[..lines.len() - usize::from(!self.beyond)];
        let mut pending = Vec::new();
        self.sequences(
            depth,
            2,
            &mut |generator, source| {
                let mut text = String::new();
                for _ in 0..generator.below(3) {
                    text.push_str(generator.pick(lines));
                    text.push_str(generator.eol);
                }
                text.push_str(generator.pick(&["", " ", "    ", "w", "  v "]));
                source.push_str(&text);
                pending.push(text.clone());
                (!text.is_empty()).then(|| text.replace("$${", "${").replace("%%{", "%{"))
            },
            &mut source,
            &mut tokens,
        );
        source.push_str(eol);
        tokens.push(Token::Text(eol.to_owned()));
        write!(source, "{}{marker}", self.pick(&["", "  ", "\t"])).unwrap();
        let mut tokens = lines_of(tokens);
        if indented {
            dedent(&mut tokens);
        }
        Piece::new(source, Self::meaning(tokens))
    }

    /// Text and sequences in turn; `text` writes text and returns its value.
    fn sequences(
        &mut self,
        depth: usize,
        nesting: usize,
        text: &mut dyn FnMut(&mut Self, &mut String) -> Option<String>,
        source: &mut String,
        tokens: &mut Vec<Token>,
    ) {
        for _ in 0..self.below(3) {
            tokens.extend(text(self, source).map(Token::Text));
            match self.below(if nesting == 0 { 2 } else { 4 }) {
                0 | 1 => {
                    let value = self.inner(depth.min(2));
                    self.sequence("$", &value.text, Dump::Value(value.dump), source, tokens);
                }
                2 => {
                    let condition = self.inner(depth.min(1));
                    self.sequence(
                        "%",
                        &format!("if {}", condition.text),
                        Dump::If(condition.dump),
                        source,
                        tokens,
                    );
                    self.sequences(depth, nesting - 1, text, source, tokens);
                    if self.chance(50) {
                        self.sequence("%", "else", Dump::Else, source, tokens);
                        self.sequences(depth, nesting - 1, text, source, tokens);
                    }
                    self.sequence("%", "endif", Dump::EndIf, source, tokens);
                }
                _ => {
                    let collection = self.inner(depth.min(1));
                    let names = self.pick(&["v", "k, v"]);
                    let words = format!("for {names} in {}", collection.text);
                    let dump = Dump::For(format!("{names} in {}", collection.dump));
                    self.sequence("%", &words, dump, source, tokens);
                    self.sequences(depth, nesting - 1, text, source, tokens);
                    self.sequence("%", "endfor", Dump::EndFor, source, tokens);
                }
            }
        }
        tokens.extend(text(self, source).map(Token::Text));
    }

    fn sequence(
        &mut self,
        sign: &str,
        words: &str,
        dump: Dump,
        source: &mut String,
        tokens: &mut Vec<Token>,
    ) {
        let before = if self.beyond && self.chance(25) { "~" } else { "" };
        let after = if self.beyond && self.chance(25) { "~" } else { "" };
        let gap = self.gap(self.beyond);
        let text = format!("{sign}{{{before} {words}{gap} {after}}}");
        source.push_str(&text);
        tokens.push(Token::Sequence { text, dump });
    }

    /// The template as `dump` shows it.
    fn meaning(mut tokens: Vec<Token>) -> String {
        let single = tokens.len() == 1;
        strip(&mut tokens);
        if tokens.iter().all(|token| matches!(token, Token::Text(_))) {
            let all: String = tokens.iter().map(text_of).collect();
            return format!("{all:?}");
        }
        let mut stack = vec![Vec::<String>::new()];
        let mut text = String::new();
        for token in &tokens {
            let Token::Sequence { dump, .. } = token else {
                text.push_str(text_of(token));
                continue;
            };
            flush(&mut text, &mut stack);
            match dump {
                Dump::Value(value) => stack.last_mut().unwrap().push(format!("${{{value}}}")),
                Dump::If(condition) => stack.push(vec![format!("%{{if {condition}"), String::new()]),
                Dump::Else => {
                    let branch = stack.last_mut().unwrap();
                    let then = branch.drain(2..).collect::<Vec<_>>();
                    branch[1] = format!("(template {})", then.join(" "));
                }
                Dump::EndIf => {
                    let branch = stack.pop().unwrap();
                    let last = format!("(template {})", branch[2..].join(" "));
                    let (then, otherwise) = match branch[1].as_str() {
                        "" => (last, "(template )".to_owned()),
                        then => (then.to_owned(), last),
                    };
                    stack.last_mut().unwrap().push(format!("{} {then} {otherwise}}}", branch[0]));
                }
                Dump::For(names) => stack.push(vec![format!("%{{for {names}")]),
                Dump::EndFor => {
                    let branch = stack.pop().unwrap();
                    let body = branch[1..].join(" ");
                    stack.last_mut().unwrap().push(format!("{} (template {body})}}", branch[0]));
                }
            }
        }
        flush(&mut text, &mut stack);
        let mut segments = stack.pop().unwrap();
        if !single && segments.len() == 1 && segments[0].starts_with("${") {
            segments.push("\"\"".to_owned());
        }
        format!("(template {})", segments.join(" "))
    }
}

fn text_of(token: &Token) -> &str {
    match token {
        Token::Text(text) => text,
        Token::Sequence { .. } => "",
    }
}

fn flush(text: &mut String, stack: &mut [Vec<String>]) {
    if !text.is_empty() {
        stack.last_mut().unwrap().push(format!("{text:?}"));
        text.clear();
    }
}

/// What `~` removes: white space of the one token beside it.
fn strip(tokens: &mut [Token]) {
    for index in 0..tokens.len() {
        let Token::Sequence { text, .. } = &tokens[index] else { continue };
        let (before, after) = (text[2..].starts_with('~'), text.ends_with("~}"));
        if before
            && index > 0
            && let Token::Text(text) = &mut tokens[index - 1]
        {
            text.truncate(text.trim_end().len());
        }
        if after && let Some(Token::Text(text)) = tokens.get_mut(index + 1) {
            text.replace_range(..text.len() - text.trim_start().len(), "");
        }
    }
}

/// Texts cut into lines, as Terraform's scanner has them.
fn lines_of(tokens: Vec<Token>) -> Vec<Token> {
    let mut lines: Vec<Token> = Vec::new();
    for token in tokens {
        match token {
            Token::Text(text) => {
                for line in text.split_inclusive('\n') {
                    match lines.last_mut() {
                        Some(Token::Text(last)) if !last.ends_with('\n') => last.push_str(line),
                        _ => lines.push(Token::Text(line.to_owned())),
                    }
                }
            }
            sequence @ Token::Sequence { .. } => lines.push(sequence),
        }
    }
    lines
}

/// What `<<-` removes, after `~`.
fn dedent(tokens: &mut [Token]) {
    strip(tokens);
    let mut least = usize::MAX;
    let mut starts = Vec::new();
    let mut at_start = true;
    for (index, token) in tokens.iter().enumerate() {
        if at_start {
            match token {
                Token::Text(text) if text.trim().is_empty() && text.ends_with('\n') => {}
                Token::Text(text) => {
                    least = least.min(text.len() - text.trim_start().len());
                    starts.push(index);
                }
                Token::Sequence { .. } => least = 0,
            }
        }
        at_start = matches!(token, Token::Text(text) if text.ends_with('\n'));
    }
    for index in starts {
        if let Token::Text(text) = &mut tokens[index] {
            text.replace_range(..least, "");
        }
    }
}
