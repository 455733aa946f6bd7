//! The versions of a module: tags of its repository.

use crate::constraint::Constraint;
use crate::version::Version;

/// Tags of one repository that are looked at.
const MOST_TAGS: usize = 100_000;

/// The tags that are versions, each with its name; the newest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tags(Vec<(Version, String)>);

impl Tags {
    /// Reads what `git ls-remote --tags` prints: an object and a reference on each line.
    pub(crate) fn read(listed: &str) -> Self {
        let names = listed.lines().filter_map(|line| line.split_once("\trefs/tags/"));
        let versions = names.filter_map(|(_, tag)| Some((Version::of_tag(tag)?, tag.to_owned())));
        let mut tags: Vec<_> = versions.take(MOST_TAGS).collect();
        // `1.2.3` and `v1.2.3` are one version: the order of their names decides.
        tags.sort();
        Self(tags)
    }

    /// The newest version that a constraint admits, and its tag. Without a constraint, the newest release.
    pub(crate) fn newest(&self, constraint: Option<&Constraint>) -> Option<(&Version, &str)> {
        let fits = |version: &Version| match constraint {
            Some(constraint) => constraint.admits(version),
            None => !version.is_prerelease(),
        };
        let newest = self.0.iter().rev().find(|(version, _)| fits(version));
        newest.map(|(version, tag)| (version, tag.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn newest(tags: &[&str], constraint: Option<&str>) -> Option<String> {
        let lines: Vec<String> = tags.iter().map(|tag| format!("0123abcd\trefs/tags/{tag}")).collect();
        let constraint = constraint.map(|constraint| Constraint::parse(constraint).unwrap());
        let read = Tags::read(&lines.join("\n"));
        read.newest(constraint.as_ref()).map(|(_, tag)| tag.to_owned())
    }

    #[test]
    fn the_newest_that_fits_is_taken() {
        let tags = ["v1.9.0", "v1.10.0", "v1.2.0", "2.0.0", "v2.1.0-rc1", "latest", "modules/x/v3.0.0", "v4"];
        assert_eq!(newest(&tags, None).as_deref(), Some("2.0.0"));
        assert_eq!(newest(&tags, Some("~> 1.2")).as_deref(), Some("v1.10.0"));
        assert_eq!(newest(&tags, Some("< 1.10")).as_deref(), Some("v1.9.0"));
        assert_eq!(newest(&tags, Some("2.1.0-rc1")).as_deref(), Some("v2.1.0-rc1"));
        assert_eq!(newest(&tags, Some(">= 3")), None);
        assert_eq!(newest(&["latest"], None), None);
    }

    #[test]
    fn two_tags_of_one_version_are_taken_in_one_order() {
        assert_eq!(newest(&["1.0.0", "v1.0.0"], None), newest(&["v1.0.0", "1.0.0"], None));
    }

    #[test]
    fn lines_that_are_no_tags_are_passed_over() {
        assert_eq!(Tags::read("warning: x\n\trefs/heads/v1.0.0\nabc refs/tags/v1.0.0\n"), Tags::default());
    }
}
