//! The API's names and shapes to Terraform's.

use ringfence_replies::Body;
use ringfence_terraform::{Map, Value};

/// Attributes whose entries are names that people chose.
const MAPS: [&str; 3] = ["labels", "resourceLabels", "userLabels"];

/// The objects of a list, also of one by zones and regions.
pub(super) fn listed(root: &Value) -> Value {
    let at = root.origin.at;
    let Some(items) = root.get("items") else { return Value::tuple(Vec::new(), at) };
    if items.as_list().is_some() {
        return items.clone();
    }
    let scopes = items.as_map().into_iter().flat_map(Map::values);
    let lists = scopes.filter_map(Value::as_map).flat_map(Map::values).filter_map(Value::as_list);
    Value::tuple(lists.flatten().cloned().collect(), at)
}

/// The attributes of an object by the names that Terraform gives them: `natIP` is `nat_ip`.
pub(super) fn body(object: &Value, renamed: &[(&str, &str)]) -> Body {
    let mut body = Body::default();
    for (name, value) in object.as_map().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
        let ours = renamed.iter().find(|(theirs, _)| *theirs == name.as_ref()).map(|(_, ours)| *ours);
        let ours = ours.map_or_else(|| snake(name), str::to_owned);
        let value = if MAPS.contains(&name.as_ref()) { value.clone() } else { converted(value, renamed) };
        body.put(&ours, Some(&value));
    }
    body
}

/// A value with all the names in it; the parser bounds its depth.
fn converted(value: &Value, renamed: &[(&str, &str)]) -> Value {
    let at = value.origin.at;
    match (value.as_list(), value.as_map()) {
        (Some(items), _) => Value::tuple(items.iter().map(|item| converted(item, renamed)).collect(), at),
        (None, Some(_)) => body(value, renamed).block(at),
        (None, None) => value.clone(),
    }
}

/// `IPProtocol` is `ip_protocol`, `layer4Configs` is `layer4_configs`.
fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 4);
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let starts = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() || after.is_some_and(char::is_ascii_lowercase)
            });
        if starts {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// The path of a resource in its URL: `projects/p/global/networks/n`.
pub(super) fn path(url: &str) -> &str {
    let start = url.find("/projects/").map(|at| at + 1);
    start.and_then(|at| url.get(at..)).unwrap_or(url)
}

/// What follows a segment of a path: the project after `projects`.
pub(super) fn after<'p>(path: &'p str, segment: &str) -> Option<&'p str> {
    let mut segments = path.split('/');
    segments.find(|part| *part == segment)?;
    segments.next()
}

/// The last segment of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_terraforms() {
        for (theirs, ours) in [
            ("natIP", "nat_ip"),
            ("IPProtocol", "ip_protocol"),
            ("IPAddress", "ip_address"),
            ("layer4Configs", "layer4_configs"),
            ("masterIpv4CidrBlock", "master_ipv4_cidr_block"),
            ("enableCDN", "enable_cdn"),
            ("name", "name"),
        ] {
            assert_eq!(snake(theirs), ours);
        }
    }

    #[test]
    fn paths_are_what_follows_the_host() {
        let url = "https://www.googleapis.com/compute/v1/projects/p/zones/z/instances/i";
        assert_eq!(path(url), "projects/p/zones/z/instances/i");
        assert_eq!((after(path(url), "projects"), after(path(url), "zones")), (Some("p"), Some("z")));
        assert_eq!((path("default"), last(url)), ("default", "i"));
    }
}
