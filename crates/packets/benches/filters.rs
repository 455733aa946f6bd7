//! How long filters of real sizes take.
//!
//! `cargo bench -p ringfence-packets`

use ringfence_packets::{
    Action, AddressSet, Cidr, Filter, FlowSet, GroupId, Origin, Peers, PortSet, Protocol, Rule, Traffic,
};

fn main() {
    divan::main();
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(end)).unwrap_or(0)
    }

    fn port(&mut self) -> u16 {
        u16::try_from(self.below(u32::from(u16::MAX) + 1)).unwrap_or(0)
    }

    fn addresses(&mut self) -> AddressSet {
        let length = u8::try_from(8 + self.below(25)).unwrap_or(32);
        AddressSet::from(Cidr::new(std::net::Ipv4Addr::from_bits(self.below(u32::MAX)).into(), length))
    }

    fn traffic(&mut self) -> Traffic {
        let protocol = if self.below(4) == 0 { Protocol::UDP } else { Protocol::TCP };
        let (a, b) = (self.port(), self.port());
        Traffic::of(
            protocol,
            if self.below(2) == 0 { PortSet::single(a) } else { PortSet::of(a.min(b), a.max(b)) },
        )
    }

    /// Allows and denies of all kinds; from groups too, if there are any.
    fn rule(&mut self, groups: u32) -> Rule {
        let action = if self.below(3) == 0 { Action::Deny } else { Action::Allow };
        let by_group = groups > 0 && self.below(3) == 0;
        let peers = if by_group {
            Peers::group(GroupId(self.below(groups.max(1))))
        } else {
            Peers::addresses(self.addresses())
        };
        Rule::exact(action, peers, self.traffic())
    }
}

fn rules(count: usize, groups: u32) -> Vec<Rule> {
    let mut numbers = Numbers(7);
    std::iter::repeat_with(|| numbers.rule(groups)).take(count).collect()
}

fn allows(count: usize) -> Vec<Rule> {
    rules(count, 50).into_iter().map(|rule| Rule { action: Action::Allow, ..rule }).collect()
}

/// All that an ordered filter lets in: a network access list at its largest, a firewall policy.
#[divan::bench(args = [20, 400])]
fn allowed_by_ordered_filter(bencher: divan::Bencher<'_, '_>, count: usize) {
    let filter = Filter::first_match(rules(count, 50));
    bencher.bench(|| filter.allowed());
}

/// What the internet can open through an ordered filter.
#[divan::bench(args = [20, 400])]
fn internet_through_ordered_filter(bencher: divan::Bencher<'_, '_>, count: usize) {
    let (filter, internet) = (Filter::first_match(rules(count, 0)), Origin::internet());
    bencher.bench(|| filter.admits(&internet));
}

/// The same in five levels, one rule in ten leading to the next one: firewall policies of folders and networks.
#[divan::bench(args = [20, 400])]
fn internet_through_filter_in_levels(bencher: divan::Bencher<'_, '_>, count: usize) {
    let mut rules = rules(count, 0);
    for (at, rule) in rules.iter_mut().enumerate() {
        rule.level = u16::try_from(at * 5 / count).unwrap_or(0);
        if at % 10 == 0 {
            rule.action = Action::Next;
        }
    }
    let (filter, internet) = (Filter::first_match(rules), Origin::internet());
    bencher.bench(|| filter.admits(&internet));
}

/// What the internet can open through a group's rules, small as most are, and large.
#[divan::bench(args = [10, 60, 1000])]
fn internet_through_allows(bencher: divan::Bencher<'_, '_>, count: usize) {
    let (filter, internet) = (Filter::allowing(allows(count)), Origin::internet());
    bencher.bench(|| filter.admits(&internet));
}

/// The union of many rules at once.
#[divan::bench(args = [10, 1000])]
fn union_of_rules(bencher: divan::Bencher<'_, '_>, count: usize) {
    let rules = allows(count);
    bencher.bench(|| FlowSet::union_of(rules.iter().map(|rule| (&rule.peers.must, &rule.traffic.must))));
}

/// The same by one union after another, to compare.
#[divan::bench(args = [10, 1000])]
fn union_of_rules_one_by_one(bencher: divan::Bencher<'_, '_>, count: usize) {
    let rules = allows(count);
    bencher.bench(|| {
        rules
            .iter()
            .fold(FlowSet::empty(), |all, rule| all.union(&FlowSet::of(&rule.peers.must, &rule.traffic.must)))
    });
}

/// Two filters on one path.
#[divan::bench]
fn intersection_of_two_filters(bencher: divan::Bencher<'_, '_>) {
    let internet = Origin::internet();
    let network = Filter::first_match(rules(40, 0)).admits(&internet);
    let host = Filter::allowing(allows(60)).admits(&internet);
    bencher.bench(|| network.intersection(&host));
}
