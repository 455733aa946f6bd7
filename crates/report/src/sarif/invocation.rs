//! How the run went.

use ringfence_check::{Report, SeenNotice};
use ringfence_model::{Level, NoticeId};
use serde::Serialize;

use super::SarifOptions;
use super::notifications::Notification;
use super::selection::Selection;
use super::uri::Paths;

/// How the run went. Neither command line nor directory nor account: they would tell of the machine.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_time_utc: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time_utc: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exit_code: Option<i32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_configuration_notifications: Vec<Notification>,
}

impl Invocation {
    /// Failed is a run that analysed nothing: its results would close every alert as fixed. One that
    /// analysed a part succeeded, and its notices say what is missing.
    pub(super) fn of(
        report: &Report,
        options: &SarifOptions,
        selection: &Selection<'_>,
        paths: &Paths,
    ) -> Self {
        let of_kind = |configuration: bool| {
            let notices =
                report.notices.iter().filter(move |notice| is_configuration(notice) == configuration);
            notices.map(|notice| Notification::of(notice, paths))
        };
        let unsupported = Notification::of_unsupported(&report.coverage.unsupported, paths);
        let omission =
            selection.omission().map(|text| Notification::new(NoticeId::Limit, Level::Warning, &text));
        let abridgement =
            selection.abridgement().map(|text| Notification::new(NoticeId::Limit, Level::Note, &text));
        let passes =
            selection.passes_omitted().map(|text| Notification::new(NoticeId::Limit, Level::Note, &text));
        Self {
            execution_successful: !report.stacks.is_empty(),
            start_time_utc: options.start.clone(),
            end_time_utc: options.end.clone(),
            exit_code: options.exit_code,
            tool_execution_notifications: of_kind(false)
                .chain(unsupported)
                .chain(omission)
                .chain(abridgement)
                .chain(passes)
                .collect(),
            tool_configuration_notifications: of_kind(true).collect(),
        }
    }
}

fn is_configuration(notice: &SeenNotice) -> bool {
    matches!(notice.id, NoticeId::Undecided | NoticeId::Settings)
}
