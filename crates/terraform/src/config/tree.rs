//! The tree of module calls.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use ringfence_hcl::ast::Name;
use ringfence_model::{Level, Notice, NoticeId, Source};

use super::declared::Declared;
use super::reader::Reader;
use super::source::ModuleSources;
use super::{Dependencies, Module};
use crate::Limits;
use crate::folder::Folder;
use crate::module_address::{is_local, without_credentials};
use crate::tree::Refusal;

/// A module where it is called, with what it calls.
#[derive(Debug)]
pub(crate) struct Config {
    /// Which one it is in the tree.
    pub(crate) id: usize,
    /// Names of the calls that lead to it, the outermost first.
    pub(crate) calls: Vec<Name>,
    pub(crate) module: Arc<Module>,
    pub(crate) children: HashMap<Name, Child>,
}

/// What a call leads to.
#[derive(Clone, Debug)]
pub(crate) enum Child {
    Found(Arc<Config>),
    Missing(Arc<Missing>),
}

/// A module that was not found.
#[derive(Debug)]
pub(crate) struct Missing {
    /// As the `source` argument says, without credentials; empty if it is not plain.
    pub(crate) source: Name,
    /// Why, in words.
    pub(crate) why: String,
}

impl Config {
    /// `module.a.module.b`, or empty for the root.
    pub(crate) fn path(&self) -> String {
        let calls: Vec<String> = self.calls.iter().map(|call| format!("module.{call}")).collect();
        calls.join(".")
    }
}

/// Reads a root module and all that it calls.
pub(crate) struct Loader<'r, 'a> {
    pub(crate) reader: &'r Reader<'a>,
    pub(crate) sources: ModuleSources,
    pub(crate) limits: Limits,
    modules: HashMap<PathBuf, Option<Arc<Module>>>,
    count: usize,
}

impl<'r, 'a> Loader<'r, 'a> {
    pub(crate) fn new(reader: &'r Reader<'a>, sources: ModuleSources, limits: Limits) -> Self {
        Self { reader, sources, limits, modules: HashMap::new(), count: 0 }
    }

    /// The tree below a root module, and what depends on what in it.
    pub(crate) fn load(mut self, root: Module) -> (Arc<Config>, Dependencies) {
        let config = self.config(Arc::new(root), Vec::new(), &mut Vec::new());
        let dependencies = Dependencies::find(&config, self.limits.depth);
        (config, dependencies)
    }

    fn config(&mut self, module: Arc<Module>, calls: Vec<Name>, above: &mut Vec<PathBuf>) -> Arc<Config> {
        let id = self.count;
        self.count += 1;
        above.push(module.dir.clone());
        let mut children = HashMap::new();
        for call in module.calls.iter() {
            let child = match self.called(&module, call, &calls, above) {
                Ok(called) => {
                    let calls = calls.iter().cloned().chain([call.name.clone()]).collect();
                    Child::Found(self.config(called, calls, above))
                }
                Err(missing) => Child::Missing(Arc::new(missing)),
            };
            children.insert(call.name.clone(), child);
        }
        above.pop();
        Arc::new(Config { id, calls, module, children })
    }

    fn called(
        &mut self,
        caller: &Module,
        call: &Declared<Name>,
        calls: &[Name],
        above: &[PathBuf],
    ) -> Result<Arc<Module>, Missing> {
        let source = call.value("source").and_then(|(source, _)| source.literal().cloned());
        let found = match &source {
            Some(source) => self.module_of(caller, call, source, calls, above),
            None => Err("its source is not a plain string".to_owned()),
        };
        let source: Name = without_credentials(&source.unwrap_or_default()).into();
        found.map_err(|why| {
            let path = calls.iter().fold(String::new(), |path, call| path + "module." + call + ".");
            let named = if source.is_empty() { String::new() } else { format!(", its source is `{source}`") };
            let message = format!("`{path}module.{}` was not analysed{named}: {why}", call.name);
            let place = Some(Source::File(call.header()));
            self.reader.note(Notice {
                id: NoticeId::MissingModule,
                level: Level::Warning,
                message,
                source: place,
            });
            Missing { source, why }
        })
    }

    fn module_of(
        &mut self,
        caller: &Module,
        call: &Declared<Name>,
        source: &str,
        calls: &[Name],
        above: &[PathBuf],
    ) -> Result<Arc<Module>, String> {
        if above.len() > self.limits.modules {
            return Err(
                self.limit(call, format!("modules inside each other deeper than {}", self.limits.modules))
            );
        }
        if self.count >= self.limits.calls {
            return Err(self.limit(call, format!("more than {} module calls", self.limits.calls)));
        }
        let tree = &self.reader.tree;
        let dir = if is_local(source) {
            tree.resolve(&caller.dir.join(source.replace('\\', "/"))).map_err(|refusal| match refusal {
                Refusal::Missing(_) => "there is no such directory".to_owned(),
                Refusal::Refused(message) => message,
            })?
        } else {
            let calls: Vec<&str> = calls.iter().chain([&call.name]).map(AsRef::as_ref).collect();
            self.sources.find(source, &calls, tree)?
        };
        if above.contains(&dir) {
            return Err("it calls itself, which has no end".to_owned());
        }
        self.module_at(dir).ok_or_else(|| "the directory holds no Terraform configuration".to_owned())
    }

    /// A directory's module, read once.
    fn module_at(&mut self, dir: PathBuf) -> Option<Arc<Module>> {
        if let Some(known) = self.modules.get(&dir) {
            return known.clone();
        }
        let folder = Folder::list(&dir);
        let module = folder.has_configuration().then(|| Arc::new(self.reader.module(dir.clone(), &folder)));
        self.modules.insert(dir, module.clone());
        module
    }

    fn limit(&self, call: &Declared<Name>, limit: String) -> String {
        let message = format!("{limit}: not analysed further; split the configuration if this is real");
        let source = Some(Source::File(call.header()));
        self.reader.note(Notice { id: NoticeId::Limit, level: Level::Warning, message, source });
        limit
    }
}
