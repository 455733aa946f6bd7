//! A directory made for one test, and short ways to look at what it gives.

use std::path::{Path, PathBuf};

use ringfence_model::{NoticeId, Sources};
use ringfence_terraform::{
    Cause, Limits, Map, Options, Part, Partial, Reason, Record, Reference, Stack, Value, ValueKind, load,
};

/// A directory with files.
pub(crate) struct Fixture {
    pub(crate) dir: PathBuf,
}

/// What was loaded, with the sources it was read from.
pub(crate) struct Loaded {
    pub(crate) stack: Stack,
    pub(crate) sources: Sources,
}

impl Fixture {
    /// An empty directory; the name is the test's.
    pub(crate) fn new(name: &str) -> Self {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("load").join(name);
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).unwrap();
        Self { dir }
    }

    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let file = self.dir.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
        self
    }

    /// Evaluates the root module in that directory of it.
    pub(crate) fn load_at(&self, root: &str) -> Loaded {
        let options = Options {
            boundary: Some(self.dir.clone()),
            display_base: Some(self.dir.clone()),
            ..Options::default()
        };
        let sources = Sources::default();
        Loaded { stack: load(&self.dir.join(root), &options, &sources), sources }
    }

    pub(crate) fn load(&self) -> Loaded {
        self.load_at("")
    }

    /// The same within other bounds.
    pub(crate) fn load_within(&self, limits: Limits) -> Loaded {
        let options = Options { boundary: Some(self.dir.clone()), limits, ..Options::default() };
        let sources = Sources::default();
        Loaded { stack: load(&self.dir, &options, &sources), sources }
    }
}

/// Evaluates one file.
pub(crate) fn evaluate(name: &str, text: &str) -> Loaded {
    Fixture::new(name).file("main.tf", text).load()
}

impl Loaded {
    pub(crate) fn addresses(&self) -> Vec<&str> {
        self.stack.records.iter().map(|record| record.address.as_ref()).collect()
    }

    pub(crate) fn record(&self, address: &str) -> &Record {
        let found = self.stack.records.iter().find(|record| record.address.as_ref() == address);
        found.unwrap_or_else(|| panic!("no record {address} in {:?}", self.addresses()))
    }

    /// An attribute of a record.
    pub(crate) fn value(&self, address: &str, attribute: &str) -> &Value {
        self.record(address).body.get(attribute).unwrap_or_else(|| panic!("{address} has no {attribute}"))
    }

    pub(crate) fn shown(&self, address: &str, attribute: &str) -> String {
        show(self.value(address, attribute))
    }

    pub(crate) fn output(&self, name: &str) -> String {
        show(self.stack.outputs.get(name).unwrap_or_else(|| panic!("no output {name}")))
    }

    pub(crate) fn notices(&self, id: NoticeId) -> Vec<&str> {
        let wanted = self.stack.notices.iter().filter(|notice| notice.id == id);
        wanted.map(|notice| notice.message.as_str()).collect()
    }

    /// The text that a value's literal covers.
    pub(crate) fn literal(&self, value: &Value) -> String {
        self.sources.text(value.origin.at)
    }
}

/// A value on one line: `?` before what is unknown, `@` before what it was read from. What is known in part shows what
/// is known and `open`; what is sure although Terraform does not know it, `sure`.
pub(crate) fn show(value: &Value) -> String {
    let mut text = match &value.kind {
        ValueKind::Null(_) => "null".to_owned(),
        ValueKind::Bool(truth) => truth.to_string(),
        ValueKind::Number(number) => number.to_string(),
        ValueKind::String(text) => format!("{text:?}"),
        ValueKind::List(items) | ValueKind::Tuple(items) => list(items),
        ValueKind::Set(items) => format!("set{}", list(items)),
        ValueKind::Map(map) | ValueKind::Object(map) => object(map),
        ValueKind::Unknown(unknown) => match &unknown.partial {
            None => format!("?{}", why(&unknown.reason)),
            Some(Partial::Text(parts)) => {
                let part = |part: &Part| match part {
                    Part::Known(text) => text.to_string(),
                    Part::Unknown(reason) => format!("<{}>", why(reason)),
                };
                format!("\"{}\"", parts.iter().map(part).collect::<String>())
            }
            Some(Partial::Elements(items)) => list(items) + " open",
            Some(Partial::Entries(entries)) => object(entries) + " open",
            Some(Partial::Sure(value)) => show(value) + " sure",
        },
    };
    if let Some(referent) = value.referent() {
        text.extend([" @", &path(referent)]);
    }
    if value.maybe {
        text += " maybe";
    }
    if value.is_sensitive() {
        text += " sensitive";
    }
    text
}

fn list(items: &[Value]) -> String {
    format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", "))
}

fn object(map: &Map) -> String {
    let entries: Vec<_> = map.iter().map(|(key, value)| format!("{key}: {}", show(value))).collect();
    format!("{{{}}}", entries.join(", "))
}

fn why(reason: &Reason) -> String {
    match &reason.cause {
        Cause::Computed(reference) => path(reference),
        Cause::Later(names) => format!("later({})", names.join(",")),
        Cause::Data(reference) => format!("data({})", path(reference)),
        Cause::Variable(name) => format!("var.{name}"),
        Cause::MissingModule { address, .. } => format!("missing({address})"),
        Cause::Function(name) => format!("{name}()"),
        Cause::Cycle(_) => "cycle".to_owned(),
        Cause::Limit(_) => "limit".to_owned(),
        Cause::Unread(_) => "unread".to_owned(),
        Cause::Undeclared(name) => format!("undeclared({name})"),
        Cause::Error(_) => "error".to_owned(),
        Cause::Derived(from) => from.iter().map(|inner| why(inner)).collect::<Vec<_>>().join("|"),
    }
}

fn path(reference: &Reference) -> String {
    reference.to_string()
}
