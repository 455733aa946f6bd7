//! `<<-`: the indentation that all lines have in common is removed.

use super::part::{Part, Text, drop_start};

/// Removes the common indentation of the lines that the parts start.
///
/// Source: HCL, `parser_template.go`, `flushHeredocTemplateParts` (read 2026-11-25). Blank lines do not count and keep
/// their space; a line that begins with a sequence has none; what follows a line end that `~` removed is no line.
pub(super) fn dedent(parts: &mut [Part<'_>]) {
    let mut common = usize::MAX;
    for_each_line(parts, |start| {
        common = common.min(start.map_or(0, |text| indentation(&text.value)));
    });
    for_each_line(parts, |start| {
        if let Some(text) = start {
            let bytes = text.value.char_indices().nth(common).map_or(text.value.len(), |(bytes, _)| bytes);
            drop_start(&mut text.value, bytes);
            text.place.start += bytes;
        }
    });
}

/// Visits what starts each line that is not blank: text, or nothing for a sequence.
fn for_each_line<'t>(parts: &mut [Part<'t>], mut visit: impl FnMut(Option<&mut Text<'t>>)) {
    let mut starts = true;
    for part in parts {
        if let Part::Text(text) = part {
            let ends = text.value.ends_with('\n');
            if starts && !(ends && text.value.trim_start().is_empty()) {
                visit(Some(text));
            }
            starts = ends;
        } else {
            if starts {
                visit(None);
            }
            starts = false;
        }
    }
}

/// How many characters of white space a text starts with.
fn indentation(text: &str) -> usize {
    text.chars().take_while(|character| character.is_whitespace()).count()
}
