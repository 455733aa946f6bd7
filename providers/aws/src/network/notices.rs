//! Values in rules that are wrong, said once each.

use std::collections::BTreeSet;

use ringfence_model::{GapKind, Level, Model, Notice, NoticeId};

/// A notice for every text in a rule that the cloud would refuse.
pub(crate) fn notices(model: &mut Model) {
    let gaps = model.filters.iter().flat_map(|filter| &filter.rules).flat_map(|rule| &rule.gaps);
    let wrong: BTreeSet<Notice> = gaps
        .filter(|gap| gap.kind == GapKind::Invalid)
        .map(|gap| Notice {
            id: NoticeId::UnknownValue,
            level: Level::Warning,
            message: format!("{}: taken as unknown", gap.what),
            source: gap.source.clone(),
        })
        .collect();
    model.notices.extend(wrong);
}
