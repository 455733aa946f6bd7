//! `ringfence rules`: the catalogue.

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use ringfence_check::Rule;

use super::style::{faint, heading};

/// Lists the rules, or explains one by its id (RF401) or name.
#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// Id or name of a rule
    rule: Option<String>,
    /// Write a page a rule into this directory, for the documentation
    #[arg(long, value_name = "DIR", hide = true)]
    pages: Option<PathBuf>,
}

impl Rules {
    /// Prints the list, one rule, or all pages.
    ///
    /// Errors: no rule of that name; a page that cannot be written.
    pub(crate) fn run(&self) -> anyhow::Result<u8> {
        if let Some(folder) = &self.pages {
            return write_pages(folder);
        }
        let mut out = anstream::stdout().lock();
        let Some(wanted) = &self.rule else {
            for rule in ringfence_rules::ALL {
                let meta = rule.meta;
                writeln!(
                    out,
                    "{}  {:<8}  {:<34}  {}",
                    heading(meta.id),
                    meta.severity.name(),
                    meta.name,
                    faint(meta.title)
                )?;
            }
            return Ok(0);
        };
        let Some(rule) = ringfence_rules::find(wanted) else {
            bail!("no rule `{wanted}`; `ringfence rules` lists them")
        };
        write!(out, "{}", text(rule))?;
        Ok(0)
    }
}

fn text(rule: &Rule) -> String {
    let meta = rule.meta;
    let mut text = format!("{} {}\n{}\n", heading(meta.id), heading(meta.name), meta.title);
    for (title, body) in [
        ("what it finds", meta.what),
        ("why it matters", meta.why),
        ("how to repair it", meta.fix),
        ("limits", meta.limits),
    ] {
        let _ = writeln!(text, "\n{}\n  {body}", heading(title));
    }
    let _ = writeln!(text, "\n{}", heading("read more"));
    for reference in meta.references {
        let _ = writeln!(text, "  {} <{}>", reference.title, reference.url);
    }
    text
}

fn write_pages(folder: &std::path::Path) -> anyhow::Result<u8> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    for rule in ringfence_rules::ALL {
        let path = folder.join(format!("{}.md", rule.meta.name));
        std::fs::write(&path, page(rule)).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(0)
}

fn page(rule: &Rule) -> String {
    let meta = rule.meta;
    let mut page = format!("# {} {}\n\n{}.\n\n", meta.id, meta.name, meta.title);
    let _ = writeln!(
        page,
        "Requirement {:?} · severity {} (score {})",
        meta.requirement, meta.severity, meta.score
    );
    for (title, body) in [
        ("What it finds", meta.what),
        ("Why it matters", meta.why),
        ("How to repair it", meta.fix),
        ("Limits", meta.limits),
    ] {
        let _ = writeln!(page, "\n## {title}\n\n{body}");
    }
    page.push_str("\n## References\n\n");
    for reference in meta.references {
        let _ = writeln!(page, "- [{}]({})", reference.title, reference.url);
    }
    let taxa: Vec<String> = meta.taxa.iter().map(in_words).collect();
    let _ = writeln!(page, "\nCatalogues: {}.", taxa.join(", "));
    let _ = writeln!(
        page,
        "\nExamples that are its tests: [`testdata/rules/{0}-{1}`](../../testdata/rules/{0}-{1}).",
        meta.id, meta.name
    );
    page
}

/// An entry of a catalogue; ids that name their catalogue stand alone.
fn in_words(taxon: &ringfence_check::Taxon) -> String {
    if taxon.id.starts_with(taxon.catalogue) {
        taxon.id.to_owned()
    } else {
        format!("{} {}", taxon.catalogue, taxon.id)
    }
}
