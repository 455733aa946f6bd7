//! Reading JSON.
//!
//! Source: RFC 8259; what differs from it is Go's: a half of a surrogate pair becomes U+FFFD, and of two attributes
//! with one name the last stays.

use ringfence_value::Number;

/// A piece of a JSON text.
#[derive(Debug, PartialEq)]
pub(crate) enum Token {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    /// `{`, `}`, `[`, `]`, `:` or `,`
    Sign(char),
    End,
}

const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// What is left of a JSON text.
pub(crate) struct Tokens<'t> {
    text: &'t str,
    rest: &'t str,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, rest: text }
    }

    /// Where the next token starts. Units: bytes.
    pub(crate) fn offset(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// Whether anything follows that may start a value: a bracket too many and what stands after it is not looked at.
    pub(crate) fn goes_on(&self) -> bool {
        !matches!(self.rest.trim_start_matches(SPACE).chars().next(), None | Some(']' | '}'))
    }

    /// # Errors
    ///
    /// There is no token; in words.
    pub(crate) fn next(&mut self) -> Result<Token, String> {
        self.rest = self.rest.trim_start_matches(SPACE);
        let Some(first) = self.rest.chars().next() else { return Ok(Token::End) };
        match first {
            '{' | '}' | '[' | ']' | ':' | ',' => {
                self.skip(1);
                Ok(Token::Sign(first))
            }
            '"' => self.string().map(Token::String),
            '-' | '0'..='9' => self.number().map(Token::Number),
            _ => self.word(),
        }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn wrong(&self, what: &str) -> String {
        format!("{what} at byte {}", self.offset())
    }

    fn word(&mut self) -> Result<Token, String> {
        for (word, token) in
            [("null", Token::Null), ("true", Token::Bool(true)), ("false", Token::Bool(false))]
        {
            if self.rest.starts_with(word) {
                self.skip(word.len());
                return Ok(token);
            }
        }
        Err(self.wrong("no JSON value starts"))
    }

    fn number(&mut self) -> Result<Number, String> {
        let end = self.rest.find(|letter: char| !matches!(letter, '-' | '+' | '.' | 'e' | 'E' | '0'..='9'));
        let text = self.rest.get(..end.unwrap_or(self.rest.len())).unwrap_or_default();
        let number = is_number(text).then(|| Number::parse(text).ok()).flatten();
        let number = number.ok_or_else(|| self.wrong("a number is wrong"))?;
        self.skip(text.len());
        Ok(number)
    }

    fn string(&mut self) -> Result<String, String> {
        self.skip(1);
        let mut out = String::new();
        loop {
            let plain = self.rest.find(|letter: char| matches!(letter, '"' | '\\' | '\0'..='\u{1f}'));
            let plain = plain.ok_or_else(|| self.wrong("a string does not end"))?;
            out.push_str(self.rest.get(..plain).unwrap_or_default());
            self.skip(plain);
            if self.rest.starts_with('"') {
                self.skip(1);
                return Ok(out);
            }
            if !self.rest.starts_with('\\') {
                return Err(self.wrong("a string has a control character"));
            }
            self.skip(1);
            out.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, String> {
        let letter = self.rest.chars().next().ok_or_else(|| self.wrong("a string does not end"))?;
        let escaped = match letter {
            '"' | '\\' | '/' => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                self.skip(1);
                return self.unit().map(|unit| self.joined(unit));
            }
            _ => return Err(self.wrong("a string has a wrong escape")),
        };
        self.skip(1);
        Ok(escaped)
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, String> {
        let unit = hexadecimal(self.rest).ok_or_else(|| self.wrong("a string has a wrong escape"))?;
        self.skip(4);
        Ok(unit)
    }

    /// A character, of which the second half may follow.
    fn joined(&mut self, unit: u32) -> char {
        if let 0xd800..=0xdbff = unit
            && let Some(low @ 0xdc00..=0xdfff) = self.rest.strip_prefix("\\u").and_then(hexadecimal)
        {
            self.skip(6);
            let code = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            return char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        }
        char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

fn hexadecimal(text: &str) -> Option<u32> {
    let digits = text.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// `-1.5e+3`, without leading zeros.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) =
        unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(a, b)| (a, Some(b)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(a, b)| (a, Some(b)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let power = |text: &str| digits(text.strip_prefix(['-', '+']).unwrap_or(text));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str) -> Result<Token, String> {
        Tokens::new(text).next()
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(
            string(r#""a\"\\\/\b\f\n\r\t\u00e9""#),
            Ok(Token::String("a\"\\/\u{8}\u{c}\n\r\té".to_owned()))
        );
        assert_eq!(string(r#""\ud83d\ude00""#), Ok(Token::String("😀".to_owned())));
        assert_eq!(string(r#""\ud83dx\ude00""#), Ok(Token::String("\u{fffd}x\u{fffd}".to_owned())));
        for wrong in [r#""\x""#, r#""\u12""#, "\"", "\"a\nb\"", r#""\"#] {
            assert!(string(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_are_strict() {
        for right in ["0", "-0", "1.5e+3", "10E2", "-1.0"] {
            assert!(matches!(string(right), Ok(Token::Number(_))), "{right}");
        }
        for wrong in ["01", "1.", ".5", "1e", "-", "+1", "1-2", "0x1"] {
            let mut tokens = Tokens::new(wrong);
            assert!(tokens.next().is_err() || tokens.next() != Ok(Token::End), "{wrong}");
        }
    }
}
