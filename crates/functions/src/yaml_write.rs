//! `yamlencode`.
//!
//! Source: <https://pkg.go.dev/github.com/zclconf/go-cty-yaml> (read 2026-11-25).

use std::fmt::Write as _;
use std::sync::Arc;

use ringfence_value::{Map, Reason, Value, ValueKind};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits::NESTING;
use crate::outcome::{Outcome, Stop};
use crate::pieces::{Pieces, as_text};
use crate::shown;

pub(crate) static YAMLENCODE: Function =
    Function::new("yamlencode", &[Param::any("value").unknowns().dynamic().nulls()], Returns::String, encode)
        .partly(|call| write(call).ok());

/// Block style, keys sorted and quoted, strings quoted unless they have several lines.
fn encode(call: &Call<'_>) -> Outcome {
    if call.arg(0)?.is_wholly_known() { write(call) } else { Err(Stop::unknown()) }
}

/// Unknown: as in [`json_write`](super::json_write).
fn write(call: &Call<'_>) -> Outcome {
    let mut writer = Writer { pieces: Pieces::default(), column: 0 };
    let value = call.arg(0)?;
    writer.node(value, 0, 0, NESTING)?;
    writer.end_line()?;
    if matches!(value.kind, ValueKind::Null(_) | ValueKind::Bool(_) | ValueKind::Number(_)) {
        writer.put("...\n")?;
    }
    Ok(writer.pieces.finish(call))
}

struct Writer {
    pieces: Pieces,
    /// Units: characters since the last line end.
    column: usize,
}

impl Writer {
    fn put(&mut self, text: &str) -> Result<(), Stop> {
        self.column = match text.rsplit_once('\n') {
            Some((_, last)) => last.chars().count(),
            None => self.column + text.chars().count(),
        };
        self.pieces.push(text)
    }

    fn unknown(&mut self, unknown: &Arc<Reason>) -> Result<(), Stop> {
        self.put("\"")?;
        self.pieces.push_unknown(unknown)?;
        self.put("\"")
    }

    fn end_line(&mut self) -> Result<(), Stop> {
        if self.column > 0 { self.put("\n") } else { Ok(()) }
    }

    /// Starts a line of a collection, unless its first entry goes on in the line of a dash.
    fn indent(&mut self, indent: usize) -> Result<(), Stop> {
        if self.column == indent && indent > 0 {
            return Ok(());
        }
        self.end_line()?;
        self.put(&" ".repeat(indent))
    }

    /// Units: `indent` in spaces, of the lines of a collection; `inner` of a scalar's further lines less two.
    fn node(&mut self, value: &Value, indent: usize, inner: usize, depth: usize) -> Result<(), Stop> {
        let depth =
            depth.checked_sub(1).ok_or_else(|| Stop::Limit(format!("{NESTING} levels of nesting")))?;
        match (&value.kind, value.as_list(), value.as_map()) {
            (_, Some(items), _) => self.list(value, items, indent, depth),
            (ValueKind::Unknown(_), None, Some(_)) => Err(Stop::unknown()),
            (_, None, Some(map)) => self.map(map, indent, depth),
            (ValueKind::Null(_), ..) => self.put("null"),
            (ValueKind::Bool(_) | ValueKind::Number(_), ..) => self.put(&as_text(value)?),
            (ValueKind::String(text), ..) => self.string(text, inner + 2),
            _ => {
                self.put("\"")?;
                self.pieces.push_value(value, escaped)?;
                self.put("\"")
            }
        }
    }

    fn list(&mut self, list: &Value, items: &[Value], indent: usize, depth: usize) -> Result<(), Stop> {
        let open = list.open().filter(|_| !shown::has_unknown(items));
        if items.is_empty() && open.is_none() {
            return self.put("[]");
        }
        for item in items {
            self.indent(indent)?;
            self.put("- ")?;
            self.node(item, indent + 2, indent, depth)?;
        }
        if let Some(open) = open {
            self.indent(indent)?;
            self.put("- ")?;
            self.unknown(open)?;
        }
        Ok(())
    }

    fn map(&mut self, map: &Map, indent: usize, depth: usize) -> Result<(), Stop> {
        if map.is_empty() {
            return self.put("{}");
        }
        for (key, value) in map {
            self.indent(indent)?;
            if !is_simple_key(key) {
                self.put("? ")?;
                self.string(key, indent + 2)?;
                self.indent(indent)?;
                self.put(": ")?;
                self.node(value, indent + 2, indent, depth)?;
                continue;
            }
            self.put(&format!("\"{}\":", escaped(key)))?;
            match (value.as_map(), value.as_list()) {
                (Some(map), _) if !map.is_empty() => {
                    self.end_line()?;
                    self.node(value, indent + 2, indent, depth)?;
                }
                (_, Some(items)) if !items.is_empty() || value.open().is_some() => {
                    self.end_line()?;
                    self.node(value, indent, indent, depth)?;
                }
                _ => {
                    self.put(" ")?;
                    self.node(value, indent + 2, indent, depth)?;
                }
            }
        }
        Ok(())
    }

    fn string(&mut self, text: &str, indent: usize) -> Result<(), Stop> {
        if text.contains('\n') && is_literal(text) {
            self.literal(text, indent)
        } else {
            self.quoted(text, indent)
        }
    }

    /// `|`, with what the reader must be told about spaces at the start and line ends at the end.
    fn literal(&mut self, text: &str, indent: usize) -> Result<(), Stop> {
        let start = if text.starts_with(|first| first == ' ' || is_break(first)) { "2" } else { "" };
        let mut last = text.chars().rev().map(is_break);
        let end = match (last.next(), last.next()) {
            (Some(true), Some(true) | None) => "+",
            (Some(true), _) => "",
            _ => "-",
        };
        let mut out = format!("|{start}{end}\n");
        let mut starts = true;
        for letter in text.chars() {
            if starts && !is_break(letter) {
                out.push_str(&" ".repeat(indent));
            }
            starts = is_break(letter);
            out.push(letter);
        }
        self.put(&out)?;
        // A line end of Unicode is one, too.
        self.column = if starts { 0 } else { self.column };
        Ok(())
    }

    /// Between quotes, broken at spaces after the eightieth column.
    fn quoted(&mut self, text: &str, indent: usize) -> Result<(), Stop> {
        const WIDTH: usize = 80;
        // After a byte order mark Terraform escapes every character.
        if text.starts_with('\u{feff}') {
            return self.put(&format!("\"{}\"", escaped(text)));
        }
        let mut out = String::from("\"");
        let mut column = self.column + 1;
        let mut spaces = false;
        let mut letters = text.chars().enumerate().peekable();
        while let Some((place, letter)) = letters.next() {
            let inside = place > 0 && letters.peek().is_some();
            if letter == ' ' && !spaces && column > WIDTH && inside {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                column = indent;
                if letters.peek().is_some_and(|(_, next)| *next == ' ') {
                    out.push('\\');
                    column += 1;
                }
            } else {
                let written = out.len();
                push_escaped(&mut out, letter);
                column += out.get(written..).unwrap_or_default().chars().count();
            }
            spaces = letter == ' ';
        }
        out.push('"');
        self.put(&out)
    }
}

/// Whether a key stands before its colon in one line.
///
/// Units: bytes.
fn is_simple_key(key: &str) -> bool {
    const LONGEST: usize = 128;
    key.len() <= LONGEST && !key.contains(is_break)
}

/// Whether a text can be written as it is, line by line.
fn is_literal(text: &str) -> bool {
    let printable = text.chars().all(|letter| letter == '\n' || is_printable(letter));
    let mut pairs = text.chars().zip(text.chars().skip(1));
    printable && !text.ends_with(' ') && !pairs.any(|(letter, next)| letter == ' ' && is_break(next))
}

fn is_break(letter: char) -> bool {
    matches!(letter, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_printable(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

fn escaped(text: &str) -> String {
    let marked = text.starts_with('\u{feff}');
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{a0}' if marked => out.push_str("\\_"),
            _ if marked
                && is_printable(letter)
                && !matches!(letter, '"' | '\\' | '\u{2028}' | '\u{2029}') =>
            {
                push_code(&mut out, letter);
            }
            _ => push_escaped(&mut out, letter),
        }
    }
    out
}

fn push_escaped(out: &mut String, letter: char) {
    match letter {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\0' => out.push_str("\\0"),
        '\u{7}' => out.push_str("\\a"),
        '\u{8}' => out.push_str("\\b"),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\u{b}' => out.push_str("\\v"),
        '\u{c}' => out.push_str("\\f"),
        '\r' => out.push_str("\\r"),
        '\u{1b}' => out.push_str("\\e"),
        '\u{85}' => out.push_str("\\N"),
        '\u{2028}' => out.push_str("\\L"),
        '\u{2029}' => out.push_str("\\P"),
        _ if is_printable(letter) => out.push(letter),
        _ => push_code(out, letter),
    }
}

fn push_code(out: &mut String, letter: char) {
    let code = u32::from(letter);
    // Writing to a string cannot fail.
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02X}"),
        0x100..=0xffff => write!(out, "\\u{code:04X}"),
        _ => write!(out, "\\U{code:08X}"),
    };
}
