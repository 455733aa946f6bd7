//! Paths as code scanning takes them: relative to the repository's root, percent-encoded.

use std::fmt::Write;

use super::Checkout;

/// Name of the base that addresses are relative to.
pub(super) const REPOSITORY_ROOT: &str = "REPOROOT";

/// Where paths outside the repository appear to be.
const OUTSIDE: &str = "outside";

/// How many parts of such a path are shown: what stands before them differs from machine to machine, and
/// would make each alert a new one.
const OUTSIDE_PARTS: usize = 3;

/// Turns paths as reports show them into paths of the repository.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// Parts of the root's absolute path.
    root: Option<Vec<String>>,
    /// Parts of the working directory, relative to the root.
    directory: Vec<String>,
}

impl Paths {
    pub(super) fn new(checkout: Option<&Checkout>) -> Self {
        let Some(checkout) = checkout else { return Self::default() };
        let parts = |path: &str| path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let root: Vec<String> = parts(&checkout.root);
        let directory: Vec<String> = parts(&checkout.directory);
        let inside = directory.strip_prefix(root.as_slice()).unwrap_or(&[]).to_vec();
        Self { root: Some(root), directory: inside }
    }

    /// The path relative to the repository's root, without `.` and `..`; never empty, never absolute.
    ///
    /// A file outside the repository has no such path; it appears as `outside/` with the last three parts.
    pub(super) fn repository_path(&self, path: &str) -> String {
        let absolute = path.starts_with('/') || is_drive(path);
        let (mut parts, mut escaped) =
            if absolute { (Vec::new(), false) } else { (self.directory.clone(), false) };
        for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
            if part == ".." {
                escaped |= parts.pop().is_none();
            } else {
                parts.push(part.to_owned());
            }
        }
        if absolute {
            match self.root.as_ref().and_then(|root| parts.strip_prefix(root.as_slice())) {
                Some(inside) => parts = inside.to_vec(),
                None => escaped = true,
            }
        }
        if escaped {
            let last = parts.split_off(parts.len().saturating_sub(OUTSIDE_PARTS));
            parts = [vec![OUTSIDE.to_owned()], last].concat();
        }
        if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
    }

    /// The address of a file.
    pub(super) fn uri(&self, path: &str) -> String {
        encoded(&self.repository_path(path))
    }
}

fn is_drive(path: &str) -> bool {
    let bytes = path.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(1) == Some(&b':')
        && bytes.get(2) == Some(&b'/')
}

/// Percent-encodes everything but unreserved characters and `/`: also `:`, which would make a scheme.
///
/// Source: RFC 3986, section 2.3.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_names_are_encoded() {
        let uri = |path| Paths::default().uri(path);
        assert_eq!(uri("a b/c#d.tf"), "a%20b/c%23d.tf");
        assert_eq!(uri("100%/ü:x.tf"), "100%25/%C3%BC%3Ax.tf");
        assert_eq!(uri("c:d/main.tf"), "c%3Ad/main.tf");
        assert_eq!(uri("./a//b/../main.tf"), "a/main.tf");
        assert_eq!(uri("git::https://host/x.tf"), "git%3A%3Ahttps%3A/host/x.tf");
    }

    #[test]
    fn paths_are_those_of_the_repository() {
        let checkout =
            Checkout { root: "/home/me/repo".into(), directory: "/home/me/repo/infra/prod".into() };
        let paths = Paths::new(Some(&checkout));
        assert_eq!(paths.repository_path("main.tf"), "infra/prod/main.tf");
        assert_eq!(paths.repository_path("../modules/a.tf"), "infra/modules/a.tf");
        assert_eq!(paths.repository_path("/home/me/repo/b/c.tf"), "b/c.tf");
        assert_eq!(paths.repository_path("."), "infra/prod");
    }

    #[test]
    fn what_lies_outside_shows_no_path_of_the_machine() {
        let paths = Paths::default();
        assert_eq!(paths.repository_path("/home/me/deep/repo/infra/main.tf"), "outside/repo/infra/main.tf");
        assert_eq!(paths.repository_path("../../a/main.tf"), "outside/a/main.tf");
        assert_eq!(paths.repository_path("C:/x/main.tf"), "outside/C:/x/main.tf");
    }
}
