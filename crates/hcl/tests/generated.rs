//! Generated configuration in every style: the tree is the one that was written down, and `hcl-edit` agrees.
//!
//! `hcl-edit` 0.10 differs from Terraform in ways that the second test leaves out:
//!
//! - it takes no line ends in `{ for … }`, in `${ … }` and `%{ … }`, after a sign, and before the `?` of a `for`'s
//!   collection, and no byte order mark;
//! - it keeps one of several equal keys, and leaves the escapes in the text of a quoted directive as they are;
//! - it ends a heredoc at a line that only begins with the marker;
//! - `-0` is `0`;
//! - its templates keep the text as written, so that `~` and `<<-` are compared with what was generated only.
//!
//! The whole file is lost at its first error, which is nothing to compare.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use ringfence_hcl::{Names, parse_body};
use support::generate::Generator;
use support::walk::Checker;
use support::{dump, edit};

/// How many files are generated; the environment variable `RINGFENCE_SEEDS` asks for more.
const SEEDS: u64 = 3_000;

fn seeds() -> u64 {
    std::env::var("RINGFENCE_SEEDS").map_or(SEEDS, |seeds| seeds.parse().unwrap())
}

#[test]
fn trees_are_what_was_written() {
    let mut names = Names::new();
    for seed in 0..seeds() {
        let file = Generator::new(seed, true).file();
        let parsed = parse_body(&file.text, &mut names);
        assert_eq!(parsed.diagnostics, [], "seed {seed}: {:?}", file.text);
        assert_eq!(dump::body(&parsed.value), file.dump, "seed {seed}: {:?}", file.text);
        Checker { text: &file.text, offset: 0, clean: true }.body(&parsed.value);
    }
}

#[test]
fn hcl_edit_agrees() {
    let mut names = Names::new();
    for seed in 0..seeds() {
        let file = Generator::new(seed, false).file();
        let parsed = parse_body(&file.text, &mut names);
        assert_eq!(parsed.diagnostics, [], "seed {seed}: {:?}", file.text);
        let theirs = hcl_edit::parser::parse_body(&file.text);
        let theirs = theirs.unwrap_or_else(|error| panic!("seed {seed}: {error} in {:?}", file.text));
        // Its `-0` has no sign.
        let ours = dump::body(&parsed.value).replace("(Negate 0)", "0");
        assert_eq!(ours, edit::body(&theirs), "seed {seed}: {:?}", file.text);
    }
}
