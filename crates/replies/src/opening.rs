//! How a file opens: enough to tell what it is, also of one that is cut off.

use crate::limits::OPENING;

/// The names at the top of a JSON object, as far as the start of the file tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Each name with its value, if that is a text.
    ///
    /// Shape: in the order of the file; escapes are not resolved.
    pub names: Vec<(String, Option<String>)>,
}

impl Opening {
    /// Of a text; empty if it is no object.
    pub fn of(text: &str) -> Self {
        let mut end = text.len().min(OPENING);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let mut scan = Scan { rest: text.get(..end).unwrap_or_default().trim_start(), names: Vec::new() };
        scan.object();
        Self { names: scan.names }
    }

    /// Whether there is such a name at the top.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|(own, _)| own == name)
    }

    /// The text that a name has at the top.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.names.iter().find(|(own, _)| own == name)?.1.as_deref()
    }
}

struct Scan<'t> {
    rest: &'t str,
    names: Vec<(String, Option<String>)>,
}

impl Scan<'_> {
    /// Reads the names of the object that starts here, until it or the text ends.
    fn object(&mut self) -> Option<()> {
        self.rest = self.rest.strip_prefix('{')?;
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            let name = self.string()?;
            self.rest = self.rest.trim_start().strip_prefix(':')?.trim_start();
            let starts = self.rest.starts_with('"');
            let place = self.names.len();
            self.names.push((name, None));
            if starts {
                let text = self.string()?;
                if let Some(entry) = self.names.get_mut(place) {
                    entry.1 = Some(text);
                }
            } else {
                self.skip()?;
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        let inner = self.rest.strip_prefix('"')?;
        let mut escaped = false;
        for (at, byte) in inner.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    let text = inner.get(..at)?.to_owned();
                    self.rest = inner.get(at + 1..)?;
                    return Some(text);
                }
                _ => {}
            }
        }
        None
    }

    /// Passes over a value, up to the comma after it.
    fn skip(&mut self) -> Option<()> {
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        for (at, byte) in self.rest.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'[' | b'{' => depth += 1,
                b',' if depth == 0 => {
                    self.rest = self.rest.get(at..)?;
                    return Some(());
                }
                b']' | b'}' => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_the_top_are_told_also_of_a_text_that_is_cut_off() {
        let text = r#" {"A": "x", "B": [{"C": "}"}], "D": {"E": 1}, "F": tru"#;
        let opening = Opening::of(text);
        let names: Vec<&str> = opening.names.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["A", "B", "D", "F"]);
        assert_eq!((opening.text("A"), opening.text("B")), (Some("x"), None));
        assert!(opening.has("D") && !opening.has("C"));
    }

    #[test]
    fn what_is_no_object_opens_with_nothing() {
        for text in ["", "[1]", "x", "{", "{\"a", "{\"a\"", "{\"a\" 1", "}"] {
            assert_eq!(Opening::of(text), Opening::default(), "{text}");
        }
        for end in 0..40 {
            let text = &r#"{"é\"": [[["\\"]]], "b": {"c": ",}"}, "d": 1}"#;
            Opening::of(text.get(..end).unwrap_or_default());
        }
    }
}
