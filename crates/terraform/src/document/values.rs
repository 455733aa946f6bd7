//! JSON to values: each part with its own place, its marks, and the reason why it is unknown.

use std::sync::Arc;

use ringfence_hcl::Names;
use ringfence_hcl::json::{Json, Kind};
use ringfence_model::{FileId, Span};
use ringfence_value::{Cause, Map, Marks, Number, Reason, Type, Value};

use super::links::{Links, Site};
use super::lookup::Lookup;
use super::marked::Marked;
use super::types::{self, typed};
use super::written::Written;

/// Digits that a number may have when it is written out: `1e9999` says in few bytes what takes many to print.
const MOST_DIGITS: usize = 4096;

/// Makes values of one document.
pub(super) struct Values<'p, 'd> {
    file: FileId,
    links: Option<&'p Links<'d>>,
    names: Names,
    /// Whether `null` stays: Terraform's own resource has it where nothing is written.
    pub(super) keeps_null: bool,
    /// Whether attributes of any type have their type beside them, as in state files, and whether that is sure for all
    /// whose content looks so.
    pub(super) tells_types: Option<bool>,
    /// Whether what only the provider gives, and only later, stays as an unknown.
    pub(super) keeps_computed: bool,
}

/// What is known beside a value.
#[derive(Clone, Debug)]
pub(super) struct Beside<'d> {
    /// Which parts are unknown, in the shape of `after_unknown`.
    pub(super) unknown: Option<Json<'d>>,
    pub(super) marked: Marked<'d>,
    pub(super) written: Written<'d>,
}

/// A value to be made, and where it stands in the resource.
#[derive(Clone, Copy)]
struct Place<'s> {
    /// Where what is not in the document would be.
    near: Span,
    site: Option<&'s Site<'s>>,
}

impl<'d> Beside<'d> {
    /// All is known, and the configuration does not say.
    pub(super) fn known(marked: Marked<'d>) -> Self {
        Self { unknown: None, marked, written: Written::Unlisted }
    }

    fn is_unknown(&self) -> bool {
        self.unknown.is_some_and(|unknown| unknown.as_bool() == Some(true))
    }
}

impl<'p, 'd> Values<'p, 'd> {
    pub(super) fn new(file: FileId, links: Option<&'p Links<'d>>) -> Self {
        Self { file, links, names: Names::new(), keeps_null: false, tells_types: None, keeps_computed: false }
    }

    /// The place of a node.
    pub(super) fn at(&self, node: Json<'_>) -> Span {
        let range = node.range();
        Span { file: self.file, start: range.start, end: range.end }
    }

    /// A name; equal ones share their memory.
    pub(super) fn name(&mut self, text: &str) -> Arc<str> {
        self.names.intern(text)
    }

    /// The attributes of a resource.
    ///
    /// Shape: what is `null` is left out, and what is unknown without being written: the provider gives it.
    pub(super) fn body(
        &mut self,
        node: Option<Json<'d>>,
        beside: &Beside<'d>,
        site: &Site<'_>,
        near: Span,
    ) -> Map {
        let place = Place { near, site: Some(site) };
        let mut map = self.attributes(node, beside, place);
        let Some(sure) = self.tells_types else { return map };
        let marked = beside.marked.by_key();
        for (key, _, node) in node.into_iter().flat_map(Json::entries) {
            if let Some((node, ty)) = types::told(node, sure)
                && let Some(value) = self.value(Some(node), &Beside::known(marked(&key)), place)
            {
                map.insert(self.name(&key), typed(value, Some(ty)));
            }
        }
        map
    }

    /// An output: `null` and all that is unknown stays.
    pub(super) fn output(
        &mut self,
        node: Option<Json<'d>>,
        near: Span,
        beside: &Beside<'d>,
        site: &Site<'_>,
    ) -> Value {
        (self.keeps_null, self.keeps_computed) = (true, true);
        let value = self.value(node, beside, Place { near, site: Some(site) });
        value.unwrap_or_else(|| Value::null(Type::Dynamic, near))
    }

    /// A value with nothing known beside it but what is sensitive of it; `null` stays.
    pub(super) fn plain(&mut self, node: Json<'d>, marked: Marked<'d>) -> Value {
        let keeps_null = std::mem::replace(&mut self.keeps_null, true);
        let near = self.at(node);
        let value = self.value(Some(node), &Beside::known(marked), Place { near, site: None });
        self.keeps_null = keeps_null;
        value.unwrap_or_else(|| Value::null(Type::Dynamic, near))
    }

    fn attributes(&mut self, node: Option<Json<'d>>, beside: &Beside<'d>, place: Place<'_>) -> Map {
        let unknown = Lookup::of(beside.unknown.filter(|unknown| unknown.kind() == Kind::Object));
        let (marked, written) = (beside.marked.by_key(), beside.written.by_key());
        let known = Lookup::of(node);
        let of_key =
            |key: &str| Beside { unknown: unknown.get(key), marked: marked(key), written: written(key) };
        let mut map = Vec::new();
        for (key, _, value) in node.into_iter().flat_map(Json::entries) {
            if let Some(value) = self.value(Some(value), &of_key(&key), place) {
                map.push((self.name(&key), value));
            }
        }
        // What is unknown may be missing among the values.
        for (key, _, inner) in beside.unknown.into_iter().flat_map(Json::entries) {
            if inner.as_bool() == Some(true)
                && known.get(&key).is_none()
                && let Some(value) = self.value(None, &of_key(&key), place)
            {
                map.push((self.name(&key), value));
            }
        }
        map.into_iter().collect()
    }

    /// One value; nothing if it counts as not written.
    fn value(&mut self, node: Option<Json<'d>>, beside: &Beside<'d>, place: Place<'_>) -> Option<Value> {
        let at = node.map_or(place.near, |node| self.at(node));
        let marks = if beside.marked.whole() { Marks::SENSITIVE } else { Marks::NONE };
        if beside.is_unknown() {
            if matches!(beside.written, Written::Absent) && !self.keeps_computed {
                return None;
            }
            return Some(self.unknown(beside, place, at).marked(marks));
        }
        let node = node.filter(|node| self.keeps_null || !node.is_null())?;
        Some(self.known(node, beside, place, at).marked(marks))
    }

    fn known(&mut self, node: Json<'d>, beside: &Beside<'d>, place: Place<'_>, at: Span) -> Value {
        match node.kind() {
            Kind::Null => Value::null(Type::Dynamic, at),
            Kind::Bool => Value::bool(node.as_bool() == Some(true), at),
            Kind::Number => match Number::parse(node.number().unwrap_or_default()) {
                Ok(number) if number.most_digits() <= MOST_DIGITS => Value::number(number, at),
                Ok(_) => too_long(&format!("a number of more than {MOST_DIGITS} digits"), at),
                Err(error) => too_long(&error.to_string(), at),
            },
            Kind::String => Value::string(node.as_str().unwrap_or_default().as_ref(), at),
            Kind::Array => Value::tuple(self.elements(node, beside, Place { near: at, ..place }), at),
            Kind::Object => {
                Value::object(self.attributes(Some(node), beside, Place { near: at, ..place }), at)
            }
        }
    }

    fn elements(&mut self, node: Json<'d>, beside: &Beside<'d>, place: Place<'_>) -> Vec<Value> {
        let listed = beside.unknown.filter(|unknown| unknown.kind() == Kind::Array);
        let is_unknown = |unknown: Json<'_>| unknown.as_bool() == Some(true);
        let count = listed.into_iter().flat_map(Json::items).filter(|item| is_unknown(*item)).count();
        let mut unknown = listed.map(Json::items);
        let mut marked = beside.marked.by_index();
        let mut order = 0;
        let mut items = Vec::new();
        for item in node.items() {
            let unknown = unknown.as_mut().and_then(Iterator::next);
            let written = beside.written.of_element(Some(item));
            let inner = Beside { unknown, marked: marked.next().unwrap_or_default(), written };
            let marks = if inner.marked.whole() { Marks::SENSITIVE } else { Marks::NONE };
            let at = self.at(item);
            items.push(if inner.is_unknown() {
                order += 1;
                self.one_of(&inner, (order - 1, count), place, at).marked(marks)
            } else {
                // An element is one even if it is `null`.
                self.known(item, &inner, place, at).marked(marks)
            });
        }
        items
    }

    fn unknown(&self, beside: &Beside<'d>, place: Place<'_>, at: Span) -> Value {
        match (self.links, place.site) {
            (Some(links), Some(site)) => links.unknown(&beside.written, site, at),
            _ => Value::unknown(Type::Dynamic, Reason::new(Cause::Later(Vec::new()), at), at),
        }
    }

    /// One of several unknown elements: which one, and how many there are.
    fn one_of(&self, beside: &Beside<'d>, place_of: (usize, usize), place: Place<'_>, at: Span) -> Value {
        match (self.links, place.site) {
            (Some(links), Some(site)) => links.unknown_element(&beside.written, place_of, site, at),
            _ => Value::unknown(Type::Dynamic, Reason::new(Cause::Later(Vec::new()), at), at),
        }
    }
}

fn too_long(limit: &str, at: Span) -> Value {
    Value::unknown(Type::Number, Reason::new(Cause::Limit(limit.into()), at), at)
}
