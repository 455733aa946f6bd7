//! An index of one stack's records.

use std::collections::BTreeMap;

use ringfence_terraform::{Record, RecordKind, Reference};

/// The records of one stack by address and by type.
#[derive(Debug)]
pub struct Records<'a> {
    all: &'a [Record],
    addresses: BTreeMap<&'a str, &'a Record>,
    bases: BTreeMap<&'a str, Vec<&'a Record>>,
    managed: BTreeMap<&'a str, Vec<&'a Record>>,
    data: BTreeMap<&'a str, Vec<&'a Record>>,
}

impl<'a> Records<'a> {
    /// Indexes them.
    pub fn new(records: &'a [Record]) -> Self {
        let mut index = Self {
            all: records,
            addresses: BTreeMap::new(),
            bases: BTreeMap::new(),
            managed: BTreeMap::new(),
            data: BTreeMap::new(),
        };
        for record in records {
            index.addresses.insert(&record.address, record);
            index.bases.entry(&record.base).or_default().push(record);
            let types = match record.kind {
                RecordKind::Managed => &mut index.managed,
                RecordKind::Data => &mut index.data,
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
        self.addresses.get(address).copied()
    }

    /// Managed resources of a type, in the stack's order.
    pub fn of_type(&self, type_name: &str) -> &[&'a Record] {
        self.managed.get(type_name).map_or(&[], Vec::as_slice)
    }

    /// Managed resources of several types, type by type.
    pub fn of_types<'s>(&'s self, names: &'s [&'s str]) -> impl Iterator<Item = &'a Record> + 's {
        names.iter().flat_map(|name| self.of_type(name).iter().copied())
    }

    /// Data sources of a type, in the stack's order.
    pub fn data(&self, type_name: &str) -> &[&'a Record] {
        self.data.get(type_name).map_or(&[], Vec::as_slice)
    }

    /// The records that a reference can mean: one of that address, else every instance of that base.
    pub fn referenced(&self, reference: &Reference) -> Vec<&'a Record> {
        match self.get(&reference.address) {
            Some(record) => vec![record],
            None => self.bases.get(reference.address.as_ref()).cloned().unwrap_or_default(),
        }
    }
}
