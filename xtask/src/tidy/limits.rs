//! The page of limits says what the code does.

use crate::problem::Problem;
use crate::tree::TextFile;

/// The page.
const PAGE: &str = "docs/limits.md";

/// Files of which every limit is on the page.
const COMPLETE: [&str; 4] = [
    "crates/terraform/src/limits.rs",
    "crates/functions/src/limits.rs",
    "crates/hcl/src/limits.rs",
    "crates/replies/src/limits.rs",
];

/// A row of one of the page's tables.
struct Row<'p> {
    line: usize,
    name: &'p str,
    value: &'p str,
    path: &'p str,
}

/// Complains about rows that name no limit or another value, and about limits without a row.
pub(crate) fn check(files: &[TextFile]) -> Vec<Problem> {
    let Some(page) = files.iter().find(|file| file.path == PAGE) else { return Vec::new() };
    let rows: Vec<Row<'_>> = page.lines().filter_map(|(line, text)| row(line, text)).collect();
    let mut problems: Vec<Problem> = rows.iter().filter_map(|row| wrong(row, files)).collect();
    for file in files.iter().filter(|file| COMPLETE.contains(&file.path.as_str())) {
        for (name, _) in limits(&file.text) {
            if !rows.iter().any(|row| row.name == name && row.path == file.path) {
                let message = format!("`{name}` of `{}` is not listed: add a row", file.path);
                problems.push(Problem::new("limits", PAGE, 0, message));
            }
        }
    }
    problems
}

fn row(line: usize, text: &str) -> Option<Row<'_>> {
    let cells: Vec<&str> = text.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
    match cells.as_slice() {
        ["", _, name, value, path, _, _, ""] if path.starts_with("crates/") => {
            Some(Row { line, name, value, path })
        }
        _ => None,
    }
}

fn wrong(row: &Row<'_>, files: &[TextFile]) -> Option<Problem> {
    let problem = |message: String| Some(Problem::new("limits", PAGE, row.line, message));
    let Some(file) = files.iter().find(|file| file.path == row.path) else {
        return problem(format!("there is no `{}`", row.path));
    };
    let found = limits(&file.text).into_iter().find(|(name, _)| *name == row.name);
    match found {
        None => problem(format!("`{}` has no limit `{}`", row.path, row.name)),
        Some((_, value)) if row.value.parse() == Ok(value) => None,
        Some((_, value)) => {
            problem(format!("`{}` is {value} in `{}`, not {}", row.name, row.path, row.value))
        }
    }
}

/// Constants and fields that are given a number: `const MOST: usize = 1 << 4;` and `most: 16,`.
fn limits(text: &str) -> Vec<(&str, u64)> {
    text.lines().filter_map(|line| constant(line).or_else(|| field(line))).collect()
}

fn constant(line: &str) -> Option<(&str, u64)> {
    let (_, rest) = line.split_once("const ")?;
    let (name, rest) = rest.split_once(": ")?;
    Some((name, number(rest.split_once(" = ")?.1.strip_suffix(';')?)?))
}

fn field(line: &str) -> Option<(&str, u64)> {
    let (name, value) = line.trim().strip_suffix(',')?.split_once(": ")?;
    Some((name, number(value)?))
}

/// `1_500`, `16 << 20`
fn number(text: &str) -> Option<u64> {
    let plain = |text: &str| text.trim().replace('_', "").parse::<u64>().ok();
    match text.split_once("<<") {
        Some((number, places)) => plain(number)?.checked_shl(u32::try_from(plain(places)?).ok()?),
        None => plain(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_with(row: &str) -> Vec<String> {
        let code = "pub(crate) const MOST: usize = 1 << 4;\n    Self {\n        depth: 1_500,\n    }\n";
        let rows = format!("| a | `MOST` | 16 | `{}` | b | c |\n{row}\n", COMPLETE[0]);
        let files = [TextFile::new(PAGE, &rows), TextFile::new(COMPLETE[0], code)];
        check(&files).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn rows_that_agree_are_fine() {
        assert!(check_with(&format!("| a | `depth` | 1500 | `{}` | b | c |", COMPLETE[0])).is_empty());
    }

    #[test]
    fn other_values_names_and_missing_rows_are_told() {
        let other = check_with(&format!("| a | `depth` | 1501 | `{}` | b | c |", COMPLETE[0]));
        assert!(other.len() == 1 && other[0].contains("is 1500"), "{other:?}");
        let missing = check_with("");
        assert!(missing.len() == 1 && missing[0].contains("not listed"), "{missing:?}");
        let unknown = check_with(&format!("| a | `width` | 1 | `{}` | b | c |", COMPLETE[0]));
        assert!(unknown.iter().any(|message| message.contains("no limit `width`")), "{unknown:?}");
        let nowhere = check_with("| a | `depth` | 1500 | `crates/none.rs` | b | c |");
        assert!(nowhere.iter().any(|message| message.contains("there is no")), "{nowhere:?}");
    }
}
