//! Every resource instance of a module and of those it calls.

use std::rc::Rc;
use std::sync::Arc;

use ringfence_model::{NoticeId, Truth};

use super::expand::{Expansion, Member};
use super::instance::Called;
use super::module_call::provider_name;
use super::{Engine, Instance};
use crate::module::ResourceName;
use crate::syntax::Block;
use crate::{Cause, Map, Record, RecordKind, Unknown, Value, ValueKind};

impl Engine<'_> {
    /// Every record below a module instance, in no order.
    pub(crate) fn records(&self, instance: &Rc<Instance>) -> Vec<Record> {
        let mut records = Vec::new();
        let mut pending = vec![(instance.clone(), Truth::Yes)];
        while let Some((instance, exists)) = pending.pop() {
            self.records_of(&instance, exists, &mut records);
            for (name, block) in &instance.module.calls {
                if let Ok(Called::Found(expansion)) = self.called(&instance, name, block.header) {
                    let inner =
                        |member: &Member<Rc<Instance>>| (member.content.clone(), both(exists, member.exists));
                    pending.extend(expansion.all().map(inner));
                }
            }
        }
        records
    }

    fn records_of(&self, instance: &Rc<Instance>, exists: Truth, records: &mut Vec<Record>) {
        for (name, block) in &instance.module.resources {
            let Ok(expansion) = self.expansion(instance, name, block) else { continue };
            self.note_expansion(&expansion);
            for member in expansion.all() {
                if let Ok(body) = self.body(instance, name, block, member) {
                    self.note_values(&body);
                    let exists = both(exists, member.exists);
                    records.push(Record { exists, ..record(instance, name, block, member, &body) });
                }
            }
        }
    }

    fn note_expansion(&self, expansion: &Expansion<()>) {
        if let Some((_, why)) = &expansion.rest {
            self.note_unknown(why);
        }
    }

    /// Notes the wrong expressions in a body; what is merely unknown is no notice.
    pub(crate) fn note_values(&self, map: &Map) {
        for value in map.values() {
            match &value.kind {
                ValueKind::Unknown(unknown) => self.note_unknown(unknown),
                ValueKind::List(items) => items.iter().take(1000).for_each(|item| self.note_value(item)),
                _ => {}
            }
            if let Some(open) = &value.open {
                self.note_unknown(open);
            }
        }
    }

    fn note_value(&self, value: &Value) {
        match &value.kind {
            ValueKind::Unknown(unknown) => self.note_unknown(unknown),
            ValueKind::Map(map) => {
                for value in map.values() {
                    if let ValueKind::Unknown(unknown) = &value.kind {
                        self.note_unknown(unknown);
                    }
                }
            }
            _ => {}
        }
    }

    fn note_unknown(&self, unknown: &Arc<Unknown>) {
        let message = match &unknown.cause {
            Cause::Error(message) => {
                format!("{message}, so the value is unknown; Terraform refuses this too")
            }
            Cause::Derived(from) => return from.iter().for_each(|inner| self.note_flat(inner)),
            _ => return,
        };
        self.notice(NoticeId::UnknownValue, message, Some(unknown.at));
    }

    fn note_flat(&self, unknown: &Arc<Unknown>) {
        if matches!(unknown.cause, Cause::Error(_)) {
            self.note_unknown(unknown);
        }
    }
}

fn both(outer: Truth, inner: Truth) -> Truth {
    if outer == Truth::Yes { inner } else { outer }
}

fn record(
    instance: &Rc<Instance>,
    name: &ResourceName,
    block: &Block,
    member: &Member<()>,
    body: &Arc<Map>,
) -> Record {
    let provider = block.body.attribute("provider").and_then(|expr| provider_name(&expr.kind));
    let default = name.type_name.split('_').next().unwrap_or_default();
    let provider = match provider {
        Some(named) => Some(instance.providers.get(&named).cloned().unwrap_or(named)),
        None => instance.providers.get(default).cloned(),
    };
    Record {
        address: member.address.clone(),
        base: instance.inside(&name.address()),
        module: instance.address.clone(),
        kind: if name.kind == RecordKind::Data { RecordKind::Data } else { RecordKind::Managed },
        type_name: name.type_name.clone(),
        name: name.name.clone(),
        provider,
        exists: member.exists,
        body: body.as_ref().clone(),
        header: block.header,
        span: block.span,
        calls: instance.calls.clone(),
    }
}
