//! Messages.

use std::borrow::Cow;

use serde::Serialize;

use crate::clean::Clean;

/// A message of plain text.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Text {
    text: Clean,
}

impl Text {
    pub(super) fn new(text: &str) -> Self {
        Self { text: Clean::new(text) }
    }
}

/// The message of a result: a template of its rule, filled.
#[derive(Debug, Serialize)]
pub(super) struct Filled {
    text: Clean,
    id: &'static str,
    arguments: [Clean; 3],
}

/// A template: text with `{0}`, `{1}`, `{2}`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Template {
    pub(super) id: &'static str,
    pub(super) text: &'static str,
}

/// Of a violation: what, details, what to change.
pub(super) const VIOLATION: Template = Template { id: "violation", text: "{0} {1} Fix: {2}." };
/// Of a possible one.
pub(super) const POSSIBLE: Template = Template { id: "possible", text: "Possible: {0} {1} Fix: {2}." };

/// Of what was proved closed: what, details, what blocks the way.
pub(super) const CLEAR: Template = Template { id: "clear", text: "Clear: {0} {1} Blocked: {2}." };

impl Template {
    /// Fills it: the text is what a reader gets that resolves the template itself.
    pub(super) fn fill(self, arguments: [Clean; 3]) -> Filled {
        let mut text = String::new();
        let mut rest = self.text;
        while let Some((before, after)) = rest.split_once('{') {
            let (number, after) = after.split_once('}').unwrap_or((after, ""));
            let argument = number.parse().ok().and_then(|at: usize| arguments.get(at));
            text.push_str(before);
            text.push_str(argument.map_or("", Clean::as_str));
            rest = after;
        }
        text.push_str(rest);
        Filled { text: Clean::composed(text), id: self.id, arguments }
    }
}

/// Text in a sentence's place: with a full stop, and without anything that would be read as a link.
pub(super) fn sentence(text: &str) -> String {
    let text = unlinked(text.trim());
    if text.ends_with(['.', '!', '?']) { text.into_owned() } else { format!("{text}.") }
}

/// Text that holds no embedded link: those are `[text](target)`.
pub(super) fn unlinked(text: &str) -> Cow<'_, str> {
    if text.contains("](") { Cow::Owned(text.replace("](", "] (")) } else { Cow::Borrowed(text) }
}

/// A link to a related location. Brackets in its text would end it.
pub(super) fn link(text: &str, id: usize) -> String {
    format!("[{}]({id})", text.replace('[', "(").replace(']', ")"))
}

/// The longest title that code scanning shows whole, less the word that marks possible findings.
const LONGEST_TITLE: usize = 280;

/// A message whose first sentence can be a title: one that is too long is cut, and follows in full.
pub(super) fn titled(message: &str) -> String {
    let message = sentence(message);
    let title = message.split_inclusive(['.', '!', '?', ':']).scan(0, |end, part| {
        *end += part.len();
        Some(*end)
    });
    let ends_sentence = |end: &usize| {
        message.get(*end..).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    };
    let first = title.into_iter().find(ends_sentence).and_then(|end| message.get(..end)).unwrap_or(&message);
    if first.chars().count() <= LONGEST_TITLE {
        return message;
    }
    let cut: String = first.chars().take(LONGEST_TITLE - 2).collect();
    format!("{cut}…. In full: {message}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_once() {
        let arguments = ["a {1}", "b", "c"].map(Clean::new);
        let filled = POSSIBLE.fill(arguments);
        assert_eq!(filled.text.as_str(), "Possible: a {1} b Fix: c.");
    }

    #[test]
    fn a_long_title_is_cut_and_follows() {
        let long = format!("`{}` is open. More.", "x".repeat(400));
        let titled = titled(&long);
        assert!(titled.split(". ").next().unwrap().chars().count() <= LONGEST_TITLE);
        assert!(titled.ends_with(&long));
        assert_eq!(super::titled("`a.b.c` is open"), "`a.b.c` is open.");
    }

    #[test]
    fn foreign_text_makes_no_link() {
        assert_eq!(sentence("see [x](https://evil)"), "see [x] (https://evil).");
        assert_eq!(link("a[0]", 3), "[a(0)](3)");
    }
}
