//! Ids in the names of files: some replies do not say what was asked about.

/// The id that begins so, if a file's name holds one: `pl-` in `entries-pl-0123.json`.
pub(super) fn named<'n>(file: &'n str, prefix: &str) -> Option<&'n str> {
    let before = |at: usize| file.get(..at).and_then(|text| text.chars().next_back());
    let starts = file.match_indices(prefix).map(|(at, _)| at);
    let at = starts.into_iter().find(|at| before(*at).is_none_or(|c| !c.is_ascii_alphanumeric()))?;
    let rest = file.get(at + prefix.len()..)?;
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    (length > 0).then(|| file.get(at..at + prefix.len() + length)).flatten()
}

/// The one of some names that a file's name holds, if it is just one; of names that hold each other the longest.
pub(super) fn mentioned<'n>(file: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut found: Vec<&str> = names.filter(|name| !name.is_empty() && holds(file, name)).collect();
    found.sort_by_key(|name| std::cmp::Reverse(name.len()));
    match found.as_slice() {
        [only] => Some(only),
        [first, rest @ ..] if rest.iter().all(|name| first.len() > name.len() && first.contains(name)) => {
            Some(first)
        }
        _ => None,
    }
}

/// Whether a text holds a name as a word of its own.
fn holds(text: &str, name: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
        !is_word(before) && !is_word(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_names_of_files() {
        assert_eq!(named("routes-tgw-rtb-0a1b.json", "tgw-rtb-"), Some("tgw-rtb-0a1b"));
        assert_eq!(named("pl-1", "pl-"), Some("pl-1"));
        assert_eq!((named("sample-1.json", "ple-"), named("pl-.json", "pl-")), (None, None));
    }

    #[test]
    fn names_are_found_if_they_are_clear() {
        let of = |file: &str, names: &[&'static str]| mentioned(file, names.iter().copied());
        assert_eq!(of("describe-target-health__tg1.json", &["tg1", "tg2"]), Some("tg1"));
        assert_eq!(of("health-api-tls.json", &["api", "api-tls"]), Some("api-tls"));
        assert_eq!(of("health-tg1-tg2.json", &["tg1", "tg2"]), None);
        assert_eq!(of("health-tg10.json", &["tg1"]), None);
    }
}
