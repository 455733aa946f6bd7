//! Every resource instance of a module and of those it calls.

use std::sync::Arc;

use rayon::prelude::*;
use ringfence_model::Truth;
use ringfence_value::{Cause, Map, Reason, Value};

use super::expand::{Expansion, Member};
use super::instance::{Body, Called};
use super::{Engine, Evaluator, Instance};
use crate::record::ProviderRecord;
use crate::{Record, built_in};

/// Values of one body whose reasons are noted.
const MOST_NOTED: usize = 1000;

/// Work that one thread takes at a time: instances of resources.
const SHARE: usize = 64;

/// A resource's instances in a module instance.
struct Task {
    instance: Arc<Instance>,
    /// Whether the module instance exists.
    exists: Truth,
    place: usize,
    expansion: Arc<Expansion<Body>>,
}

impl Engine<'_> {
    /// Every record below a module instance, in no order; by several threads unless everything is to be done in one
    /// order.
    pub(crate) fn records(
        &self,
        root: &Arc<Instance>,
        side_by_side: bool,
    ) -> (Vec<Record>, Vec<ProviderRecord>) {
        let evaluator = Evaluator::new(self);
        let mut tasks = Vec::new();
        let mut providers = Vec::new();
        let mut pending = vec![(root.clone(), Truth::Yes)];
        while let Some((instance, exists)) = pending.pop() {
            providers.extend(evaluator.provider_records(&instance));
            evaluator.tasks(&instance, exists, &mut tasks);
            for place in 0..instance.module().calls.len() {
                if let Some(Called::Found(expansion)) = evaluator.called(&instance, place) {
                    let inner =
                        |member: &Member<Arc<Instance>>| (member.content.clone(), exists.and(member.exists));
                    pending.extend(expansion.all().map(inner));
                }
            }
        }
        let work: Vec<(&Task, usize)> =
            tasks.iter().flat_map(|task| (0..task.expansion.len()).map(move |at| (task, at))).collect();
        let records = |share: &[(&Task, usize)]| {
            let evaluator = Evaluator::new(self);
            share.iter().filter_map(|(task, at)| evaluator.record(task, *at)).collect::<Vec<_>>()
        };
        let made: Vec<Vec<Record>> = if side_by_side {
            work.par_chunks(SHARE).map(records).collect()
        } else {
            work.chunks(SHARE).map(records).collect()
        };
        (made.into_iter().flatten().collect(), providers)
    }
}

impl Evaluator<'_, '_> {
    fn tasks(&self, instance: &Arc<Instance>, exists: Truth, tasks: &mut Vec<Task>) {
        for place in 0..instance.module().resources.len() {
            let Some(expansion) = self.expansion(instance, place) else { continue };
            if let Some((_, why)) = &expansion.rest {
                self.note_reason(why);
            }
            tasks.push(Task { instance: instance.clone(), exists, place, expansion });
        }
    }

    fn record(&self, task: &Task, at: usize) -> Option<Record> {
        let member = task.expansion.at(at)?;
        let declared = task.instance.module().resources.at(task.place)?;
        let body = self.body_at(&task.instance, task.place, member)?;
        // What is wrong in an instance that may not exist is wrong only if it does.
        if task.exists.and(member.exists) == Truth::Yes {
            self.note_values(&body);
        }
        let name = &declared.name;
        let provider = super::provider::used_by(&task.instance, &name.type_name, declared.value("provider"));
        Some(Record {
            address: member.address.clone(),
            base: task.instance.inside(&name.address()),
            module: task.instance.address.clone(),
            kind: name.kind,
            type_name: name.type_name.clone(),
            name: name.name.clone(),
            provider: (!built_in::has_schema(&name.type_name)).then_some(provider),
            exists: task.exists.and(member.exists),
            body: body.as_ref().clone(),
            header: declared.header(),
            span: declared.span(),
            calls: task.instance.calls.clone(),
            action: None,
        })
    }

    /// Notes the wrong expressions in a body; what is merely unknown is no notice.
    pub(crate) fn note_values(&self, map: &Map) {
        let mut left = MOST_NOTED;
        map.values().for_each(|value| self.note_value(value, &mut left, 4));
    }

    fn note_value(&self, value: &Value, left: &mut usize, depth: usize) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        if let Some(reason) = value.reason() {
            self.note_reason(reason);
        }
        if depth == 0 {
            return;
        }
        match (value.as_list(), value.as_map()) {
            (Some(items), _) => items.iter().for_each(|item| self.note_value(item, left, depth - 1)),
            (None, Some(entries)) => {
                entries.values().for_each(|item| self.note_value(item, left, depth - 1));
            }
            (None, None) => {}
        }
    }

    fn note_reason(&self, reason: &Arc<Reason>) {
        match &reason.cause {
            Cause::Error(message) => self.note_error(message, reason.at),
            Cause::Derived(from) => {
                let wrong = |inner: &&Arc<Reason>| matches!(inner.cause, Cause::Error(_));
                from.iter().filter(wrong).for_each(|inner| self.note_reason(inner));
            }
            _ => {}
        }
    }
}
