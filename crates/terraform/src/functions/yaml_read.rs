//! `yamldecode`.

mod scalar;

use std::collections::BTreeMap;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, StrInput};

use super::call::{Call, Outcome, Stop};
use super::limits::{self, NESTING};
use super::{convert, markers};
use crate::{Map, Value};

/// One YAML document.
///
/// Unknown: unknown pieces inside scalars stay there; one that is a whole scalar is unknown.
pub(super) fn decode(call: &Call<'_>) -> Outcome {
    markers::decode(call, call.value(0)?, |text| {
        let mut reader =
            Reader { call, parser: Parser::new_from_str(text), anchors: BTreeMap::new(), nodes: 0 };
        reader.document()
    })
}

struct Reader<'c, 't> {
    call: &'c Call<'c>,
    parser: Parser<'t, StrInput<'t>>,
    /// What each anchor names; nothing while it is being read.
    anchors: BTreeMap<usize, Option<Value>>,
    nodes: usize,
}

impl<'t> Reader<'_, 't> {
    fn next(&mut self) -> Result<Event<'t>, Stop> {
        match self.parser.next_event() {
            Some(Ok((event, _))) => Ok(event),
            Some(Err(error)) => Err(error.to_string().into()),
            None => Ok(Event::StreamEnd),
        }
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
            Event::SequenceStart(anchor, _) => {
                self.anchors.insert(anchor, None);
                (anchor, self.sequence(depth)?)
            }
            Event::MappingStart(anchor, _) => {
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
                Event::SequenceEnd => return Ok(self.call.list(items)),
                event => items.push(self.node(event, depth)?),
            }
        }
    }

    /// The later of equal keys wins; what `<<` brings does not replace what is written.
    fn mapping(&mut self, depth: usize) -> Outcome {
        let mut entries = Map::new();
        let mut merged = Map::new();
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
            let Some(map) = value.as_map() else {
                return Err(format!("cannot merge {} into mapping", convert::kind_name(&value)).into());
            };
            merged.extend(map.iter().map(|(key, value)| (key.clone(), value.clone())));
            limits::elements(merged.len())?;
        }
        merged.append(&mut entries);
        Ok(self.call.object(merged))
    }

    fn key(&mut self, event: Event<'t>, depth: usize) -> Result<Arc<str>, Stop> {
        let key = self.node(event, depth)?;
        if key.is_null() {
            return Err("mapping key cannot be null".into());
        }
        convert::text(&key).map_err(|_| "only strings are allowed as mapping keys".into())
    }
}
