//! `-o FORMAT[=FILE]`: where reports go.

use std::path::PathBuf;
use std::str::FromStr;

/// One report to write.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    /// How.
    pub(crate) format: Format,
    /// Where; nothing for standard output.
    pub(crate) file: Option<PathBuf>,
}

/// Formats of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Terminal,
    /// SARIF 2.1.0.
    Sarif,
    /// Ringfence's own.
    Json,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err(format!("`{text}` names no file after `=`")),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = match name {
            "terminal" => Format::Terminal,
            "sarif" => Format::Sarif,
            "json" => Format::Json,
            _ => return Err(format!("no format `{name}`; there are terminal, sarif and json")),
        };
        Ok(Self { format, file })
    }
}
