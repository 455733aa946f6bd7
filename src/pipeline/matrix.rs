//! From a graph to a table of who can open what on whom.

use ringfence_graph::{Graph, Party, Peer, Rank, Row};
use ringfence_model::{About, Interface, Level, Link, Model};
use ringfence_packets::AddressSet;
use ringfence_report::matrix::{MatrixParty, MatrixRow, MatrixStack};

use super::Lowered;

/// What rows and columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Role,
    Host,
    Subnet,
}

impl By {
    /// Its name in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Host => "host",
            Self::Subnet => "subnet",
        }
    }
}

/// The table of one root module.
pub(crate) fn matrix(lowered: &Lowered, by: By) -> MatrixStack {
    let graph = Graph::new(&lowered.model);
    let mut cut_off = Vec::new();
    let rows = match by {
        By::Role => {
            let matrix = graph.role_matrix();
            cut_off.extend(matrix.cut_off.iter().copied().map(rank));
            matrix.rows.iter().map(by_rank).collect()
        }
        By::Host => graph.matrix_by_host().iter().map(|row| by_peer(&graph, lowered, row)).collect(),
        By::Subnet => graph.matrix_by_subnet().iter().map(|row| by_peer(&graph, lowered, row)).collect(),
    };
    let parties = graph.parties().into_iter().filter_map(|party| described(&graph, party)).collect();
    let told = lowered.model.notices.iter().filter(|notice| notice.level != Level::Note);
    let mut notices: Vec<String> = told.map(|notice| notice.message.clone()).collect();
    if !cut_off.is_empty() {
        notices.push(format!(
            "there is too much to look at: what can be opened on {} is not told in full, and all of it is possible",
            cut_off.join(", ")
        ));
    }
    MatrixStack { stack: lowered.shown.clone(), parties, rows, notices }
}

fn by_rank(row: &Row<Rank>) -> MatrixRow {
    MatrixRow {
        from: rank(row.from),
        to: rank(row.to),
        from_addresses: Vec::new(),
        to_addresses: Vec::new(),
        open: row.reach.open.clone(),
        answer_blocked: row.reach.answer_blocked.clone(),
    }
}

fn rank(rank: Rank) -> String {
    match rank {
        Rank::Internet => "internet".to_owned(),
        Rank::Outside => "outside the cloud".to_owned(),
        Rank::Role(role) => role.to_string(),
        Rank::Balancer => "load balancer".to_owned(),
        Rank::Service => "service endpoint".to_owned(),
        Rank::Other => "other host".to_owned(),
    }
}

fn by_peer(graph: &Graph<'_>, lowered: &Lowered, row: &Row<Peer>) -> MatrixRow {
    let shown = |side| {
        let (name, addresses) = peer(graph, side);
        let clean = |text: &String| lowered.hidden.clean(text);
        (clean(&name), addresses.iter().map(clean).collect())
    };
    let ((from, from_addresses), (to, to_addresses)) = (shown(&row.from), shown(&row.to));
    MatrixRow {
        from,
        to,
        from_addresses,
        to_addresses,
        open: row.reach.open.clone(),
        answer_blocked: row.reach.answer_blocked.clone(),
    }
}

fn peer(graph: &Graph<'_>, peer: &Peer) -> (String, Vec<String>) {
    match peer {
        Peer::Party(party) => (graph.name(*party), Vec::new()),
        Peer::Internet(addresses) => (on_internet(addresses), prefixes(addresses)),
        Peer::Outside(party, addresses) => (graph.name(*party), prefixes(addresses)),
    }
}

/// The whole internet of one family or both by its name, most of it by what is missing, a part of it by its prefixes.
fn on_internet(addresses: &AddressSet) -> String {
    let mut all = AddressSet::internet();
    if addresses.v4.is_empty() {
        all.v4 = addresses.v4.clone();
    }
    if addresses.v6.is_empty() {
        all.v6 = addresses.v6.clone();
    }
    let missing = prefixes(&all.difference(addresses));
    let own = prefixes(addresses);
    match missing.len() {
        0 => "internet".to_owned(),
        some if some < own.len() => format!("internet but {}", missing.join(", ")),
        _ => own.join(", "),
    }
}

fn prefixes(addresses: &AddressSet) -> Vec<String> {
    addresses.cidrs().iter().map(ToString::to_string).collect()
}

fn described(graph: &Graph<'_>, party: Party) -> Option<MatrixParty> {
    let model = graph.model();
    let (about, interfaces): (&About, &[Interface]) = match party {
        Party::Internet | Party::Outside(..) | Party::Subnet(_) => return None,
        Party::Machine(at) => {
            model.machines.get(at).map(|machine| (&machine.about, machine.interfaces.as_slice()))?
        }
        Party::Balancer(at) => (&model.balancers.get(at)?.about, &[]),
        Party::Cluster(at) => (&model.clusters.get(at)?.about, &[]),
        Party::Endpoint(at) => {
            model.endpoints.get(at).map(|door| (&door.about, door.interfaces.as_slice()))?
        }
    };
    let class = graph.classifications().iter().find(|class| class.id == about.id);
    let inside = interfaces.iter().filter_map(|interface| interface.addresses.as_ref());
    let public = interfaces.iter().map(|interface| &interface.public_addresses);
    Some(MatrixParty {
        id: about.id.to_string(),
        kind: about.kind.to_owned(),
        name: about.name.clone(),
        roles: class.map(|class| class.roles.iter().map(ToString::to_string).collect()).unwrap_or_default(),
        addresses: inside.flat_map(|addresses| prefixes(&addresses.may)).collect(),
        public_addresses: public.flat_map(prefixes).collect(),
        subnets: subnets(model, party),
    })
}

fn subnets(model: &Model, party: Party) -> Vec<String> {
    let ids = |links: &mut dyn Iterator<Item = &Link>| {
        links.filter_map(Link::id).map(ToString::to_string).collect()
    };
    match party {
        Party::Internet | Party::Outside(..) | Party::Subnet(_) => Vec::new(),
        Party::Machine(at) => model.machines.get(at).map(|m| ids(&mut m.subnets())).unwrap_or_default(),
        Party::Balancer(at) => {
            model.balancers.get(at).map(|b| ids(&mut b.subnets.iter())).unwrap_or_default()
        }
        Party::Cluster(at) => model.clusters.get(at).map(|c| ids(&mut c.subnets.iter())).unwrap_or_default(),
        Party::Endpoint(at) => {
            let door = model.endpoints.get(at);
            door.map(|d| ids(&mut d.interfaces.iter().flat_map(|i| &i.subnets))).unwrap_or_default()
        }
    }
}
