//! Lists of address prefixes, of which every literal keeps its own place.

use std::cmp::Reverse;

use ringfence_model::{Evidence, Gap, ResourceId, Source, Span};
use ringfence_packets::{AddressSet, Bounds};
use ringfence_terraform::Value;

use crate::source::uses;
use crate::{evidence, gap, gap_of, invalid, shown};

/// One element of a list of prefixes.
#[derive(Clone, Debug)]
pub struct CidrRead {
    /// Its addresses.
    ///
    /// Unknown: `must` empty, `may` everything the attribute can hold.
    pub set: Bounds<AddressSet>,
    /// The literal, then the references it came through.
    pub evidence: Vec<Evidence>,
    /// Why it is unknown, if it is.
    pub gap: Option<Gap>,
}

/// A list of prefixes as one set.
#[derive(Clone, Debug)]
pub struct CidrList {
    /// Its addresses.
    pub set: Bounds<AddressSet>,
    /// Of every element, those first that hold most of the internet: a finding is shown where the first stands.
    pub evidence: Vec<Evidence>,
    /// Of every element that is unknown or malformed.
    pub gaps: Vec<Gap>,
}

/// Every prefix of a list, or the one prefix of a plain string.
///
/// Shape: one entry an element, in order; a list that is unknown as a whole is one entry, and what may join
/// the elements of a list that is known in part is another.
/// Unknown: `widest` is what the attribute could hold at most (IPv4, IPv6, both). A malformed prefix is a
/// gap of kind invalid, and stands for anything too: the cloud would have refused it, so the text that
/// will replace it is not known.
pub fn each_cidr(subject: &ResourceId, what: &str, value: &Value, widest: &AddressSet) -> Vec<CidrRead> {
    match value.as_list() {
        Some(items) => {
            let rest = value
                .open()
                .map(|open| unknown(subject, what, value, widest, gap_of(open, value.origin.used_at())));
            // An element of a list that came through a variable was used where the list is.
            let made = Evidence::new(subject, Evidence::PASSED_ON, &Source::File(value.origin.at));
            let uses = uses(subject, value);
            let items = items.iter().map(|item| {
                let mut read = one(subject, what, item, widest);
                // A list that was put together elsewhere stands between its elements and its use.
                let made = (!holds(value.origin.at, item.origin.at)).then_some(&made);
                let passed = made.into_iter().chain(&uses);
                let new: Vec<Evidence> =
                    passed.filter(|said| !read.evidence.contains(said)).cloned().collect();
                read.evidence.extend(new);
                read
            });
            items.chain(rest).collect()
        }
        None if value.is_null() => Vec::new(),
        None => vec![one(subject, what, value, widest)],
    }
}

/// Whether one place lies in another.
fn holds(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// All prefixes of a list together; see [`each_cidr`].
pub fn cidrs(subject: &ResourceId, what: &str, value: &Value, widest: &AddressSet) -> CidrList {
    let mut all = CidrList { set: Bounds::empty(), evidence: Vec::new(), gaps: Vec::new() };
    let mut reads = each_cidr(subject, what, value, widest);
    widest_first(&mut reads, |read| &read.set);
    for read in reads {
        all.set = all.set.union(&read.set);
        all.evidence.extend(read.evidence);
        all.gaps.extend(read.gap);
    }
    all
}

/// Puts those first that hold most of the internet: who reads of a list that lets everybody in wants to see them, and
/// not the private range that stands beside them.
pub fn widest_first<T>(items: &mut [T], set: impl Fn(&T) -> &Bounds<AddressSet>) {
    if items.len() > 1 {
        let internet = AddressSet::internet();
        items.sort_by_cached_key(|item| Reverse(strangers(set(item), &internet)));
    }
}

/// How much of the internet there certainly is in a set, and then possibly, version 4 first.
fn strangers(set: &Bounds<AddressSet>, internet: &AddressSet) -> [u128; 4] {
    let count = |set: &AddressSet, of: AddressSet| set.intersection(internet).intersection(&of).size();
    let of = |set| [count(set, AddressSet::all_v4()), count(set, AddressSet::all_v6())];
    let ([must_v4, must_v6], [may_v4, may_v6]) = (of(&set.must), of(&set.may));
    [must_v4, must_v6, may_v4, may_v6]
}

fn one(subject: &ResourceId, what: &str, value: &Value, widest: &AddressSet) -> CidrRead {
    let unknown = |gap: Gap| unknown(subject, what, value, widest, gap);
    match value.as_str().map(str::trim) {
        None => unknown(gap(value)),
        Some(text) => match AddressSet::parse_cidr(text) {
            Ok(set) => CidrRead {
                set: Bounds::exact(set),
                evidence: evidence(subject, format!("`{what}` contains {}", shown(value)), value),
                gap: None,
            },
            Err(_) if value.is_sensitive() => {
                unknown(invalid("a sensitive value that is no prefix", value.origin.at))
            }
            Err(error) => unknown(invalid(error.to_string(), value.origin.at)),
        },
    }
}

fn unknown(subject: &ResourceId, what: &str, value: &Value, widest: &AddressSet, gap: Gap) -> CidrRead {
    CidrRead {
        set: Bounds::at_most(widest.clone()),
        evidence: evidence(subject, format!("`{what}` is not known: {}", gap.what), value),
        gap: Some(gap),
    }
}
