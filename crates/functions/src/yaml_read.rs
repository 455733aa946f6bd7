//! `yamldecode`.
//!
//! Source: <https://pkg.go.dev/github.com/zclconf/go-cty-yaml> (read 2026-11-25).

mod block;
mod lenient;
mod scalar;
mod separators;
mod strict;

use std::collections::BTreeMap;
use std::sync::Arc;

use ringfence_value::{Type, Value};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput, Tag};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits::{self, NESTING};
use crate::markers;
use crate::outcome::{Outcome, Stop};
use crate::pieces::as_text;
use block::Blocks;
use lenient::Lenient;
use separators::Separators;
use strict::Strict;

pub(crate) static YAMLDECODE: Function =
    Function::new("yamldecode", &[Param::string("src")], Returns::Of(|_| Ok(Type::Dynamic)), decode)
        .partly(decode_partly);

/// One YAML document.
fn decode(call: &Call<'_>) -> Outcome {
    let value = read(call, call.text(0)?)?;
    limits::walk([&value])?;
    Ok(value)
}

/// Unknown: unknown pieces inside scalars stay there; one that is a whole scalar is unknown.
fn decode_partly(call: &Call<'_>) -> Option<Value> {
    markers::decode(call, call.args.first()?, |text| read(call, text))
}

fn read(call: &Call<'_>, text: &str) -> Outcome {
    // It takes several times as long as other texts of the size.
    limits::work(call.around, text.len() as u64 / 4)?;
    let mut lenient = Lenient::new(text);
    loop {
        let (result, error) = attempt(call, &lenient)?;
        match error {
            Some(error) if lenient.change(&error)? => {}
            _ => return result,
        }
    }
}

/// What a text gives, and where it is no YAML.
fn attempt(call: &Call<'_>, lenient: &Lenient) -> Result<(Outcome, Option<ScanError>), Stop> {
    let text = lenient.text();
    let mut reader = Reader {
        call,
        parser: Parser::new_from_str(text),
        anchors: BTreeMap::new(),
        nodes: 0,
        strict: Strict::new(text)?,
        blocks: Blocks::new(text),
        separators: lenient.separators(),
        error: None,
    };
    let result = reader.document();
    Ok((result, reader.error))
}

struct Reader<'c, 't> {
    call: &'c Call<'c>,
    parser: Parser<'t, StrInput<'t>>,
    /// What each anchor names; nothing while it is being read.
    anchors: BTreeMap<usize, Option<Value>>,
    nodes: usize,
    strict: Strict<'t>,
    blocks: Blocks,
    separators: &'c Separators,
    /// Where the text is no YAML.
    error: Option<ScanError>,
}

impl<'t> Reader<'_, 't> {
    fn next(&mut self) -> Result<Event<'t>, Stop> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                self.strict.check(&event, span)?;
                self.restored(event, span)
            }
            Some(Err(error)) if error.info().starts_with("recursion limit") => {
                Err(Stop::Limit(format!("{NESTING} levels of nesting")))
            }
            Some(Err(error)) => {
                let stop = Stop::argument(0, format!("the text is no YAML: {error}"));
                self.error = Some(error);
                Err(stop)
            }
            None => Ok(Event::StreamEnd),
        }
    }

    /// A scalar as YAML 1.1 has it.
    fn restored(&mut self, event: Event<'t>, span: Span) -> Result<Event<'t>, Stop> {
        let Event::Scalar(mut text, style, anchor, tag) = event else { return Ok(event) };
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if is_block {
            text = self.blocks.read(text, span, self.strict.from(span))?;
        }
        if !self.separators.is_empty() {
            text = self.separators.restored(text, style, span, self.strict.from(span))?;
        }
        Ok(Event::Scalar(text, style, anchor, tag))
    }

    fn document(&mut self) -> Outcome {
        loop {
            match self.next()? {
                Event::StreamEnd => return Err("missing start of document".into()),
                Event::DocumentStart(_) => break,
                _ => {}
            }
        }
        let first = self.next()?;
        let value = self.node(first, NESTING)?;
        loop {
            match self.next()? {
                Event::StreamEnd => return Ok(value),
                Event::DocumentStart(_) => return Err("unexpected extra content after value".into()),
                _ => {}
            }
        }
    }

    fn node(&mut self, event: Event<'t>, depth: usize) -> Outcome {
        let depth =
            depth.checked_sub(1).ok_or_else(|| Stop::Limit(format!("{NESTING} levels of nesting")))?;
        self.nodes += 1;
        limits::elements(self.nodes)?;
        let (anchor, value) = match event {
            Event::Alias(anchor) => {
                return match self.anchors.get(&anchor) {
                    Some(Some(value)) => Ok(value.clone()),
                    Some(None) => Err("cannot refer to an anchor from inside its own definition".into()),
                    None => Err("reference to undefined anchor".into()),
                };
            }
            Event::Scalar(text, style, anchor, tag) => {
                (anchor, scalar::value(self.call, &text, style, tag.as_deref())?)
            }
            Event::SequenceStart(anchor, tag) => {
                only(tag.as_deref(), "seq", "a sequence")?;
                self.anchors.insert(anchor, None);
                (anchor, self.sequence(depth)?)
            }
            Event::MappingStart(anchor, tag) => {
                only(tag.as_deref(), "map", "a mapping")?;
                self.anchors.insert(anchor, None);
                (anchor, self.mapping(depth)?)
            }
            _ => return Err("did not find expected node content".into()),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, Some(value.clone()));
        }
        Ok(value)
    }

    fn sequence(&mut self, depth: usize) -> Outcome {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => return Ok(Value::tuple(items, self.call.at)),
                event => items.push(self.node(event, depth)?),
            }
        }
    }

    /// The later of equal keys wins; what `<<` brings does not replace what is written.
    fn mapping(&mut self, depth: usize) -> Outcome {
        let mut entries: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        let mut merged: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        loop {
            let event = self.next()?;
            if matches!(event, Event::MappingEnd) {
                break;
            }
            let key = self.key(event, depth)?;
            let event = self.next()?;
            let value = self.node(event, depth)?;
            if key.as_ref() != "<<" {
                entries.insert(key, value);
                continue;
            }
            let map = value.as_map().ok_or_else(|| format!("cannot merge {} into a mapping", value.ty()))?;
            merged.extend(map.iter().map(|(key, value)| (key.clone(), value.clone())));
            limits::elements(merged.len())?;
        }
        merged.extend(entries);
        Ok(Value::object(merged.into_iter().collect(), self.call.at))
    }

    fn key(&mut self, event: Event<'t>, depth: usize) -> Result<Arc<str>, Stop> {
        let key = self.node(event, depth)?;
        if key.is_null() {
            return Err("mapping key cannot be null".into());
        }
        as_text(&key).map_err(|_| "only strings are allowed as mapping keys".into())
    }
}

/// The tag that a collection may have.
fn only(tag: Option<&Tag>, name: &str, what: &str) -> Result<(), Stop> {
    match tag {
        Some(tag) if !(tag.is_yaml_core_schema() && tag.suffix == name) => {
            Err(format!("{what} cannot have the tag `{}{}`", tag.handle, tag.suffix).into())
        }
        _ => Ok(()),
    }
}
