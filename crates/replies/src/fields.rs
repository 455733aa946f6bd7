//! Looking into replies.

use ringfence_value::Value;

/// The attribute of that name, if it is there and not `null`; also if only the case of its first letter is another.
///
/// APIs of one cloud differ in that (`VirtualInterfaces`, `virtualInterfaces`), and so do tools that save them.
pub fn field<'v>(of: &'v Value, name: &str) -> Option<&'v Value> {
    let map = of.as_map()?;
    let found = map.get(name).or_else(|| {
        let mut letters = name.chars();
        let first = letters.next()?;
        let other =
            if first.is_ascii_uppercase() { first.to_ascii_lowercase() } else { first.to_ascii_uppercase() };
        map.get(&format!("{other}{}", letters.as_str()))
    });
    found.filter(|value| !value.is_null())
}

/// The same along names that are joined with `.`: `Placement.AvailabilityZone`.
pub fn path<'v>(of: &'v Value, names: &str) -> Option<&'v Value> {
    names.split('.').try_fold(of, field)
}

/// The text along names that are joined with `.`, if it is one and not empty.
pub fn text<'v>(of: &'v Value, names: &str) -> Option<&'v str> {
    path(of, names)?.as_str().filter(|text| !text.is_empty())
}

/// The elements of the list along names that are joined with `.`; none if it is no list.
pub fn items<'v>(of: &'v Value, names: &str) -> &'v [Value] {
    path(of, names).and_then(Value::as_list).unwrap_or_default()
}
