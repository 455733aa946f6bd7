//! What all records together are made of: a value that thousands of instances share costs little to make, but whoever
//! reads the records walks through it thousands of times.

use std::sync::Arc;

use ringfence_model::{Level, Notice, NoticeId, Source, Span};
use ringfence_value::{Cause, Map, Reason, Type, Value};

use crate::Record;

/// Makes unknown what goes over a bound on all values of records and outputs, in their order; a notice if there is
/// such a value.
pub(crate) fn weighed(records: &mut [Record], outputs: &mut Map, most: u64) -> Option<Notice> {
    let mut weighing = Weighing { left: most, limit: limit(most), first: None };
    for record in records {
        let place = record.header;
        weighing.all(&mut record.body, |_| place);
    }
    weighing.all(outputs, |value| value.origin.at);
    let place = weighing.first?;
    let message =
        format!("{}: not analysed further; split the configuration if this is real", weighing.limit);
    Some(Notice { id: NoticeId::Limit, level: Level::Warning, message, source: Some(Source::File(place)) })
}

fn limit(most: u64) -> Arc<str> {
    format!("resources and outputs made of more than {most} values").into()
}

struct Weighing {
    left: u64,
    limit: Arc<str>,
    /// Where the bound was met first.
    first: Option<Span>,
}

impl Weighing {
    fn all(&mut self, values: &mut Map, place: impl Fn(&Value) -> Span) {
        for (_, value) in values.iter_mut() {
            if let Some(left) = self.left.checked_sub(u64::from(value.weight())) {
                self.left = left;
                continue;
            }
            let at = value.origin.at;
            self.first.get_or_insert(place(value));
            let why = Reason::new(Cause::Limit(self.limit.clone()), at);
            *value = Value::unknown(Type::Dynamic, why, at).marked(value.marks);
        }
    }
}
