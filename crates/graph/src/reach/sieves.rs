//! Compiling filters, each combination once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use ringfence_model::{AppliesTo, Direction, FilterRule, Gap, GapKind, Link, Model, ResourceId};
use ringfence_packets::{Bounds, Filter, GroupSet};

use super::place::Place;
use super::sieve::{RuleOrigin, Sieve, UNNAMED};
use crate::index::Index;

/// A filter that an attribute names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Named<'m> {
    /// Position in the model.
    Filter(usize),
    /// Not in the model.
    Absent(&'m ResourceId),
    /// It could not be learnt.
    Unknown(&'m Gap),
}

/// The groups of an interface that any rule names, and whether there may be others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Membership<'m> {
    named: Vec<&'m ResourceId>,
    /// It is in a group that no rule names.
    unnamed: bool,
    unknown: bool,
}

/// Compiles filters; what was compiled before is given again.
pub(super) struct Sieves<'m> {
    model: &'m Model,
    index: &'m Index,
    /// Groups that a filter has rules for, beside those that stand in [`Model::groups`].
    concerned: HashSet<&'m ResourceId>,
    /// The rules of each filter by whom they concern.
    rules: HashMap<usize, Arc<Concerns<'m>>>,
    any_of: HashMap<(Vec<Named<'m>>, Direction), Arc<Sieve>>,
    one: HashMap<(usize, Direction, RulesFor), Arc<Sieve>>,
    contents: Contents,
}

/// Numbers of what sieves let through, and why that is not certain.
type Contents = HashMap<(Filter, Vec<Gap>), usize>;

/// Numbers of the rules of one filter that concern a machine, and whether they certainly do.
type RulesFor = Vec<(usize, bool)>;

/// Numbers of the rules of one filter, by whom they concern.
#[derive(Debug, Default)]
struct Concerns<'m> {
    all: Vec<usize>,
    perhaps: Vec<usize>,
    groups: BTreeMap<&'m ResourceId, Vec<usize>>,
}

impl<'m> Sieves<'m> {
    pub(super) fn new(model: &'m Model, index: &'m Index) -> Self {
        let rules = model.filters.iter().flat_map(|filter| &filter.rules);
        let concerned = rules.flat_map(|rule| match &rule.applies_to {
            AppliesTo::Groups(groups) => groups.as_slice(),
            AppliesTo::All | AppliesTo::Unknown(_) => &[],
        });
        Self {
            model,
            index,
            concerned: concerned.collect(),
            rules: HashMap::new(),
            any_of: HashMap::new(),
            one: HashMap::new(),
            contents: HashMap::new(),
        }
    }

    /// The filters that links name.
    pub(super) fn named(&self, links: &'m [Link]) -> Vec<Named<'m>> {
        let named = links.iter().map(|link| match link {
            Link::To { id, .. } => self.index.filter(id).map_or(Named::Absent(id), Named::Filter),
            Link::Unknown(gap) => Named::Unknown(gap),
        });
        named.collect()
    }

    /// What the groups of an interface mean to filters.
    pub(super) fn membership(&self, groups: &'m [Link]) -> Membership<'m> {
        let mut found = Membership::default();
        for link in groups {
            match link.id() {
                None => found.unknown = true,
                Some(id) if self.concerned.contains(id) || self.model.groups.get(id).is_some() => {
                    found.named.push(id);
                }
                Some(_) => found.unnamed = true,
            }
        }
        found.named.sort_unstable();
        found.named.dedup();
        found
    }

    /// Filters of which any may allow: those at one interface.
    ///
    /// Unknown: a filter that is not in the model, or that could not be named, may allow everything.
    pub(super) fn any_of(&mut self, named: Vec<Named<'m>>, direction: Direction) -> Arc<Sieve> {
        let (model, contents) = (self.model, &mut self.contents);
        let made = self.any_of.entry((named, direction)).or_insert_with_key(|(named, direction)| {
            let mut sieve = Sieve::empty(*direction);
            for filter in named {
                match filter {
                    Named::Filter(at) => add_all(&mut sieve, model, *at),
                    Named::Absent(id) => sieve.add_unseen(not_declared(id)),
                    Named::Unknown(gap) => sieve.add_unseen((*gap).clone()),
                }
            }
            numbered(sieve, model, contents)
        });
        Arc::clone(made)
    }

    /// One filter with all its rules.
    pub(super) fn whole(&mut self, at: usize, direction: Direction) -> Arc<Sieve> {
        self.any_of(vec![Named::Filter(at)], direction)
    }

    /// The filters of a place's network as they concern members of these groups.
    pub(super) fn of_network(
        &mut self,
        place: &Place,
        membership: &Membership<'m>,
        direction: Direction,
    ) -> Vec<Arc<Sieve>> {
        let filters = place.network_filters(self.model, self.index);
        filters.into_iter().map(|at| self.one(at, membership, direction)).collect()
    }

    fn one(&mut self, at: usize, membership: &Membership<'m>, direction: Direction) -> Arc<Sieve> {
        let (model, contents) = (self.model, &mut self.contents);
        let concerns = self.rules.entry(at).or_insert_with(|| Arc::new(Concerns::of(model, at)));
        let rules = Arc::clone(concerns).rules_for(membership);
        let made = self.one.entry((at, direction, rules)).or_insert_with_key(|(at, direction, rules)| {
            let mut sieve = Sieve::empty(*direction);
            if let Some(filter) = model.filters.get(*at) {
                sieve.begin(filter, *at);
                for (rule_at, certainly) in rules {
                    let rule = filter.rules.get(*rule_at).filter(|rule| rule.direction == *direction);
                    if let Some(rule) = rule {
                        sieve.add_rule(rule, (*at, *rule_at), *certainly);
                    }
                }
            }
            numbered(sieve, model, contents)
        });
        Arc::clone(made)
    }
}

fn numbered(mut sieve: Sieve, model: &Model, contents: &mut Contents) -> Arc<Sieve> {
    let next = contents.len();
    let gaps = sieve.origins.iter().flat_map(|origin| match origin {
        RuleOrigin::Written(filter, rule) => {
            let rule = model.filters.get(*filter).and_then(|filter| filter.rules.get(*rule));
            rule.map_or(&[][..], |rule| rule.gaps.as_slice())
        }
        RuleOrigin::Unseen(gap) => std::slice::from_ref(gap),
    });
    let content = (sieve.filter.clone(), gaps.cloned().collect());
    sieve.content = *contents.entry(content).or_insert(next);
    Arc::new(sieve)
}

fn add_all(sieve: &mut Sieve, model: &Model, at: usize) {
    let Some(filter) = model.filters.get(at) else { return };
    sieve.begin(filter, at);
    let direction = sieve.direction;
    let rules = filter.rules.iter().enumerate().filter(|(_, rule)| rule.direction == direction);
    rules.for_each(|(rule_at, rule)| sieve.add_rule(rule, (at, rule_at), true));
}

fn not_declared(id: &ResourceId) -> Gap {
    Gap { kind: GapKind::OutsideInput, what: format!("`{id}`, which is not declared here"), source: None }
}

impl<'m> Concerns<'m> {
    fn of(model: &'m Model, at: usize) -> Self {
        let mut found = Self::default();
        let rules = model.filters.get(at).into_iter().flat_map(|filter| &filter.rules);
        for (rule_at, rule) in rules.enumerate() {
            found.add(rule_at, rule);
        }
        found
    }

    fn add(&mut self, rule_at: usize, rule: &'m FilterRule) {
        match &rule.applies_to {
            AppliesTo::All => self.all.push(rule_at),
            AppliesTo::Unknown(_) => self.perhaps.push(rule_at),
            AppliesTo::Groups(groups) => {
                for group in groups {
                    self.groups.entry(group).or_default().push(rule_at);
                }
            }
        }
    }

    /// The rules that concern members of these groups, in order, and whether they certainly do.
    ///
    /// Unknown: a machine whose groups are not all known may be concerned by any rule.
    fn rules_for(&self, membership: &Membership<'m>) -> RulesFor {
        let mut found: BTreeMap<usize, bool> = self.all.iter().map(|rule| (*rule, true)).collect();
        found.extend(self.perhaps.iter().map(|rule| (*rule, false)));
        let mine = membership.named.iter().filter_map(|group| self.groups.get(group)).flatten();
        found.extend(mine.map(|rule| (*rule, true)));
        if membership.unknown {
            for rule in self.groups.values().flatten() {
                found.entry(*rule).or_insert(false);
            }
        }
        found.into_iter().collect()
    }
}

impl Membership<'_> {
    /// The groups: certainly those that are known, possibly all if one is not.
    ///
    /// A group that no rule names still counts as one: a rule whose group is unknown may mean it.
    pub(super) fn groups(&self, model: &Model) -> Bounds<GroupSet> {
        let named = self.named.iter().map(|id| model.groups.get(id).unwrap_or(UNNAMED));
        let known = GroupSet::of(named.chain(self.unnamed.then_some(UNNAMED)));
        Bounds::new(known.clone(), if self.unknown { GroupSet::all() } else { known })
    }
}

/// The groups that links name, as [`Membership::groups`] gives them.
pub(super) fn groups(links: &[Link], model: &Model) -> Bounds<GroupSet> {
    let known = links.iter().filter_map(Link::id).map(|id| model.groups.get(id).unwrap_or(UNNAMED));
    let known = GroupSet::of(known);
    let unknown = links.iter().any(|link| matches!(link, Link::Unknown(_)));
    Bounds::new(known.clone(), if unknown { GroupSet::all() } else { known })
}
