//! Single attributes with their documented defaults.

use ringfence_model::{Attr, Source};
use ringfence_terraform::Value;

use crate::{Fields, gap, source};

/// A truth value.
///
/// Shape: `default` is the value and the page that says so; without one an absent attribute is
/// [`Attr::NotApplicable`].
/// Unknown: also for a value that is no truth value.
pub fn bool_attr(
    body: &(impl Fields + ?Sized),
    name: &str,
    default: Option<(bool, &'static str)>,
) -> Attr<bool> {
    read(body, name, default, Value::as_bool)
}

/// A whole number that is not negative; `default` as in [`bool_attr`].
///
/// Unknown: also for a negative or other value.
pub fn u64_attr(
    body: &(impl Fields + ?Sized),
    name: &str,
    default: Option<(u64, &'static str)>,
) -> Attr<u64> {
    read(body, name, default, |value| u64::try_from(value.as_i64()?).ok())
}

/// A string; `default` as in [`bool_attr`].
///
/// Unknown: also for a string that is known in part.
pub fn string_attr(
    body: &(impl Fields + ?Sized),
    name: &str,
    default: Option<(&str, &'static str)>,
) -> Attr<String> {
    let default = default.map(|(value, url)| (value.to_owned(), url));
    read(body, name, default, |value| value.as_str().map(str::to_owned))
}

fn read<T>(
    body: &(impl Fields + ?Sized),
    name: &str,
    default: Option<(T, &'static str)>,
    convert: impl Fn(&Value) -> Option<T>,
) -> Attr<T> {
    match (body.field(name), default) {
        (Some(value), _) => match convert(value) {
            Some(known) => Attr::Set { value: known, source: source(value) },
            None => Attr::Unknown(gap(value)),
        },
        (None, Some((value, url))) => Attr::Default { value, source: Source::Documented { url } },
        (None, None) => Attr::NotApplicable,
    }
}
