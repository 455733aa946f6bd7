//! Headers of resources: names, tags, places.

use ringfence_model::{About, ResourceId, Source, Tag, Truth};
use ringfence_terraform::{Record, Value};

use crate::source;

/// The header of a resource that a record declares; no name, no tags yet.
pub fn about(record: &Record, kind: &'static str) -> About {
    About {
        id: ResourceId::new(record.address.clone()),
        kind,
        name: None,
        declared_at: Source::File(record.header),
        declared: true,
        exists: record.exists,
        tags: Vec::new(),
    }
}

/// The header of something that the configuration refers to at a place but does not declare.
pub fn undeclared(id: &ResourceId, kind: &'static str, referred_at: &Source) -> About {
    About {
        id: id.clone(),
        kind,
        name: None,
        declared_at: referred_at.clone(),
        declared: false,
        exists: Truth::Yes,
        tags: Vec::new(),
    }
}

/// The header of something that a service makes by itself, as its documentation says.
pub fn documented(id: ResourceId, kind: &'static str, url: &'static str, exists: Truth) -> About {
    About {
        id,
        kind,
        name: None,
        declared_at: Source::Documented { url },
        declared: true,
        exists,
        tags: Vec::new(),
    }
}

/// Tags or labels of a map attribute, sorted by key.
///
/// Unknown: a value that is unknown stays, with no value; a map that is unknown as a whole has no tags.
pub fn tags(map: Option<&Value>) -> Vec<Tag> {
    let entries = map.and_then(Value::as_map).into_iter().flatten();
    entries
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| Tag { key: key.to_string(), value: scalar(value), source: source(value) })
        .collect()
}

/// The value of the tag of that key, if it is known.
pub fn name_tag(tags: &[Tag], key: &str) -> Option<String> {
    tags.iter().find(|tag| tag.key == key)?.value.clone()
}

fn scalar(value: &Value) -> Option<String> {
    let text = value.as_str().map(str::to_owned);
    text.or_else(|| value.as_bool().map(|flag| flag.to_string()))
        .or_else(|| value.as_i64().map(|number| number.to_string()))
}
