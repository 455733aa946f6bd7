//! `jsondecode`.
//!
//! Source: `json.go` of go-cty's `stdlib`, `type_implied.go` and `unmarshal.go` of its `json` package
//! (read 2026-11-25).

use std::collections::BTreeMap;
use std::sync::Arc;

use ringfence_value::{Entries, Items, Map, Type, Value, ValueKind, convert, identical};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::json_text::{Token, Tokens};
use crate::limits::{self, NESTING};
use crate::markers;
use crate::outcome::{Outcome, Stop};

pub(crate) static JSONDECODE: Function =
    Function::new("jsondecode", &[Param::string("str")], Returns::Of(decoded_type), decode)
        .partly(decode_partly);

/// Unknown: how a text starts may tell what it is.
fn decoded_type(call: &Call<'_>) -> Result<Type, Stop> {
    let text = call.arg(0)?;
    if text.is_known() {
        return Ok(Type::Dynamic);
    }
    let refinement = text.refinement();
    match refinement.prefix().trim().chars().next() {
        None | Some('{' | '[' | 'n') => Ok(Type::Dynamic),
        Some('"') => Ok(Type::String),
        Some('t' | 'f') => Ok(Type::Bool),
        Some('-' | '.' | '0'..='9') => Ok(Type::Number),
        Some(first) => Err(Stop::argument(0, format!("no JSON starts with `{first}`"))),
    }
}

fn decode(call: &Call<'_>) -> Outcome {
    let text = call.arg(0)?;
    let decoded = read(call, call.text(0)?)?;
    // Where the text is known to come from, its parts have places of their own.
    let shaped = text.structure().filter(|value| limits::rebuild(value).is_ok()).map(shape);
    Ok(shaped.filter(|shaped| identical(&shaped.unmarked(), &decoded)).unwrap_or(decoded))
}

/// Unknown: the value that a text was made from; else unknown pieces inside strings stay there.
fn decode_partly(call: &Call<'_>) -> Option<Value> {
    let text = call.args.first()?;
    match text.structure() {
        Some(value) => Some(value.clone()),
        None => markers::decode(call, text, |text| read(call, text)),
    }
}

fn read(call: &Call<'_>, text: &str) -> Outcome {
    let mut reader = Reader { call, tokens: Tokens::new(text), nodes: 0 };
    let first = reader.next()?;
    let value = reader.value(first, NESTING)?;
    if reader.tokens.goes_on() { Err(reader.wrong("something follows the JSON value")) } else { Ok(value) }
}

struct Reader<'c, 't> {
    call: &'c Call<'c>,
    tokens: Tokens<'t>,
    nodes: usize,
}

impl Reader<'_, '_> {
    fn next(&mut self) -> Result<Token, Stop> {
        self.tokens.next().map_err(|why| Stop::argument(0, format!("the text is no JSON: {why}")))
    }

    fn wrong(&self, what: &str) -> Stop {
        Stop::argument(0, format!("the text is no JSON: {what} before byte {}", self.tokens.offset()))
    }

    fn value(&mut self, token: Token, depth: usize) -> Outcome {
        let depth =
            depth.checked_sub(1).ok_or_else(|| Stop::Limit(format!("{NESTING} levels of nesting")))?;
        self.nodes += 1;
        limits::elements(self.nodes)?;
        match token {
            Token::Null => Ok(Value::null(Type::Dynamic, self.call.at)),
            Token::Bool(value) => Ok(self.call.bool(value)),
            Token::Number(number) => Ok(self.call.give(number)),
            Token::String(text) => Ok(self.call.string(text)),
            Token::Sign('[') => self.array(depth),
            Token::Sign('{') => self.object(depth),
            Token::Sign(_) | Token::End => Err(self.wrong("a value is missing")),
        }
    }

    fn array(&mut self, depth: usize) -> Outcome {
        let mut items = Vec::new();
        let mut token = self.next()?;
        if token != Token::Sign(']') {
            loop {
                items.push(self.value(token, depth)?);
                match self.next()? {
                    Token::Sign(',') => token = self.next()?,
                    Token::Sign(']') => break,
                    _ => return Err(self.wrong("`,` or `]` is missing")),
                }
            }
        }
        Ok(Value::tuple(items, self.call.at))
    }

    fn object(&mut self, depth: usize) -> Outcome {
        let mut entries: Vec<(String, Value)> = Vec::new();
        let mut token = self.next()?;
        if token != Token::Sign('}') {
            loop {
                let Token::String(key) = token else { return Err(self.wrong("an attribute has no name")) };
                if self.next()? != Token::Sign(':') {
                    return Err(self.wrong("`:` is missing"));
                }
                token = self.next()?;
                entries.push((key, self.value(token, depth)?));
                match self.next()? {
                    Token::Sign(',') => token = self.next()?,
                    Token::Sign('}') => break,
                    _ => return Err(self.wrong("`,` or `}` is missing")),
                }
            }
        }
        self.check_repeated(&entries)?;
        let normalized = entries.into_iter().map(|(name, value)| (normal(self.call, name), value));
        Ok(Value::object(normalized.collect(), self.call.at))
    }

    /// Of two attributes with one name the last stays, but the first has to fit its type.
    fn check_repeated(&self, entries: &[(String, Value)]) -> Result<(), Stop> {
        let last: BTreeMap<&str, &Value> =
            entries.iter().map(|(name, value)| (name.as_str(), value)).collect();
        if last.len() == entries.len() {
            return Ok(());
        }
        let wrong = entries
            .iter()
            .find(|(name, value)| last.get(name.as_str()).is_some_and(|last| !fits(value, &last.ty())));
        match wrong {
            Some((name, _)) => {
                Err(self.wrong(&format!("attribute `{name}` is there twice, with different types,")))
            }
            None => Ok(()),
        }
    }
}

/// Whether a value could be read as one of another type.
fn fits(value: &Value, ty: &Type) -> bool {
    match (&value.kind, ty) {
        (ValueKind::Null(_), _)
        | (ValueKind::Bool(_), Type::Bool | Type::String)
        | (ValueKind::Number(_), Type::Number | Type::String)
        | (ValueKind::String(_), Type::String) => true,
        (ValueKind::String(_), Type::Bool | Type::Number) => convert(value, ty).is_ok(),
        (ValueKind::Tuple(items), Type::Tuple(types)) => {
            items.len() == types.len() && items.iter().zip(types.iter()).all(|(item, ty)| fits(item, ty))
        }
        (ValueKind::Object(entries), Type::Object(object)) => entries
            .iter()
            .all(|(name, value)| object.get(name).is_some_and(|attribute| fits(value, &attribute.ty))),
        _ => false,
    }
}

/// A name, in Unicode's normal form as all strings are.
pub(crate) fn normal(call: &Call<'_>, name: String) -> Arc<str> {
    match call.string(name).kind {
        ValueKind::String(name) => name,
        _ => Arc::from(""),
    }
}

/// The value as JSON would give it back: lists and sets as tuples, maps as objects, each `null` without type.
fn shape(value: &Value) -> Value {
    let kind = match &value.kind {
        ValueKind::Null(_) => ValueKind::Null(Type::Dynamic),
        ValueKind::List(items) | ValueKind::Set(items) | ValueKind::Tuple(items) => {
            ValueKind::Tuple(Arc::new(Items::mixed(items.iter().map(shape).collect())))
        }
        ValueKind::Map(entries) | ValueKind::Object(entries) => {
            let shaped: Map = entries.iter().map(|(key, value)| (key.clone(), shape(value))).collect();
            ValueKind::Object(Arc::new(Entries::mixed(shaped)))
        }
        other => other.clone(),
    };
    value.clone().with_kind(kind)
}
