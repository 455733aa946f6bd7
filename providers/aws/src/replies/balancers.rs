//! Load balancers with their listeners and rules.
//!
//! Source: Elastic Load Balancing API, version 2015-12-01, `LoadBalancer`, `Listener`, `Rule`; `aws_lb`,
//! `aws_lb_listener`, `aws_lb_listener_rule` (read 2026-11-25).

use std::collections::BTreeSet;

use ringfence_replies::{Body, field, items, path, text};
use ringfence_terraform::Value;

use super::kinds::command;
use super::making::Making;
use super::objects::Object;
use super::shape::{NO_SCHEME, each, is_in, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, arn) in making.each("LoadBalancers", "LoadBalancerArn") {
        balancer(making, object, arn);
    }
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for (object, arn) in making.each("LoadBalancerListeners", "LoadBalancerArn") {
        asked.insert(arn.as_str().unwrap_or_default().to_owned());
        for value in items(object.value, "Listeners") {
            let object = Object { value, ..object };
            if let Some(id) = field(value, "ListenerArn") {
                listener(making, object, id, Some(arn));
            }
        }
    }
    for (object, id) in making.each("Listeners", "ListenerArn") {
        let of = field(object.value, "LoadBalancerArn");
        asked.extend(of.and_then(Value::as_str).map(str::to_owned));
        listener(making, object, id, of);
    }
    for (object, id) in making.each("Rules", "RuleArn") {
        rule(making, object, id);
    }
    unlisted(making, &asked);
    unruled(making);
}

fn balancer<'r>(making: &mut Making<'r>, object: Object<'r>, arn: &Value) {
    let (value, mut body) = (object.value, Body::default());
    body.put("arn", Some(arn));
    body.copy(
        value,
        &[
            ("LoadBalancerName", "name"),
            ("Type", "load_balancer_type"),
            ("IpAddressType", "ip_address_type"),
            ("DNSName", "dns_name"),
            ("VpcId", "vpc_id"),
            (
                "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
                "enforce_security_group_inbound_rules_on_private_link_traffic",
            ),
        ],
    );
    match field(value, "Scheme") {
        Some(scheme) => body.set_bool("internal", scheme.as_str() == Some("internal"), scheme.origin.at),
        None => body.set_unknown("internal", NO_SCHEME, arn.origin.at),
    }
    if let Some(subnets) = each(value, "AvailabilityZones", "SubnetId") {
        body.set("subnets", subnets);
    } else {
        let why = "the subnets of a load balancer, which its description does not list";
        body.set_unknown("subnets", why, arn.origin.at);
    }
    match field(value, "SecurityGroups") {
        Some(groups) => body.set("security_groups", groups.clone()),
        // One that has none is described without.
        None if is_in(value, "Type", &["network", "gateway"]) => {}
        None => {
            let why = "the security groups of a load balancer, which its description does not list";
            body.set_unknown("security_groups", why, arn.origin.at);
        }
    }
    put_tags(&mut body, value);
    making.add("aws_lb", object, arn, body);
}

fn listener<'r>(making: &mut Making<'r>, object: Object<'r>, arn: &Value, of: Option<&Value>) {
    let (value, mut body) = (object.value, Body::default());
    body.put("arn", Some(arn));
    body.put("load_balancer_arn", field(value, "LoadBalancerArn").or(of));
    body.copy(value, &[("Port", "port"), ("Protocol", "protocol"), ("SslPolicy", "ssl_policy")]);
    body.put(
        "certificate_arn",
        items(value, "Certificates").first().and_then(|one| field(one, "CertificateArn")),
    );
    if let Some(list) = field(value, "DefaultActions") {
        let actions = items(value, "DefaultActions").iter().map(action).collect();
        body.set_list("default_action", actions, list.origin.at);
    } else {
        let mut to = Body::default();
        let why = "what a listener forwards to, which its description does not tell";
        to.set_unknown("target_group_arn", why, arn.origin.at);
        body.set_block("default_action", to, arn.origin.at);
    }
    making.add("aws_lb_listener", object, arn, body);
}

fn action(action: &Value) -> Value {
    let mut body = Body::default();
    body.copy(action, &[("Type", "type"), ("Order", "order"), ("TargetGroupArn", "target_group_arn")]);
    let groups = path(action, "ForwardConfig.TargetGroups");
    // One group stands in both places, as Terraform reads it in the first alone.
    if let Some(list) = groups.filter(|_| text(action, "TargetGroupArn").is_none()) {
        let group = |group: &Value| {
            let mut block = Body::default();
            block.copy(group, &[("TargetGroupArn", "arn"), ("Weight", "weight")]);
            block.block(group.origin.at)
        };
        let mut forward = Body::default();
        let all = list.as_list().unwrap_or_default().iter().map(group).collect();
        forward.set_list("target_group", all, list.origin.at);
        body.set_block("forward", forward, list.origin.at);
    }
    body.block(action.origin.at)
}

fn rule<'r>(making: &mut Making<'r>, object: Object<'r>, arn: &Value) {
    // The default rule is the listener's own action.
    if field(object.value, "IsDefault").and_then(Value::as_bool) == Some(true) {
        return;
    }
    let mut body = Body::default();
    body.put("arn", Some(arn));
    body.copy(object.value, &[("Priority", "priority")]);
    if let Some(listener) = listener_of(arn.as_str().unwrap_or_default()) {
        body.set_text("listener_arn", &listener, arn.origin.at);
    }
    if let Some(list) = field(object.value, "Actions") {
        let actions = items(object.value, "Actions").iter().map(action).collect();
        body.set_list("action", actions, list.origin.at);
    }
    making.add("aws_lb_listener_rule", object, arn, body);
}

/// The listener of a rule: `…:listener-rule/app/name/id/listener/rule` belongs to `…:listener/app/name/id/listener`.
fn listener_of(rule: &str) -> Option<String> {
    let (listener, _) = rule.rsplit_once('/')?;
    let (before, after) = listener.split_once(":listener-rule/")?;
    Some(format!("{before}:listener/{after}"))
}

/// Balancers of which no reply lists the listeners: there may be any.
fn unlisted(making: &mut Making<'_>, asked: &BTreeSet<String>) {
    for (object, arn) in making.each("LoadBalancers", "LoadBalancerArn") {
        let name = arn.as_str().unwrap_or_default();
        if asked.contains(name) {
            continue;
        }
        let why =
            format!("the listeners of a load balancer, which no reply lists ({})", command("Listeners"));
        let mut body = Body::default();
        body.put("load_balancer_arn", Some(arn));
        body.set_unknown("port", &why, arn.origin.at);
        let mut to = Body::default();
        to.set_unknown("target_group_arn", &why, arn.origin.at);
        body.set_block("default_action", to, arn.origin.at);
        making.add_unsure("aws_lb_listener", object, &format!("{name}/listeners"), arn.origin.at, body);
    }
}

/// Listeners of application load balancers of which no reply lists the rules: these may forward to any group.
fn unruled(making: &mut Making<'_>) {
    let ruled: BTreeSet<String> = making
        .objects
        .of("Rules")
        .iter()
        .filter_map(|object| listener_of(text(object.value, "RuleArn")?))
        .collect();
    let nested = making.objects.of("LoadBalancerListeners");
    let nested = nested.into_iter().flat_map(|object| {
        items(object.value, "Listeners").iter().map(move |value| Object { value, ..object })
    });
    let all: Vec<Object<'_>> = nested.chain(making.objects.of("Listeners")).collect();
    for object in all {
        let Some(arn) = field(object.value, "ListenerArn") else { continue };
        let name = arn.as_str().unwrap_or_default();
        if !name.contains(":listener/app/") || ruled.contains(name) {
            continue;
        }
        let why = format!("the rules of a listener, which no reply lists ({})", command("Rules"));
        let mut body = Body::default();
        body.put("listener_arn", Some(arn));
        let mut to = Body::default();
        to.set_unknown("target_group_arn", &why, arn.origin.at);
        body.set_block("action", to, arn.origin.at);
        making.add_unsure("aws_lb_listener_rule", object, &format!("{name}/rules"), arn.origin.at, body);
    }
}

#[cfg(test)]
mod tests {
    use super::listener_of;

    #[test]
    fn rules_name_their_listener() {
        let rule = "arn:aws:elasticloadbalancing:us-east-1:1:listener-rule/app/a/1/2/3";
        let listener = "arn:aws:elasticloadbalancing:us-east-1:1:listener/app/a/1/2";
        assert_eq!(listener_of(rule).as_deref(), Some(listener));
        assert_eq!(listener_of("arn:x/y"), None);
    }
}
