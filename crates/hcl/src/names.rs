//! Names that share their memory.

use crate::ast::Name;
use crate::limits::{MAX_NAME, MAX_NAMES};

/// Slots of a new table.
const FIRST_SLOTS: usize = 256;

/// How many slots a text may take; hostile names with equal hashes cost no more than this.
const PROBES: usize = 8;

/// A multiplier with well spread bits: 2⁶⁴ divided by the golden ratio, made odd.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Short texts seen so far; an equal text gets the same memory.
///
/// Shape: a cache, not a dictionary: it forgets when it is full, and long texts are not kept, so that equal names
/// are usually but not always one allocation. It may be kept from file to file.
#[derive(Debug, Default)]
pub struct Names {
    slots: Vec<Option<Slot>>,
    filled: usize,
}

#[derive(Clone, Debug)]
struct Slot {
    hash: u64,
    name: Name,
}

impl Names {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// The text as a name.
    pub fn intern(&mut self, text: &str) -> Name {
        if text.len() > MAX_NAME {
            return Name::from(text);
        }
        if self.filled * 2 >= self.slots.len() && self.slots.len() < MAX_NAMES {
            self.grow();
        }
        let hash = hash(text.as_bytes());
        let mask = self.slots.len() - 1;
        let home = index(hash, mask);
        for probe in 0..PROBES {
            match self.slots.get_mut((home + probe) & mask) {
                Some(Some(slot)) if slot.hash == hash && *slot.name == *text => return slot.name.clone(),
                Some(free @ None) => {
                    let name = Name::from(text);
                    *free = Some(Slot { hash, name: name.clone() });
                    self.filled += 1;
                    return name;
                }
                _ => {}
            }
        }
        let name = Name::from(text);
        if let Some(oldest) = self.slots.get_mut(home) {
            *oldest = Some(Slot { hash, name: name.clone() });
        }
        name
    }

    fn grow(&mut self) {
        let slots = (self.slots.len() * 4).clamp(FIRST_SLOTS, MAX_NAMES);
        let mask = slots - 1;
        let old = std::mem::replace(&mut self.slots, vec![None; slots]);
        for slot in old.into_iter().flatten() {
            let home = index(slot.hash, mask);
            let free = (0..PROBES)
                .map(|probe| (home + probe) & mask)
                .find(|at| self.slots.get(*at).is_some_and(Option::is_none));
            match free.and_then(|at| self.slots.get_mut(at)) {
                Some(free) => *free = Some(slot),
                None => self.filled -= 1,
            }
        }
    }
}

/// Where a text's slots begin.
fn index(hash: u64, mask: usize) -> usize {
    // The upper bits depend on all of the text.
    usize::try_from(hash >> 40).unwrap_or_default() & mask
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hash = SPREAD ^ u64::try_from(bytes.len()).unwrap_or_default();
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let word = word.try_into().map_or(0, u64::from_le_bytes);
        hash = (hash.rotate_left(23) ^ word).wrapping_mul(SPREAD);
    }
    let rest = words.remainder().iter().fold(0, |rest, byte| rest << 8 | u64::from(*byte));
    (hash.rotate_left(23) ^ rest).wrapping_mul(SPREAD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn equal_names_share_their_memory() {
        let mut names = Names::new();
        let first = names.intern("aws_subnet");
        for index in 0..10_000 {
            assert_eq!(&*names.intern(&format!("name-{index}")), format!("name-{index}"));
        }
        assert!(Arc::ptr_eq(&first, &names.intern("aws_subnet")));
        assert!(!Arc::ptr_eq(&first, &names.intern("aws_subnets")));
    }

    #[test]
    fn the_table_is_bounded_and_never_wrong() {
        let mut names = Names::new();
        for index in 0..3 * MAX_NAMES {
            assert_eq!(&*names.intern(&index.to_string()), index.to_string());
        }
        assert!(names.slots.len() <= MAX_NAMES);
        let long = "x".repeat(MAX_NAME + 1);
        assert!(!Arc::ptr_eq(&names.intern(&long), &names.intern(&long)));
    }
}
