//! Text to values, with byte ranges, in bounded depth.

use super::string::read_string;
use super::{Member, Node, Value};
use crate::PolicyError;
use crate::Spanned;
use crate::marker::{UNKNOWN_CLOSE, UNKNOWN_OPEN};

/// Deeper nesting than this is refused. A policy nests six deep.
const MAX_DEPTH: usize = 64;

/// The cure for every syntax error.
const CURE: &str = "write the policy as one JSON object";

/// Reads a whole text as one JSON value. A byte order mark and white space around it are ignored.
///
/// Errors: the first character that is not JSON, with its place.
pub(crate) fn read(text: &str) -> Result<Node, PolicyError> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    if text.starts_with('\u{FEFF}') {
        reader.at = '\u{FEFF}'.len_utf8();
    }
    let node = reader.value()?;
    reader.skip_space();
    if reader.at < text.len() {
        return Err(reader.error("there is more text after the end of the JSON value"));
    }
    Ok(node)
}

/// A place in the text.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn error(&self, reason: impl Into<String>) -> PolicyError {
        PolicyError::at(self.text, self.at, reason, CURE)
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    /// Steps over the character if it is next.
    fn eat(&mut self, wanted: char) -> bool {
        self.skip_space();
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn value(&mut self) -> Result<Node, PolicyError> {
        self.skip_space();
        let start = self.at;
        let value = match self.peek() {
            Some('{') => self.nested(Self::object)?,
            Some('[') => self.nested(Self::list)?,
            Some('"') => Value::Text(read_string(self)?),
            Some(UNKNOWN_OPEN) => self.unknown(),
            Some(c) if c == '-' || c.is_ascii_digit() => self.number()?,
            Some(_) => self.word()?,
            None => return Err(self.error("the text ends where a value is expected")),
        };
        Ok(Node { value, span: start..self.at })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, PolicyError>) -> Result<Value, PolicyError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("more than {MAX_DEPTH} levels of nesting")));
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn list(&mut self) -> Result<Value, PolicyError> {
        let mut nodes = Vec::new();
        if self.eat(']') {
            return Ok(Value::List(nodes));
        }
        loop {
            nodes.push(self.value()?);
            if self.eat(']') {
                return Ok(Value::List(nodes));
            }
            if !self.eat(',') {
                return Err(self.error("expected `,` or `]` in a list"));
            }
        }
    }

    fn object(&mut self) -> Result<Value, PolicyError> {
        let mut members = Vec::new();
        if self.eat('}') {
            return Ok(Value::Object(members));
        }
        loop {
            members.push(self.member()?);
            if self.eat('}') {
                return Ok(Value::Object(members));
            }
            if !self.eat(',') {
                return Err(self.error("expected `,` or `}` in an object"));
            }
        }
    }

    fn member(&mut self) -> Result<Member, PolicyError> {
        self.skip_space();
        let start = self.at;
        if self.peek() != Some('"') {
            return Err(self.error("expected a key in quotation marks"));
        }
        let key = Spanned { value: read_string(self)?, span: start..self.at };
        if !self.eat(':') {
            return Err(self.error("expected `:` after a key"));
        }
        Ok(Member { key, value: self.value()? })
    }

    fn unknown(&mut self) -> Value {
        let rest = self.rest();
        let digits = rest.trim_start_matches(UNKNOWN_OPEN).trim_start_matches(|c: char| c.is_ascii_digit());
        let tail = digits.strip_prefix(UNKNOWN_CLOSE).unwrap_or(digits);
        self.at += rest.len() - tail.len();
        Value::Unknown
    }

    /// Reads a number as written; only its alphabet is checked, since policies keep it as text.
    fn number(&mut self) -> Result<Value, PolicyError> {
        let rest = self.rest();
        let tail = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "+-.eE".contains(c));
        let written = rest.get(..rest.len() - tail.len()).unwrap_or("");
        if written.parse::<f64>().is_err() {
            return Err(self.error(format!("`{written}` is not a number")));
        }
        self.at += written.len();
        Ok(Value::Number(written.to_owned()))
    }

    fn word(&mut self) -> Result<Value, PolicyError> {
        for (word, value) in
            [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)]
        {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.error("expected a JSON value"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_give_back_the_text() {
        let text = "\u{FEFF} {\"a\": [1, \"b\\n\u{e9}\", true], \"c\": null}";
        let node = read(text).unwrap();
        let Value::Object(members) = &node.value else { panic!("an object") };
        let Value::List(list) = &members[0].value.value else { panic!("a list") };
        assert_eq!(&text[members[0].key.span.clone()], "\"a\"");
        assert_eq!(&text[list[1].span.clone()], "\"b\\n\u{e9}\"");
        assert_eq!(list[1].value, Value::Text("b\n\u{e9}".into()));
        assert_eq!(list[0].value, Value::Number("1".into()));
        assert_eq!(members[1].value.value, Value::Null);
    }

    #[test]
    fn errors_name_line_and_column() {
        let error = read("{\n  \"a\": oops}").unwrap_err();
        assert_eq!((error.line, error.column), (2, 8));
        for bad in ["", "{", "[1,]", "{\"a\" 1}", "{a: 1}", "[1] 2", "\"open", "\"\\x\"", "-", "1e", "\"\t\""]
        {
            assert!(read(bad).is_err(), "{bad} was read");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        assert!(read(&("[".repeat(64) + &"]".repeat(64))).is_ok());
        assert!(read(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn an_unknown_piece_may_stand_for_a_value() {
        let node = read("[\u{FDD0}3\u{FDD1}, \"x\u{FDD0}4\u{FDD1}\"]").unwrap();
        let Value::List(list) = node.value else { panic!("a list") };
        assert_eq!(list[0].value, Value::Unknown);
        assert_eq!(list[1].value, Value::Text("x\u{FDD0}4\u{FDD1}".into()));
    }

    #[test]
    fn agrees_with_serde_json_on_escapes() {
        for text in [r#""\"\\\/\b\f\n\r\t""#, r#""\u00e9\ud83d\ude00 \u0041""#, r#""""#] {
            let theirs: String = serde_json::from_str(text).unwrap();
            assert_eq!(read(text).unwrap().value, Value::Text(theirs));
        }
        assert!(read(r#""\ud83d""#).is_err());
    }
}
