//! `csvdecode`.
//!
//! Source: RFC 4180, and `csv.go` of go-cty's `stdlib` (read 2026-11-25).

use std::sync::Arc;

use ringfence_value::{Map, Type, Value};

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits;
use crate::outcome::{Outcome, Stop};

pub(crate) static CSVDECODE: Function =
    Function::new("csvdecode", &[Param::string("str")], Returns::Of(rows_type), csvdecode).not_null();

fn rows_type(call: &Call<'_>) -> Result<Type, Stop> {
    if !call.arg(0)?.is_known() {
        return Ok(Type::Dynamic);
    }
    let names = Reader { rest: call.text(0)?, line: 1 }.header()?;
    Ok(Type::list(Type::object(names.into_iter().map(|name| (name, Type::String)))))
}

/// One object for each line after the first, whose fields are the attributes' names; all values are strings.
fn csvdecode(call: &Call<'_>) -> Outcome {
    let mut records = Reader { rest: call.text(0)?, line: 1 };
    let header = records.header()?;
    let mut objects = Vec::new();
    while let Some(record) = records.next()? {
        if record.len() != header.len() {
            let line = records.line - 1;
            return Err(format!("line {line} has {} fields, the first {}", record.len(), header.len()).into());
        }
        let fields = header.iter().cloned().zip(record.into_iter().map(|field| call.string(field)));
        objects.push(Value::object(fields.collect::<Map>(), call.at));
        limits::elements(objects.len().saturating_mul(header.len()))?;
    }
    Ok(Value::list(call.element_type(), objects, call.at))
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
}

impl<'t> Reader<'t> {
    /// The names of the columns.
    fn header(&mut self) -> Result<Vec<Arc<str>>, Stop> {
        let names = self.next()?.ok_or("the line with the columns' names is missing")?;
        let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        match sorted.windows(2).find(|pair| matches!(pair, [one, other] if one == other)) {
            Some(pair) => Err(format!("the column `{}` is there twice", pair.first().unwrap_or(&"")).into()),
            None => Ok(names.into_iter().map(Arc::from).collect()),
        }
    }

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
            return Err(self.wrong("a quote inside a field that does not start with one"));
        }
        Ok(if rest.starts_with(',') { field } else { field.strip_suffix('\r').unwrap_or(field) }.to_owned())
    }

    fn quoted(&mut self, mut rest: &'t str) -> Result<String, Stop> {
        let mut field = String::new();
        loop {
            let Some((text, after)) = rest.split_once('"') else {
                return Err(self.wrong("a quote is missing or too many in a quoted field"));
            };
            self.line += text.matches('\n').count();
            field.push_str(text);
            if let Some(again) = after.strip_prefix('"') {
                field.push('"');
                rest = again;
                continue;
            }
            if !(after.is_empty() || after.starts_with([',', '\n']) || after.starts_with("\r\n")) {
                return Err(self.wrong("a quote is missing or too many in a quoted field"));
            }
            self.rest = after;
            return Ok(field);
        }
    }

    fn wrong(&self, why: &str) -> Stop {
        format!("line {} is no CSV: {why}", self.line).into()
    }
}
