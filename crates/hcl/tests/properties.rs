//! Whatever the text is: no panic, and every range cuts out its node.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use proptest::prelude::*;
use ringfence_hcl::Names;
use support::generate::Generator;
use support::walk::{check_file, check_parts};

/// Pieces of the language, for texts that are nearly right.
const PIECES: [&str; 62] = [
    "\"",
    "${",
    "%{",
    "}",
    "~}",
    "{",
    "[",
    "]",
    "(",
    ")",
    "\n",
    "\r\n",
    ",",
    "=",
    ":",
    "?",
    ".",
    "*",
    "...",
    "=>",
    "==",
    "!",
    "-",
    "<<E\n",
    "<<-E\n",
    "\nE\n",
    "  E\n",
    "#",
    "/*",
    "*/",
    "\\",
    "$${",
    "%%{",
    "$",
    "::",
    " ",
    "\t",
    "if ",
    "for x in y",
    "else",
    "endif",
    "endfor",
    "a",
    "1",
    "1.5",
    "\"a\"",
    "a = ",
    "a {\n",
    "}\n",
    "%{ if x }",
    "%{ endif }",
    "%{ for a in b }",
    "%{ endfor }",
    "\u{feff}",
    "é",
    "\r",
    "resource \"a\" \"b\" {\n",
    "\nlocals {\n",
    "  ",
    ".0.1",
    "[*]",
    "b\" {",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat())
}

/// A change of a text: what, where, how much.
type Mutation = (u8, usize, usize, usize);

fn mutate(text: &str, (what, at, length, piece): Mutation) -> String {
    let mut at = at % (text.len() + 1);
    let mut end = (at + length % 60).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let (before, cut, after) = (&text[..at], &text[at..end], &text[end..]);
    match what % 5 {
        0 => before.to_owned(),
        1 => format!("{before}{after}"),
        2 => format!("{before}{cut}{cut}{after}"),
        3 => format!("{before}{}{cut}{after}", PIECES[piece % PIECES.len()]),
        _ => format!("{after}{before}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_parsed(text in "\\PC*") {
        let mut names = Names::new();
        check_file(&text, &mut names);
        check_parts(&text, 7, &mut names);
    }

    #[test]
    fn any_pieces_are_parsed(text in pieces()) {
        let mut names = Names::new();
        check_file(&text, &mut names);
        check_parts(&text, 1_000_000, &mut names);
    }

    #[test]
    fn broken_files_are_parsed(
        seed in 0..1_000_000_u64,
        mutations in prop::collection::vec(any::<Mutation>(), 1..4),
    ) {
        let file = Generator::new(seed, true).file().text;
        let text = mutations.into_iter().fold(file, |text, mutation| mutate(&text, mutation));
        let mut names = Names::new();
        check_file(&text, &mut names);
        check_parts(&text, 0, &mut names);
    }
}
