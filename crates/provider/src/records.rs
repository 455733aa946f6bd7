//! An index of one stack's records.

use std::collections::HashMap;

use ringfence_terraform::{Record, RecordKind, Reference};

use crate::of_type::OfType;

/// The records of one stack by address, by type, and by what their attributes say.
#[derive(Debug)]
pub struct Records<'a> {
    all: &'a [Record],
    addresses: HashMap<&'a str, [&'a Record; 1]>,
    bases: HashMap<&'a str, Vec<&'a Record>>,
    managed: HashMap<&'a str, OfType<'a>>,
    data: HashMap<&'a str, OfType<'a>>,
}

impl<'a> Records<'a> {
    /// Indexes them.
    pub fn new(records: &'a [Record]) -> Self {
        let mut index = Self {
            all: records,
            addresses: HashMap::with_capacity(records.len()),
            bases: HashMap::with_capacity(records.len()),
            managed: HashMap::new(),
            data: HashMap::new(),
        };
        for record in records {
            index.addresses.insert(&record.address, [record]);
            index.bases.entry(&record.base).or_default().push(record);
            let types = match record.kind {
                RecordKind::Managed => &mut index.managed,
                RecordKind::Data => &mut index.data,
                // What is opened for one run and kept nowhere is no infrastructure.
                RecordKind::Ephemeral => continue,
            };
            types.entry(&record.type_name).or_default().push(record);
        }
        index
    }

    /// All of them, in the stack's order.
    pub fn all(&self) -> &'a [Record] {
        self.all
    }

    /// The record of that full address.
    pub fn get(&self, address: &str) -> Option<&'a Record> {
        self.addresses.get(address).map(|[record]| *record)
    }

    /// Managed resources of a type, in the stack's order.
    pub fn of_type(&self, type_name: &str) -> &[&'a Record] {
        self.managed.get(type_name).map_or(&[], OfType::all)
    }

    /// Managed resources of several types, type by type.
    pub fn of_types<'s>(&'s self, names: &'s [&'s str]) -> impl Iterator<Item = &'a Record> + 's {
        names.iter().flat_map(|name| self.of_type(name).iter().copied())
    }

    /// Managed resources of a type that have this literal written in an attribute, in the stack's order.
    pub fn with_literal(&self, type_name: &str, attribute: &str, text: &str) -> Vec<&'a Record> {
        self.managed.get(type_name).map(|records| records.with(attribute, text)).unwrap_or_default()
    }

    /// Data sources of a type, in the stack's order.
    pub fn data(&self, type_name: &str) -> &[&'a Record] {
        self.data.get(type_name).map_or(&[], OfType::all)
    }

    /// The records that a reference can mean: one of that address, else every instance of that base.
    pub fn referenced(&self, reference: &Reference) -> &[&'a Record] {
        match self.addresses.get(reference.address.as_ref()) {
            Some(record) => record,
            None => self.bases.get(reference.address.as_ref()).map_or(&[], Vec::as_slice),
        }
    }
}
