//! What rules about ports prove: that nobody can come who may not, not even possibly.
//!
//! A finding leaves aside what another rule reports; a claim leaves nothing aside.

use rayon::prelude::*;
use ringfence_check::{Asker, Claim, Exposure, Question, RuleContext, roles_in_words};
use ringfence_graph::{Circle, Node, Party};
use ringfence_model::Role;
use ringfence_packets::{AddressSet, Traffic};

use crate::beyond::other_ranges;
use crate::exposure::in_words;
use crate::sent_on::SentOn;
use crate::service::{Served, alike};

/// The internet without some addresses, and the same in words: "the internet, but from 203.0.113.0/24".
pub(crate) fn internet_without(open: &AddressSet) -> (AddressSet, String) {
    let internet = AddressSet::internet();
    let open = open.intersection(&internet);
    let words = if open.is_empty() {
        "the internet".to_owned()
    } else {
        format!("the internet, but from {}", in_words(&open))
    };
    (internet.difference(&open), words)
}

/// The addresses that an exposure may let in.
pub(crate) fn let_in(exposure: Option<&Exposure<'_>>, traffic: &Traffic) -> AddressSet {
    exposure.map_or_else(AddressSet::empty, |exposure| exposure.sources(traffic).may)
}

/// Claims for the machines of a role that the internet at large cannot reach on some traffic.
///
/// `say` gives the statement from the machine's address and what cannot come, in words.
pub(crate) fn machines(
    cx: &RuleContext<'_>,
    role: Role,
    traffic: &Traffic,
    say: impl Fn(&str, &str) -> String + Sync,
) -> Vec<Claim> {
    if SentOn::new(cx).may_come_unseen(traffic) {
        return Vec::new();
    }
    let machines: Vec<_> = cx.graph.machines(role).collect();
    let closed = machines.par_iter().filter_map(|(at, machine, class)| {
        let exposure = cx.exposure(&Node::Machine(*at), traffic);
        if exposure.as_ref().is_some_and(|exposure| cx.open_to_internet(exposure, traffic).is_some()) {
            return None;
        }
        let (from, words) = internet_without(&let_in(exposure.as_ref(), traffic));
        let (from, to) = (Asker::Internet(from), Party::Machine(*at));
        let question = Question { from, through: None, to, traffic: traffic.clone() };
        let statement = say(machine.about.id.as_str(), &words);
        Some(cx.claim((&machine.about, &roles_in_words(class)), "ingress", question, statement))
    });
    closed.collect()
}

/// Claims for the machines of a role that have no address on the internet.
pub(crate) fn private_machines(cx: &RuleContext<'_>, role: Role, what: &str) -> Vec<Claim> {
    let machines: Vec<_> = cx.graph.machines(role).collect();
    let private = machines.par_iter().filter_map(|(at, machine, class)| {
        if cx.graph.public_addresses(*at).iter().any(|address| address.truth.possible()) {
            return None;
        }
        let statement =
            format!("{what} `{}` has no public address to which the internet is routed.", machine.about.id);
        let (from, traffic) = (Asker::PublicAddress, Traffic::all());
        let question = Question { from, through: None, to: Party::Machine(*at), traffic };
        Some(cx.claim((&machine.about, &roles_in_words(class)), "public_address", question, statement))
    });
    private.collect()
}

/// What a rule says of a service that nobody beyond a circle can reach.
pub(crate) struct Closed<'q> {
    /// Who may reach it.
    pub(crate) circle: Circle,
    /// Whether the internet cannot either; else that is another rule's to say.
    pub(crate) internet: bool,
    /// The statement, from the machine and those who may.
    pub(crate) say: &'q (dyn Fn(&Served<'_>, &str) -> String + Sync),
}

/// Claims for the machines whose service nobody beyond the circle can reach, neither from their network nor from the
/// internet.
pub(crate) fn services(cx: &RuleContext<'_>, served: &[Served<'_>], closed: &Closed<'_>) -> Vec<Claim> {
    let sent_on = SentOn::new(cx);
    let groups = alike(cx, served);
    let claims = groups.par_iter().flat_map_iter(|group| {
        let inside = group.first().is_some_and(|one| is_closed(cx, one.at, &one.traffic, closed.circle));
        let group = if inside { group.as_slice() } else { &[] };
        group.iter().filter_map(|one| {
            let from_internet = || cx.exposure(&Node::Machine(one.at), &one.traffic).is_some();
            let balanced = !closed.circle.has_balancers();
            if closed.internet && from_internet()
                || balanced && sent_on.may_come(&one.machine.about.id, &one.traffic)
            {
                return None;
            }
            let (from, to) = (Asker::Beyond(closed.circle), Party::Machine(one.at));
            let question = Question { from, through: None, to, traffic: one.traffic.clone() };
            let statement = (closed.say)(one, insiders(closed.circle));
            let about = (&one.machine.about, roles_in_words(one.class));
            Some(cx.claim((about.0, &about.1), "ingress", question, statement))
        })
    });
    claims.collect()
}

/// Whether nobody beyond a circle can reach a machine from its own network: no machine, and no address in which others
/// may stand, whoever wrote the rule that lets it in.
fn is_closed(cx: &RuleContext<'_>, at: usize, traffic: &Traffic, circle: Circle) -> bool {
    cx.graph.outsiders(at, traffic, circle).is_empty()
        && other_ranges(cx, at, traffic, circle).is_empty()
        && !is_open_to_a_network(cx, at, traffic, circle)
}

/// Whether addresses are let in from a network of which all are taken for the circle's, since nobody else is declared
/// there. A subnet may be a cluster's own; that nobody else will ever stand in a whole network is not proved by that.
fn is_open_to_a_network(cx: &RuleContext<'_>, at: usize, traffic: &Traffic, circle: Circle) -> bool {
    let admitted = cx.graph.admitted(at, traffic);
    let mut admitted = admitted.iter().filter(|(_, flows)| !flows.may.is_empty());
    admitted.any(|(id, _)| {
        let network = cx.graph.model().networks.iter().find(|network| network.about.id == *id);
        let inner = cx.graph.inner_ranges(id, circle);
        network.is_none_or(|network| network.ranges.may.is_subset(&inner))
    })
}

/// Those of a circle, in words.
fn insiders(circle: Circle) -> &'static str {
    match circle {
        Circle::Nobody => "anybody",
        Circle::Etcd => "anybody but etcd's members",
        Circle::ControlPlane => "anybody but the control plane and etcd's members",
        Circle::Cluster => "anybody but the cluster's own machines",
        Circle::ClusterAndBalancers => "anybody but the cluster's own machines and load balancers",
        Circle::ClusterAndBastions => "anybody but the cluster's own machines, load balancers and bastions",
    }
}
