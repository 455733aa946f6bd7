//! The JSON syntax: documents to the trees that native syntax gives.
//!
//! Source: <https://developer.hashicorp.com/terraform/language/syntax/json> and hashicorp/hcl's `json` (read
//! 2026-11-25). What is a block and what an attribute of a resource is known to its provider only; here everything is
//! an attribute but what Terraform itself reads, which comes to the same: a block is an object, or a list of them.

use ringfence_hcl::ast::{
    Attribute, Block, Body, Entry, Expr, ExprKind, Key, Label, Literal, Name, Segment, TextRange, UnaryOp,
};
use ringfence_hcl::json::{self, Json, Kind};
use ringfence_hcl::{Diagnostic, Names, Parsed, Severity, parse_expression, parse_template};

/// A `.tf.json` file.
pub(super) fn configuration(text: &str, names: &mut Names) -> Parsed<Body> {
    let mut reader = JsonReader { names, diagnostics: Vec::new(), templates: true };
    let body = reader.document(text, JsonReader::root);
    Parsed { value: body, diagnostics: reader.diagnostics }
}

/// A `.tfvars.json` file: strings stand for themselves.
pub(super) fn values(text: &str) -> Parsed<Body> {
    let mut names = Names::new();
    let mut reader = JsonReader { names: &mut names, diagnostics: Vec::new(), templates: false };
    let body = reader.document(text, |reader, root, body| {
        reader.objects(root, &mut |reader, object| {
            for (key, at, value) in object.entries().filter(|(key, ..)| key != "//") {
                body.attributes.push(reader.attribute(&key, at, value));
            }
        });
    });
    Parsed { value: body, diagnostics: reader.diagnostics }
}

/// Values as a plan has them: `{"name": {"value": …}}`.
pub(crate) fn planned(variables: Json<'_>) -> Vec<Attribute> {
    let mut names = Names::new();
    let mut reader = JsonReader { names: &mut names, diagnostics: Vec::new(), templates: false };
    let entries = variables.entries();
    entries.filter_map(|(key, at, entry)| Some(reader.attribute(&key, at, entry.get("value")?))).collect()
}

struct JsonReader<'n> {
    names: &'n mut Names,
    diagnostics: Vec<Diagnostic>,
    /// Whether strings are templates.
    templates: bool,
}

/// Blocks that Terraform reads itself, and how many labels they have.
const BLOCKS: [(&str, usize); 14] = [
    ("check", 1),
    ("data", 2),
    ("ephemeral", 2),
    ("import", 0),
    ("locals", 0),
    ("module", 1),
    ("moved", 0),
    ("output", 1),
    ("provider", 1),
    ("removed", 0),
    ("resource", 2),
    ("terraform", 0),
    ("variable", 1),
    ("action", 2),
];

impl JsonReader<'_> {
    fn document(&mut self, text: &str, read: impl FnOnce(&mut Self, Json<'_>, &mut Body)) -> Body {
        match json::parse(text) {
            Ok(document) => {
                let mut body = Body { range: document.root().range(), ..Body::default() };
                read(self, document.root(), &mut body);
                body
            }
            Err(error) => {
                let start = u32::try_from(error.at).unwrap_or(u32::MAX);
                self.wrong(
                    TextRange { start, end: start },
                    format!("the file is no JSON: {}", error.message),
                );
                Body::default()
            }
        }
    }

    fn wrong(&mut self, at: TextRange, message: String) {
        self.diagnostics.push(Diagnostic { severity: Severity::Error, message, at });
    }

    /// An object, or each of a list of objects.
    fn objects(&mut self, node: Json<'_>, read: &mut dyn FnMut(&mut Self, Json<'_>)) {
        match node.kind() {
            Kind::Object => read(self, node),
            Kind::Array => node.items().for_each(|item| self.objects_in(item, read)),
            Kind::Null => {}
            _ => self.wrong(node.range(), "an object is required here, or a list of objects".to_owned()),
        }
    }

    fn objects_in(&mut self, item: Json<'_>, read: &mut dyn FnMut(&mut Self, Json<'_>)) {
        match item.kind() {
            Kind::Object => read(self, item),
            _ => self.wrong(item.range(), "an object is required here".to_owned()),
        }
    }

    fn root(&mut self, root: Json<'_>, body: &mut Body) {
        self.objects(root, &mut |reader, object| {
            for (key, at, value) in object.entries().filter(|(key, ..)| key != "//") {
                match BLOCKS.iter().find(|(kind, _)| *kind == key) {
                    Some((kind, labels)) => {
                        let kind = Label { text: reader.names.intern(kind), range: at };
                        reader.blocks(&kind, *labels, value, &mut Vec::new(), &mut body.blocks);
                    }
                    None => {
                        reader.wrong(at, format!("there is no block `{key}`; correct its name or remove it"));
                    }
                }
            }
        });
    }

    /// Blocks of a kind, below as many levels of labels as are still to come.
    fn blocks(
        &mut self,
        kind: &Label,
        labels: usize,
        node: Json<'_>,
        above: &mut Vec<Label>,
        into: &mut Vec<Block>,
    ) {
        if labels == 0 {
            self.objects(node, &mut |reader, object| {
                let body = reader.body(kind, object);
                // The kind may be written once for many: the last label tells this one from the others.
                let header = above.last().map_or(kind.range, |label| label.range);
                let range = TextRange { start: header.start, end: object.range().end };
                let labels = above.iter().map(|label| Label { text: label.text.clone(), range: label.range });
                let (kind, labels) = (kind.text.clone(), labels.collect());
                into.push(Block { kind, labels, body, header, range });
            });
            return;
        }
        self.objects(node, &mut |reader, object| {
            for (key, range, value) in object.entries().filter(|(key, ..)| key != "//") {
                above.push(Label { text: reader.names.intern(&key), range });
                reader.blocks(kind, labels - 1, value, above, into);
                above.pop();
            }
        });
    }

    fn body(&mut self, kind: &Label, object: Json<'_>) -> Body {
        let mut body = Body { range: object.range(), ..Body::default() };
        for (key, at, value) in object.entries().filter(|(key, ..)| key != "//") {
            let label = |reader: &mut Self| Label { text: reader.names.intern(&key), range: at };
            match (kind.text.as_ref(), key.as_ref()) {
                ("locals", _) => body.attributes.push(self.attribute(&key, at, value)),
                ("check", "data") => {
                    let kind = label(self);
                    self.blocks(&kind, 2, value, &mut Vec::new(), &mut body.blocks);
                }
                ("resource" | "data" | "provider" | "content" | "ephemeral", "dynamic") => {
                    let kind = label(self);
                    self.blocks(&kind, 1, value, &mut Vec::new(), &mut body.blocks);
                }
                ("dynamic", "content")
                | ("resource" | "data", "lifecycle" | "provisioner" | "connection")
                | ("variable", "validation") => {
                    let kind = label(self);
                    let labels = usize::from(key == "provisioner");
                    self.blocks(&kind, labels, value, &mut Vec::new(), &mut body.blocks);
                }
                ("variable", "type") | (_, "depends_on") => {
                    let value = self.reference(value);
                    body.attributes.push(self.named(&key, at, value));
                }
                ("variable", _)
                | ("module", "source" | "version")
                | ("terraform", "required_version")
                | ("dynamic", "iterator")
                | ("provider", "alias") => {
                    let templates = std::mem::replace(&mut self.templates, false);
                    body.attributes.push(self.attribute(&key, at, value));
                    self.templates = templates;
                }
                _ => body.attributes.push(self.attribute(&key, at, value)),
            }
        }
        body
    }

    fn attribute(&mut self, key: &str, at: TextRange, value: Json<'_>) -> Attribute {
        let value = self.expr(value);
        self.named(key, at, value)
    }

    fn named(&mut self, key: &str, name_range: TextRange, value: Expr) -> Attribute {
        let range = TextRange { start: name_range.start, end: value.range.end };
        Attribute { name: self.names.intern(key), name_range, value, range }
    }

    /// A string that is an expression, or a list of these: `"list(string)"`.
    fn reference(&mut self, node: Json<'_>) -> Expr {
        if node.kind() == Kind::Array {
            let items = node.items().map(|item| self.reference(item)).collect();
            return Expr { kind: ExprKind::List(items), range: node.range() };
        }
        let Some(text) = node.as_str() else { return self.expr(node) };
        let parsed = parse_expression(&text, node.range().start + 1, self.names);
        self.diagnostics.extend(parsed.diagnostics);
        parsed.value
    }

    fn expr(&mut self, node: Json<'_>) -> Expr {
        let range = node.range();
        let kind = match node.kind() {
            Kind::Null => ExprKind::Null,
            Kind::Bool => ExprKind::Bool(node.as_bool() == Some(true)),
            Kind::Number => number(node.number().unwrap_or_default(), range),
            Kind::String => return self.string(node),
            Kind::Array => ExprKind::List(node.items().map(|item| self.expr(item)).collect()),
            Kind::Object => {
                ExprKind::Object(node.entries().map(|(key, at, value)| self.entry(&key, at, value)).collect())
            }
        };
        Expr { kind, range }
    }

    fn entry(&mut self, key: &str, at: TextRange, value: Json<'_>) -> Entry {
        let key = if self.templates && is_template(key) {
            Key::Computed(Expr { kind: self.template(key, at), range: at })
        } else {
            Key::Name(self.names.intern(key), at)
        };
        Entry { key, value: self.expr(value) }
    }

    fn string(&mut self, node: Json<'_>) -> Expr {
        let range = node.range();
        let text = node.as_str().unwrap_or_default();
        let kind = if self.templates && is_template(&text) {
            self.template(&text, range)
        } else {
            ExprKind::String(Name::from(text.as_ref()))
        };
        Expr { kind, range }
    }

    /// A template; where the JSON has escapes, the places in it are near the true ones.
    fn template(&mut self, text: &str, at: TextRange) -> ExprKind {
        let parsed = parse_template(text, at.start + 1, self.names);
        self.diagnostics.extend(parsed.diagnostics);
        match parsed.value.as_slice() {
            [] => ExprKind::String("".into()),
            [Segment::Text(text, _)] => ExprKind::String(text.clone()),
            _ => ExprKind::Template(parsed.value),
        }
    }
}

fn is_template(text: &str) -> bool {
    text.contains("${") || text.contains("%{")
}

fn number(text: &str, range: TextRange) -> ExprKind {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let literal = digits.parse().map_or_else(|_| Literal::Decimal(digits.into()), Literal::Int);
    let number = ExprKind::Number(literal);
    if digits.len() == text.len() {
        return number;
    }
    ExprKind::Unary(UnaryOp::Negate, Box::new(Expr { kind: number, range }))
}
