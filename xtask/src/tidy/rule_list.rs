//! A rule is one file; the list, its page and its examples agree with the folder.

mod declared;
mod listed;

use std::collections::{BTreeMap, BTreeSet};

use crate::problem::Problem;
use crate::tree::TextFile;
use declared::Declared;

const LIST: &str = "rules/src/lib.rs";
const PAGES: &str = "docs/rules/";
const EXAMPLES: &str = "testdata/rules/";
const KINDS: &[&str] = &["bad-", "good-", "unknown-"];

/// Complains where the list of rules, their files, their pages and their examples do not agree.
pub(crate) fn check(files: &[TextFile]) -> Vec<Problem> {
    let (rules, mut found) = declared::read(files);
    found.extend(check_list(files, &rules));
    found.extend(rules.iter().flat_map(|rule| check_rule(files, rule)));
    found.extend(strays(files, &rules));
    found
}

fn complain(path: &str, line: usize, message: String) -> Problem {
    Problem::new("rule-list", path, line, message)
}

/// The list has every rule once, sorted by id.
fn check_list(files: &[TextFile], rules: &[Declared]) -> Vec<Problem> {
    let Some(list) = files.iter().find(|file| file.path == LIST) else {
        return vec![complain(LIST, 0, "there is no such file".to_owned())];
    };
    let entries = match listed::read(list) {
        Ok(entries) => entries,
        Err(message) => return vec![complain(LIST, 0, message)],
    };
    let by_module: BTreeMap<&str, &Declared> =
        rules.iter().map(|rule| (rule.module.as_str(), rule)).collect();
    let mut found = Vec::new();
    let mut previous = "";
    for (module, line) in &entries {
        let Some(rule) = by_module.get(module.as_str()) else {
            found.push(complain(
                LIST,
                *line,
                format!("`{module}` is listed, but no file declares such a rule"),
            ));
            continue;
        };
        if rule.id.as_str() <= previous {
            found.push(complain(
                LIST,
                *line,
                format!("{} stands after {previous}: sort the list by id", rule.id),
            ));
        }
        previous = &rule.id;
    }
    let names: BTreeSet<&str> = entries.iter().map(|(module, _)| module.as_str()).collect();
    let missing = rules.iter().filter(|rule| !names.contains(rule.module.as_str()));
    found.extend(
        missing.map(|rule| complain(&rule.path, rule.line, format!("{} is not in ALL of {LIST}", rule.id))),
    );
    found
}

/// One rule's names, page and examples.
fn check_rule(files: &[TextFile], rule: &Declared) -> Vec<Problem> {
    let mut messages = Vec::new();
    if rule.file_stem() != rule.name.replace('-', "_") {
        messages.push(format!("the file of `{}` is named {}.rs", rule.name, rule.name.replace('-', "_")));
    }
    let page = format!("{PAGES}{}.md", rule.name);
    if !files.iter().any(|file| file.path == page) {
        messages.push(format!("{} has no page {page}: run `cargo xtask docs`", rule.id));
    }
    let folder = format!("{EXAMPLES}{}/", rule.folder());
    let examples: Vec<&str> = files.iter().filter_map(|file| file.path.strip_prefix(&folder)).collect();
    for kind in KINDS {
        let has = examples.iter().any(|path| path.starts_with(kind) && path.ends_with("/main.tf"));
        if !has {
            messages.push(format!("{} has no example {folder}{kind}*/main.tf", rule.id));
        }
    }
    messages.into_iter().map(|message| complain(&rule.path, rule.line, message)).collect()
}

/// Pages and examples that belong to no rule.
fn strays(files: &[TextFile], rules: &[Declared]) -> Vec<Problem> {
    let pages: BTreeSet<String> = rules.iter().map(|rule| format!("{}.md", rule.name)).collect();
    let folders: BTreeSet<String> = rules.iter().map(Declared::folder).collect();
    let mut found = BTreeMap::new();
    for file in files {
        if let Some(page) = file.path.strip_prefix(PAGES)
            && page != "README.md"
            && !pages.contains(page)
        {
            found.insert(page, complain(&file.path, 0, "a page of no rule: remove it".to_owned()));
        }
        if let Some((folder, case)) = file.path.strip_prefix(EXAMPLES).and_then(|path| path.split_once('/'))
            && !(folders.contains(folder) && KINDS.iter().any(|kind| case.starts_with(kind)))
        {
            let message = "an example of no rule: folders are RFnnn-name/{bad-,good-,unknown-}*".to_owned();
            found.entry(folder).or_insert_with(|| complain(&file.path, 0, message));
        }
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(id: &str, name: &str) -> String {
        format!(
            "pub static RULE: Rule = Rule {{ meta: META, check }};\nconst META: RuleMeta = RuleMeta {{\n    id: \"{id}\",\n    name: \"{name}\",\n}};\n"
        )
    }

    /// A tree with one rule where everything agrees.
    fn tree() -> Vec<TextFile> {
        let case =
            |kind: &str| TextFile::new(&format!("testdata/rules/RF401-etcd-open/{kind}-a/main.tf"), "");
        vec![
            TextFile::new(
                "rules/src/lib.rs",
                "mod etcd;\npub static ALL: &[&Rule] = &[&etcd::etcd_open::RULE];\n",
            ),
            TextFile::new("rules/src/etcd/etcd_open.rs", &rule("RF401", "etcd-open")),
            TextFile::new("rules/src/etcd/ports.rs", "pub(crate) const A: u16 = 1;\n"),
            TextFile::new("docs/rules/etcd-open.md", ""),
            case("bad"),
            case("good"),
            case("unknown"),
        ]
    }

    fn messages(files: &[TextFile]) -> String {
        check(files).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_tree_that_agrees_is_fine() {
        assert_eq!(messages(&tree()), "");
    }

    #[test]
    fn a_rule_that_is_not_listed_is_found() {
        let mut files = tree();
        files[0].text = "pub static ALL: &[&Rule] = &[];\n".to_owned();
        assert_eq!(
            messages(&files),
            "rules/src/etcd/etcd_open.rs:3: RF401 is not in ALL of rules/src/lib.rs [rule-list]"
        );
    }

    #[test]
    fn an_entry_without_file_is_found() {
        let mut files = tree();
        files.remove(1);
        let found = messages(&files);
        assert!(found.contains("rules/src/lib.rs:2: `etcd::etcd_open` is listed, but no file"), "{found}");
    }

    #[test]
    fn each_page_and_each_kind_of_example_is_needed() {
        for (missing, expected) in [
            (3, "has no page"),
            (4, "no example testdata/rules/RF401-etcd-open/bad-"),
            (5, "/good-*"),
            (6, "/unknown-*"),
        ] {
            let mut files = tree();
            files.remove(missing);
            let found = messages(&files);
            assert!(found.contains(expected) && found.lines().count() == 1, "{found}");
        }
    }

    #[test]
    fn pages_and_examples_of_no_rule_are_found() {
        for path in [
            "docs/rules/old.md",
            "testdata/rules/RF999-old/bad-a/main.tf",
            "testdata/rules/RF401-etcd-open/odd/main.tf",
        ] {
            let mut files = tree();
            files.push(TextFile::new(path, ""));
            assert_eq!(messages(&files).lines().count(), 1, "{path}");
        }
    }

    #[test]
    fn the_list_is_sorted_and_ids_are_unique() {
        let mut files = tree();
        files.push(TextFile::new("rules/src/etcd/aaa.rs", &rule("RF401", "aaa")));
        files[0].text =
            "pub static ALL: &[&Rule] = &[&etcd::etcd_open::RULE, &etcd::aaa::RULE];\n".to_owned();
        let found = messages(&files);
        assert!(found.contains("sort the list by id") && found.contains("has the id of"), "{found}");
    }
}
