//! Sizes: a file is one idea that fits in the head, a function one that fits on the screen.

use proc_macro2::{LineColumn, Span};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, ImplItemFn, Item, ItemFn, ItemMod, Signature, TraitItemFn};

use crate::problem::Problem;
use crate::tree::TextFile;

/// Lines of a file that are not tests.
const FILE_LIMIT: usize = 500;
/// Lines of a function, from its signature to its closing brace.
const FUNCTION_LIMIT: usize = 50;

/// Complains about Rust files and functions that are too long; test code is not measured.
pub(crate) fn check(files: &[TextFile]) -> Vec<Problem> {
    files.iter().filter(|file| file.is_rust() && !file.is_test()).flat_map(check_file).collect()
}

fn check_file(file: &TextFile) -> Vec<Problem> {
    let tree = match syn::parse_file(&file.text) {
        Ok(tree) => tree,
        Err(error) => {
            let line = error.span().start().line;
            return vec![Problem::new("syntax", &file.path, line, format!("does not parse: {error}"))];
        }
    };
    let mut found = Vec::new();
    let lines = file.text.lines().count().saturating_sub(test_lines(&tree.items));
    if lines > FILE_LIMIT {
        let message = format!("{lines} lines without tests, more than {FILE_LIMIT}: split it by idea");
        found.push(Problem::new("file-size", &file.path, 0, message).measured(lines));
    }
    let mut functions = Functions { path: &file.path, found };
    functions.visit_file(&tree);
    functions.found
}

/// How many lines the test modules of a file take.
fn test_lines(items: &[Item]) -> usize {
    let tests = items.iter().filter_map(|item| match item {
        Item::Mod(module) if is_test(&module.attrs) => Some(module.span()),
        _ => None,
    });
    tests.map(line_count).sum()
}

fn line_count(span: Span) -> usize {
    let (LineColumn { line: first, .. }, LineColumn { line: last, .. }) = (span.start(), span.end());
    last.saturating_sub(first) + 1
}

/// Whether something is compiled for tests only: `#[cfg(test)]`, `#[test]`.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let cfg_test = attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"));
        cfg_test || attribute.path().is_ident("test")
    })
}

/// Collects functions that are too long.
struct Functions<'a> {
    path: &'a str,
    found: Vec<Problem>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &Signature, body: &Block) {
        let first = signature.span().start().line;
        let lines = body.span().end().line.saturating_sub(first) + 1;
        if lines > FUNCTION_LIMIT {
            let name = &signature.ident;
            let message = format!("`{name}` has {lines} lines, more than {FUNCTION_LIMIT}: one idea each");
            self.found.push(Problem::new("function-size", self.path, first, message).measured(lines));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if !is_test(&function.attrs) {
            self.measure(&function.sig, &function.block);
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        if !is_test(&function.attrs) {
            self.measure(&function.sig, &function.block);
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(body) = &function.default {
            self.measure(&function.sig, body);
            visit::visit_trait_item_fn(self, function);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, usize, Option<usize>)> {
        let problems = check(&[TextFile::new("a.rs", text)]);
        problems.into_iter().map(|problem| (problem.check, problem.line, problem.measured)).collect()
    }

    fn function(lines: usize) -> String {
        format!("fn long() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    #[test]
    fn a_function_may_have_fifty_lines() {
        assert_eq!(found(&function(50)), []);
        assert_eq!(found(&function(51)), [("function-size", 1, Some(51))]);
    }

    #[test]
    fn comments_and_attributes_before_a_function_do_not_count() {
        let text = format!("/// One.\n///\n/// Two.\n#[inline]\n{}", function(51));
        assert_eq!(found(&text), [("function-size", 5, Some(51))]);
    }

    #[test]
    fn methods_and_functions_in_functions_are_measured() {
        let inner = function(51);
        assert_eq!(found(&format!("impl A {{\n{inner}}}\n")), [("function-size", 2, Some(51))]);
        assert_eq!(found(&format!("trait A {{\n{inner}}}\n")), [("function-size", 2, Some(51))]);
        assert_eq!(found(&format!("fn outer() {{\n{inner}}}\n")).len(), 2);
    }

    #[test]
    fn tests_are_not_measured() {
        let text = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{\n{}}}\n", function(700));
        assert_eq!(found(&text), []);
        assert_eq!(check(&[TextFile::new("tests/a.rs", &function(700))]), []);
    }

    #[test]
    fn a_file_may_have_five_hundred_lines() {
        assert_eq!(found(&"// a line\n".repeat(500)), []);
        assert_eq!(found(&"// a line\n".repeat(501)), [("file-size", 0, Some(501))]);
    }

    #[test]
    fn a_brace_in_a_string_does_not_end_a_function() {
        let text = function(51).replacen("step();", "let a = \"}\"; let b = '{'; // }", 1);
        assert_eq!(found(&text), [("function-size", 1, Some(51))]);
    }

    #[test]
    fn what_does_not_parse_is_said() {
        assert_eq!(found("fn a( {\n"), [("syntax", 1, None)]);
    }
}
