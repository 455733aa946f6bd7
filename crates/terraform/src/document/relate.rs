//! Known texts that name other resources: a plan or state has an id where the configuration has a reference.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;
use ringfence_value::{Map, Reference, Step, Value, ValueKind};

use super::address::split;
use crate::Record;

/// Attributes by which a resource is named in others, those that name nothing else first.
const NAMING: [&str; 9] =
    ["id", "arn", "self_link", "unique_id", "email", "member", "private_ip", "public_ip", "name"];

/// Shorter texts name nothing.
const SHORTEST: usize = 3;

/// Instances of one block with one text in one attribute that are kept: of two besides the one that asks neither is
/// meant, and so of more.
const ENOUGH: usize = 3;

/// Lists inside each other in which names are looked for.
const DEPTH: usize = 3;

/// An attribute of a record.
#[derive(Clone, Debug)]
struct Holder {
    rank: usize,
    address: Arc<str>,
}

/// Makes references of texts that name a resource on which their own depends; `blocks` gives these by a record's place,
/// as addresses without keys.
///
/// A text that names several of them alike stays a text.
pub(super) fn relate(records: &mut [Record], blocks: impl Fn(&Record) -> BTreeSet<String> + Sync) {
    let named = named(records);
    if named.is_empty() {
        return;
    }
    let found: Vec<Option<Map>> = records.par_iter().map(|record| related(record, &named, &blocks)).collect();
    for (record, body) in records.iter_mut().zip(found) {
        if let Some(body) = body {
            record.body = body;
        }
    }
}

/// The attributes that hold a text, by the block that they belong to.
type Named = HashMap<String, BTreeMap<Arc<str>, Vec<Holder>>>;

fn named(records: &[Record]) -> Named {
    let mut named = Named::new();
    for record in records {
        let mut block: Option<Arc<str>> = None;
        for (rank, name) in NAMING.iter().enumerate() {
            let text = record.body.get(name).and_then(Value::as_str).filter(|text| text.len() >= SHORTEST);
            let Some(text) = text else { continue };
            let block = block.get_or_insert_with(|| without_keys(&record.address).into()).clone();
            let holders = named.entry(text.to_owned()).or_default().entry(block).or_default();
            if holders.iter().filter(|holder| holder.rank == rank).count() < ENOUGH {
                holders.push(Holder { rank, address: record.address.clone() });
            }
        }
    }
    named
}

/// The body with references, if there are any.
fn related(record: &Record, named: &Named, blocks: &impl Fn(&Record) -> BTreeSet<String>) -> Option<Map> {
    let mut relating = Relating { record, named, blocks, depends_on: None, changed: false };
    let body = record.body.iter().map(|(name, value)| {
        let own = NAMING.contains(&name.as_ref());
        (name.clone(), if own { value.clone() } else { relating.value(value, DEPTH) })
    });
    let body: Map = body.collect();
    relating.changed.then_some(body)
}

struct Relating<'r, F> {
    record: &'r Record,
    named: &'r Named,
    blocks: &'r F,
    depends_on: Option<BTreeSet<String>>,
    changed: bool,
}

impl<F: Fn(&Record) -> BTreeSet<String>> Relating<'_, F> {
    fn value(&mut self, value: &Value, depth: usize) -> Value {
        match &value.kind {
            ValueKind::String(text) => match self.meant(text) {
                Some(reference) => {
                    self.changed = true;
                    value.clone().read_from(Arc::new(reference))
                }
                None => value.clone(),
            },
            ValueKind::Tuple(_) | ValueKind::Object(_) if depth > 0 => {
                value.map_inside(&mut |inner| self.value(inner, depth - 1))
            }
            _ => value.clone(),
        }
    }

    fn meant(&mut self, text: &str) -> Option<Reference> {
        let holders = self.named.get(text)?;
        let depends_on = self.depends_on.get_or_insert_with(|| (self.blocks)(self.record));
        // A thousand resources may have one text, and one resource may depend on a thousand.
        let listed: Vec<&Vec<Holder>> = if holders.len() < depends_on.len() {
            holders
                .iter()
                .filter(|(block, _)| depends_on.contains(block.as_ref()))
                .map(|(_, of)| of)
                .collect()
        } else {
            depends_on.iter().filter_map(|block| holders.get(block.as_str())).collect()
        };
        let others = listed.into_iter().flatten().filter(|holder| holder.address != self.record.address);
        let mut meant: Vec<&Holder> = others.collect();
        meant.sort_by_key(|holder| holder.rank);
        let first = meant.first()?;
        let other = meant.iter().any(|holder| holder.address != first.address && holder.rank == first.rank);
        let name = NAMING.get(first.rank)?;
        (!other).then(|| Reference { address: first.address.clone(), path: vec![Step::Name((*name).into())] })
    }
}

/// `module.a["x"].aws_vpc.b[0]` to `module.a.aws_vpc.b`
pub(super) fn without_keys(address: &str) -> String {
    let names: Vec<&str> = split(address).iter().map(|part| part.name).collect();
    names.join(".")
}
