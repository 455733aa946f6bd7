//! Kinds of resource that others refer to: by reference, by name, by URL.

use ringfence_model::{Gap, GapKind, Link, ResourceId, Source};
use ringfence_provider::{Records, gap};
use ringfence_terraform::{Part, Reason, Record, RecordKind, Reference, Value};

/// A kind of resource, with every way it is named.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    /// Resource types that declare it.
    pub(crate) types: &'static [&'static str],
    /// Data sources that look it up by `name`.
    pub(crate) data: &'static [&'static str],
    /// Its collection in URLs: `networks` of `projects/p/global/networks/n`.
    pub(crate) collection: &'static str,
}

/// References that lead from one resource to the next. More would be a circle.
const STEPS: usize = 8;

impl Kind {
    /// What a value names.
    ///
    /// Shape: a declared resource by its address; anything else of known name as `networks/NAME`, however the
    /// configuration spells it, so that two spellings are one resource.
    /// Unknown: a name that is not known still leads to the resource that it was read from.
    pub(crate) fn link(&self, records: &Records<'_>, value: &Value) -> Link {
        self.follow(records, value, STEPS)
    }

    fn follow(&self, records: &Records<'_>, value: &Value, steps: usize) -> Link {
        let source = Source::File(value.origin.used_at());
        let referred = value.reference().map(|reference| (reference, self.referred(records, reference)));
        if let (None, Some(record)) = (&referred, value.as_str().and_then(|text| self.at_path(records, text)))
        {
            return self.to(records, record, source);
        }
        match (referred, last_segment(value)) {
            (Some((_, Referred::One(record))), _) => self.to(records, record, source),
            (Some((reference, Referred::Several)), _) => Link::Unknown(one_of_several(reference, source)),
            (_, Some(name)) => self.by_path(records, value.as_str().unwrap_or(&name), &name, source),
            (Some((reference, Referred::Missing)), None) => {
                Link::To { id: ResourceId::new(reference.address.clone()), source }
            }
            (Some((reference, Referred::Other(record))), None) => {
                let passed_on = reference.attribute().and_then(|attribute| record.get(attribute));
                match passed_on.filter(|_| steps > 0) {
                    Some(next) => self.follow(records, next, steps - 1),
                    None => Link::Unknown(gap(value)),
                }
            }
            (None, None) => Link::Unknown(gap(value)),
        }
    }

    /// What every element of a list names, or the one value; a splat names every instance.
    ///
    /// Unknown: a value that was made from resources of which it is not known whether there are any leads to
    /// them; they make nothing certain.
    pub(crate) fn links(&self, records: &Records<'_>, value: &Value) -> Vec<Link> {
        if let Some(items) = value.as_list() {
            return items.iter().flat_map(|item| self.links(records, item)).collect();
        }
        let source = || Source::File(value.origin.used_at());
        let several = value.reference().map(|reference| records.referenced(reference)).unwrap_or_default();
        if several.len() > 1 && several.iter().all(|record| self.has(record)) {
            return several.iter().map(|record| self.to(records, record, source())).collect();
        }
        match self.link(records, value) {
            Link::Unknown(gap) => {
                let candidates = self.candidates(records, value);
                let links = candidates.into_iter().map(|record| self.to(records, record, source()));
                let links: Vec<Link> = links.collect();
                if links.is_empty() { vec![Link::Unknown(gap)] } else { links }
            }
            link @ Link::To { .. } => vec![link],
        }
    }

    /// The resources of this kind that a value was made from, if each of them may not exist.
    fn candidates<'a>(&self, records: &Records<'a>, value: &Value) -> Vec<&'a Record> {
        let unknowns: Vec<&Reason> = match (value.parts(), value.reason()) {
            (Some(parts), _) => parts.iter().filter_map(unknown_part).collect(),
            (None, reason) => reason.map(AsRef::as_ref).into_iter().collect(),
        };
        let references = unknowns.iter().flat_map(|unknown| unknown.references());
        let mut found: Vec<&Record> =
            references.flat_map(|reference| records.referenced(reference)).copied().collect();
        found.retain(|record| self.has(record));
        found.sort_by(|a, b| a.address.cmp(&b.address));
        found.dedup_by(|a, b| a.address == b.address);
        if found.iter().any(|record| record.exists.certain()) { Vec::new() } else { found }
    }

    /// The declared resource that a value names.
    pub(crate) fn record<'a>(&self, records: &Records<'a>, value: &Value) -> Option<&'a Record> {
        self.declared(records, &self.link(records, value))
    }

    /// The declared resource that a link leads to.
    pub(crate) fn declared<'a>(&self, records: &Records<'a>, link: &Link) -> Option<&'a Record> {
        let record = records.get(link.id()?.as_str())?;
        self.types.contains(&record.type_name.as_ref()).then_some(record)
    }

    /// The resource of a name.
    ///
    /// Unknown: two declared ones of the same name (in two regions, say) cannot be told apart.
    pub(crate) fn by_name(&self, records: &Records<'_>, name: &str, source: Source) -> Link {
        self.by_path(records, name, name, source)
    }

    /// The same of a path that ends in the name: what stands in another project, region or zone is not meant.
    fn by_path(&self, records: &Records<'_>, path: &str, name: &str, source: Source) -> Link {
        let found = self.types.iter().flat_map(|kind| records.with_literal(kind, "name", name));
        let mut found = found.filter(|record| lies_at(record, path));
        match (found.next(), found.next()) {
            (Some(record), None) => Link::To { id: ResourceId::new(record.address.clone()), source },
            (Some(_), Some(_)) => {
                let what = format!("which of several named `{name}` is meant");
                Link::Unknown(Gap { kind: GapKind::Unsupported, what, source: Some(source) })
            }
            (None, _) => Link::To { id: self.outside(name), source },
        }
    }

    /// The id of one that is not declared.
    pub(crate) fn outside(&self, name: &str) -> ResourceId {
        ResourceId::new(format!("{}/{name}", self.collection))
    }

    /// The record that goes by its own path, as those of saved replies do.
    fn at_path<'a>(&self, records: &Records<'a>, text: &str) -> Option<&'a Record> {
        let whole = records.get(text).filter(|record| self.has(record));
        let path = || text.get(text.find("/projects/")? + 1..);
        whole.or_else(|| records.get(path()?).filter(|record| self.has(record)))
    }

    fn to(&self, records: &Records<'_>, record: &Record, source: Source) -> Link {
        let name = record.get("name").and_then(Value::as_str);
        match (record.kind, name) {
            (RecordKind::Data, Some(name)) => self.by_name(records, last_of(name), source),
            _ => Link::To { id: ResourceId::new(record.address.clone()), source },
        }
    }

    fn referred<'a>(&self, records: &Records<'a>, reference: &Reference) -> Referred<'a> {
        match records.referenced(reference) {
            [] => Referred::Missing,
            [record] if self.has(record) => Referred::One(record),
            [record, ..] if !self.has(record) => Referred::Other(record),
            _ => Referred::Several,
        }
    }

    /// Whether a record is of this kind.
    fn has(&self, record: &Record) -> bool {
        let types = match record.kind {
            RecordKind::Managed => self.types,
            RecordKind::Data => self.data,
            RecordKind::Ephemeral => &[],
        };
        types.contains(&record.type_name.as_ref())
    }
}

/// What a reference leads to.
enum Referred<'a> {
    /// Nothing of that address is declared.
    Missing,
    /// Something of another kind, which may pass a name on: `google_compute_subnetwork.a.network`.
    Other(&'a Record),
    /// Just this.
    One(&'a Record),
    /// One of several instances.
    Several,
}

/// The last segment of a name or URL, if that segment is known.
fn last_segment(value: &Value) -> Option<String> {
    if let Some(text) = value.as_str() {
        return Some(last_of(text).to_owned());
    }
    match value.parts()?.last()? {
        Part::Known(text) => text.rsplit_once('/').map(|(_, name)| name.to_owned()),
        Part::Unknown(_) => None,
    }
}

fn unknown_part(part: &Part) -> Option<&Reason> {
    match part {
        Part::Known(_) => None,
        Part::Unknown(reason) => Some(reason),
    }
}

/// Whether a record may be what a path names, as far as both say in which project, region or zone it is.
fn lies_at(record: &Record, path: &str) -> bool {
    let segment = |of: &str| {
        let mut segments = path.split('/');
        segments.find(|part| *part == of)?;
        segments.next()
    };
    let levels = [("projects", "project"), ("regions", "region"), ("zones", "zone")];
    levels.iter().all(|(segments, attribute)| {
        let own = record.get(attribute).and_then(Value::as_str).map(last_of);
        match (segment(segments), own) {
            (Some(named), Some(own)) => named == own,
            _ => true,
        }
    })
}

fn last_of(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or(text)
}

fn one_of_several(reference: &Reference, source: Source) -> Gap {
    let what = format!("which instance of {} is meant by {}", reference.address, reference);
    Gap { kind: GapKind::KnownAfterApply, what, source: Some(source) }
}
