//! What a machine is launched from: its own attributes before those of its template.

use ringfence_model::ResourceId;
use ringfence_provider::Fields;
use ringfence_terraform::{Record, Value};

use crate::links::TEMPLATE;
use crate::stack::{Stack, id};

/// A machine's resource and its template; the first that has an attribute decides.
///
/// Source: `aws_instance`, `launch_template`: parameters of the instance override those of the template
/// (read 2026-11-23).
pub(super) struct Launch<'a> {
    /// The instance, where it is one.
    pub(super) own: Option<&'a Record>,
    /// The launch template or launch configuration.
    pub(super) template: Option<&'a Record>,
    /// A template that is not declared here, or not known: everything it may set is unknown.
    pub(super) unseen: Option<ringfence_model::Gap>,
}

impl Fields for Launch<'_> {
    fn field(&self, name: &str) -> Option<&Value> {
        let own = self.own.and_then(|record| record.field(name));
        own.or_else(|| self.template.and_then(|record| record.field(name)))
    }
}

impl<'a> Launch<'a> {
    /// From a template alone.
    pub(super) fn from_template(stack: &'a Stack<'_>, value: &Value) -> Self {
        let mut launch = Self { own: None, template: None, unseen: None };
        launch.set_template(stack, value);
        launch
    }

    /// From an instance and the template it names, if it names one.
    pub(super) fn from_instance(stack: &'a Stack<'_>, record: &'a Record) -> Self {
        let mut launch = Self { own: Some(record), template: None, unseen: None };
        let block = record.block("launch_template");
        let named = block.and_then(|block| block.field("id").or_else(|| block.field("name")));
        if let Some(value) = named {
            launch.set_template(stack, value);
        }
        launch
    }

    fn set_template(&mut self, stack: &'a Stack<'_>, value: &Value) {
        self.template = stack.target(value, &TEMPLATE);
        if self.template.is_none() {
            let link = stack.link(value, &TEMPLATE);
            self.unseen = Some(match link {
                ringfence_model::Link::To { id, source } => {
                    crate::stack::outside(format!("the launch template `{id}`"), Some(source))
                }
                ringfence_model::Link::Unknown(gap) => gap,
            });
        }
    }

    /// The resource that has that attribute.
    pub(super) fn owner(&self, name: &str) -> Option<&'a Record> {
        let has = |record: &&Record| record.field(name).is_some();
        self.own.filter(has).or_else(|| self.template.filter(has))
    }

    /// The id of the template, for [`ringfence_model::Machine::parts`].
    pub(super) fn parts(&self) -> Vec<ResourceId> {
        self.template.map(id).into_iter().collect()
    }
}
