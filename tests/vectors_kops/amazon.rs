//! Amazon's part of what kops writes.

use ringfence_model::Truth;
use ringfence_packets::AddressSet;
use ringfence_terraform::{Record, Stack, Value};

use crate::configuration::{
    Balancer, Configuration, Guarded, Host, Listener, Rule, Source, found, is_managed, of_type, target,
    targets, text,
};
use crate::packets::Flows;

/// The type of a rule.
pub(crate) const RULE: &str = "aws_security_group_rule";

pub(crate) fn configuration(stack: &Stack) -> Configuration {
    assert_everything_goes_out(stack);
    let hosts = of_type(stack, "aws_autoscaling_group").map(|group| host(stack, group)).collect();
    let mut balancers: Vec<Balancer> = of_type(stack, "aws_lb").map(|one| balancer(stack, one)).collect();
    balancers.retain(|balancer| !balancer.listeners.is_empty());
    Configuration { hosts, balancers, rules: rules(stack) }
}

/// Everything that a security group lets in.
pub(crate) fn rules(stack: &Stack) -> Vec<Rule> {
    let ingress = of_type(stack, RULE).filter(|rule| text(rule, "type").as_deref() == Some("ingress"));
    let rules = ingress.flat_map(|rule| {
        let mut from = Vec::new();
        for name in ["cidr_blocks", "ipv6_cidr_blocks"] {
            from.extend(targets(rule.get(name)).into_iter().map(Source::Addresses));
        }
        from.extend(targets(rule.get("prefix_list_ids")).into_iter().map(Source::List));
        from.extend(rule.get("source_security_group_id").map(|group| Source::Group(target(group))));
        let to = target(rule.get("security_group_id").expect("a group"));
        let number = |name: &str| rule.get(name).and_then(Value::as_i64).expect("a number");
        let flows = Flows {
            protocol: text(rule, "protocol").expect("a protocol"),
            low: number("from_port"),
            high: number("to_port"),
        };
        from.into_iter().map(move |from| Rule { from, to: to.clone(), flows: flows.clone() })
    });
    rules.collect()
}

/// What is let in is all that is judged here.
fn assert_everything_goes_out(stack: &Stack) {
    for group in of_type(stack, "aws_security_group") {
        let out = of_type(stack, RULE).any(|rule| {
            text(rule, "type").as_deref() == Some("egress")
                && text(rule, "protocol").as_deref() == Some("-1")
                && rule.get("security_group_id").map(target).as_deref() == Some(&*group.address)
                && targets(rule.get("cidr_blocks")) == ["0.0.0.0/0"]
        });
        assert!(out, "{} does not let everything out", group.address);
    }
}

fn host(stack: &Stack, group: &Record) -> Host {
    let direct = group.blocks("launch_template").first().and_then(|block| block.get("id"));
    let mixed = || {
        let policy = group.blocks("mixed_instances_policy").first()?;
        let template = policy.get("launch_template")?.as_blocks().first()?;
        template.get("launch_template_specification")?.as_blocks().first()?.get("launch_template_id")
    };
    let template = target(
        direct
            .or_else(mixed)
            .unwrap_or_else(|| panic!("{} has no template: {:?}", group.address, group.body)),
    );
    let template = found(stack, &template).expect("the template is here");
    let interface = template.blocks("network_interfaces").first().expect("an interface");
    let subnets = targets(group.get("vpc_zone_identifier"));
    let has_v6 = interface.get("ipv6_address_count").and_then(Value::as_i64).is_some_and(|count| count > 0);
    let guarded = guarded(stack, targets(interface.get("security_groups")), subnets, has_v6);
    let wants_v4 = interface.get("associate_public_ip_address").and_then(Value::as_bool).expect("it is said");
    let public = [
        Truth::from(wants_v4).and(to_internet(stack, &guarded, "destination_cidr_block", "0.0.0.0/0")),
        Truth::from(has_v6).and(to_internet(stack, &guarded, "destination_ipv6_cidr_block", "::/0")),
    ];
    let behind = targets(group.get("target_group_arns"));
    let named = behind.iter().cloned().chain(targets(group.get("load_balancers")));
    let foreign = named.filter(|name| found(stack, name).is_none()).collect();
    Host { rank: rank(group), guarded, public, behind, foreign }
}

/// By the tags that kops gives to the machines.
fn rank(group: &Record) -> &'static str {
    let tags = group.blocks("tag").iter().filter_map(|tag| tag.get("key")?.as_str());
    let roles: Vec<&str> = tags.filter_map(|key| key.strip_prefix("k8s.io/role/")).collect();
    let known =
        [("master", "control plane"), ("control-plane", "control plane"), ("apiserver", "control plane")];
    let known = known.into_iter().chain([("bastion", "bastion"), ("node", "node")]);
    known.into_iter().find(|(role, _)| roles.contains(role)).unwrap_or_else(|| panic!("{roles:?}")).1
}

fn guarded(stack: &Stack, groups: Vec<String>, subnets: Vec<String>, has_v6: bool) -> Guarded {
    let known: Vec<&Record> = subnets.iter().filter_map(|subnet| found(stack, subnet)).collect();
    let network = |subnet: &&Record| is_managed(stack, &target(subnet.get("vpc_id").expect("a network")));
    let network_known = known.len() == subnets.len() && known.iter().all(network);
    let addresses = (known.len() == subnets.len()).then(|| {
        let mut all: Vec<String> = known.iter().filter_map(|subnet| text(subnet, "cidr_block")).collect();
        // Of a network whose addresses Amazon chooses; all that counts is that there are some.
        all.extend(has_v6.then(|| "2001:db8::/32".to_owned()));
        AddressSet::parse_cidrs(all.iter().map(String::as_str)).expect("prefixes")
    });
    let unknown_groups = groups.iter().any(|group| !is_managed(stack, group));
    Guarded { groups, unknown_groups, subnets, addresses, network_known }
}

/// Whether the subnets' tables lead everything to an internet gateway, and nothing unknown lies before it.
fn to_internet(stack: &Stack, guarded: &Guarded, name: &str, everywhere: &str) -> Truth {
    let of_subnet = |subnet: &String| {
        let mut associations = of_type(stack, "aws_route_table_association");
        let Some(own) = associations.find(|one| one.get("subnet_id").map(target).as_ref() == Some(subnet))
        else {
            return if is_managed(stack, subnet) && guarded.network_known {
                Truth::No
            } else {
                Truth::Unknown
            };
        };
        let table = target(own.get("route_table_id").expect("a table"));
        let mut routes = of_type(stack, "aws_route").filter(|route| {
            target(route.get("route_table_id").expect("a table")) == table
                && text(route, name).as_deref() == Some(everywhere)
        });
        let leads_there = routes.any(|route| route.get("gateway_id").is_some());
        if guarded.network_known {
            Truth::from(leads_there)
        } else {
            Truth::from(leads_there).and(Truth::Unknown)
        }
    };
    guarded.subnets.iter().map(of_subnet).fold(Truth::No, Truth::or)
}

fn balancer(stack: &Stack, record: &Record) -> Balancer {
    let mut subnets = targets(record.get("subnets"));
    let mapped = record.blocks("subnet_mapping").iter();
    subnets.extend(mapped.filter_map(|block| block.get("subnet_id")).map(target));
    let both = text(record, "ip_address_type").as_deref() == Some("dualstack");
    let guarded = guarded(stack, targets(record.get("security_groups")), subnets, both);
    let internal = record.get("internal").and_then(Value::as_bool).unwrap_or(false);
    let public =
        Truth::from(!internal).and(to_internet(stack, &guarded, "destination_cidr_block", "0.0.0.0/0"));
    let of_it =
        |listener: &&Record| target(listener.get("load_balancer_arn").expect("one")) == *record.address;
    let listeners = of_type(stack, "aws_lb_listener").filter(of_it).map(|listener| listens(stack, listener));
    let is_api = record.name.starts_with("api");
    let rank = if is_api { "API endpoint" } else { "load balancer" };
    Balancer { rank, public, guarded: Some(guarded), range: None, listeners: listeners.collect() }
}

fn listens(stack: &Stack, listener: &Record) -> Listener {
    let action = listener.blocks("default_action").first().expect("an action");
    let to = target(action.get("target_group_arn").expect("a target group"));
    let port = |record: &Record| {
        let port = record.get("port").and_then(Value::as_i64).expect("a port");
        u16::try_from(port).expect("a port")
    };
    let target_port = port(found(stack, &to).expect("the target group is here"));
    Listener { port: port(listener), target_port, to }
}
