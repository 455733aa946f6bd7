//! Public configuration that nobody here wrote: nothing crashes, and what is not read is said.
//!
//! `RINGFENCE_CORPORA` names a directory of checkouts; skipped, visibly, where it is not set.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::Write as _;
use std::path::Path;

use ringfence_model::{NoticeId, Sources};
use ringfence_terraform::{Options, load, roots};

#[test]
fn every_root_module_is_read() {
    let Some(corpora) = std::env::var_os("RINGFENCE_CORPORA") else {
        // Straight to the error stream: of a test that passes the macros' output is not shown.
        let _ = writeln!(std::io::stderr(), "skipped: RINGFENCE_CORPORA is not set");
        return;
    };
    let mut projects: Vec<_> =
        std::fs::read_dir(corpora).unwrap().map(|entry| entry.unwrap().path()).collect();
    projects.sort();
    for project in projects {
        let found = roots(&project);
        let (mut records, mut syntax) = (0, 0);
        for root in &found.paths {
            let stack = load(root, &options(&project), &Sources::default());
            records += stack.records.len();
            syntax += stack.notices.iter().filter(|notice| notice.id == NoticeId::Syntax).count();
            assert!(stack.records.is_sorted_by(|left, right| left.address < right.address));
            assert!(stack.notices.iter().all(|notice| notice.id != NoticeId::Limit), "{:?}", stack.notices);
        }
        println!(
            "{}: {} root modules, {records} records, {syntax} syntax notices",
            project.display(),
            found.paths.len()
        );
        assert!(records > 0, "{}", project.display());
    }
}

fn options(boundary: &Path) -> Options {
    Options {
        boundary: Some(boundary.to_owned()),
        display_base: Some(boundary.to_owned()),
        ..Options::default()
    }
}
