//! `<<-`: the indentation that all lines have in common is removed.

use std::borrow::Cow;

use super::part::Part;

/// Removes the common indentation of the lines that the parts start.
///
/// Source: HCL, `parser_template.go`, `flushHeredocTemplateParts` (read 2026-11-25). Blank lines do not count and keep
/// their space; a line that begins with a sequence has none; what follows a line end that `~` removed is no line.
pub(super) fn dedent(parts: &mut [Part<'_>]) {
    let common = common_indentation(parts);
    if common == 0 {
        return;
    }
    let mut starts = true;
    for part in parts {
        let Part::Text(text) = part else {
            starts = false;
            continue;
        };
        let mut value = String::with_capacity(text.value.len());
        for line in text.value.split_inclusive('\n') {
            let bytes = match line.char_indices().nth(common) {
                Some((bytes, _)) if starts && !is_blank(line) => bytes,
                None if starts && !is_blank(line) => line.len(),
                _ => 0,
            };
            value.push_str(line.get(bytes..).unwrap_or_default());
            starts = line.ends_with('\n');
        }
        text.value = Cow::Owned(value);
    }
}

/// How many characters of white space all lines start with that are not blank.
fn common_indentation(parts: &[Part<'_>]) -> usize {
    let mut common = usize::MAX;
    let mut starts = true;
    for part in parts {
        let Part::Text(text) = part else {
            if starts {
                return 0;
            }
            continue;
        };
        for line in text.value.split_inclusive('\n') {
            if starts && !is_blank(line) {
                common = common.min(line.chars().take_while(|character| character.is_whitespace()).count());
            }
            starts = line.ends_with('\n');
        }
    }
    common
}

fn is_blank(line: &str) -> bool {
    line.ends_with('\n') && line.trim_start().is_empty()
}
