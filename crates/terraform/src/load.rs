//! A root module to its stack.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use ringfence_model::{Level, Notice, NoticeId, Sources};

use crate::eval::{Engine, Instance};
use crate::folder::Folder;
use crate::module::{Module, read_body};
use crate::syntax::Attribute;
use crate::tree::Tree;
use crate::{Limits, Stack};

/// How to read and evaluate.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Paths below it are shown relative to it: where the command runs.
    pub display_base: Option<PathBuf>,
    /// The tree that was given: no file outside of it is read. Without one, the root module's directory.
    pub boundary: Option<PathBuf>,
    /// Bounds on the work.
    pub limits: Limits,
}

/// Reads and evaluates one root module: a directory, or a single `.tf` file.
///
/// Never fails: what could not be read or known is a notice of the stack.
/// Unknown: see [`Value`](crate::Value) and [`Record::exists`](crate::Record).
pub fn load(root: &Path, options: &Options, sources: &Sources) -> Stack {
    let boundary = options.boundary.as_deref().unwrap_or(root);
    let tree = Tree::new(boundary, options.display_base.as_deref(), sources, options.limits);
    let root = match tree.resolve(&std::path::absolute(root).unwrap_or_else(|_| root.to_owned())) {
        Ok(root) => root,
        Err(refusal) => return nothing(refusal.message()),
    };
    let (dir, folder) = if root.is_file() {
        let dir = root.parent().map(Path::to_owned).unwrap_or_default();
        (dir, Folder { configuration: vec![root], ..Folder::default() })
    } else {
        let folder = Folder::list(&root);
        (root, folder)
    };
    if !folder.has_configuration() {
        return nothing(&format!("`{}` holds no Terraform configuration", tree.display(&dir)));
    }
    evaluate(Engine::new(tree, dir.clone(), options.limits), dir, &folder)
}

fn nothing(message: &str) -> Stack {
    let notice =
        Notice { id: NoticeId::NoInput, level: Level::Error, message: message.to_owned(), source: None };
    Stack { notices: vec![notice], ..Stack::default() }
}

fn evaluate(engine: Engine<'_>, dir: PathBuf, folder: &Folder) -> Stack {
    let module = Rc::new(engine.read_module(dir, folder));
    let instance = Rc::new(root_instance(module, given(&engine, folder)));
    let mut records = engine.records(&instance);
    records.sort_by(|left, right| left.address.cmp(&right.address));
    let outputs = engine.outputs(&instance);
    let outputs = outputs.as_map().cloned().unwrap_or_default();
    engine.note_values(&outputs);
    Stack { records, outputs, notices: engine.into_notices() }
}

/// Values of variables from files; a later file wins.
fn given(engine: &Engine<'_>, folder: &Folder) -> BTreeMap<Arc<str>, Attribute> {
    let mut given = BTreeMap::new();
    let mut notices = Vec::new();
    for file in &folder.values {
        let body = read_body(&engine.tree, file, &mut engine.names.borrow_mut(), &mut notices);
        let values = body.into_iter().flat_map(|body| body.attributes);
        given.extend(values.map(|attribute| (attribute.name.clone(), attribute)));
    }
    engine.note_all(notices);
    given
}

fn root_instance(module: Rc<Module>, given: BTreeMap<Arc<str>, Attribute>) -> Instance {
    Instance {
        module,
        address: "".into(),
        depth: 0,
        caller: None,
        given,
        calls: Arc::default(),
        providers: BTreeMap::new(),
        values: RefCell::default(),
        resources: RefCell::default(),
        modules: RefCell::new(HashMap::new()),
    }
}
