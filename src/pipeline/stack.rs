//! One root module, from its files to its findings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use ringfence_check::{
    Clear, CoverageSummary, Finding, RoleCount, RuleContext, SeenNotice, Settings, Site, StackSummary,
};
use ringfence_graph::{Cluster, Graph};
use ringfence_model::{Level, Model, Notice, NoticeId, Role, Sources};
use ringfence_provider::Provider;
use ringfence_replies::Dialect;
use ringfence_terraform::{DocumentKind, Options, STANDARD_INPUT, Stack};

use super::Request;
use super::hidden::Hidden;
use super::{clear, coverage, provenance};
use crate::cli::{Reading, Wanted};
use crate::config;

/// Every cloud that is read.
const PROVIDERS: [&dyn Provider; 2] = [&ringfence_provider_aws::Aws, &ringfence_provider_gcp::Gcp];

/// A root module to analyse, or what stands for one: a plan, a state, saved replies of a cloud's API.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    /// Its directory, or the plan or state; the directory or file of replies.
    pub(crate) input: PathBuf,
    /// The tree it lies in, as the user named it: no file outside is read.
    pub(crate) boundary: PathBuf,
    /// Whether it is replies.
    replies: bool,
}

/// The findings of one root module, and what was not looked at.
#[derive(Debug)]
pub(crate) struct Analysis {
    pub(crate) findings: Vec<Finding>,
    /// Empty if it was not asked for.
    pub(crate) clear: Vec<Clear>,
    pub(crate) notices: Vec<SeenNotice>,
    pub(crate) summary: StackSummary,
    pub(crate) coverage: CoverageSummary,
}

/// One root module lowered, with the files it came from.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) model: Model,
    pub(crate) sources: Sources,
    /// Its directory as reports show it.
    pub(crate) shown: String,
    /// How many resource instances it has.
    pub(crate) resources: usize,
    /// Address ranges that nobody may see.
    pub(crate) hidden: Hidden,
}

/// Analyses one root module.
///
/// Errors: a file that is neither plan nor state.
pub(crate) fn analyse(root: &Root, settings: &Settings, request: &Request) -> anyhow::Result<Analysis> {
    let lowered = Lowered::read(root, &request.reading)?;
    let (model, sources) = (&lowered.model, &lowered.sources);
    let graph = Graph::new(model);
    let found = request.rules.par_iter().flat_map_iter(|rule| {
        let cx = RuleContext { graph: &graph, sources, settings, stack: &lowered.shown, meta: rule.meta };
        (rule.check)(&cx)
    });
    let mut findings: Vec<Finding> = found.collect();
    for finding in &mut findings {
        finding.message = lowered.hidden.clean(&finding.message);
    }
    let mut notices: Vec<SeenNotice> = model.notices.iter().map(|notice| seen(notice, sources)).collect();
    notices.extend(undecided(&graph, settings));
    let (mut clear, doubts) = if request.show_clear {
        clear::prove(&lowered, &graph, settings, &request.rules)
    } else {
        (Vec::new(), Vec::new())
    };
    for one in &mut clear {
        one.statement = lowered.hidden.clean(&one.statement);
        one.packet = one.packet.as_deref().map(|packet| lowered.hidden.clean(packet));
    }
    notices.extend(doubts);
    let summary = summary(&lowered, &graph);
    Ok(Analysis { findings, clear, notices, summary, coverage: coverage::summary(&model.coverage, sources) })
}

impl Root {
    /// What a person named, taken as it is: a directory is one root module, or one set of replies.
    pub(crate) fn named(path: &Path, reading: &Reading) -> Self {
        let replies = match reading.wanted() {
            Some(Wanted::Replies) => true,
            Some(Wanted::Document(_)) => false,
            None => is_replies(path),
        };
        Self { input: path.to_owned(), boundary: path.to_owned(), replies }
    }

    /// Its records.
    ///
    /// Errors: a file that is neither configuration, plan, state nor replies.
    pub(crate) fn records(
        &self,
        options: &Options,
        wanted: Option<Wanted>,
        sources: &Sources,
    ) -> anyhow::Result<Stack> {
        if self.replies {
            let base = options.display_base.as_deref();
            return Ok(ringfence_replies::read(&self.input, &dialects(), base, sources)?);
        }
        if self.is_configuration() {
            return Ok(ringfence_terraform::load(&self.input, options, sources));
        }
        let wanted: Option<DocumentKind> = wanted.and_then(Wanted::document);
        Ok(ringfence_terraform::document(&self.input, wanted, options, sources)?.1)
    }

    /// Whether it is a directory or file of configuration: no plan, no state, no replies.
    pub(crate) fn is_configuration(&self) -> bool {
        !self.replies && ringfence_terraform::is_configuration(&self.input)
    }
}

/// How the replies of each cloud are read.
fn dialects() -> Vec<&'static dyn Dialect> {
    PROVIDERS.iter().filter_map(|provider| provider.replies()).collect()
}

/// Whether a path that nobody says anything of is replies: a directory without configuration that holds some, or a file
/// that opens as one.
fn is_replies(path: &Path) -> bool {
    if path.is_dir() {
        return ringfence_terraform::roots(path).paths.is_empty()
            && ringfence_replies::holds_replies(path, &dialects());
    }
    !ringfence_terraform::is_configuration(path) && ringfence_replies::is_reply(path, &dialects())
}

impl Lowered {
    /// Reads a root module: files to records to model.
    ///
    /// Errors: a file that is neither plan nor state.
    pub(crate) fn read(root: &Root, reading: &Reading) -> anyhow::Result<Self> {
        let sources = Sources::default();
        let options = reading.options(&root.boundary);
        let stack = root.records(&options, reading.wanted(), &sources)?;
        let mut model = Model {
            coverage: coverage::count(&stack.records, &PROVIDERS),
            provenance: provenance::of(&stack.records),
            ..Model::default()
        };
        for provider in PROVIDERS {
            let mut part = model.part();
            provider.lower(&stack.records, &sources, &mut part);
            model.absorb(part);
        }
        model.notices.extend(stack.notices);
        let met = bounds_met(&model);
        model.notices.extend(met);
        model.notices.sort();
        model.notices.dedup();
        let shown = shown(&root.input);
        let (resources, hidden) = (stack.records.len(), Hidden::of(&stack.records));
        Ok(Self { model, sources, shown, resources, hidden })
    }
}

/// Texts of machines that were not decoded because of a bound.
fn bounds_met(model: &Model) -> Vec<Notice> {
    let of_machines = model.machines.iter().flat_map(|machine| &machine.payloads);
    let notice = |document: &ringfence_model::Document| {
        let over = document.over.as_ref()?;
        let message =
            format!("`{}` of `{}` has {over}: it is taken as unknown", document.name, document.id.as_str());
        let source = Some(document.source.clone());
        Some(Notice { id: NoticeId::Limit, level: Level::Warning, message, source })
    };
    of_machines.chain(&model.documents).filter_map(notice).collect()
}

/// Whether there is something to read under a path that the user named: standard input is always there.
pub(crate) fn exists(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT) || path.exists()
}

/// The root modules in and below a path that the user named; or its replies, all of which are one.
pub(crate) fn find_roots(path: &Path, wanted: Option<Wanted>) -> (Vec<Root>, Vec<SeenNotice>) {
    let root = |input: PathBuf, replies| Root { input, boundary: path.to_owned(), replies };
    if wanted == Some(Wanted::Replies) {
        return (vec![root(path.to_owned(), true)], Vec::new());
    }
    let found = ringfence_terraform::roots(path);
    let is_replies = || match found.paths.as_slice() {
        [] => path.is_dir() && ringfence_replies::holds_replies(path, &dialects()),
        [only] => wanted.is_none() && !only.is_dir() && is_replies(only),
        _ => false,
    };
    if is_replies() {
        return (vec![root(path.to_owned(), true)], Vec::new());
    }
    let sources = Sources::default();
    let roots = found.paths.into_iter().map(|input| root(input, false));
    (roots.collect(), found.notices.iter().map(|notice| seen(notice, &sources)).collect())
}

/// A directory as reports show it: relative to where the command runs, if it lies below.
pub(crate) fn shown(directory: &Path) -> String {
    if directory == Path::new(STANDARD_INPUT) {
        return "standard input".to_owned();
    }
    let absolute = std::path::absolute(directory).unwrap_or_else(|_| directory.to_owned());
    let here = std::env::current_dir().unwrap_or_default();
    let relative = absolute.strip_prefix(&here).unwrap_or(&absolute);
    let shown = relative.components().collect::<PathBuf>().display().to_string();
    if shown.is_empty() { ".".to_owned() } else { shown }
}

/// The settings for a root module.
///
/// Errors: a configuration that is not valid.
pub(crate) fn settings_of(root: &Root, request: &Request) -> anyhow::Result<Settings> {
    let source = request.reading.source().filter(|_| !root.is_configuration());
    config::settings(source.unwrap_or(&root.input), request.config.as_deref(), request.today)
}

fn seen(notice: &Notice, sources: &Sources) -> SeenNotice {
    let span = notice.source.as_ref().and_then(ringfence_model::Source::span);
    let site = span.and_then(|span| Site::resolve(sources, span, ""));
    SeenNotice { level: notice.level, id: notice.id, message: notice.message.clone(), site }
}

/// What could not be decided for want of configuration or evidence.
fn undecided(graph: &Graph<'_>, settings: &Settings) -> Vec<SeenNotice> {
    let note = |id, message: String| SeenNotice { level: Level::Note, id, message, site: None };
    let expired = settings.expired.iter().map(|words| note(NoticeId::Settings, words.clone()));
    let mut notices: Vec<SeenNotice> = expired.collect();
    let has_api =
        graph.classifications().iter().any(|c| c.plays(Role::ApiEndpoint) || c.plays(Role::ControlPlane));
    if has_api && settings.admin_networks.is_none() {
        let message = "RF102 was not decided: `ringfence.toml` names no admin networks; set `admin.networks`";
        notices.push(note(NoticeId::Undecided, message.to_owned()));
    }
    if graph.clusters().len() > Cluster::MOST {
        let message = format!(
            "the tags name more than {} clusters: whether the others can be reached from another was not looked at (RF209)",
            Cluster::MOST
        );
        notices.push(SeenNotice { level: Level::Warning, id: NoticeId::Limit, message, site: None });
    }
    if graph.classifications().iter().any(|class| !class.roles.is_empty()) {
        let unknown = graph.classifications().iter().filter(|class| class.roles.is_empty());
        notices.extend(unknown.map(|class| {
            let message = format!(
                "the role of {} `{}` is unknown, so no rule about nodes or control planes was applied to it",
                class.kind, class.id
            );
            note(NoticeId::Role, message)
        }));
    }
    notices
}

fn summary(lowered: &Lowered, graph: &Graph<'_>) -> StackSummary {
    let mut counts: BTreeMap<Option<Role>, usize> = BTreeMap::new();
    for class in graph.classifications() {
        if class.roles.is_empty() {
            *counts.entry(None).or_default() += 1;
        }
        for role in &class.roles {
            *counts.entry(Some(*role)).or_default() += 1;
        }
    }
    let roles = counts.into_iter().map(|(role, count)| RoleCount { role, count }).collect();
    StackSummary { root: lowered.shown.clone(), resources: lowered.resources, roles }
}
