//! What stands for groups in a replacement: `$1`, `${name}`.
//!
//! Source: `Regexp.Expand` of <https://pkg.go.dev/regexp>, read 2026-11-25.

use std::sync::Arc;

use ::regex::Captures;

use super::Pattern;
use crate::limits;
use crate::outcome::Stop;

/// Adds the replacement of one match.
pub(super) fn expand(
    replacement: &str,
    pattern: &Pattern,
    found: &Captures<'_>,
    out: &mut String,
) -> Result<(), Stop> {
    let mut rest = replacement;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        rest = after;
        let Some((name, after)) = name(after) else {
            out.push('$');
            continue;
        };
        out.push_str(group(name, pattern, found));
        limits::text(out.len())?;
        rest = after;
    }
    out.push_str(rest);
    limits::text(out.len())
}

/// `name` or `{name}` at the start.
fn name(text: &str) -> Option<(&str, &str)> {
    let braced = text.strip_prefix('{');
    let inside = braced.unwrap_or(text);
    let end = inside.find(|letter: char| letter != '_' && !letter.is_alphanumeric()).unwrap_or(inside.len());
    let (name, after) = inside.split_at(end);
    let after = if braced.is_some() { after.strip_prefix('}')? } else { after };
    (!name.is_empty()).then_some((name, after))
}

/// What the group of that number or name matched; nothing if there is none.
fn group<'t>(name: &str, pattern: &Pattern, found: &Captures<'t>) -> &'t str {
    let matched = |place: usize| found.get(place).map(|group| group.as_str());
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit()) && (name == "0" || !name.starts_with('0'));
    if is_number {
        return name.parse().ok().and_then(matched).unwrap_or_default();
    }
    let same = |(place, group): (usize, &Option<Arc<str>>)| {
        (group.as_deref() == Some(name)).then(|| matched(place + 1))?
    };
    pattern.groups.iter().enumerate().find_map(same).unwrap_or_default()
}
