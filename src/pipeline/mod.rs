//! The stages in order: inputs, records, model, graph, rules, report.

mod clear;
mod coverage;
mod followed;
mod hidden;
mod matrix;
mod path;
mod provenance;
mod stack;
mod unknown;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::bail;
use rayon::prelude::*;
use ringfence_check::{CoverageSummary, Report, Rule, SeenNotice, merge, sort};
use ringfence_model::{Level, NoticeId};

pub(crate) use matrix::{By, matrix};
pub(crate) use path::{Question, path};
pub(crate) use stack::{Lowered, Root, exists, find_roots, settings_of, shown};

use crate::cli::Reading;
use crate::config::Date;

/// What to analyse, and how.
#[derive(Debug)]
pub(crate) struct Request {
    /// Directories or files, as the user named them.
    pub(crate) paths: Vec<PathBuf>,
    /// The rules to run, sorted by id.
    pub(crate) rules: Vec<&'static Rule>,
    /// A configuration file that the user named.
    pub(crate) config: Option<PathBuf>,
    /// How Terraform is read.
    pub(crate) reading: Reading,
    /// Whether to say what was proved closed, and what blocks the way.
    pub(crate) show_clear: bool,
    /// The day on which settings that expire are judged.
    pub(crate) today: Date,
}

/// Analyses every root module that the request names; `done` is called after each.
///
/// Errors: a path that does not exist, a configuration that is not valid, a file that is neither
/// plan, state nor reply.
pub(crate) fn run(
    request: &Request,
    started: impl Fn(usize),
    done: impl Fn() + Sync,
) -> anyhow::Result<Report> {
    let (roots, mut notices) = roots(request)?;
    started(roots.len());
    let settings = roots.iter().map(|root| settings_of(root, request)).collect::<Result<Vec<_>, _>>()?;
    let analyses = roots
        .par_iter()
        .zip(&settings)
        .map(|(root, settings)| {
            let analysis = stack::analyse(root, settings, request);
            done();
            analysis
        })
        .collect::<anyhow::Result<Vec<stack::Analysis>>>()?;
    let mut findings = Vec::new();
    let mut clear = Vec::new();
    let mut stacks = Vec::new();
    let mut total = CoverageSummary::default();
    for analysis in analyses {
        findings.extend(analysis.findings);
        clear.extend(analysis.clear);
        notices.extend(analysis.notices);
        stacks.push(analysis.summary);
        coverage::add(&mut total, analysis.coverage);
    }
    let mut findings = merge(findings);
    sort(&mut findings);
    clear::sort(&mut clear);
    notices.sort();
    notices.dedup();
    let notices = together(notices);
    let inputs = request.paths.iter().map(|path| path.display().to_string()).collect();
    let rules = request.rules.iter().map(|rule| rule.meta).collect();
    Ok(Report {
        version: env!("CARGO_PKG_VERSION"),
        inputs,
        rules,
        findings,
        clear: request.show_clear.then_some(clear),
        notices,
        stacks,
        coverage: total,
    })
}

/// The root modules below the paths; a path without any is a notice.
fn roots(request: &Request) -> anyhow::Result<(Vec<Root>, Vec<SeenNotice>)> {
    let mut roots: Vec<Root> = Vec::new();
    let mut known = BTreeSet::new();
    let mut notices = Vec::new();
    for path in &request.paths {
        if !exists(path) {
            bail!("`{}` does not exist", path.display());
        }
        let (found, said) = find_roots(path, request.reading.wanted());
        notices.extend(said);
        if found.is_empty() {
            notices.push(no_input(path));
        }
        for root in found {
            if known.insert(root.input.clone()) {
                roots.push(root);
            }
        }
    }
    Ok((roots, notices))
}

fn no_input(path: &Path) -> SeenNotice {
    let message = format!(
        "no Terraform files (`*.tf`) and no saved replies of a cloud's API in or below `{}`; name a directory that has some",
        path.display()
    );
    SeenNotice { level: Level::Error, id: NoticeId::NoInput, message, site: None }
}

/// Places of one message that are listed one by one.
const MOST_PLACES: usize = 3;

/// Messages that would be said again and again, about a variable that is used in hundreds of places, are said once.
///
/// Shape: sorted in, sorted out; of more than three places the first, and how many there are.
fn together(notices: Vec<SeenNotice>) -> Vec<SeenNotice> {
    let mut kept: Vec<SeenNotice> = Vec::with_capacity(notices.len());
    let mut same: Vec<SeenNotice> = Vec::new();
    let mut flush = |same: &mut Vec<SeenNotice>| {
        let more = same.len().saturating_sub(1);
        if same.len() <= MOST_PLACES {
            kept.append(same);
        } else if let Some(mut first) = same.drain(..).next() {
            first.message = format!("{} (and {more} more places)", first.message);
            kept.push(first);
        }
    };
    for notice in notices {
        let fits = |other: &SeenNotice| {
            (other.level, other.id, &other.message) == (notice.level, notice.id, &notice.message)
        };
        if !same.first().is_some_and(fits) {
            flush(&mut same);
        }
        same.push(notice);
    }
    flush(&mut same);
    kept
}
