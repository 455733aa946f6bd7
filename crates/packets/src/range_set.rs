//! Sets of whole numbers as ranges.

use crate::Unit;
use crate::algebra::set_algebra;

/// A set of numbers, kept as ranges.
///
/// Shape: ranges are inclusive, sorted, disjoint and never adjacent, so equal sets are equal values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RangeSet<T> {
    ranges: Vec<(T, T)>,
}

/// A set of ports, or of the selectors that stand in their place (see [`Traffic`](crate::Traffic)).
pub type PortSet = RangeSet<u16>;

impl<T: Unit> RangeSet<T> {
    /// The set without members.
    pub fn empty() -> Self {
        Self { ranges: Vec::new() }
    }

    /// The set of all numbers of the type.
    pub fn full() -> Self {
        Self::of(T::MIN, T::MAX)
    }

    /// The numbers from `low` to `high`, both included; empty if `low` is above `high`.
    pub fn of(low: T, high: T) -> Self {
        Self { ranges: if low <= high { vec![(low, high)] } else { Vec::new() } }
    }

    /// The one number `value`.
    pub fn single(value: T) -> Self {
        Self::of(value, value)
    }

    /// The union of any number of inclusive ranges, in any order, by one sort.
    pub fn from_ranges(ranges: impl IntoIterator<Item = (T, T)>) -> Self {
        let mut sorted: Vec<(T, T)> = ranges.into_iter().filter(|(low, high)| low <= high).collect();
        sorted.sort_unstable();
        sorted.dedup_by(|later, earlier| {
            let touches = earlier.1.next().is_none_or(|after| later.0 <= after);
            if touches {
                earlier.1 = earlier.1.max(later.1);
            }
            touches
        });
        Self { ranges: sorted }
    }

    /// The union of any number of sets, by one sort.
    pub fn union_all<'a>(sets: impl IntoIterator<Item = &'a Self>) -> Self
    where
        T: 'a,
    {
        Self::from_ranges(sets.into_iter().flat_map(|set| set.ranges.iter().copied()))
    }

    /// Members of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        if self.is_empty() || other.is_full() {
            return other.clone();
        }
        if other.is_empty() || self.is_full() {
            return self.clone();
        }
        Self::union_all([self, other])
    }

    /// Members of both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        // Pieces of two canonical sets cannot touch: a gap of either lies between them.
        Self { ranges: self.common_ranges(other).collect() }
    }

    /// Members of this set that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        if !self.overlaps(other) {
            return self.clone();
        }
        self.intersection(&other.complement())
    }

    /// All numbers of the type that are not in this set.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut gaps = Vec::with_capacity(self.ranges.len() + 1);
        let mut start = Some(T::MIN);
        for &(low, high) in &self.ranges {
            if let (Some(gap), Some(end)) = (start, low.previous())
                && gap <= end
            {
                gaps.push((gap, end));
            }
            start = high.next();
        }
        gaps.extend(start.map(|gap| (gap, T::MAX)));
        Self { ranges: gaps }
    }

    /// Whether the number is a member.
    pub fn contains(&self, value: T) -> bool {
        self.range_reaching(value).is_some_and(|(low, _)| low <= value)
    }

    /// Whether a number from `low` to `high`, both included, is a member.
    pub fn has_between(&self, low: T, high: T) -> bool {
        self.range_reaching(low).is_some_and(|(first, _)| first <= high)
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether every number of the type is a member.
    pub fn is_full(&self) -> bool {
        self.ranges.first().is_some_and(|&range| range == (T::MIN, T::MAX))
    }

    /// Whether every member of this set is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.ranges
            .iter()
            .all(|&(low, high)| other.range_reaching(low).is_some_and(|(from, to)| from <= low && high <= to))
    }

    /// Whether the sets share a member.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.common_ranges(other).next().is_some()
    }

    /// The members as ranges.
    ///
    /// Shape: inclusive, sorted, disjoint, never adjacent.
    pub fn ranges(&self) -> &[(T, T)] {
        &self.ranges
    }

    /// How many members there are; the largest `u128` stands for that and one more.
    pub fn size(&self) -> u128 {
        self.ranges.iter().fold(0, |total: u128, (low, high)| {
            total.saturating_add((high.widen() - low.widen()).saturating_add(1))
        })
    }

    /// The first range that ends at or after `value`.
    fn range_reaching(&self, value: T) -> Option<(T, T)> {
        let after = self.ranges.partition_point(|&(_, high)| high < value);
        self.ranges.get(after).copied()
    }

    /// The ranges that both sets hold, in order.
    fn common_ranges<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (T, T)> + 'a {
        let mut left = self.ranges.iter().copied().peekable();
        let mut right = other.ranges.iter().copied().peekable();
        std::iter::from_fn(move || {
            loop {
                let (a, b) = (*left.peek()?, *right.peek()?);
                if a.1 <= b.1 {
                    left.next();
                } else {
                    right.next();
                }
                let common = (a.0.max(b.0), a.1.min(b.1));
                if common.0 <= common.1 {
                    return Some(common);
                }
            }
        })
    }
}

set_algebra!(RangeSet<T>, full, for T: Unit);
