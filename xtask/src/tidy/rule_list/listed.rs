//! The list `ALL` of the rules crate.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprPath, Item};

use crate::tree::TextFile;

/// The modules whose `RULE` the list names, in its order, each with its line.
///
/// Errors: a sentence, if the file does not parse or has no `ALL`.
pub(super) fn read(file: &TextFile) -> Result<Vec<(String, usize)>, String> {
    let tree = syn::parse_file(&file.text).map_err(|error| format!("does not parse: {error}"))?;
    let list = tree.items.iter().find_map(list_of).ok_or("has no `static ALL` or `const ALL`")?;
    let mut entries = Entries { found: Vec::new() };
    entries.visit_expr(list);
    Ok(entries.found)
}

fn list_of(item: &Item) -> Option<&Expr> {
    match item {
        Item::Static(list) if list.ident == "ALL" => Some(&list.expr),
        Item::Const(list) if list.ident == "ALL" => Some(&list.expr),
        _ => None,
    }
}

/// Collects paths that end in `::RULE`.
struct Entries {
    found: Vec<(String, usize)>,
}

impl<'ast> Visit<'ast> for Entries {
    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if let Some((last, modules)) = names.split_last()
            && last == "RULE"
        {
            let modules: Vec<&str> =
                modules.iter().map(String::as_str).filter(|name| *name != "crate").collect();
            self.found.push((modules.join("::"), path.span().start().line));
        }
        visit::visit_expr_path(self, path);
    }
}
