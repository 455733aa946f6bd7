//! A file is named for its main item; a name that fits anything says nothing.

use crate::problem::Problem;
use crate::tree::TextFile;

/// Names that say nothing.
const FORBIDDEN: &[&str] = &[
    "common",
    "data",
    "helper",
    "helpers",
    "info",
    "manager",
    "managers",
    "misc",
    "shared",
    "stuff",
    "util",
    "utilities",
    "utils",
];

/// Complains about Rust files and modules with such a name.
pub(crate) fn check(files: &[TextFile]) -> Vec<Problem> {
    files.iter().filter(|file| file.is_rust()).filter_map(check_path).collect()
}

fn check_path(file: &TextFile) -> Option<Problem> {
    let path = file.path.trim_end_matches(".rs");
    let part = path.split('/').find(|part| FORBIDDEN.contains(part))?;
    let message = format!("`{part}` says nothing: name it for what it holds");
    Some(Problem::new("file-name", &file.path, 0, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_checked() {
        let found = |path| check(&[TextFile::new(path, "")]).len();
        assert_eq!(found("crates/graph/src/utils.rs"), 1);
        assert_eq!(found("crates/graph/src/common/edge.rs"), 1);
        assert_eq!(found("crates/graph/src/information.rs"), 0);
        assert_eq!(found("shared/README.md"), 0);
    }
}
