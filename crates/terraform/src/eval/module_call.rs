//! Module calls: instances of other directories.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use ringfence_model::{NoticeId, Span};

use super::access::each_of;
use super::expand::{Expansion, Member, Shape};
use super::instance::{Called, Caller, Node};
use super::scope::{Key, SINGLE};
use super::unknown::{derived, error};
use super::{Engine, Instance, Scope};
use crate::folder::Folder;
use crate::module::Module;
use crate::syntax::{Access, Block, ExprKind, Key as ObjectKey};
use crate::tree::Refusal;
use crate::{Cause, Map, Origin, Unknown, Value, ValueKind};

impl Engine<'_> {
    /// The value of `module.name` and as many steps as choose the instance and the output.
    pub(crate) fn module_value(
        &self,
        instance: &Rc<Instance>,
        name: &Arc<str>,
        steps: &[Access],
        at: Span,
        scope: Scope<'_>,
    ) -> (Value, usize) {
        let called = match self.called(instance, name, at) {
            Ok(called) => called,
            Err(value) => return (*value, steps.len().min(1)),
        };
        let expansion = match called {
            Called::Found(expansion) => expansion,
            Called::Missing(why) => {
                let value = Value::new(ValueKind::Unknown(why), Origin::literal(at));
                return (value, 0);
            }
        };
        match (expansion.shape, steps.first()) {
            (Shape::Single, _) => match expansion.members.first() {
                Some(member) => self.member_value(member, steps, at),
                None => (self.all_outputs(&expansion, at), 0),
            },
            (_, Some(Access::Index(index, _))) => {
                let key = self.eval(index, scope);
                match expansion.members.iter().find(|member| key_is(&member.key, &key)) {
                    Some(member) => {
                        let (value, used) = self.member_value(member, steps.get(1..).unwrap_or_default(), at);
                        (value, used + 1)
                    }
                    None => (self.all_outputs(&expansion, at), 0),
                }
            }
            _ => (self.all_outputs(&expansion, at), 0),
        }
    }

    fn member_value(&self, member: &Member<Rc<Instance>>, steps: &[Access], at: Span) -> (Value, usize) {
        match super::named::step_name(steps, 0) {
            Some(output) => (self.output(&member.content, output, at), 1),
            None => (self.outputs(&member.content), 0),
        }
    }

    /// The outputs of every instance, in a list or map.
    fn all_outputs(&self, expansion: &Expansion<Rc<Instance>>, at: Span) -> Value {
        let outputs = |member: &Member<Rc<Instance>>| self.outputs(&member.content);
        let kind = if expansion.shape == Shape::Each {
            let named = |member: &Member<_>| match &member.key {
                Key::Name(name) => Some((name.clone(), outputs(member))),
                _ => None,
            };
            ValueKind::Map(Arc::new(expansion.members.iter().filter_map(named).collect()))
        } else {
            ValueKind::List(Arc::new(expansion.members.iter().map(outputs).collect()))
        };
        let mut value = Value::new(kind, Origin::literal(at));
        if let Some((member, why)) = &expansion.rest {
            if expansion.members.is_empty() {
                // One stands for all: what its outputs refer to is what theirs do.
                let standing = self.outputs(&member.content);
                let why = Value::new(ValueKind::Unknown(why.clone()), Origin::literal(at));
                return each_of(&derived([&why, &standing], at), at);
            }
            value.open = Some(why.clone());
        }
        value
    }

    /// Every output of a module instance.
    pub(crate) fn outputs(&self, instance: &Rc<Instance>) -> Value {
        let names = instance.module.outputs.iter();
        let map: Map =
            names.map(|(name, block)| (name.clone(), self.output(instance, name, block.header))).collect();
        Value::new(ValueKind::Map(Arc::new(map)), Origin::literal(self.nowhere))
    }

    pub(crate) fn output(&self, instance: &Rc<Instance>, name: &Arc<str>, at: Span) -> Value {
        let Some(block) = instance.module.outputs.get(name) else {
            return self.undeclared(instance, &format!("output.{name}"), at);
        };
        let node = Node::Output(name.clone());
        let scope = Scope::of(instance, &SINGLE);
        let compute = || {
            let mut value = match block.body.attribute("value") {
                Some(expr) => {
                    let mut value = self.eval(expr, scope);
                    value.origin = value.origin.through(expr.span);
                    value
                }
                None => error("the output has no `value`", block.header),
            };
            let sensitive = block.body.attribute("sensitive").map(|flag| self.eval(flag, scope));
            value.sensitive |= sensitive.is_some_and(|flag| flag.as_bool() != Some(false));
            value
        };
        self.once(&instance.values, &node, compute).unwrap_or_else(|again| {
            self.again(again, instance.inside(&format!("output.{name}")), block.header)
        })
    }

    /// A module call, expanded and read.
    pub(crate) fn called(
        &self,
        instance: &Rc<Instance>,
        name: &Arc<str>,
        at: Span,
    ) -> Result<Called, Box<Value>> {
        let Some(block) = instance.module.calls.get(name) else {
            return Err(Box::new(self.undeclared(instance, &format!("module.{name}"), at)));
        };
        let compute = || self.new_call(instance, name, block);
        self.once(&instance.modules, name, compute).map_err(|again| {
            Box::new(self.again(again, instance.inside(&format!("module.{name}")), block.header))
        })
    }

    fn new_call(&self, instance: &Rc<Instance>, name: &Arc<str>, block: &Block) -> Called {
        let base = instance.inside(&format!("module.{name}"));
        let module = match self.find_module(instance, block) {
            Ok(module) => module,
            Err((source, why)) => {
                let message = format!("`{base}` was not analysed, its source is `{source}`: {why}");
                self.notice(NoticeId::MissingModule, message, Some(block.header));
                let cause = Cause::MissingModule { address: base, source: source.into() };
                return Called::Missing(Arc::new(Unknown { cause, at: block.header }));
            }
        };
        let calls: Arc<Vec<Span>> = Arc::new(instance.calls.iter().copied().chain([block.header]).collect());
        let providers = providers(instance, block);
        let expansion = self.expand(&block.body, &base, Scope::of(instance, &SINGLE));
        Called::Found(Rc::new(expansion.map(|member| {
            let caller = Caller {
                instance: instance.clone(),
                name: name.clone(),
                repetition: member.repetition.clone(),
            };
            Rc::new(Instance {
                module: module.clone(),
                address: member.address.clone(),
                depth: instance.depth + 1,
                caller: Some(caller),
                given: BTreeMap::new(),
                calls: calls.clone(),
                providers: providers.clone(),
                values: RefCell::default(),
                resources: RefCell::default(),
                modules: RefCell::new(HashMap::new()),
            })
        })))
    }

    /// The module's directory, read; or its source and why there is none.
    fn find_module(&self, instance: &Instance, block: &Block) -> Result<Rc<Module>, (String, String)> {
        let Some(source) = block.body.attribute("source").and_then(|source| source.literal().cloned()) else {
            return Err((String::new(), "it is not a plain string".to_owned()));
        };
        let fail = |why: &str| (source.to_string(), why.to_owned());
        if !is_local(&source) {
            return Err(fail(
                "only local modules are read; put a copy beside the configuration to have it analysed",
            ));
        }
        if instance.depth >= self.limits.modules {
            let limit = format!("modules inside each other deeper than {}", self.limits.modules);
            self.limited(&limit, Some(block.header));
            return Err(fail(&limit));
        }
        let dir =
            self.tree.resolve(&instance.module.dir.join(source.as_ref())).map_err(
                |refusal| match refusal {
                    Refusal::Missing(_) => fail("there is no such directory"),
                    Refusal::Refused(message) => fail(&message),
                },
            )?;
        if instance.lies_in(&dir) {
            return Err(fail("it calls itself, which has no end"));
        }
        self.module_at(dir).ok_or_else(|| fail("the directory holds no Terraform configuration"))
    }

    /// A directory's module, read once.
    fn module_at(&self, dir: PathBuf) -> Option<Rc<Module>> {
        if let Some(known) = self.modules.borrow().get(&dir) {
            return Some(known.clone());
        }
        let folder = Folder::list(&dir);
        if !folder.has_configuration() {
            return None;
        }
        let module = Rc::new(self.read_module(dir.clone(), &folder));
        self.modules.borrow_mut().insert(dir, module.clone());
        Some(module)
    }

    /// Reads a directory's configuration.
    pub(crate) fn read_module(&self, dir: PathBuf, folder: &Folder) -> Module {
        let mut notices = folder.notices(|path| self.tree.display(path));
        let unread = !notices.is_empty();
        let mut names = self.names.borrow_mut();
        let mut module = Module::read(&self.tree, dir, &folder.configuration, &mut names, &mut notices);
        module.complete &= !unread;
        self.note_all(notices);
        module
    }
}

/// The provider configurations of a call by their names inside, named as the root names them.
fn providers(instance: &Instance, block: &Block) -> BTreeMap<Arc<str>, Arc<str>> {
    let Some(ExprKind::Object(entries)) = block.body.attribute("providers").map(|expr| &expr.kind) else {
        return instance.providers.clone();
    };
    let inside = |key: &ObjectKey| match key {
        ObjectKey::Name(name) => Some(name.clone()),
        ObjectKey::Computed(expr) => provider_name(&expr.kind),
    };
    let named = entries.iter().filter_map(|(key, value)| {
        let outer = provider_name(&value.kind)?;
        Some((inside(key)?, instance.providers.get(&outer).cloned().unwrap_or(outer)))
    });
    named.collect()
}

/// `aws.east` of an expression that names a provider configuration.
pub(crate) fn provider_name(kind: &ExprKind) -> Option<Arc<str>> {
    match kind {
        ExprKind::Name(name) | ExprKind::String(name) => Some(name.clone()),
        ExprKind::Traversal(base, steps) => {
            let (ExprKind::Name(name), [Access::Name(alias, _)]) = (&base.kind, steps.as_slice()) else {
                return None;
            };
            Some(format!("{name}.{alias}").into())
        }
        _ => None,
    }
}

/// Whether a module source is a directory beside the caller.
pub(crate) fn is_local(source: &str) -> bool {
    source.starts_with("./") || source.starts_with("../") || source == "." || source == ".."
}

/// Whether a key expression's value chooses that instance.
pub(crate) fn key_is(key: &Key, value: &Value) -> bool {
    match (key, &value.kind) {
        (Key::Name(name), ValueKind::String(text)) => name == text,
        (Key::Index(index), _) => value.as_i64().is_some_and(|value| u64::try_from(value) == Ok(*index)),
        _ => false,
    }
}
