//! References to what a resource or data source has.

use std::fmt;
use std::sync::Arc;

/// Steps of a reference that are kept.
const DEEPEST: usize = 32;

/// An attribute of a resource or data source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// Full address of the instance: `module.a["x"].aws_subnet.b[0]`. If the instance key itself is unknown,
    /// the address without it.
    pub address: Arc<str>,
    /// What of it: `id`, `cidr_block`, `network_interface[0].access_config[0].nat_ip`.
    pub path: Vec<Step>,
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// `.name` or `["name"]`
    Name(Arc<str>),
    /// `[0]`
    Index(u64),
    /// `[*]`, or an index that is unknown
    Each,
}

impl Reference {
    /// The attribute's first step: `id` of `aws_subnet.a.id`.
    pub fn attribute(&self) -> Option<&str> {
        match self.path.first() {
            Some(Step::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// One step further; a path of more than 32 steps is not made longer.
    #[must_use]
    pub fn step(&self, step: Step) -> Self {
        let mut path = self.path.clone();
        if path.len() < DEEPEST {
            path.push(step);
        }
        Self { address: self.address.clone(), path }
    }

    /// Whether it is a data source's.
    pub fn is_data(&self) -> bool {
        self.inside_module().starts_with("data.")
    }

    /// The type of the resource: `aws_eip`; `data` of a data source.
    pub fn type_name(&self) -> &str {
        let inside = self.inside_module();
        inside.split(['.', '[']).next().unwrap_or(inside)
    }

    /// The address without the modules that lead to it.
    fn inside_module(&self) -> &str {
        let mut rest = self.address.as_ref();
        while let Some(inner) = rest.strip_prefix("module.") {
            let name_end = inner.find(['.', '[']).unwrap_or(inner.len());
            let after = inner.get(name_end..).unwrap_or_default();
            let key_end = if after.starts_with('[') { end_of_key(after) } else { 0 };
            rest = after.get(key_end..).unwrap_or_default().trim_start_matches('.');
        }
        rest
    }
}

/// As the user writes it: `aws_eip.a.public_ip`.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)?;
        for step in &self.path {
            match step {
                Step::Name(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Each => f.write_str("[*]")?,
            }
        }
        Ok(())
    }
}

/// Where an instance key at the start of the text ends; a quoted key may hold brackets.
fn end_of_key(text: &str) -> usize {
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            b']' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_sources_are_told_by_their_address() {
        let data = |address: &str| Reference { address: address.into(), path: Vec::new() }.is_data();
        assert!(data("data.aws_vpc.a"));
        assert!(data("module.a[\"x].data\\\"\"].module.b[0].data.aws_vpc.a[\"k\"]"));
        assert!(!data("module.data.aws_vpc.a"));
        assert!(!data("aws_vpc.data"));
    }
}
