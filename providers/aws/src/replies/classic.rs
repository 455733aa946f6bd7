//! Classic load balancers.
//!
//! Source: Elastic Load Balancing API, version 2012-06-01, `LoadBalancerDescription`; `aws_elb` (read 2026-11-25).

use ringfence_replies::{Body, field, items, path};
use ringfence_terraform::Value;

use super::making::Making;
use super::objects::Object;
use super::shape::{NO_SCHEME, each, put_tags};

pub(super) fn make(making: &mut Making<'_>) {
    for (object, name) in making.each("LoadBalancerDescriptions", "LoadBalancerName") {
        let (value, mut body) = (object.value, Body::default());
        body.put("name", Some(name));
        body.copy(
            value,
            &[("DNSName", "dns_name"), ("Subnets", "subnets"), ("SecurityGroups", "security_groups")],
        );
        match field(value, "Scheme") {
            Some(scheme) => body.set_bool("internal", scheme.as_str() == Some("internal"), scheme.origin.at),
            None => body.set_unknown("internal", NO_SCHEME, name.origin.at),
        }
        body.put("instances", each(value, "Instances", "InstanceId").as_ref());
        if let Some(list) = field(value, "ListenerDescriptions") {
            let all = items(value, "ListenerDescriptions").iter().filter_map(listener).collect();
            body.set_list("listener", all, list.origin.at);
        }
        if let Some(check) = field(value, "HealthCheck") {
            let mut block = Body::default();
            block.copy(
                check,
                &[
                    ("Target", "target"),
                    ("Interval", "interval"),
                    ("Timeout", "timeout"),
                    ("HealthyThreshold", "healthy_threshold"),
                    ("UnhealthyThreshold", "unhealthy_threshold"),
                ],
            );
            body.set_block("health_check", block, check.origin.at);
        }
        put_tags(&mut body, value);
        let address = arn(making, object, name);
        making.add_as("aws_elb", object, &address, name.origin.at, body);
    }
}

/// Names are unique in an account and region only, and the API gives no ARN: this is how it is formed.
///
/// Source: Service Authorization Reference, Elastic Load Balancing (read 2026-11-25).
fn arn(making: &Making<'_>, object: Object<'_>, name: &Value) -> String {
    let (scope, name) = (making.objects.scope(object), name.as_str().unwrap_or_default());
    match (scope.region, scope.account) {
        (Some(region), Some(account)) => {
            format!("arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/{name}")
        }
        _ => name.to_owned(),
    }
}

fn listener(description: &Value) -> Option<Value> {
    let listener = path(description, "Listener")?;
    let mut block = Body::default();
    block.copy(
        listener,
        &[
            ("LoadBalancerPort", "lb_port"),
            ("Protocol", "lb_protocol"),
            ("InstancePort", "instance_port"),
            ("InstanceProtocol", "instance_protocol"),
            ("SSLCertificateId", "ssl_certificate_id"),
        ],
    );
    Some(block.block(listener.origin.at))
}
