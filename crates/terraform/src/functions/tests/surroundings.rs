//! The files that the cases read.

use ringfence_model::{FileId, Span};

use crate::{FileText, Map, Surroundings, Value};

/// The files beside the recorded expressions.
pub(in super::super) struct Fixed;

const FILES: [(&str, &str); 5] = [
    ("f/a.txt", "alpha\n"),
    ("f/b.json", "{\"k\": 1}\n"),
    ("f/s/p.json", "{\"Statement\": [{\"Action\": \"ec2:*\"}]}"),
    ("f/c.txt", ""),
    ("f/t.tftpl", "hi ${name}\n"),
];

impl Surroundings for Fixed {
    fn read(&self, path: &str) -> Result<FileText, String> {
        let path = path.trim_start_matches("./");
        let (_, text) = FILES.iter().find(|(name, _)| *name == path).ok_or("no file exists")?;
        Ok(FileText { text: (*text).into(), raw: None, span: Span { file: FileId(7), start: 0, end: 1 } })
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        if matches!(path, "f" | "f/s") {
            return Err("it is a directory, not a file".to_owned());
        }
        Ok(self.read(path).is_ok())
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        let prefix = if directory == "." { String::new() } else { format!("{directory}/") };
        let mut files: Vec<&str> =
            FILES.iter().map(|(name, _)| *name).chain(["f/p.tftpl", "main.tf"]).collect();
        files.sort_unstable();
        Ok(files.iter().filter_map(|name| name.strip_prefix(&prefix)).map(str::to_owned).collect())
    }

    fn render(&self, template: &FileText, variables: &Map) -> Result<Value, String> {
        let text = variables.iter().fold(template.text.to_string(), |text, (name, value)| {
            text.replace(&format!("${{{name}}}"), value.as_str().unwrap_or_default())
        });
        Ok(super::evaluate::value(crate::ValueKind::String(text.into())))
    }

    fn absolute(&self, path: &str) -> String {
        format!("/root/{path}")
    }
}
