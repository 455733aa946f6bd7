//! Shapes that many replies share.

use ringfence_replies::{Body, field, text};
use ringfence_terraform::{Map, Value};

/// Why it is not known whether a load balancer is internal.
pub(super) const NO_SCHEME: &str = "whether a load balancer is internal, which its description does not tell";

/// The tags of an object as a map; nothing if it lists none.
pub(super) fn tags(of: &Value) -> Option<Value> {
    let list = ["Tags", "TagSet", "TagList"].iter().find_map(|name| field(of, name))?;
    if list.as_map().is_some() {
        return Some(list.clone());
    }
    let entry = |tag: &Value| Some((text(tag, "Key")?.into(), field(tag, "Value")?.clone()));
    let map: Map = list.as_list()?.iter().filter_map(entry).collect();
    (!map.is_empty()).then(|| Value::object(map, list.origin.at))
}

/// Sets the tags, if there are any.
pub(super) fn put_tags(body: &mut Body, of: &Value) {
    if let Some(tags) = tags(of) {
        body.set("tags", tags);
    }
}

/// One attribute of each object of a list, as a list: `Groups` of `GroupId`. Nothing if there is no such list.
pub(super) fn each(of: &Value, list: &str, name: &str) -> Option<Value> {
    let list = ringfence_replies::path(of, list)?;
    let found = list.as_list()?.iter().filter_map(|item| field(item, name)).cloned().collect();
    Some(Value::tuple(found, list.origin.at))
}

/// Whether the state along a path is one of these; what says nothing is in none.
pub(super) fn is_in(of: &Value, path: &str, states: &[&str]) -> bool {
    text(of, path).is_some_and(|state| states.iter().any(|one| state.eq_ignore_ascii_case(one)))
}

/// Whether something is gone, or on its way.
pub(super) fn is_gone(of: &Value, path: &str) -> bool {
    is_in(
        of,
        path,
        &["deleted", "deleting", "failed", "rejected", "expired", "terminated", "detached", "disassociated"],
    )
}
