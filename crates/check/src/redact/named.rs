//! Values of attributes, keys, variables and flags whose names say that they are secret.

use std::ops::Range;
use std::sync::LazyLock;

use super::pattern::Pattern;
use super::value;

/// Where such values are; in no order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let marked =
        [&PAIRED, &FLAG].into_iter().flat_map(|pattern| values(text, names(pattern, text), |_| true));
    let assigned = values(text, names(&ASSIGNED, text), |name| starts_line(text, name.start));
    let defaults = names(&VARIABLE, text).filter_map(|name| variable_default(text, name.end));
    marked.chain(assigned).chain(defaults).collect()
}

/// Where a pattern finds secret names: all of each match.
fn names<'a>(pattern: &'a Pattern, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    pattern.pairs(text).filter(|(_, name)| is_secret(name)).map(|(range, _)| range)
}

/// The values that follow the names. What lies within a value is not looked at again: that keeps hostile
/// texts, in which each value would reach to the end, linear.
fn values<'a>(
    text: &'a str,
    names: impl Iterator<Item = Range<usize>> + 'a,
    lone: impl Fn(&Range<usize>) -> bool + 'a,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut seen_to = 0;
    names.filter_map(move |name| {
        if name.start < seen_to {
            return None;
        }
        let value = value::after(text, name.end, lone(&name))?;
        seen_to = value.range.end;
        value.secret.then_some(value.range)
    })
}

/// Words that make a name secret.
pub(super) const WORDS: &str = "(?:passw|passphrase|passcode|secret|token|credential|connection[_-]?string|dockerconfigjson|\
    kubeconfig|psk|(?:private|access|client|api|auth|account|signing|shared|encryption|raw|server|ca|tls|etcd|peer)\
    [_-]?key)";

/// Ends that make a name harmless again: it names, counts or configures a secret, but is none.
const HARMLESS_ENDS: &str = r"(?i)(?:names?|ids?|arns?|versions?|types?|paths?|files?|urls?|uris?|endpoints?|ttl|polic(?:y|ies)|length|managers?|rotation|enabled|expir\w*|links?|refs?|period|size|days|hours|seconds|algorithm|prefix|role|roles|location|provider)$";

static SECRET_NAME: LazyLock<Pattern> = LazyLock::new(|| Pattern::any(&[&format!("(?i){WORDS}")]));
static HARMLESS: LazyLock<Pattern> = LazyLock::new(|| Pattern::any(&[HARMLESS_ENDS]));

/// `name = `, `"name": `, `name=`, `\"name\":`; also within strings.
static ASSIGNED: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::any(&[&format!(r#"(?i)([\w.-]*{WORDS}[\w.-]*)\\*["']?[ \t]*(?:=>|=|:)"#)]));

/// `name = "DB_PASSWORD", value = `: the shape of environment variables.
static PAIRED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::any(&[&format!(
        r#"(?i)\b(?:name|key)\\*["']?\s*[:=]\s*\\*["']?([\w.-]*{WORDS}[\w.-]*)\\*["']?\s*,?\s*\\*["']?value\\*["']?\s*[:=]"#
    )])
});

/// `--token `.
static FLAG: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::any(&[&format!(r"(?i)\s--?([a-z-]*{WORDS}[a-z-]*)[ \t]+")]));

/// `variable "db_password" {`.
static VARIABLE: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::any(&[&format!(r#"(?i)\bvariable\s+"?([\w-]*{WORDS}[\w-]*)"?\s*\{{"#)]));

static DEFAULT: LazyLock<Pattern> = LazyLock::new(|| Pattern::any(&[r"\bdefault\s*="]));

fn is_secret(name: &str) -> bool {
    SECRET_NAME.finds(name) && !HARMLESS.finds(name)
}

/// Whether only spaces, quotes and list dashes stand before it in its line.
fn starts_line(text: &str, at: usize) -> bool {
    let indent = [' ', '\t', '-', '"', '\''];
    let before = text.get(..at).unwrap_or("").trim_end_matches(indent);
    before.is_empty() || before.ends_with('\n')
}

/// The default in the block of a variable, whose body starts at `from`.
fn variable_default(text: &str, from: usize) -> Option<Range<usize>> {
    let body = text.get(from..)?;
    let near = (0..=BLOCK.min(body.len())).rev().find_map(|end| body.get(..end))?;
    let near = near.split("\n}").next()?;
    let default = DEFAULT.ranges(near).next()?;
    value::after(text, from + default.end, true).filter(|value| value.secret).map(|value| value.range)
}

/// How much of a variable's block is looked at. Units: bytes.
const BLOCK: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [&SECRET_NAME, &HARMLESS, &ASSIGNED, &PAIRED, &FLAG, &VARIABLE, &DEFAULT] {
            assert!(pattern.0.is_some());
        }
    }
}
