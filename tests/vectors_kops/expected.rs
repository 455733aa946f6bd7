//! What opens what, by plain loops over rules.

use ringfence_model::Truth;
use ringfence_packets::AddressSet;

use crate::configuration::{Balancer, Configuration, Guarded, Host, Source};
use crate::packets::Packet;

/// Who opens.
#[derive(Clone, Copy)]
enum Client<'c> {
    Internet,
    Inside(&'c Guarded),
}

impl Configuration {
    /// Whether any of one rank can open it on any of another.
    pub(crate) fn opens(&self, from: &str, to: &str, packet: Packet) -> Truth {
        let mut all = Truth::No;
        for client in self.clients(from) {
            for host in self.hosts.iter().filter(|host| host.rank == to) {
                all = all.or(self.to_host(client, host, packet));
            }
            for balancer in self.balancers.iter().filter(|balancer| balancer.rank == to) {
                all = all.or(self.to_balancer(client, balancer, packet));
            }
        }
        if self.foreign(to).next().is_some() && !self.clients(from).is_empty() {
            all = all.or(Truth::Unknown);
        }
        for host in self.foreign(from).filter(|host| host.rank == to) {
            all = all.or(self.to_member_of_a_foreign_one(host, packet));
        }
        for balancer in self.balancers.iter().filter(|balancer| balancer.rank == from) {
            for host in self.hosts.iter().filter(|host| host.rank == to) {
                all = all.or(self.to_target(balancer, host, packet));
            }
        }
        all
    }

    /// Who stands behind a load balancer that is only named.
    fn foreign(&self, rank: &str) -> impl Iterator<Item = &Host> {
        let of_rank = move |name: &String| {
            let mut members = self.hosts.iter().filter(|host| host.foreign.contains(name));
            let is_api = members.any(|host| host.rank == "control plane");
            rank == if is_api { "API endpoint" } else { "load balancer" }
        };
        self.hosts.iter().filter(move |host| host.foreign.iter().any(of_rank))
    }

    /// A load balancer that is only named may listen on anything, and its groups are not known.
    fn to_member_of_a_foreign_one(&self, host: &Host, packet: Packet) -> Truth {
        let guarded = &host.guarded;
        let mut rules = self.rules.iter();
        let named = rules.any(|rule| guarded.groups.contains(&rule.to) && rule.flows.contain(packet));
        if named || guarded.unknown_groups { Truth::Unknown } else { Truth::No }
    }

    fn clients<'c>(&'c self, rank: &str) -> Vec<Client<'c>> {
        let inside = self.hosts.iter().filter(|host| host.rank == rank);
        let internet = (rank == "internet").then_some(Client::Internet);
        internet.into_iter().chain(inside.map(|host| Client::Inside(&host.guarded))).collect()
    }

    fn to_host(&self, client: Client<'_>, host: &Host, packet: Packet) -> Truth {
        match client {
            Client::Inside(other) => {
                between(other, &host.guarded).and(self.let_in(client, &host.guarded, packet, None))
            }
            Client::Internet => {
                let of = |version: usize| {
                    host.public[version].and(self.let_in(client, &host.guarded, packet, Some(version)))
                };
                of(0).or(of(1))
            }
        }
    }

    fn to_balancer(&self, client: Client<'_>, balancer: &Balancer, packet: Packet) -> Truth {
        let Packet::Tcp(port) = packet else { return Truth::No };
        let listens = balancer.listeners.iter().filter(|listener| listener.port == port);
        let mut all = Truth::No;
        for listener in listens {
            let let_in = if let Some(guarded) = &balancer.guarded {
                self.let_in(client, guarded, packet, None)
            } else {
                // Who is not let in by a target does not get through.
                let targets = self.hosts.iter().filter(|host| host.behind.contains(&listener.to));
                targets
                    .map(|host| self.let_in(client, &host.guarded, packet, None))
                    .fold(Truth::No, Truth::or)
            };
            let arrives = match (client, &balancer.guarded) {
                (Client::Internet, _) => balancer.public,
                (Client::Inside(other), Some(guarded)) => between(other, guarded),
                // What leaves by the internet and comes in again is not the matrix's, but that of a path.
                (Client::Inside(_), None) => balancer.public.negate(),
            };
            all = all.or(arrives.and(let_in));
        }
        all
    }

    fn to_target(&self, balancer: &Balancer, host: &Host, packet: Packet) -> Truth {
        let Packet::Tcp(port) = packet else { return Truth::No };
        let mut listeners = balancer.listeners.iter();
        if !listeners.any(|listener| listener.target_port == port && host.behind.contains(&listener.to)) {
            return Truth::No;
        }
        match &balancer.guarded {
            Some(own) => {
                between(own, &host.guarded).and(self.let_in(Client::Inside(own), &host.guarded, packet, None))
            }
            None => match &balancer.range {
                Some(own) => self.let_in(Client::Inside(own), &host.guarded, packet, None),
                None => self.let_in(Client::Internet, &host.guarded, packet, None),
            },
        }
    }

    /// Whether the rules let the client in; of the internet, some address of that version.
    fn let_in(&self, client: Client<'_>, guarded: &Guarded, packet: Packet, version: Option<usize>) -> Truth {
        let mut found = if guarded.unknown_groups { Truth::Unknown } else { Truth::No };
        let mut prefixes = AddressSet::empty();
        for rule in
            self.rules.iter().filter(|rule| guarded.groups.contains(&rule.to) && rule.flows.contain(packet))
        {
            match &rule.from {
                Source::Group(group) => {
                    let is_in = matches!(client, Client::Inside(other) if other.groups.contains(group));
                    found = found.or(Truth::from(is_in));
                }
                Source::Addresses(prefix) => {
                    prefixes = prefixes.union(&AddressSet::parse_cidr(prefix).expect("a prefix"));
                }
                Source::List(_) => found = found.or(Truth::Unknown),
            }
        }
        found.or(among(&prefixes, client, version))
    }
}

fn among(prefixes: &AddressSet, client: Client<'_>, version: Option<usize>) -> Truth {
    let of_version = match version {
        Some(0) => AddressSet::all_v4(),
        Some(_) => AddressSet::all_v6(),
        None => AddressSet::all(),
    };
    match client {
        Client::Internet => Truth::from(prefixes.intersection(&of_version).overlaps(&AddressSet::internet())),
        Client::Inside(Guarded { addresses: Some(own), .. }) => match () {
            () if !own.overlaps(prefixes) => Truth::No,
            () if own.is_subset(prefixes) => Truth::Yes,
            // Of a host with addresses of both versions it is not known which one it sends from.
            () => Truth::Unknown,
        },
        // Addresses in a subnet that is not in the configuration, of one version or both.
        Client::Inside(Guarded { addresses: None, .. }) => match () {
            () if prefixes.is_empty() => Truth::No,
            () if prefixes.is_all() => Truth::Yes,
            () => Truth::Unknown,
        },
    }
}

/// Whether packets come from one to the other.
fn between(one: &Guarded, other: &Guarded) -> Truth {
    let together = one.subnets.iter().any(|subnet| other.subnets.contains(subnet));
    let known = one.network_known && other.network_known;
    if together || known { Truth::Yes } else { Truth::Unknown }
}
