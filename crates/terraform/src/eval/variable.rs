//! Variables: given values, defaults, types.

use std::rc::Rc;
use std::sync::Arc;

use ringfence_model::Span;

use super::instance::Node;
use super::scope::SINGLE;
use super::unknown::unknown;
use super::{Engine, Instance, Scope};
use crate::syntax::{Block, Expr};
use crate::types::Type;
use crate::{Cause, Value};

impl Engine<'_> {
    pub(crate) fn variable(&self, instance: &Rc<Instance>, name: &Arc<str>, at: Span) -> Value {
        let Some(block) = instance.module.variables.get(name) else {
            return self.undeclared(instance, &format!("var.{name}"), at);
        };
        let node = Node::Variable(name.clone());
        self.once(&instance.values, &node, || self.new_variable(instance, name, block))
            .unwrap_or_else(|again| self.again(again, instance.inside(&format!("var.{name}")), block.header))
    }

    fn new_variable(&self, instance: &Rc<Instance>, name: &Arc<str>, block: &Block) -> Value {
        let scope = Scope::of(instance, &SINGLE);
        let default = || block.body.attribute("default").map(|default| self.eval(default, scope));
        let nullable = block
            .body
            .attribute("nullable")
            .is_none_or(|flag| self.eval(flag, scope).as_bool() != Some(false));
        let given = self.given(instance, name).filter(|value| nullable || !value.is_null());
        let value = given.or_else(default);
        let mut value = value.unwrap_or_else(|| unknown(Cause::Variable(name.clone()), block.header));
        if let Some(constraint) = block.body.attribute("type") {
            let defaults = |expr: &Expr| self.eval(expr, scope);
            value = Type::parse(constraint, &defaults).convert(value, block.header);
        }
        let flag = |name| block.body.attribute(name).map(|flag| self.eval(flag, scope));
        value.sensitive |= flag("sensitive").is_some_and(|flag| flag.as_bool() != Some(false));
        value
    }

    /// What the caller or a file of values gives.
    fn given(&self, instance: &Rc<Instance>, name: &Arc<str>) -> Option<Value> {
        let Some(caller) = &instance.caller else {
            let scope = Scope { instance: None, repetition: &SINGLE, frame: None };
            return instance.given.get(name).map(|given| self.eval(&given.value, scope));
        };
        let call = caller.instance.module.calls.get(&caller.name)?;
        let given = call.body.attribute(name)?;
        let scope = Scope::of(&caller.instance, &caller.repetition);
        let mut value = self.eval(given, scope);
        value.origin = value.origin.through(given.span);
        Some(value)
    }
}
