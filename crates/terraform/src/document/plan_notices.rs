//! What a plan says about itself: that it is not whole, that the world has changed, that checks failed.

use ringfence_hcl::json::Json;
use ringfence_model::{FileId, Level, Notice, NoticeId, Source, Span};

use crate::Action;

/// Addresses that one notice names.
const NAMED: usize = 5;

/// Checks that are noted one by one.
const MOST_CHECKS: usize = 50;

/// The notices of a plan.
pub(super) fn of(root: Json<'_>, file: FileId) -> Vec<Notice> {
    let mut notices = Vec::new();
    if root.get("errored").and_then(Json::as_bool) == Some(true) {
        let message = "planning failed, so this plan holds only part of what the configuration asks for";
        notices.push(notice(Level::Warning, message.to_owned(), root.get("errored"), file));
    } else if root.get("complete").and_then(Json::as_bool) == Some(false) {
        let message = "the plan is not complete (`-target`, or changes that are deferred): what it leaves out is not \
                       analysed";
        notices.push(notice(Level::Warning, message.to_owned(), root.get("complete"), file));
    }
    let gone = |change: &Json<'_>| action(*change).is_some_and(|action| !action.stays());
    let changes = || root.get("resource_changes").into_iter().flat_map(Json::items);
    notices.extend(listed(changes().filter(gone), "the plan takes away", "and so it is not analysed", file));
    let drifted = root.get("resource_drift").into_iter().flat_map(Json::items);
    let why = "outside of Terraform since the last run; what the plan makes of it is analysed";
    notices.extend(listed(drifted, "changed", why, file));
    let checks = root.get("checks").into_iter().flat_map(Json::items);
    notices.extend(checks.filter_map(|check| failed_check(check, file)).take(MOST_CHECKS));
    notices
}

/// A change without an address.
pub(super) fn no_address(change: Json<'_>, file: FileId) -> Notice {
    let message = "this change has no address, so it was not analysed".to_owned();
    notice(Level::Warning, message, Some(change), file)
}

fn action(change: Json<'_>) -> Option<Action> {
    Action::parse(change.get("change")?.get("actions")?)
}

/// One notice for several resources.
fn listed<'d>(
    mut changes: impl Iterator<Item = Json<'d>>,
    before: &str,
    after: &str,
    file: FileId,
) -> Option<Notice> {
    let address = |change: &Json<'_>| Some(format!("`{}`", change.get("address")?.as_str()?));
    let first = changes.next()?;
    let mut names: Vec<String> = address(&first).into_iter().collect();
    let mut more = 0_usize;
    for change in changes {
        if names.len() < NAMED { names.extend(address(&change)) } else { more += 1 }
    }
    let others = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = match before {
        "changed" => format!("{}{others} {before} {after}", names.join(", ")),
        _ => format!("{before} {}{others}, {after}", names.join(", ")),
    };
    Some(notice(Level::Note, message, first.get("address"), file))
}

fn failed_check(check: Json<'_>, file: FileId) -> Option<Notice> {
    let status = check.get("status")?.as_str()?;
    if !matches!(status.as_ref(), "fail" | "error") {
        return None;
    }
    let name =
        check.get("address").and_then(|address| address.get("to_display")?.as_str()).unwrap_or_default();
    let problem = check.get("instances").into_iter().flat_map(Json::items).find_map(|instance| {
        instance.get("problems")?.items().find_map(|problem| problem.get("message")?.as_str())
    });
    let why = problem.map(|problem| format!(": {problem}")).unwrap_or_default();
    let message = format!("Terraform's check `{name}` does not hold{why}");
    Some(notice(Level::Note, message, Some(check.get("status")?), file))
}

fn notice(level: Level, message: String, at: Option<Json<'_>>, file: FileId) -> Notice {
    let source = at.map(|at| {
        let range = at.range();
        Source::File(Span { file, start: range.start, end: range.end })
    });
    Notice { id: NoticeId::Plan, level, message, source }
}
