//! Managed policies: the stack's own, and those of AWS.

use std::collections::BTreeMap;
use std::sync::Arc;

use ringfence_model::{Notice, ResourceId, Source, Truth};
use ringfence_provider::{Fields, gap, source};
use ringfence_terraform::Value;

use super::policy::{Content, outside, read};
use super::{managed, symbol, text};
use crate::links::POLICY;
use crate::stack::{Stack, id};

/// The managed policies that the stack declares, each read once.
#[derive(Debug)]
pub(super) struct Library {
    own: BTreeMap<ResourceId, Found>,
    by_arn: BTreeMap<String, ResourceId>,
}

/// A managed policy.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its name, or its ARN where that is all there is.
    pub(super) name: String,
    pub(super) content: Content,
    /// The end of its ARN, if the stack declares it.
    pub(super) own_arn: Option<String>,
    /// Why it may not exist.
    pub(super) only_if: Option<String>,
}

impl Library {
    /// Reads every policy that the stack declares.
    pub(super) fn read(stack: &Stack<'_>, notices: &mut Vec<Notice>) -> Self {
        let mut library = Self { own: BTreeMap::new(), by_arn: BTreeMap::new() };
        for record in stack.records.of_type("aws_iam_policy") {
            let content = match record.field("policy") {
                Some(value) => read(stack, &id(record), value, notices),
                None => {
                    outside(format!("the policy of `{}`", record.address), Source::File(record.header), true)
                }
            };
            let name = record.field("name").and_then(Value::as_str).unwrap_or(&record.address).to_owned();
            let own_arn = symbol::policy(record);
            library.by_arn.insert(format!("{}:{own_arn}", symbol::HERE), id(record));
            let only_if = (record.exists != Truth::Yes).then(|| format!("`{}` exists", record.address));
            library.own.insert(id(record), Found { name, content, own_arn: Some(own_arn), only_if });
        }
        library
    }

    /// The policy that a value names by its ARN.
    ///
    /// Unknown: a policy that is neither declared nor in the table of those that AWS manages is unread.
    pub(super) fn find(&self, stack: &Stack<'_>, value: &Value) -> Found {
        let linked = stack.link(value, &POLICY);
        if let Some(own) = linked.id().and_then(|id| self.own.get(id)) {
            return own.clone();
        }
        if let Some(arn) = text::arn(stack, value).or_else(|| aws_policy_found(stack, value)) {
            return self.of_arn(&arn, value);
        }
        let gap = gap(value);
        Found { name: gap.what.clone(), content: Content::unread(gap), own_arn: None, only_if: None }
    }

    fn of_arn(&self, arn: &str, value: &Value) -> Found {
        if let Some(own) = self.by_arn.get(arn).and_then(|id| self.own.get(id)) {
            return own.clone();
        }
        let outside = |what, may_deny| outside(what, source(value), may_deny);
        let content = match (managed::of_arn(arn), managed::aws_name(arn)) {
            (Some(managed), _) => of_table(managed),
            (None, Some(name)) => {
                let what =
                    format!("AWS managed policy `{name}`, which is not in the table of {}", managed::AS_OF);
                outside(what, managed::may_deny(name))
            }
            (None, None) => outside(format!("policy `{arn}`, which is not declared here"), true),
        };
        let name = match managed::of_arn(arn) {
            Some(managed) => format!("{} {}", managed.name, managed.version),
            None => managed::aws_name(arn).unwrap_or(arn).to_owned(),
        };
        Found { name, content, own_arn: None, only_if: None }
    }
}

/// The ARN of the AWS managed policy that a `data.aws_iam_policy` finds by its name.
fn aws_policy_found(stack: &Stack<'_>, value: &Value) -> Option<String> {
    let records = stack.records.referenced(value.reference()?);
    let [record] = records else { return None };
    let name = record.field("name").filter(|_| record.type_name.as_ref() == "aws_iam_policy")?;
    managed::named(name.as_str()?).map(|managed| format!("arn:aws:iam::aws:policy/{}", managed.name))
}

fn of_table(managed: &'static managed::Managed) -> Content {
    match managed.document() {
        Ok(document) => Content::Read { document: Arc::clone(document), text: None },
        Err(error) => outside(error.to_string(), Source::Documented { url: managed::PAGE }, true),
    }
}
