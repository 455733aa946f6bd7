//! Places in data that a program wrote: plans and states.

use ringfence_model::{SourceFile, Span};

use crate::LineHashes;
use crate::redact::{REDACTED, redact};
use crate::site::{Excerpt, LONGEST_LINE, LONGEST_SNIPPET, MOST_LINES, Spot, boundary};

/// In data that a program wrote nothing is shown but the value itself.
///
/// The program may write all of it on one line, and in another order the next time: the fingerprint is of whose
/// value it is, by which name, and of the value.
pub(crate) fn of(file: &SourceFile, span: Span, address: &str) -> Spot {
    let place = file.place(span.start, span.end);
    let (start, end) = (boundary(&file.text, span.start as usize), boundary(&file.text, span.end as usize));
    let cut = |most: usize| boundary(&file.text, end.min(start + most)).max(start);
    let shown = |most: usize| {
        let text = file.text.get(start..cut(most)).unwrap_or_default();
        let more = if cut(most) < end { "…" } else { "" };
        let text = if file.is_hidden(&(span.start..span.end)) { REDACTED.into() } else { redact(text) };
        format!("{text}{more}")
    };
    let (snippet, line) = (shown(LONGEST_SNIPPET), shown(LONGEST_LINE));
    let name = name_before(&file.text, start);
    let line_hash = LineHashes::of(&format!("{snippet} {name} {address}")).get(1).unwrap_or_default();
    let lines = line.lines().take(MOST_LINES as usize).map(str::to_owned).collect();
    let whole_snippet = cut(LONGEST_SNIPPET) == end;
    let excerpt = Excerpt { first_line: place.start.line, lines, snippet, whole_lines: false, whole_snippet };
    Spot { place, excerpt, line_hash }
}

/// The JSON name that stands before a value; nothing before an element of a list.
fn name_before(text: &str, start: usize) -> &str {
    let name = || {
        let before = text.get(..start)?.trim_end().strip_suffix(':')?.trim_end().strip_suffix('"')?;
        let near = before.get(boundary(before, before.len().saturating_sub(LONGEST_NAME))..)?;
        near.rsplit_once('"').map(|(_, name)| name)
    };
    name().unwrap_or_default()
}

/// Longer names are not looked for. Units: bytes.
const LONGEST_NAME: usize = 256;

#[cfg(test)]
mod tests {
    use ringfence_model::{Sources, Span};

    use crate::Site;

    /// The fingerprint of the last place with that text in the same document.
    fn fingerprint(document: &str, value: &str, address: &str) -> String {
        let sources = Sources::default();
        let start = u32::try_from(document.rfind(value).unwrap()).unwrap();
        let file = sources.add_data("plan.json", document);
        let span = Span { file, start, end: start + u32::try_from(value.len()).unwrap() };
        Site::resolve(&sources, span, address).unwrap().spot.line_hash.clone()
    }

    #[test]
    fn a_fingerprint_is_of_whose_value_it_is_and_not_of_where_it_stands() {
        let one_line = r#"{"a":{"open":true,"ports":[22,443]},"b":{"open":true,"shut":true}}"#;
        let pretty = "{\n  \"b\": { \"shut\": true,\n \"open\": true }\n}";
        let open = fingerprint(one_line, "true,\"shut", "a.b");
        assert!(open.ends_with(":1"));
        let shut = fingerprint(one_line, "true}}", "a.b");
        assert_ne!(open, shut);
        let guilty = fingerprint(pretty, "true", "a.b");
        assert_eq!(guilty, fingerprint(r#"{"open":true}"#, "true", "a.b"));
        assert_ne!(guilty, fingerprint(pretty, "true", "a.c"), "another resource");
        assert_ne!(guilty, fingerprint(r#"{"open":false}"#, "false", "a.b"), "another value");
        assert_ne!(guilty, fingerprint(r#"{"shut":true}"#, "true", "a.b"), "another attribute");
        assert_ne!(fingerprint("[22,443]", "22", "a.b"), fingerprint("[22,443]", "443", "a.b"));
    }

    #[test]
    fn nothing_but_the_value_is_shown_and_nothing_that_is_hidden() {
        let sources = Sources::default();
        let document = r#"{"password":"hunter2","cidr":"0.0.0.0/0"}"#;
        let file = sources.add_data("plan.json", document);
        sources.get(file).unwrap().hide(std::iter::once(12..21).collect());
        let site = |start, end| Site::resolve(&sources, Span { file, start, end }, "a.b").unwrap();
        let cidr = site(29, 40);
        assert_eq!(cidr.spot.excerpt.lines, ["\"0.0.0.0/0\""]);
        assert!(!format!("{:?}", site(12, 21)).contains("hunter2"));
        assert!(!format!("{:?}", site(0, 41)).contains("hunter2"));
        assert_eq!(site(12, 21).spot.line_hash, {
            let other = Sources::default();
            let file = other.add_data("plan.json", document.replace("hunter2", "hunter3"));
            other.get(file).unwrap().hide(std::iter::once(12..21).collect());
            Site::resolve(&other, Span { file, start: 12, end: 21 }, "a.b").unwrap().spot.line_hash.clone()
        });
    }
}
