//! The model is nobody's cloud: the crates above the providers do not say any cloud's name.

use crate::problem::Problem;
use crate::tree::TextFile;

/// Folders that know no cloud, in code, comments and tests.
const NEUTRAL: &[&str] = &["crates/model/", "crates/graph/", "crates/trace/", "crates/check/", "rules/"];

/// Words that name a cloud or one of its services.
const NAMES: &[&str] = &[
    "aks",
    "alibaba",
    "alicloud",
    "amazon",
    "amazonaws",
    "aws",
    "azure",
    "azurerm",
    "ec2",
    "eks",
    "gce",
    "gcp",
    "gke",
    "google",
    "googleapis",
    "ibm",
    "vsphere",
];

/// Complains about every line of the neutral folders that names a cloud.
pub(crate) fn check(files: &[TextFile]) -> Vec<Problem> {
    let neutral = files.iter().filter(|file| NEUTRAL.iter().any(|folder| file.path.starts_with(folder)));
    neutral.flat_map(check_file).collect()
}

fn check_file(file: &TextFile) -> Vec<Problem> {
    let in_path = named_in(&file.path).map(|name| (0, name));
    let in_lines = file.lines().filter_map(|(number, line)| Some((number, named_in(line)?)));
    let all = in_path.into_iter().chain(in_lines);
    all.map(|(line, name)| {
        let message =
            format!("`{name}` names a cloud: what is one cloud's belongs to its folder in providers/");
        Problem::new("cloud-name", &file.path, line, message)
    })
    .collect()
}

/// The first cloud that a text names.
fn named_in(text: &str) -> Option<&'static str> {
    words(text).find_map(|word| NAMES.iter().copied().find(|name| word.eq_ignore_ascii_case(name)))
}

/// The words of a text: `AwsProvider` has two, `aws_eks_cluster` three.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(humps)
}

/// Splits a word where a lower-case letter or digit is followed by an upper-case one.
fn humps(word: &str) -> Vec<&str> {
    let bytes = word.as_bytes();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let borders = (1..)
        .zip(pairs)
        .filter(|(_, (before, after))| !before.is_ascii_uppercase() && after.is_ascii_uppercase());
    let mut parts = Vec::new();
    let mut start = 0;
    for at in borders.map(|(at, _)| at).chain([word.len()]) {
        parts.extend(word.get(start..at).filter(|part| !part.is_empty()));
        start = at;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_identifiers_and_text() {
        for text in [
            "aws_eks_cluster",
            "// like Google's",
            "struct AwsRole",
            "isAws",
            "k8s on EC2.",
            "https://aws.x.org",
        ] {
            assert!(named_in(text).is_some(), "{text}");
        }
    }

    #[test]
    fn parts_of_other_words_are_not() {
        for text in ["laws and flaws", "takes", "weeks", "breaks", "GCEL", "gcpd", "seeks", "masks"] {
            assert_eq!(named_in(text), None, "{text}");
        }
    }

    #[test]
    fn only_the_neutral_folders_are_checked() {
        let line = "let cloud = \"aws\";\n";
        let files = [
            "crates/graph/src/a.rs",
            "rules/src/node/a.rs",
            "providers/aws/src/lib.rs",
            "crates/report/src/a.rs",
        ];
        let files: Vec<TextFile> = files.iter().map(|path| TextFile::new(path, line)).collect();
        let found: Vec<String> = check(&files).into_iter().map(|problem| problem.path).collect();
        assert_eq!(found, ["crates/graph/src/a.rs", "rules/src/node/a.rs"]);
    }

    #[test]
    fn a_file_is_not_named_for_a_cloud_either() {
        assert_eq!(check(&[TextFile::new("crates/graph/src/aws.rs", "")]).len(), 1);
    }
}
