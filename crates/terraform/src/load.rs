//! A root module to its stack.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ringfence_hcl::ast::Expr;
use ringfence_hcl::json::Json;
use ringfence_hcl::{Names, parse_expression};
use ringfence_model::{FileId, Level, Notice, NoticeId, Sources};
use ringfence_value::{Map, Value, identical};

use crate::config::{
    Config, Dependencies, Given, GivenValue, Loader, Module, ModuleSources, Reader, Variable, VariableSource,
    given, planned_values,
};
use crate::document::Configured;
use crate::eval::{Engine, Evaluator, Instance, Scope};
use crate::folder::Folder;
use crate::tree::Tree;
use crate::weighed::weighed;
use crate::{Limits, RecordKind, Stack};

/// How to read and evaluate.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Paths below it are shown relative to it: where the command runs.
    pub display_base: Option<PathBuf>,
    /// The tree that was given: no file outside of it is read. Without one, the root module's directory.
    pub boundary: Option<PathBuf>,
    /// Where the configuration of a plan or state is.
    pub configured: Configured,
    /// Whether what only a provider gives stays in the records of a plan, as an unknown.
    pub computed: bool,
    /// Bounds on the work.
    pub limits: Limits,
    /// Values of variables, and files of them, as the command line gives them from left to right.
    pub variables: Vec<VariableSource>,
    /// Values of variables from the environment: `TF_VAR_name` by `name`.
    pub environment: BTreeMap<String, String>,
    /// `terraform.workspace`; if empty, the one that was selected in the directory, or `default`.
    pub workspace: String,
    /// Sources of modules, and the directories that hold copies of them.
    pub module_map: Vec<(String, PathBuf)>,
}

/// Reads and evaluates one root module: a directory, or a single `.tf` file.
///
/// Never fails: what could not be read or known is a notice of the stack.
/// Unknown: see [`Value`] and [`Record::exists`](crate::Record::exists).
pub fn load(root: &Path, options: &Options, sources: &Sources) -> Stack {
    match Loaded::read(root, options, sources) {
        Ok(loaded) => loaded.stack(),
        Err(notice) => Stack { notices: vec![*notice], ..Stack::default() },
    }
}

/// A root module that was read and is about to be evaluated.
pub(crate) struct Loaded<'a> {
    reader: Reader<'a>,
    config: Arc<Config>,
    given: Given,
    dependencies: Dependencies,
    root: PathBuf,
    options: &'a Options,
}

impl<'a> Loaded<'a> {
    /// Reads a root module and all that it calls.
    ///
    /// Errors: there is none, or it lies outside the tree.
    pub(crate) fn read(root: &Path, options: &'a Options, sources: &'a Sources) -> Result<Self, Box<Notice>> {
        let boundary = options.boundary.as_deref().unwrap_or(root);
        let mapped = mapped(&options.module_map);
        let mut also: Vec<PathBuf> = mapped.iter().map(|(_, dir)| dir.clone()).collect();
        let variables = absolute(&options.variables);
        also.extend(variables.iter().filter_map(|source| match source {
            VariableSource::File(path) => Some(path.clone()),
            VariableSource::Value { .. } => None,
        }));
        let tree = Tree::new(boundary, &also, options.display_base.as_deref(), sources, options.limits);
        let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let root = tree.resolve(&absolute).map_err(|refusal| Box::new(no_input(refusal.message())))?;
        let (dir, folder) = if root.is_file() {
            let dir = root.parent().map(Path::to_owned).unwrap_or_default();
            (dir, Folder { configuration: vec![root], ..Folder::default() })
        } else {
            let folder = Folder::list(&root);
            (root, folder)
        };
        if !folder.has_configuration() {
            let message = format!("`{}` holds no Terraform configuration", tree.display(&dir));
            return Err(Box::new(no_input(&message)));
        }
        let reader = Reader::new(tree);
        let module = reader.module(dir.clone(), &folder);
        let given = given(&module, &folder, &options.environment, &variables, &reader);
        let sources = ModuleSources::of(&dir, &mapped, &reader.tree);
        let (config, dependencies) = Loader::new(&reader, sources, options.limits).load(module);
        dependencies.notices().for_each(|notice| reader.note(notice));
        reader.hide_secrets(&config);
        Ok(Self { reader, config, given, dependencies, root: dir, options })
    }

    /// Whether the root module declares a resource.
    pub(crate) fn declares(&self, kind: RecordKind, type_name: &str, name: &str) -> bool {
        self.config.module.resources.place(kind, type_name, name).is_some()
    }

    /// Whether the root module declares a module call.
    pub(crate) fn calls(&self, name: &str) -> bool {
        self.config.module.calls.get(name).is_some()
    }

    /// How many resources and module calls the root module declares.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.config.module.resources.iter().count(), self.config.module.calls.iter().count())
    }

    /// Takes the values that a plan has for the root module's variables, where they are not what the files here give.
    pub(crate) fn agree_on(&mut self, planned: Json<'_>, file: FileId) {
        let mut all = self.given.clone();
        for attribute in planned_values(planned) {
            if self.config.module.variables.get(&attribute.name).is_some() {
                let value = GivenValue { expr: Arc::new(attribute.value), file, in_file: true };
                all.insert(attribute.name, value);
            }
        }
        let (own, planned) = (self.variables(&self.given), self.variables(&all));
        for (name, value) in all {
            let same = matches!((own.get(&name), planned.get(&name)), (Some(a), Some(b)) if identical(a, b));
            if !same {
                self.given.insert(name, value);
            }
        }
    }

    /// The values of the root module's variables.
    fn variables(&self, given: &Given) -> Map {
        let engine = self.engine();
        let root = Arc::new(Instance::root(self.config.clone(), Arc::new(given.clone())));
        let evaluator = Evaluator::new(&engine);
        let variables = self.config.module.variables.iter();
        let value = |variable: &Variable| {
            let name = &variable.declared.name;
            let expr = parse_expression(&format!("var.{name}"), 0, &mut Names::new()).value;
            (name.clone(), evaluator.eval(&expr, Scope::of(&root, variable.declared.file, 0)))
        };
        variables.map(value).collect()
    }

    /// The root module's directory, the module calls in it, and what could not be read.
    pub(crate) fn into_tree(self) -> (PathBuf, Arc<Config>, Vec<Notice>) {
        (self.root, self.config, self.reader.take_notices())
    }

    /// Evaluates one expression in the root module.
    pub(crate) fn expression(mut self, expr: &Expr, file: FileId) -> (Value, Vec<Notice>) {
        let given = Arc::new(std::mem::take(&mut self.given));
        let engine = self.engine();
        let root = Arc::new(Instance::root(self.config.clone(), given));
        let value = Evaluator::new(&engine).eval(expr, Scope::of(&root, file, 0));
        let mut notices = engine.take_notices();
        notices.extend(self.reader.take_notices());
        (value, notices)
    }

    /// Source: `WorkspaceOverridden` and `Workspace` in `internal/command/meta.go` of hashicorp/terraform (read
    /// 2026-11-25).
    fn workspace(&self) -> String {
        if !self.options.workspace.is_empty() {
            return self.options.workspace.clone();
        }
        let selected = self.reader.tree.read(&self.root.join(".terraform/environment")).ok();
        let selected = selected.map(|file| file.text.trim().to_owned()).filter(|name| !name.is_empty());
        selected.unwrap_or_else(|| "default".to_owned())
    }

    fn engine(&self) -> Engine<'_> {
        let mut engine = Engine::new(
            &self.reader.tree,
            self.root.clone(),
            self.options.limits,
            self.workspace(),
            &self.dependencies,
        );
        engine.short_circuit = short_circuits(&self.config.module);
        engine
    }

    /// Evaluates it.
    pub(crate) fn stack(mut self) -> Stack {
        let given = Arc::new(std::mem::take(&mut self.given));
        let mut engine = self.engine();
        let mut evaluated = Evaluated::of(&engine, &self.config, &given, true);
        if engine.is_exhausted() {
            // What is left out must not depend on which thread came first.
            engine = engine.afresh();
            // Not both at once: they may be as large as they are allowed to be.
            drop(evaluated);
            evaluated = Evaluated::of(&engine, &self.config, &given, false);
        }
        let mut stack = evaluated.stack;
        stack.notices = engine.take_notices();
        stack.notices.extend(weighed(&mut stack.records, &mut stack.outputs, self.options.limits.all_weight));
        stack.notices.extend(self.reader.take_notices());
        stack
    }
}

/// A stack whose notices are still the engine's.
struct Evaluated {
    stack: Stack,
}

impl Evaluated {
    fn of(engine: &Engine<'_>, config: &Arc<Config>, given: &Arc<Given>, side_by_side: bool) -> Self {
        let root = Arc::new(Instance::root(config.clone(), given.clone()));
        let (mut records, mut providers) = engine.records(&root, side_by_side);
        records.sort_by(|left, right| left.address.cmp(&right.address));
        providers.sort_by(|left, right| left.name.cmp(&right.name));
        let evaluator = Evaluator::new(engine);
        let outputs = evaluator.outputs(&root);
        let outputs: Map = outputs.as_map().cloned().unwrap_or_default();
        evaluator.note_values(&outputs);
        Self { stack: Stack { records, outputs, providers, notices: Vec::new() } }
    }
}

/// Whether the module is for Terraform 1.12 or later, in which `&&` and `||` do not look at the right side where the
/// left one decides.
///
/// Source: the changes of Terraform 1.12, <https://github.com/hashicorp/terraform/blob/v1.12/CHANGELOG.md> (read
/// 2026-11-25).
fn short_circuits(module: &Module) -> bool {
    module.required_versions.iter().any(|versions| crate::version::is_at_least(versions, (1, 12)))
}

fn no_input(message: &str) -> Notice {
    Notice { id: NoticeId::NoInput, level: Level::Error, message: message.to_owned(), source: None }
}

/// Sources of modules with the absolute paths of their directories.
fn mapped(module_map: &[(String, PathBuf)]) -> Vec<(String, PathBuf)> {
    let absolute = |dir: &PathBuf| std::path::absolute(dir).unwrap_or_else(|_| dir.clone());
    module_map.iter().map(|(source, dir)| (source.clone(), absolute(dir))).collect()
}

/// The same, files by their absolute paths: the command line means them from where it runs, not from the root module.
fn absolute(variables: &[VariableSource]) -> Vec<VariableSource> {
    let one = |source: &VariableSource| match source {
        VariableSource::File(path) => {
            VariableSource::File(std::path::absolute(path).unwrap_or_else(|_| path.clone()))
        }
        VariableSource::Value { .. } => source.clone(),
    };
    variables.iter().map(one).collect()
}
