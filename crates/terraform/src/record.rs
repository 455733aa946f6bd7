//! Terraform-shaped records: what every kind of input becomes.

use std::sync::Arc;

use ringfence_model::{Notice, Span, Truth};

use ringfence_value::{Map, Value};

use crate::Action;

/// One instance of a resource or data source, evaluated.
///
/// Shape: attributes by name; a nested block is a list of objects, one a block, whatever its schema says
/// (so `ingress {}` and `ingress = [{}]` look the same); what is not written is absent.
#[derive(Clone, Debug)]
pub struct Record {
    /// `module.a["x"].aws_subnet.b[0]`
    pub address: Arc<str>,
    /// Address without its instance key: `module.a["x"].aws_subnet.b`.
    pub base: Arc<str>,
    /// The module instance it stands in: `module.a["x"]`, or empty for the root.
    pub module: Arc<str>,
    /// Resource or data source.
    pub kind: RecordKind,
    /// `aws_subnet`
    pub type_name: Arc<str>,
    /// `b`
    pub name: Arc<str>,
    /// The provider configuration it uses: the one it names, or the default of its type.
    pub provider: Option<ProviderRef>,
    /// Whether there is one. Unknown: `count` or `for_each` is, so this stands for none, one or many.
    pub exists: Truth,
    /// What is written in it.
    pub body: Map,
    /// The block's header: `resource "aws_subnet" "b"`.
    pub header: Span,
    /// The whole block.
    pub span: Span,
    /// The module calls that lead to it, outermost first: the headers of the `module` blocks.
    pub calls: Arc<Vec<Span>>,
    /// What a plan does with it; nothing where there is no plan.
    pub action: Option<Action>,
}

/// Which provider configuration a resource uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderRef {
    /// The module instance that writes it: `module.a["x"]`, or empty for the root.
    pub module: Arc<str>,
    /// `aws`, `aws.east`
    pub name: Arc<str>,
}

/// A provider configuration, evaluated.
#[derive(Clone, Debug)]
pub struct ProviderRecord {
    /// Which one it is.
    pub name: ProviderRef,
    /// What is written in it: `region`, `assume_role`.
    pub body: Map,
    /// The block's header.
    pub header: Span,
}

/// Resource, data source or ephemeral resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordKind {
    /// `resource`
    Managed,
    /// `data`
    Data,
    /// `ephemeral`
    Ephemeral,
}

impl Record {
    /// The attribute or block list of that name, if it is written and not `null`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.body.get(name).filter(|value| !value.is_null())
    }

    /// The blocks (or objects of an attribute used as blocks) of that name.
    pub fn blocks(&self, name: &str) -> &[Value] {
        self.get(name).map(Value::as_blocks).unwrap_or_default()
    }
}

/// One root module, evaluated.
#[derive(Clone, Debug, Default)]
pub struct Stack {
    /// Every resource and data source instance, sorted by address.
    pub records: Vec<Record>,
    /// The root module's outputs.
    pub outputs: Map,
    /// Every provider configuration, sorted by module and name.
    pub providers: Vec<ProviderRecord>,
    /// What could not be read or known.
    pub notices: Vec<Notice>,
}
