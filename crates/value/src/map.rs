//! Entries by name, in order.

use std::sync::Arc;

use crate::Value;

/// Attributes of an object or entries of a map, sorted by key as Terraform sorts them.
///
/// Shape: a sorted list; a key stands once.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<(Arc<str>, Value)>,
}

impl Map {
    /// Without entries.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// Without entries, with room for some.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { entries: Vec::with_capacity(capacity) }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.find(key).ok().and_then(|at| self.entries.get(at)).map(|(_, value)| value)
    }

    /// The value of a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        let at = self.find(key).ok()?;
        self.entries.get_mut(at).map(|(_, value)| value)
    }

    /// Whether there is such a key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.find(key).is_ok()
    }

    /// Sets a key's value and gives the one it had. For many entries collect them instead, which sorts once.
    pub fn insert(&mut self, key: Arc<str>, value: Value) -> Option<Value> {
        match self.entries.last() {
            Some((last, _)) if *last >= key => match self.find(&key) {
                Ok(at) => self.entries.get_mut(at).map(|entry| std::mem::replace(&mut entry.1, value)),
                Err(at) => {
                    self.entries.insert(at, (key, value));
                    None
                }
            },
            _ => {
                self.entries.push((key, value));
                None
            }
        }
    }

    /// Takes a key's value out.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        self.find(key).ok().map(|at| self.entries.remove(at).1)
    }

    /// Every entry, by key.
    pub fn iter(&self) -> Iter<'_> {
        Iter(self.entries.iter())
    }

    /// Every entry, by key, to change the values.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Arc<str>, &mut Value)> {
        self.entries.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// Every key, in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Arc<str>> + Clone {
        self.entries.iter().map(|(key, _)| key)
    }

    /// Every value, by key.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value> + Clone {
        self.entries.iter().map(|(_, value)| value)
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|(known, _)| known.as_ref().cmp(key))
    }
}

/// Of two entries with one key the last stays.
impl FromIterator<(Arc<str>, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Value)>>(entries: I) -> Self {
        let mut entries: Vec<(Arc<str>, Value)> = entries.into_iter().collect();
        if !entries.is_sorted_by(|(left, _), (right, _)| left < right) {
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
            entries.reverse();
            entries.dedup_by(|(earlier, _), (later, _)| earlier == later);
            entries.reverse();
        }
        Self { entries }
    }
}

impl Extend<(Arc<str>, Value)> for Map {
    fn extend<I: IntoIterator<Item = (Arc<str>, Value)>>(&mut self, entries: I) {
        let known = std::mem::take(&mut self.entries);
        *self = known.into_iter().chain(entries).collect();
    }
}

impl<'m> IntoIterator for &'m Map {
    type Item = (&'m Arc<str>, &'m Value);
    type IntoIter = Iter<'m>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Every entry of a map, by key.
#[derive(Clone, Debug)]
pub struct Iter<'m>(std::slice::Iter<'m, (Arc<str>, Value)>);

impl<'m> Iterator for Iter<'m> {
    type Item = (&'m Arc<str>, &'m Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|(key, value)| (key, value))
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl IntoIterator for Map {
    type Item = (Arc<str>, Value);
    type IntoIter = std::vec::IntoIter<(Arc<str>, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use ringfence_model::{FileId, Span};

    use super::*;

    fn value(number: i64) -> Value {
        Value::number(number.into(), Span { file: FileId(0), start: 0, end: 0 })
    }

    fn shown(map: &Map) -> Vec<(String, i64)> {
        map.iter().map(|(key, value)| (key.to_string(), value.as_i64().unwrap())).collect()
    }

    #[test]
    fn the_last_of_two_entries_stays() {
        let collected: Map = [("b", 1), ("a", 2), ("b", 3)]
            .map(|(key, number)| (key.into(), value(number)))
            .into_iter()
            .collect();
        assert_eq!(shown(&collected), [("a".to_owned(), 2), ("b".to_owned(), 3)]);
        let mut map = Map::new();
        for (key, number) in [("b", 1), ("a", 2), ("c", 5), ("b", 3)] {
            map.insert(key.into(), value(number));
        }
        assert_eq!(shown(&map), [("a".to_owned(), 2), ("b".to_owned(), 3), ("c".to_owned(), 5)]);
        map.extend([("a".into(), value(9)), ("0".into(), value(8))]);
        assert_eq!(shown(&map)[..2], [("0".to_owned(), 8), ("a".to_owned(), 9)]);
        assert!(map.remove("b").is_some() && map.get("b").is_none());
    }
}
