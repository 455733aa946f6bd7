//! Addresses, taken apart: `module.a["x"].data.aws_vpc.b[0]`.

use std::sync::Arc;

use ringfence_value::Step;

use crate::RecordKind;

/// A step of an address with its instance key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    /// As it is written, brackets included; empty if there is none.
    pub(super) key: &'a str,
    /// Where the text of the address stands after this step.
    pub(super) end: usize,
}

/// The address of a resource instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    /// Names of the module calls, joined with `.`; empty for the root module.
    pub(super) path: String,
    /// `module.a["x"]`, or empty.
    pub(super) module: &'a str,
    pub(super) kind: RecordKind,
    pub(super) type_name: &'a str,
    pub(super) name: &'a str,
    /// Key of the instance, brackets included, or empty.
    pub(super) key: &'a str,
}

impl<'a> Address<'a> {
    /// Takes an address apart; nothing if it is none of a resource.
    pub(super) fn parse(address: &'a str) -> Option<Self> {
        let parts = split(address);
        let (path, module, rest) = module_of(address, &parts);
        let (kind, rest) = match rest.first()?.name {
            "data" => (RecordKind::Data, rest.get(1..)?),
            "ephemeral" => (RecordKind::Ephemeral, rest.get(1..)?),
            _ => (RecordKind::Managed, rest),
        };
        let [type_name, name] = rest else { return None };
        Some(Self { path, module, kind, type_name: type_name.name, name: name.name, key: name.key })
    }

    /// `data.aws_vpc.b`, as its module's configuration knows it.
    pub(super) fn local(&self) -> String {
        let prefix = match self.kind {
            RecordKind::Managed => "",
            RecordKind::Data => "data.",
            RecordKind::Ephemeral => "ephemeral.",
        };
        format!("{prefix}{}.{}", self.type_name, self.name)
    }

    /// The address without the instance's own key.
    pub(super) fn base(&self) -> Arc<str> {
        inside(self.module, &self.local())
    }
}

/// Names of the module calls, the module instance, and what is left of the parts of an address.
pub(super) fn module_of<'a, 'p>(
    address: &'a str,
    parts: &'p [Part<'a>],
) -> (String, &'a str, &'p [Part<'a>]) {
    let (mut path, mut module, mut rest) = (String::new(), "", parts);
    while let [Part { name: "module", .. }, call, after @ ..] = rest {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(call.name);
        module = address.get(..call.end).unwrap_or_default();
        rest = after;
    }
    (path, module, rest)
}

/// An address in a module instance.
pub(super) fn inside(module: &str, local: &str) -> Arc<str> {
    if module.is_empty() { local.into() } else { format!("{module}.{local}").into() }
}

/// The steps of an address or reference between its dots, outside of brackets: `module`, `a["x"]`, `data`, `aws_vpc`,
/// `b[0]`.
///
/// Shape: several keys after each other stay together.
pub(super) fn split(address: &str) -> Vec<Part<'_>> {
    let mut steps = Vec::new();
    let mut start = 0;
    while let Some(rest) = address.get(start..).filter(|rest| !rest.is_empty()) {
        let length = end_of_step(rest);
        let step = rest.get(..length).unwrap_or(rest);
        let (name, key) = step.split_at(step.find('[').unwrap_or(step.len()));
        let end = start + length;
        steps.push(Part { name, key, end });
        start = if address.get(end..).is_some_and(|rest| rest.starts_with('.')) { end + 1 } else { end };
    }
    steps
}

/// Where the first dot outside of brackets is; a quoted key may hold brackets and dots.
fn end_of_step(text: &str) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' if depth > 0 => quoted = !quoted,
            _ if quoted => {}
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            // The dot that ends nothing would never be passed.
            b'.' if depth == 0 && at > 0 => return at,
            _ => {}
        }
    }
    text.len()
}

/// The steps that the keys of a part make: `[0]["a"]` are an index and a name.
pub(super) fn keys(mut text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    while let Some(rest) = text.strip_prefix('[') {
        let (inner, after) = if let Some(quoted) = rest.strip_prefix('"') {
            let end = end_of_quote(quoted);
            (Step::Name(unquoted(quoted.get(..end).unwrap_or(quoted)).into()), quoted.get(end + 1..))
        } else {
            let end = rest.find(']').unwrap_or(rest.len());
            let step = rest.get(..end).and_then(|number| number.parse().ok()).map_or(Step::Each, Step::Index);
            (step, rest.get(end..))
        };
        steps.push(inner);
        text = after.and_then(|after| after.strip_prefix(']')).unwrap_or_default();
    }
    steps
}

fn end_of_quote(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at,
            _ => {}
        }
    }
    text.len()
}

fn unquoted(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\\\", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_may_hold_dots_and_brackets() {
        let steps = split(r#"module.a["x.y]\"["].data.aws_vpc.b[0].tags["k8s.io/a"]"#);
        let shown: Vec<(&str, &str)> = steps.iter().map(|step| (step.name, step.key)).collect();
        assert_eq!(
            shown,
            [
                ("module", ""),
                ("a", r#"["x.y]\"["]"#),
                ("data", ""),
                ("aws_vpc", ""),
                ("b", "[0]"),
                ("tags", r#"["k8s.io/a"]"#)
            ]
        );
        assert!(split("").is_empty());
        assert!(split("..a").len() < 4, "and it ends");
    }

    #[test]
    fn addresses_come_apart() {
        let address = Address::parse(r#"module.a["x.y"].module.b.data.aws_vpc.c[0]"#).unwrap();
        assert_eq!(
            (address.path.as_str(), address.module, address.key),
            ("a.b", r#"module.a["x.y"].module.b"#, "[0]")
        );
        assert_eq!(address.base().as_ref(), r#"module.a["x.y"].module.b.data.aws_vpc.c"#);
        assert_eq!(Address::parse("aws_vpc.a").unwrap().base().as_ref(), "aws_vpc.a");
        for wrong in ["", "module.a", "aws_vpc", "data.aws_vpc", "a.b.c"] {
            assert_eq!(Address::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn keys_become_steps() {
        let name = |text: &str| Step::Name(text.into());
        assert_eq!(keys(r#"[0]["a\"]"][1]"#), [Step::Index(0), name("a\"]"), Step::Index(1)]);
        assert!(keys("").is_empty());
        assert_eq!(keys("[x"), [Step::Each]);
    }
}
