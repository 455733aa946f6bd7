//! Rules as their files declare them: every `RuleMeta { id, name, … }` below `rules/src`.

use std::collections::BTreeMap;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprLit, ExprStruct, Item, Lit, Member};

use crate::problem::Problem;
use crate::tree::TextFile;

const FOLDER: &str = "rules/src/";

/// A rule's names, from its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Declared {
    /// `RF401`.
    pub(super) id: String,
    /// `etcd-open-to-internet`.
    pub(super) name: String,
    /// The file.
    pub(super) path: String,
    /// Line of the id.
    pub(super) line: usize,
    /// The file's module below the crate: `etcd::etcd_open_to_internet`.
    pub(super) module: String,
}

impl Declared {
    /// The folder of its examples.
    pub(super) fn folder(&self) -> String {
        format!("{}-{}", self.id, self.name)
    }

    /// The file's name without folder and ending.
    pub(super) fn file_stem(&self) -> &str {
        self.module.rsplit("::").next().unwrap_or(&self.module)
    }
}

/// Every rule, sorted by path, and complaints about ids.
pub(super) fn read(files: &[TextFile]) -> (Vec<Declared>, Vec<Problem>) {
    let sources = files.iter().filter(|file| file.path.starts_with(FOLDER) && file.is_rust());
    let rules: Vec<Declared> = sources.flat_map(read_file).collect();
    let problems = check_ids(&rules);
    (rules, problems)
}

fn check_ids(rules: &[Declared]) -> Vec<Problem> {
    let mut seen: BTreeMap<&str, &Declared> = BTreeMap::new();
    let mut found = Vec::new();
    for rule in rules {
        let number = rule.id.strip_prefix("RF").unwrap_or("");
        if number.len() != 3 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            let message = format!("`{}` is not an id: RF and three digits", rule.id);
            found.push(Problem::new("rule-list", &rule.path, rule.line, message));
        }
        if let Some(other) = seen.insert(&rule.id, rule) {
            let message = format!("`{}` has the id of {}", rule.name, other.path);
            found.push(Problem::new("rule-list", &rule.path, rule.line, message));
        }
    }
    found
}

fn read_file(file: &TextFile) -> Vec<Declared> {
    let Ok(mut tree) = syn::parse_file(&file.text) else { return Vec::new() };
    // What tests make up is no rule.
    tree.items.retain(|item| !matches!(item, Item::Mod(module) if module.ident == "tests"));
    let mut literals = Literals { found: Vec::new() };
    literals.visit_file(&tree);
    let module = module_of(&file.path);
    let named = literals.found.into_iter();
    named
        .map(|(id, name, line)| Declared { id, name, path: file.path.clone(), line, module: module.clone() })
        .collect()
}

fn module_of(path: &str) -> String {
    let inside = path.strip_prefix(FOLDER).unwrap_or(path).trim_end_matches(".rs");
    inside.trim_end_matches("/mod").replace('/', "::")
}

/// Collects id, name and line of each `RuleMeta { … }`.
struct Literals {
    found: Vec<(String, String, usize)>,
}

impl<'ast> Visit<'ast> for Literals {
    fn visit_expr_struct(&mut self, literal: &'ast ExprStruct) {
        let is_meta = literal.path.segments.last().is_some_and(|segment| segment.ident == "RuleMeta");
        if let (true, Some((id, line)), Some((name, _))) =
            (is_meta, field(literal, "id"), field(literal, "name"))
        {
            self.found.push((id, name, line));
        }
        visit::visit_expr_struct(self, literal);
    }
}

/// A field that is a string, and its line.
fn field(literal: &ExprStruct, name: &str) -> Option<(String, usize)> {
    let field =
        literal.fields.iter().find(|field| matches!(&field.member, Member::Named(ident) if ident == name))?;
    match &field.expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some((text.value(), field.span().start().line)),
        _ => None,
    }
}
