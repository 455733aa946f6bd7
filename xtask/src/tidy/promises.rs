//! Work is done or it is an issue: the code makes no promises.

use crate::problem::Problem;
use crate::tree::TextFile;

/// Words of a promise, split so that this file does not hold them.
const WORDS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
/// Macros and attributes of one.
const MACROS: &[&str] = &[concat!("todo", "!("), concat!("unimplemented", "!("), concat!("#[", "ignore")];

/// Complains about every promise, in any file.
pub(crate) fn check(files: &[TextFile]) -> Vec<Problem> {
    let lines = files.iter().flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)));
    lines
        .filter_map(|(file, number, line)| {
            let promise = promise_in(line)?;
            let message = format!("`{promise}` is a promise: do it, or file an issue");
            Some(Problem::new("promise", &file.path, number, message))
        })
        .collect()
}

fn promise_in(line: &str) -> Option<&'static str> {
    let is_word = |word: &&&str| line.split(|c: char| !c.is_alphanumeric()).any(|part| part == **word);
    let is_macro = |text: &&&str| line.contains(**text);
    WORDS.iter().find(is_word).or_else(|| MACROS.iter().find(is_macro)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_are_found_with_their_line() {
        for promise in WORDS.iter().chain(MACROS) {
            let text = format!("fine\n// {promise} later\n");
            let found = check(&[TextFile::new("a.rs", &text)]);
            assert_eq!(found.len(), 1, "{promise}");
            assert_eq!(found[0].line, 2);
        }
    }

    #[test]
    fn other_words_are_not() {
        assert_eq!(check(&[TextFile::new("a.rs", "MASTODON XXXL method todos\n")]), []);
    }
}
