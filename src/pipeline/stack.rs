//! One root module, from its files to its findings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use ringfence_check::{
    CoverageSummary, Finding, RoleCount, RuleContext, SeenNotice, Settings, Site, StackSummary,
};
use ringfence_graph::{Cluster, Graph};
use ringfence_model::{Level, Model, Notice, NoticeId, Role, Sources};
use ringfence_provider::Provider;
use ringfence_terraform::{DocumentKind, Options, STANDARD_INPUT, Stack};

use super::Request;
use super::{coverage, provenance};
use crate::cli::Reading;
use crate::config;

/// Every cloud that is read.
const PROVIDERS: [&dyn Provider; 2] = [&ringfence_provider_aws::Aws, &ringfence_provider_gcp::Gcp];

/// A root module to analyse.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    /// Its directory, or the plan or state.
    pub(crate) input: PathBuf,
    /// The tree it lies in, as the user named it: no file outside is read.
    pub(crate) boundary: PathBuf,
}

/// The findings of one root module, and what was not looked at.
#[derive(Debug)]
pub(crate) struct Analysis {
    pub(crate) findings: Vec<Finding>,
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
    let findings = found.collect();
    let mut notices: Vec<SeenNotice> = model.notices.iter().map(|notice| seen(notice, sources)).collect();
    notices.extend(undecided(&graph, settings));
    let summary = summary(&lowered, &graph);
    Ok(Analysis { findings, notices, summary, coverage: coverage::summary(&model.coverage, sources) })
}

impl Root {
    /// Its records.
    ///
    /// Errors: a file that is neither configuration, plan nor state.
    pub(crate) fn records(
        &self,
        options: &Options,
        wanted: Option<DocumentKind>,
        sources: &Sources,
    ) -> anyhow::Result<Stack> {
        if self.is_configuration() {
            return Ok(ringfence_terraform::load(&self.input, options, sources));
        }
        Ok(ringfence_terraform::document(&self.input, wanted, options, sources)?.1)
    }

    /// Whether it is a directory or file of configuration: no plan, no state.
    pub(crate) fn is_configuration(&self) -> bool {
        ringfence_terraform::is_configuration(&self.input)
    }
}

impl Lowered {
    /// Reads a root module: files to records to model.
    ///
    /// Errors: a file that is neither plan nor state.
    pub(crate) fn read(root: &Root, reading: &Reading) -> anyhow::Result<Self> {
        let sources = Sources::default();
        let options = reading.options(&root.boundary);
        let stack = root.records(&options, reading.kind(), &sources)?;
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
        let resources = stack.records.len();
        Ok(Self { model, sources, shown, resources })
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

/// The root modules in and below a path that the user named.
pub(crate) fn find_roots(path: &Path) -> (Vec<Root>, Vec<SeenNotice>) {
    let found = ringfence_terraform::roots(path);
    let sources = Sources::default();
    let roots = found.paths.into_iter().map(|input| Root { input, boundary: path.to_owned() });
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
