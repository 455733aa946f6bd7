//! The files that the cases read.

use ringfence_functions::{FileText, Surroundings};
use ringfence_model::{FileId, Span};
use ringfence_value::{Map, Value};

use super::AT;

/// A few files below `f`.
pub(crate) struct Fixed;

const FILES: [(&str, &str); 6] = [
    ("f/a.txt", "alpha\n"),
    ("f/b.json", "{\"k\": 1}\n"),
    ("f/c.txt", ""),
    ("f/p.tftpl", "{\"Resource\":\"${arn}/*\"}\n"),
    ("f/s/p.json", "{\"Statement\": [{\"Action\": \"ec2:*\"}]}"),
    ("f/t.tftpl", "hi ${name}\n"),
];

impl Surroundings for Fixed {
    fn read(&self, path: &str) -> Result<FileText, String> {
        let path = clean(path);
        let (_, text) = FILES.iter().find(|(name, _)| *name == path).ok_or("no file exists")?;
        Ok(FileText { text: (*text).into(), raw: None, span: Span { file: FileId(7), start: 0, end: 1 } })
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        match clean(path).as_str() {
            "f" | "f/s" | "." | ".." | "/" => Err("it is a directory, not a file".to_owned()),
            _ => Ok(self.read(path).is_ok()),
        }
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        let prefix = match clean(directory).as_str() {
            "." => String::new(),
            directory => format!("{directory}/"),
        };
        let mut files: Vec<&str> = FILES.iter().map(|(name, _)| *name).chain(["main.tf"]).collect();
        files.sort_unstable();
        Ok(files.iter().filter_map(|name| name.strip_prefix(&prefix)).map(str::to_owned).collect())
    }

    fn render(&self, template: &FileText, variables: &Map) -> Result<Value, String> {
        let text = variables.iter().fold(template.text.to_string(), |text, (name, value)| {
            text.replace(&format!("${{{name}}}"), value.as_str().unwrap_or_default())
        });
        Ok(Value::string(text, AT))
    }

    fn absolute(&self, path: &str) -> String {
        clean(&if path.starts_with('/') { path.to_owned() } else { format!("/root/{path}") })
    }
}

/// A path without `.`, `a/..` and doubled slashes; `.` if nothing is left.
fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    let cleaned = format!("{root}{}", parts.join("/"));
    if cleaned.is_empty() { ".".to_owned() } else { cleaned }
}
