//! A reader of the case files' expressions: numbers, strings, operators, calls.

use super::super::{Layout, Number, NumberError, Verb};

/// What an expression gives.
enum Given {
    Number(Number),
    Text(String),
    Truth(bool),
}

type Result<T> = std::result::Result<T, NumberError>;

/// The text that an expression gives.
pub(super) fn evaluate(expression: &str) -> Result<String> {
    let mut reader = Reader { rest: expression };
    let text = match reader.operators(0)? {
        Given::Number(number) => number.to_string(),
        Given::Text(text) => text,
        Given::Truth(truth) => truth.to_string(),
    };
    assert!(reader.rest.is_empty(), "{expression}: rest `{}`", reader.rest);
    Ok(text)
}

struct Reader<'e> {
    rest: &'e str,
}

/// Operators from the loosest to the tightest.
const LEVELS: [&[&str]; 4] = [&["==", "!="], &["<=", ">=", "<", ">"], &["+", "-"], &["*", "/", "%"]];

impl Reader<'_> {
    fn operators(&mut self, level: usize) -> Result<Given> {
        let Some(operators) = LEVELS.get(level) else { return self.term() };
        let mut left = self.operators(level + 1)?;
        while let Some(operator) = operators.iter().find(|operator| self.takes(&format!(" {operator} "))) {
            let right = self.operators(level + 1)?.number()?;
            left = binary(operator, &left.number()?, &right)?;
        }
        Ok(left)
    }

    fn term(&mut self) -> Result<Given> {
        if self.takes("-") {
            return Ok(Given::Number(self.term()?.number()?.negate()));
        }
        if self.takes("(") {
            let inner = self.operators(0)?;
            assert!(self.takes(")"));
            return Ok(inner);
        }
        if self.takes("\"") {
            return Ok(Given::Text(self.until(|letter| letter == '"', 1)));
        }
        if self.rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            let name = self.until(|letter| letter == '(', 1);
            return self.call(&name);
        }
        let end = |letter| matches!(letter, ' ' | ',' | ')');
        Number::parse(&self.until(end, 0)).map(Given::Number)
    }

    fn call(&mut self, name: &str) -> Result<Given> {
        let mut args = vec![self.operators(0)?];
        while self.takes(", ") {
            args.push(self.operators(0)?);
        }
        assert!(self.takes(")"), "`{}`", self.rest);
        call(name, args)
    }

    fn takes(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// The text up to a letter, of which so many bytes are skipped.
    fn until(&mut self, end: impl Fn(char) -> bool, skip: usize) -> String {
        let (text, rest) = self.rest.split_at(self.rest.find(end).unwrap_or(self.rest.len()));
        self.rest = &rest[skip..];
        text.to_owned()
    }
}

impl Given {
    fn number(self) -> Result<Number> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Text(text) => Number::parse(&text),
            Self::Truth(_) => Err(NumberError::NotANumber),
        }
    }
}

fn binary(operator: &str, left: &Number, right: &Number) -> Result<Given> {
    Ok(match operator {
        "==" => Given::Truth(left.equals(right)),
        "!=" => Given::Truth(!left.equals(right)),
        "<" => Given::Truth(left < right),
        ">" => Given::Truth(left > right),
        "<=" => Given::Truth(left < right || left.equals(right)),
        ">=" => Given::Truth(left > right || left.equals(right)),
        "+" => Given::Number(left.add(right)?),
        "-" => Given::Number(left.subtract(right)?),
        "*" => Given::Number(left.multiply(right)?),
        "/" => Given::Number(left.divide(right)?),
        _ => Given::Number(left.remainder(right)?),
    })
}

fn call(name: &str, args: Vec<Given>) -> Result<Given> {
    let mut args = args.into_iter();
    let first = args.next().unwrap();
    if let ("length" | "format" | "parseint", Given::Text(text)) = (name, &first) {
        return match name {
            "length" => Ok(Given::Number(Number::from_usize(text.len()))),
            "format" => format(text, &args.next().unwrap().number()?),
            _ => {
                let base = args.next().unwrap().number()?.as_i64().ok_or(NumberError::Base)?;
                Number::parse_int(text, base).map(Given::Number)
            }
        };
    }
    let first = first.number()?;
    let rest = args.map(Given::number).collect::<Result<Vec<_>>>()?;
    Ok(Given::Number(match name {
        "tonumber" => first,
        "abs" => first.abs(),
        "ceil" => first.ceil(),
        "floor" => first.floor(),
        "pow" => first.pow(&rest[0])?,
        "log" => first.log(&rest[0])?,
        "min" => Number::minimum(std::iter::once(&first).chain(&rest)),
        "max" => Number::maximum(std::iter::once(&first).chain(&rest)),
        _ => panic!("no function `{name}`"),
    }))
}

/// One verb, and nothing else.
fn format(verb: &str, number: &Number) -> Result<Given> {
    let (verb, letter) = verb.strip_prefix('%').unwrap().split_at(verb.len() - 2);
    let (field, precision) =
        verb.split_once('.').map_or((verb, None), |(field, digits)| (field, Some(digits)));
    let (flags, width) = field.split_at(field.find(|flag| matches!(flag, '1'..='9')).unwrap_or(field.len()));
    let precision = precision.map(|digits| if digits.is_empty() { 0 } else { digits.parse().unwrap() });
    let layout = Layout { flags, width: width.parse().ok(), precision };
    if letter == "v" {
        return Ok(Given::Text(number.general_text()));
    }
    let verb = Verb::of_letter(letter.chars().next().unwrap()).unwrap();
    number.format(verb, &layout).map(Given::Text)
}
