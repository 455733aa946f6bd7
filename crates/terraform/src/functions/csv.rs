//! `csvdecode`.

use std::sync::Arc;

use super::call::{Call, Outcome, Stop};
use super::limits;
use crate::Map;

/// One object for each line after the first, whose fields are the attributes' names; all values are strings.
///
/// Source: RFC 4180; what is wrong in it as in Terraform 1.11.4.
pub(super) fn decode(call: &Call<'_>) -> Outcome {
    let text = call.text(0)?;
    let mut records = Reader { rest: &text, line: 1 };
    let header: Vec<Arc<str>> = match records.next()? {
        Some(header) => header.into_iter().map(Arc::from).collect(),
        None => return Err("missing header line".into()),
    };
    let mut objects = Vec::new();
    while let Some(record) = records.next()? {
        if record.len() != header.len() {
            return Err(
                format!("CSV parse error on line {}: wrong number of fields", records.line - 1).into()
            );
        }
        let fields = header.iter().cloned().zip(record.into_iter().map(|field| call.string(field)));
        let object: Map = fields.collect();
        if object.len() != header.len() {
            return Err("a column name is given twice".into());
        }
        objects.push(call.object(object));
        limits::elements(objects.len().saturating_mul(header.len()))?;
    }
    Ok(call.list(objects))
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
}

impl<'t> Reader<'t> {
    /// The fields of the next line that is not empty.
    fn next(&mut self) -> Result<Option<Vec<String>>, Stop> {
        while let Some(rest) = self.rest.strip_prefix('\n').or_else(|| self.rest.strip_prefix("\r\n")) {
            self.rest = rest;
            self.line += 1;
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut fields = Vec::new();
        loop {
            let field = match self.rest.strip_prefix('"') {
                Some(quoted) => self.quoted(quoted)?,
                None => self.plain()?,
            };
            fields.push(field);
            if let Some(rest) = self.rest.strip_prefix(',') {
                self.rest = rest;
                continue;
            }
            let after = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix('\n'));
            self.rest = after.unwrap_or_default();
            self.line += 1;
            return Ok(Some(fields));
        }
    }

    fn plain(&mut self) -> Result<String, Stop> {
        let end = self.rest.find([',', '\n']).unwrap_or(self.rest.len());
        let (field, rest) = self.rest.split_at(end);
        self.rest = rest;
        if field.contains('"') {
            return Err(self.wrong("bare \" in non-quoted-field"));
        }
        Ok(if rest.starts_with(',') { field } else { field.strip_suffix('\r').unwrap_or(field) }.to_owned())
    }

    fn quoted(&mut self, mut rest: &'t str) -> Result<String, Stop> {
        let mut field = String::new();
        loop {
            let Some((text, after)) = rest.split_once('"') else {
                return Err(self.wrong("extraneous or missing \" in quoted-field"));
            };
            self.line += text.matches('\n').count();
            field.push_str(text);
            if let Some(again) = after.strip_prefix('"') {
                field.push('"');
                rest = again;
                continue;
            }
            if !(after.is_empty() || after.starts_with([',', '\n']) || after.starts_with("\r\n")) {
                return Err(self.wrong("extraneous or missing \" in quoted-field"));
            }
            self.rest = after;
            return Ok(field);
        }
    }

    fn wrong(&self, why: &str) -> Stop {
        format!("CSV parse error on line {}: {why}", self.line).into()
    }
}
