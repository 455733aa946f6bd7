//! Load balancers, listeners, targets.

use ringfence_model::Truth;

use crate::support::{known, notices, read, record, why};

const BALANCER: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/api/1";
const LISTENER: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/api/1/2";
const GROUP: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/api-tls/3";

fn front() -> String {
    format!(
        r#"{{"LoadBalancers": [{{"LoadBalancerArn": "{BALANCER}", "LoadBalancerName": "api", "Type": "application", "Scheme": "internet-facing",
            "VpcId": "vpc-1", "SecurityGroups": ["sg-1"], "AvailabilityZones": [{{"SubnetId": "subnet-1"}}, {{"SubnetId": "subnet-2"}}]}}]}}"#
    )
}

fn group() -> String {
    format!(
        r#"{{"TargetGroups": [{{"TargetGroupArn": "{GROUP}", "TargetGroupName": "api-tls", "Port": 6443, "Protocol": "HTTPS", "TargetType": "ip",
            "VpcId": "vpc-1", "HealthCheckPath": "/readyz"}}]}}"#
    )
}

#[test]
fn what_is_behind_a_balancer_that_nobody_asked_about_is_unknown() {
    let (stack, _) = read(&[("lbs.json", &front()), ("tgs.json", &group())]);
    let balancer = record(&stack, BALANCER);
    assert_eq!(
        (known(balancer, "internal"), known(balancer, "subnets")),
        ("false".into(), r#"["subnet-1","subnet-2"]"#.into())
    );
    let listener = record(&stack, &format!("{BALANCER}/listeners"));
    assert_eq!(listener.exists, Truth::Unknown);
    assert!(why(listener, "port").contains("aws elbv2 describe-listeners"));
    assert!(
        why(record(&stack, &format!("{GROUP}/targets")), "target_id")
            .contains("aws elbv2 describe-target-health")
    );
}

#[test]
fn listeners_forward_by_their_own_action_and_by_rules() {
    let listeners = format!(
        r#"{{"Listeners": [{{"ListenerArn": "{LISTENER}", "LoadBalancerArn": "{BALANCER}", "Port": 443, "Protocol": "HTTPS",
            "DefaultActions": [{{"Type": "forward", "TargetGroupArn": "{GROUP}", "ForwardConfig": {{"TargetGroups": [{{"TargetGroupArn": "{GROUP}", "Weight": 1}}]}}}}]}}]}}"#
    );
    let rule = LISTENER.replace(":listener/", ":listener-rule/") + "/9";
    let rules = format!(
        r#"{{"Rules": [{{"RuleArn": "{rule}", "Priority": "1", "Actions": [{{"Type": "forward", "ForwardConfig": {{"TargetGroups": [
            {{"TargetGroupArn": "arn:a", "Weight": 1}}, {{"TargetGroupArn": "arn:b", "Weight": 0}}]}}}}]}},
            {{"RuleArn": "{rule}0", "Priority": "default", "IsDefault": true, "Actions": []}}]}}"#
    );
    let (stack, _) = read(&[("lbs.json", &front()), ("listeners.json", &listeners), ("rules.json", &rules)]);
    let listener = record(&stack, LISTENER);
    assert_eq!(
        known(listener, "default_action"),
        format!(r#"[{{"target_group_arn":"{GROUP}","type":"forward"}}]"#)
    );
    let rule = record(&stack, &rule);
    assert_eq!(known(rule, "listener_arn"), format!(r#""{LISTENER}""#));
    assert_eq!(
        known(rule, "action"),
        r#"[{"forward":[{"target_group":[{"arn":"arn:a","weight":1},{"arn":"arn:b","weight":0}]}],"type":"forward"}]"#
    );
    // Without the rules there may be any.
    let (stack, _) = read(&[("listeners.json", &listeners)]);
    assert_eq!(record(&stack, &format!("{LISTENER}/rules")).exists, Truth::Unknown);
}

#[test]
fn targets_are_found_by_address_in_their_own_network() {
    let health = r#"{"TargetHealthDescriptions": [{"Target": {"Id": "10.0.0.5", "Port": 6443}, "TargetHealth": {"State": "healthy"}},
                                                  {"Target": {"Id": "10.0.0.6", "Port": 6443}}]}"#;
    let interfaces = r#"{"NetworkInterfaces": [
        {"NetworkInterfaceId": "eni-1", "VpcId": "vpc-9", "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.0.5"}], "Attachment": {"InstanceId": "i-wrong"}},
        {"NetworkInterfaceId": "eni-2", "VpcId": "vpc-1", "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.0.5"}], "Attachment": {"InstanceId": "i-right"}}]}"#;
    let (stack, _) =
        read(&[("tgs.json", &group()), ("health-api-tls.json", health), ("eni.json", interfaces)]);
    assert_eq!(known(record(&stack, &format!("{GROUP}/10.0.0.5:6443")), "target_id"), r#""i-right""#);
    assert_eq!(known(record(&stack, &format!("{GROUP}/10.0.0.6:6443")), "target_id"), r#""10.0.0.6""#);
    let (stack, _) = read(&[("tgs.json", &group()), ("health.json", health)]);
    assert!(notices(&stack).contains("does not say which target group"), "{}", notices(&stack));
    assert!(!why(record(&stack, &format!("{GROUP}/targets")), "target_id").is_empty());
}

#[test]
fn classic_balancers_of_several_regions_may_have_one_name() {
    let classic = |zone: &str| {
        format!(
            r#"{{"LoadBalancerDescriptions": [{{"LoadBalancerName": "api", "Scheme": "internal", "Subnets": ["subnet-1"], "SecurityGroups": ["sg-1"],
                "AvailabilityZones": ["{zone}a"], "Instances": [{{"InstanceId": "i-1"}}], "HealthCheck": {{"Target": "HTTPS:6443/healthz"}},
                "ListenerDescriptions": [{{"Listener": {{"Protocol": "TCP", "LoadBalancerPort": 443, "InstanceProtocol": "TCP", "InstancePort": 6443}}, "PolicyNames": []}}]}}]}}"#
        )
    };
    let (stack, _) = read(&[
        ("111122223333/eu-west-1/elb.json", &classic("eu-west-1")),
        ("111122223333/us-east-1/elb.json", &classic("us-east-1")),
    ]);
    let arn = |region: &str| format!("arn:aws:elasticloadbalancing:{region}:111122223333:loadbalancer/api");
    let first = record(&stack, &arn("eu-west-1"));
    record(&stack, &arn("us-east-1"));
    assert_eq!((known(first, "instances"), known(first, "internal")), (r#"["i-1"]"#.into(), "true".into()));
    assert_eq!(
        known(first, "listener"),
        r#"[{"instance_port":6443,"instance_protocol":"TCP","lb_port":443,"lb_protocol":"TCP"}]"#
    );
}
