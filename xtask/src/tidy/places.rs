//! The tree names no machine: no absolute path of one, no host of a package registry.

use crate::problem::Problem;
use crate::tree::TextFile;

/// Parts of paths and addresses that only mean something on some machine, split so that this file does not hold them.
const PLACES: &[&str] = &[
    concat!("/", "work/"),
    concat!("/root", "/."),
    concat!("/tmp/", "target"),
    concat!("/home/", "runner"),
    concat!("/Users", "/"),
    concat!("C:", "\\Users"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("pypi", ".org"),
    concat!("files.", "pythonhosted.org"),
    concat!("registry.", "npmjs.org"),
    concat!("deb.", "debian.org"),
    concat!("proxy.", "golang.org"),
];

/// Complains about every such place; `Cargo.lock` names its registry by design.
pub(crate) fn check(files: &[TextFile]) -> Vec<Problem> {
    let own = files.iter().filter(|file| file.name() != "Cargo.lock");
    let lines = own.flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)));
    lines
        .filter_map(|(file, number, line)| {
            let place = PLACES.iter().find(|place| line.contains(**place))?;
            let message =
                format!("`{place}` is a place on some machine: use a relative path or a package's name");
            Some(Problem::new("place", &file.path, number, message))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_in_any_file() {
        for place in PLACES {
            let text = format!("\nsee {place}x\n");
            let found = check(&[TextFile::new("docs/a.md", &text)]);
            assert_eq!((found.len(), found[0].line), (1, 2), "{place}");
            assert_eq!(check(&[TextFile::new("Cargo.lock", &text)]), []);
        }
    }

    #[test]
    fn paths_that_every_machine_has_are_fine() {
        let text = "/etc/kubernetes/manifests /var/lib/etcd https://docs.rs/crate/x framework/a\n";
        assert_eq!(check(&[TextFile::new("a.tf", text)]), []);
    }
}
