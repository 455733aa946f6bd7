//! A plan or state together with the configuration it was made from: values from the one, places from the other.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ringfence_hcl::json::Json;
use ringfence_model::{FileId, Level, Notice, NoticeId, Sources, Span};
use ringfence_value::{Map, Origin, Value, ValueKind, equal};

use super::address::Address;
use super::configuration::Configuration;
use crate::load::Loaded;
use crate::{Options, Record, Stack, Truth};

/// Elements beyond which those of a set are not looked for one by one.
const MOST_COMPARED: usize = 256;

/// Where the configuration of a plan or state is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Configured {
    /// Not asked for: places are those in the document.
    #[default]
    Nowhere,
    /// In this directory.
    In(PathBuf),
    /// Beside the document, or where the command runs, if what is there declares what the document holds.
    Beside,
}

/// Lays the configuration's places over a document's records.
///
/// Errors: the directory that was named holds no configuration.
pub(super) fn lay(
    stack: &mut Stack,
    (root, file, path): (Json<'_>, FileId, &Path),
    options: &Options,
    sources: &Sources,
) -> Result<(), String> {
    let configuration = Configuration::of(root.get("configuration"));
    let (directories, named) = match &options.configured {
        Configured::Nowhere => return Ok(()),
        Configured::In(directory) => (vec![directory.clone()], true),
        Configured::Beside => (beside(path, options), false),
    };
    for directory in directories {
        let scoped = Options { boundary: Some(boundary(&directory, options)), ..options.clone() };
        let mut loaded = match Loaded::read(&directory, &scoped, sources) {
            Ok(loaded) => loaded,
            Err(notice) if named => return Err(notice.message),
            Err(_) => continue,
        };
        if !named && !declares(&loaded, &configuration, stack) {
            continue;
        }
        if let Some(variables) = root.get("variables") {
            loaded.agree_on(variables, file);
        }
        let shown = directory.display().to_string();
        let written = loaded.stack();
        let found = over(&mut stack.records, &written.records);
        outputs(&mut stack.outputs, &written.outputs);
        if named && found == 0 && !stack.records.is_empty() {
            let message = format!("`{shown}` declares nothing of what `{}` holds", path.display());
            stack.notices.push(Notice {
                id: NoticeId::NoInput,
                level: Level::Warning,
                message,
                source: None,
            });
        }
        return Ok(());
    }
    Ok(())
}

fn beside(path: &Path, options: &Options) -> Vec<PathBuf> {
    let own = path.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
    let mut directories: Vec<PathBuf> = own.map(Path::to_owned).into_iter().collect();
    directories.extend(options.display_base.clone());
    directories
}

/// Modules beside the root module are read too if they lie in the tree that was named, or below the directory in which
/// the command runs.
fn boundary(directory: &Path, options: &Options) -> PathBuf {
    let canonical = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let named = options.boundary.clone().filter(|named| named.is_dir());
    if let Some(named) = named.filter(|named| canonical(directory).starts_with(canonical(named))) {
        return named;
    }
    let here = options.display_base.as_deref().map(canonical);
    match here.filter(|here| here.parent().is_some() && canonical(directory).starts_with(here)) {
        Some(here) => here,
        None => directory.to_owned(),
    }
}

/// Whether the root module declares every resource and call that the document has in its root module.
fn declares(loaded: &Loaded<'_>, configuration: &Configuration<'_>, stack: &Stack) -> bool {
    let Some(root) = configuration.module("") else {
        let mut all = stack.records.iter().filter(|record| record.module.is_empty()).peekable();
        let declared = |record: &Record| loaded.declares(record.kind, &record.type_name, &record.name);
        return all.peek().is_some() && all.all(declared);
    };
    let is_empty = root.resources().next().is_none() && root.calls().next().is_none();
    let declared = |address: &str| {
        Address::parse(address)
            .is_some_and(|address| loaded.declares(address.kind, address.type_name, address.name))
    };
    // A plan lists all that its configuration declares: one that declares more is another one.
    let same = (root.resources().count(), root.calls().count()) == loaded.counts();
    !is_empty
        && same
        && root.resources().all(|address| declared(address))
        && root.calls().all(|call| loaded.calls(&call))
}

/// Gives records the places of those that are written; how many there are.
fn over(records: &mut [Record], written: &[Record]) -> usize {
    let by_address: HashMap<&str, &Record> =
        written.iter().map(|record| (record.address.as_ref(), record)).collect();
    let mut found = 0;
    for record in records {
        let Some(source) =
            by_address.get(record.address.as_ref()).or_else(|| by_address.get(record.base.as_ref()))
        else {
            continue;
        };
        found += 1;
        let body = std::mem::take(&mut record.body);
        record.body = merged_map(&body, &source.body, source.header);
        (record.header, record.span, record.calls) = (source.header, source.span, source.calls.clone());
        record.provider.clone_from(&source.provider);
        record.exists = record.exists.and(Truth::Yes);
    }
    found
}

fn outputs(outputs: &mut Map, written: &Map) {
    for (name, value) in outputs.iter_mut() {
        if let Some(source) = written.get(name) {
            let taken = std::mem::replace(value, source.clone());
            *value = merged(taken, source, source.origin.at);
        }
    }
}

fn merged_map(planned: &Map, source: &Map, header: Span) -> Map {
    let mut map: Map = planned
        .iter()
        .map(|(name, value)| match source.get(name) {
            Some(source) => (name.clone(), merged(value.clone(), source, header)),
            None => (name.clone(), placed(value, header)),
        })
        .collect();
    for (name, value) in source {
        // A `dynamic` block whose elements are unknown does not show in a plan.
        if !map.contains_key(name) && !value.is_wholly_known() {
            map.insert(name.clone(), value.clone());
        }
    }
    map
}

/// A planned value with the places of the one that is written.
fn merged(planned: Value, source: &Value, header: Span) -> Value {
    let marks = planned.marks.with(source.marks);
    if !planned.is_known() {
        let better = !source.is_wholly_known() && !source.is_null();
        return if better { source.clone().marked(marks) } else { at(planned, &source.origin) };
    }
    match (&planned.kind, source.sure()) {
        (ValueKind::Tuple(items), inner) if inner.as_list().is_some() && source.open().is_none() => {
            let sources = inner.as_list().unwrap_or_default();
            let items = elements(items, sources, &source.origin, header);
            at(planned.clone().with_kind(Value::tuple(items, header).kind), &source.origin).marked(marks)
        }
        (ValueKind::Object(entries), inner) => {
            let only = inner.as_list().and_then(|items| match items {
                [only] => Some(only),
                _ => None,
            });
            let Some(written) = inner.as_map().or_else(|| only?.as_map()) else {
                return placed(&planned, source.origin.at).marked(marks);
            };
            let map = merged_map(entries, written, header);
            at(planned.clone().with_kind(Value::object(map, header).kind), &source.origin).marked(marks)
        }
        (ValueKind::Tuple(_), _) => placed(&planned, source.origin.at).marked(marks),
        _ => scalar(planned, source).marked(marks),
    }
}

/// A plain value: where it is written, and what it refers to there.
fn scalar(planned: Value, source: &Value) -> Value {
    let referent =
        source.referent().cloned().or_else(|| source.reference().cloned().map(std::sync::Arc::new));
    let same = source.is_known() && equal(&planned, source) == Truth::Yes;
    let mut value = at(planned, &source.origin);
    if same {
        // A JSON text whose parts have places of their own keeps them.
        value = value.aside_of(source);
    }
    match referent {
        Some(referent) => value.read_from(referent),
        None => value,
    }
}

/// Elements with those they are written as: in their order, or, as a set has another one, wherever they fit.
fn elements(items: &[Value], sources: &[Value], origin: &Origin, header: Span) -> Vec<Value> {
    if items.len() == sources.len() && items.iter().zip(sources).all(|(item, source)| fits(item, source)) {
        return items
            .iter()
            .zip(sources)
            .map(|(item, source)| merged(item.clone(), source, header))
            .collect();
    }
    if items.len() > MOST_COMPARED || sources.len() > MOST_COMPARED {
        return items.iter().map(|item| placed(item, origin.at)).collect();
    }
    let mut left: Vec<&Value> = sources.iter().collect();
    let mut one = |item: &Value| match left.iter().position(|source| fits(item, source)) {
        Some(place) => merged(item.clone(), left.remove(place), header),
        None => placed(item, origin.at),
    };
    items.iter().map(&mut one).collect()
}

/// Whether an element may be the one that is written there.
fn fits(item: &Value, source: &Value) -> bool {
    if !source.is_known() || !item.is_known() {
        return true;
    }
    match (item.as_map(), source.as_map()) {
        (Some(item), Some(source)) => source.iter().all(|(name, source)| {
            item.get(name).is_none_or(|item| item.is_null() || source.is_null() || fits(item, source))
        }),
        (None, None) if item.as_list().is_some() || source.as_list().is_some() => true,
        _ => {
            equal(item, source) == Truth::Yes
                || item.as_str().is_some_and(|text| source.as_str() == Some(text))
        }
    }
}

fn at(mut value: Value, origin: &Origin) -> Value {
    value.origin = origin.clone();
    value
}

/// A value that nobody wrote, placed where the block is that it belongs to.
fn placed(value: &Value, place: Span) -> Value {
    let mut value = value.map_inside(&mut |inner| placed(inner, place));
    value.origin = Origin::literal(place);
    value
}
