//! `ringfence records`: what is seen of configuration, a plan, a state, or replies of a cloud's API.

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use ringfence_model::{Level, Notice, Source, Sources, Span, Truth};
use ringfence_terraform::{Map, Record, RecordKind, Stack, Value};

use super::complain::complain;
use super::reading::Reading;
use super::style::{faint, heading};
use crate::pipeline::{Root, exists};

/// Prints every resource instance with the values that are seen: to debug, and to trust.
///
/// Exit codes: 0 printed; 2 wrong usage, or a file that is neither configuration, plan, state nor
/// reply; 3 nothing to read.
#[derive(Debug, Args)]
pub(crate) struct Records {
    /// Directory, plan, state, or replies of a cloud's API; `-` is standard input
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Print JSON: `records`, each with `address`, `type`, `values`, `unknown` and `source`, then `outputs` and `notices`
    #[arg(long)]
    json: bool,
    /// Show values that are marked as sensitive
    #[arg(long)]
    show_sensitive: bool,
    #[command(flatten)]
    reading: Reading,
}

impl Records {
    /// Prints the records; 3 if there is nothing to read.
    ///
    /// Errors: the path does not exist or is no plan or state, standard output cannot be written.
    pub(crate) fn run(&self) -> anyhow::Result<u8> {
        if !exists(&self.path) {
            bail!("`{}` does not exist", self.path.display());
        }
        let root = Root::named(&self.path, &self.reading);
        let sources = Sources::default();
        let mut options = self.reading.options(&root.boundary);
        options.computed = true;
        let stack = root.records(&options, self.reading.wanted(), &sources)?;
        for notice in &stack.notices {
            complain(notice, &sources);
        }
        let mut out = std::io::BufWriter::new(anstream::stdout().lock());
        if self.json {
            self.json(&stack, &sources, &mut out)?;
        } else {
            self.list(&stack, &sources, &mut out)?;
        }
        out.flush()?;
        let nothing = stack.records.is_empty() && stack.outputs.is_empty();
        Ok(if nothing && stack.notices.iter().any(|notice| notice.level == Level::Error) { 3 } else { 0 })
    }

    fn json(&self, stack: &Stack, sources: &Sources, out: &mut impl Write) -> std::io::Result<()> {
        write!(out, "{{\"records\":[")?;
        for (index, record) in stack.records.iter().enumerate() {
            write!(out, "{}", if index == 0 { "\n" } else { ",\n" })?;
            write!(out, "{}", self.record(record, sources))?;
        }
        write!(out, "\n],\n\"outputs\":{{")?;
        for (index, (name, value)) in stack.outputs.iter().enumerate() {
            write!(out, "{}{}:{}", if index == 0 { "\n" } else { ",\n" }, quoted(name), self.output(value))?;
        }
        write!(out, "\n}},\n\"notices\":[")?;
        for (index, notice) in stack.notices.iter().enumerate() {
            write!(out, "{}{}", if index == 0 { "\n" } else { ",\n" }, notice_json(notice, sources))?;
        }
        writeln!(out, "\n]}}")
    }

    fn record(&self, record: &Record, sources: &Sources) -> String {
        let body = Value::object(record.body.clone(), record.header);
        let mut json =
            format!("{{\"address\":{},\"mode\":\"{}\"", quoted(&record.address), mode(record.kind));
        let _ = write!(json, ",\"type\":{},\"name\":{}", quoted(&record.type_name), quoted(&record.name));
        if let Some(provider) = &record.provider {
            let dot = if provider.module.is_empty() { "" } else { "." };
            let _ = write!(
                json,
                ",\"provider\":{}",
                quoted(&format!("{}{dot}{}", provider.module, provider.name))
            );
        }
        if let Some(action) = record.action {
            let _ = write!(json, ",\"action\":\"{}\"", action.name());
        }
        if record.exists != Truth::Yes {
            json.push_str(",\"exists\":\"unknown\"");
        }
        let _ = write!(json, ",\"values\":{}", body.known_json(self.show_sensitive));
        let _ = write!(json, ",\"unknown\":{}", body.unknown_json());
        let _ = write!(json, ",\"because\":{}", because(&record.body));
        let _ = write!(json, ",\"source\":{}}}", place_json(record.header, sources));
        json
    }

    fn output(&self, value: &Value) -> String {
        let ty = value.ty().to_json();
        let sensitive = if value.is_sensitive() { ",\"sensitive\":true" } else { "" };
        if value.is_wholly_known() {
            return format!("{{\"value\":{},\"type\":{ty}{sensitive}}}", value.to_json(self.show_sensitive));
        }
        let why = ringfence_terraform::Reason::of(value, value.origin.at).to_string();
        format!("{{\"unknown\":true,\"because\":{},\"type\":{ty}{sensitive}}}", quoted(&why))
    }

    fn list(&self, stack: &Stack, sources: &Sources, out: &mut impl Write) -> std::io::Result<()> {
        for record in &stack.records {
            let place = sources.place(record.header);
            let place =
                place.map_or_else(String::new, |place| format!("  {}:{}", place.path, place.start.line));
            let perhaps = if record.exists == Truth::Yes { "" } else { "  (unknown whether it exists)" };
            writeln!(out, "{}{perhaps}{}", heading(&record.address), faint(&place))?;
            for (name, value) in &record.body {
                writeln!(out, "  {name} = {}", self.short(value))?;
            }
        }
        for (name, value) in &stack.outputs {
            writeln!(out, "{} = {}", heading(&format!("output.{name}")), self.short(value))?;
        }
        Ok(())
    }

    /// One line: what is known, and why the rest is not.
    fn short(&self, value: &Value) -> String {
        const LONGEST: usize = 200;
        let known = value.known_json(self.show_sensitive);
        let mut text: String = known.chars().take(LONGEST).collect();
        if text.len() < known.len() {
            text.push('…');
        }
        if value.is_wholly_known() {
            return text;
        }
        let why = faint(&ringfence_terraform::Reason::of(value, value.origin.at).to_string());
        if value.is_known() { format!("{text}  unknown in part: {why}") } else { format!("unknown: {why}") }
    }
}

/// Why the attributes that are not wholly known are not: by name.
fn because(body: &Map) -> String {
    let unknown = body.iter().filter(|(_, value)| !value.is_wholly_known());
    let reasons = unknown.map(|(name, value)| {
        let why = ringfence_terraform::Reason::of(value, value.origin.at).to_string();
        format!("{}:{}", quoted(name), quoted(&why))
    });
    format!("{{{}}}", reasons.collect::<Vec<_>>().join(","))
}

fn mode(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Managed => "managed",
        RecordKind::Data => "data",
        RecordKind::Ephemeral => "ephemeral",
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn notice_json(notice: &Notice, sources: &Sources) -> String {
    let (level, id, message) = (notice.level.name(), notice.id.name(), quoted(&notice.message));
    let span = notice.source.as_ref().and_then(Source::span);
    let source = span.map_or_else(|| "null".to_owned(), |span| place_json(span, sources));
    format!("{{\"level\":\"{level}\",\"id\":\"{id}\",\"message\":{message},\"source\":{source}}}")
}

fn place_json(span: Span, sources: &Sources) -> String {
    let Some(place) = sources.place(span) else { return "null".to_owned() };
    let (line, column) = (place.start.line, place.start.column);
    format!("{{\"path\":{},\"line\":{line},\"column\":{column}}}", quoted(&place.path))
}
