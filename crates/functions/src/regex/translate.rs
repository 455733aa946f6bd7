//! From RE2's syntax, as Go has it, to that of the `regex` crate.
//!
//! Source: <https://pkg.go.dev/regexp/syntax> and <https://docs.rs/regex/latest/regex/#syntax>, read 2026-11-25.

use std::sync::Arc;

use super::class;
use super::scanner::Scanner;

/// How often something may be repeated, repetitions of what is repeated counted too.
const MOST_REPETITIONS: u32 = 1000;

/// The same pattern in the other syntax.
pub(super) struct Translated {
    pub(super) pattern: String,
    /// The names of the groups, in order; nothing for one without.
    pub(super) groups: Vec<Option<Arc<str>>>,
}

/// Why a pattern is wrong, in words.
pub(super) type Wrong = String;

pub(super) fn translate(pattern: &str) -> Result<Translated, Wrong> {
    let mut translation = Translation {
        out: String::with_capacity(pattern.len()),
        groups: Vec::new(),
        open: Vec::new(),
        atom: None,
        most: 1,
    };
    let mut rest = Scanner::new(pattern);
    while let Some(letter) = rest.next() {
        translation.step(letter, &mut rest)?;
    }
    if translation.open.is_empty() {
        Ok(Translated { pattern: translation.out, groups: translation.groups })
    } else {
        Err("missing closing `)`".to_owned())
    }
}

struct Translation {
    out: String,
    groups: Vec<Option<Arc<str>>>,
    /// Of each group that is open: what `most` was before it.
    open: Vec<u32>,
    /// How often the last part is repeated in itself; nothing if there is none to repeat.
    atom: Option<Atom>,
    /// The greatest of these in the group that is open.
    most: u32,
}

#[derive(Clone, Copy)]
struct Atom {
    repeated: u32,
    /// Whether a repetition stands last.
    is_repetition: bool,
}

impl Translation {
    fn step(&mut self, letter: char, rest: &mut Scanner<'_>) -> Result<(), Wrong> {
        match letter {
            '(' => self.open(rest),
            ')' => self.close(),
            '|' => {
                self.out.push('|');
                self.atom = None;
                Ok(())
            }
            '*' | '+' | '?' => self.repeat(&letter.to_string(), None, rest),
            '{' => match rest.repetition() {
                Some((text, least, most)) => self.repeat(&text, Some((least, most)), rest),
                None => self.part("\\{"),
            },
            '[' => {
                let class = class::read(rest)?;
                self.part(&class)
            }
            '\\' => self.escape(rest),
            '.' | '^' | '$' => self.part(letter.encode_utf8(&mut [0; 4])),
            _ => self.part(&::regex::escape(letter.encode_utf8(&mut [0; 4]))),
        }
    }

    #[allow(clippy::unnecessary_wraps, reason = "the last step of most of the ways through `step`")]
    fn part(&mut self, text: &str) -> Result<(), Wrong> {
        self.out.push_str(text);
        self.atom = Some(Atom { repeated: 1, is_repetition: false });
        Ok(())
    }

    fn repeat(
        &mut self,
        text: &str,
        counts: Option<(u32, Option<u32>)>,
        rest: &mut Scanner<'_>,
    ) -> Result<(), Wrong> {
        let Some(atom) = self.atom else { return Err(format!("nothing to repeat before `{text}`")) };
        if atom.is_repetition {
            return Err(format!("`{text}` repeats a repetition; put that in a group first"));
        }
        let times = match counts {
            Some((least, Some(most))) if most < least => return Err(format!("wrong counts in `{text}`")),
            Some((least, most)) => most.unwrap_or(least).max(1),
            None => 1,
        };
        let repeated = atom.repeated.saturating_mul(times);
        if repeated > MOST_REPETITIONS || counts.is_some_and(|(least, _)| least > MOST_REPETITIONS) {
            return Err(format!("`{text}` makes more than {MOST_REPETITIONS} repetitions"));
        }
        self.out.push_str(text);
        if rest.next_if('?') {
            self.out.push('?');
        }
        self.most = self.most.max(repeated);
        self.atom = Some(Atom { repeated, is_repetition: true });
        Ok(())
    }

    fn open(&mut self, rest: &mut Scanner<'_>) -> Result<(), Wrong> {
        if !rest.next_if('?') {
            self.capture(None);
            return Ok(());
        }
        if rest.next_if_str("P<") || rest.next_if_str("<") {
            let name = rest.until('>').ok_or("the name of a group does not end")?;
            let fits = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
            if name.is_empty() || !name.chars().all(fits) {
                return Err(format!("`{name}` is no name of a group"));
            }
            self.capture(Some(name.into()));
            return Ok(());
        }
        let (flags, end) = flags(rest)?;
        if end == ':' {
            self.out.push_str("(?");
            self.out.push_str(&flags);
            self.out.push(':');
            self.enter();
        } else if !flags.is_empty() {
            self.out.push_str("(?");
            self.out.push_str(&flags);
            self.out.push(')');
        }
        Ok(())
    }

    fn capture(&mut self, name: Option<Arc<str>>) {
        self.groups.push(name);
        self.out.push('(');
        self.enter();
    }

    fn enter(&mut self) {
        self.open.push(self.most);
        self.most = 1;
        self.atom = None;
    }

    fn close(&mut self) -> Result<(), Wrong> {
        let before = self.open.pop().ok_or("`)` closes nothing")?;
        self.out.push(')');
        self.atom = Some(Atom { repeated: self.most, is_repetition: false });
        self.most = self.most.max(before);
        Ok(())
    }

    fn escape(&mut self, rest: &mut Scanner<'_>) -> Result<(), Wrong> {
        match rest.peek() {
            Some('A' | 'z') => {
                let letter = rest.next().unwrap_or('z');
                self.part(&format!("\\{letter}"))
            }
            Some('b') => {
                rest.next();
                self.part(r"(?-u:\b)")
            }
            Some('B') => {
                rest.next();
                self.part(NOT_A_BORDER)
            }
            Some('Q') => {
                rest.next();
                for letter in rest.quoted().chars() {
                    self.part(&::regex::escape(letter.encode_utf8(&mut [0; 4])))?;
                }
                Ok(())
            }
            _ => {
                let escaped = class::escape(rest)?;
                self.part(&escaped.alone())
            }
        }
    }
}

/// `\B` of ASCII: letters on both sides, or on none.
const NOT_A_BORDER: &str = r"(?-u:\B)";

/// Flags up to `:` or `)`, as the other syntax has them too.
fn flags(rest: &mut Scanner<'_>) -> Result<(String, char), Wrong> {
    let mut flags = String::new();
    let mut minus = false;
    let wrong = |flags: &str| format!("unsupported syntax `(?{flags}`");
    while let Some(letter) = rest.next() {
        match letter {
            'i' | 'm' | 's' | 'U' => flags.push(letter),
            '-' if !minus => {
                minus = true;
                flags.push('-');
            }
            ':' | ')' if flags.ends_with('-') => break,
            ':' | ')' => return Ok((flags, letter)),
            _ => {
                flags.push(letter);
                break;
            }
        }
    }
    Err(wrong(&flags))
}
