//! Declarations by name.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

use ringfence_hcl::ast::Name;

use super::declared::{Declared, ResourceName};
use crate::RecordKind;

/// Declarations in order, found by name.
#[derive(Debug)]
pub(crate) struct Table<K, T> {
    items: Vec<T>,
    places: HashMap<K, usize>,
}

impl<K, T> Default for Table<K, T> {
    fn default() -> Self {
        Self { items: Vec::new(), places: HashMap::new() }
    }
}

impl<K: Eq + Hash + Clone, T> Table<K, T> {
    /// Adds a declaration; gives it back if there is one of that name.
    pub(crate) fn add(&mut self, name: K, item: T) -> Option<T> {
        if self.places.contains_key(&name) {
            return Some(item);
        }
        self.places.insert(name, self.items.len());
        self.items.push(item);
        None
    }

    /// Where the declaration of that name stands.
    pub(crate) fn place<Q: Eq + Hash + ?Sized>(&self, name: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        self.places.get(name).copied()
    }

    /// The declaration of that name.
    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, name: &Q) -> Option<&T>
    where
        K: Borrow<Q>,
    {
        self.items.get(self.place(name)?)
    }

    /// The declaration of that name, to change it.
    pub(crate) fn get_mut<Q: Eq + Hash + ?Sized>(&mut self, name: &Q) -> Option<&mut T>
    where
        K: Borrow<Q>,
    {
        let place = self.place(name)?;
        self.items.get_mut(place)
    }

    /// The declaration at a place.
    pub(crate) fn at(&self, place: usize) -> Option<&T> {
        self.items.get(place)
    }

    /// Every declaration, in order.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }
}

/// Resources in order, found by kind, type and name.
#[derive(Debug, Default)]
pub(crate) struct Resources {
    items: Vec<Declared<ResourceName>>,
    places: HashMap<RecordKind, HashMap<Name, HashMap<Name, usize>>>,
}

impl Resources {
    /// Adds a declaration; says whether there was none of that name.
    pub(crate) fn add(&mut self, resource: Declared<ResourceName>) -> bool {
        let ResourceName { kind, type_name, name } = &resource.name;
        let types = self.places.entry(*kind).or_default();
        let names = match types.get_mut(type_name) {
            Some(names) => names,
            None => types.entry(type_name.clone()).or_default(),
        };
        if names.contains_key(name) {
            return false;
        }
        names.insert(name.clone(), self.items.len());
        self.items.push(resource);
        true
    }

    /// Where the declaration of that name stands.
    pub(crate) fn place(&self, kind: RecordKind, type_name: &str, name: &str) -> Option<usize> {
        self.places.get(&kind)?.get(type_name)?.get(name).copied()
    }

    /// The declaration of that name, to change it.
    pub(crate) fn get_mut(&mut self, name: &ResourceName) -> Option<&mut Declared<ResourceName>> {
        let place = self.place(name.kind, &name.type_name, &name.name)?;
        self.items.get_mut(place)
    }

    /// The declaration at a place.
    pub(crate) fn at(&self, place: usize) -> Option<&Declared<ResourceName>> {
        self.items.get(place)
    }

    /// Every declaration, in order.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Declared<ResourceName>> {
        self.items.iter()
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }
}
