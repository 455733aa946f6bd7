//! CloudMapper's answers about its demo account: what is public, and how much there is.
//!
//! Read from the folder that `RINGFENCE_VECTORS` names; without it this is skipped.
//!
//! The dump has no route tables and network ACLs, so what CloudMapper calls public is possible to us, never certain: it
//! looks at security groups only. Where we differ, and why:
//! - Its classic load balancer is public to it because the group lets in 443. The load balancer listens on 8000 and on
//!   nothing else, and a port without listener opens nothing (Elastic Load Balancing, "Listeners for your Classic Load
//!   Balancer", <https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html>, read
//!   2026-11-25): closed.
//! - The network interface of its container task is attached to a machine of the service, in an account of Amazon's. It
//!   is no host of a cluster and no party of ours; address and rules are in the records, and say the same as it does.
//! - It draws a load balancer, a database or an endpoint once for each of its subnets. Edges are what it draws.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::doc_markdown
)]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::{list, ringfence, text};

fn folder() -> Option<PathBuf> {
    let Some(root) = std::env::var_os("RINGFENCE_VECTORS") else {
        eprintln!("skipped: RINGFENCE_VECTORS is not set, so CloudMapper's answers were not read");
        return None;
    };
    Some(Path::new(&root).join("network/cloudmapper-demo"))
}

fn expected(folder: &Path, query: &str) -> Value {
    let cases = std::fs::read(folder.join("cases.json")).expect("the answers");
    let cases: Value = serde_json::from_slice(&cases).expect("JSON");
    let case = list(&cases, "cases").iter().find(|case| text(case, "query").starts_with(query));
    case.expect("the case")["expect"].clone()
}

fn printed(words: &[&str], folder: &Path) -> Value {
    let path = folder.join("account-data");
    let words = [words, &[path.to_str().expect("a path")]].concat();
    let run = ringfence(&words);
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{}", run.stderr))
}

fn records(folder: &Path) -> Vec<Value> {
    list(&printed(&["records", "--json"], folder), "records").clone()
}

fn matrix(folder: &Path) -> Value {
    printed(&["matrix", "--json", "--by", "host"], folder)["stacks"][0].clone()
}

fn of_type<'r>(records: &'r [Value], name: &str) -> Vec<&'r Value> {
    records.iter().filter(|record| record["type"] == name).collect()
}

/// What everybody can perhaps open, by kind.
fn open_to_everybody(matrix: &Value) -> BTreeMap<String, Value> {
    let parties = list(matrix, "parties");
    let open = list(matrix, "rows").iter().filter(|row| row["from"] == "internet");
    let named = open.map(|row| {
        let party = parties.iter().find(|party| party["id"] == row["to"]).expect("a party");
        (text(party, "kind"), row["may"].clone())
    });
    named.collect()
}

#[test]
fn what_is_public_is_possibly_open_and_nothing_else() {
    let Some(folder) = folder() else { return };
    let wanted = expected(&folder, "public nodes");
    assert_eq!(wanted["by_type"], json!({ "ecs": 1, "elb": 1, "elbv2": 1 }));
    let matrix = matrix(&folder);
    for row in list(&matrix, "rows").iter().filter(|row| row["from_addresses"].is_array()) {
        assert_eq!(row["must"], json!({}), "no route is known: {row}");
    }
    let open = open_to_everybody(&matrix);
    assert_eq!(open, [("application load balancer".to_owned(), json!({ "tcp": [[443, 443]] }))].into());
    let records = records(&folder);
    the_classic_balancer_has_no_listener_where_its_group_is_open(&records);
    the_task_is_open_as_cloudmapper_says(&records, &text(&wanted, "ecs_ports"));
}

/// Ports that a group lets everybody in on.
fn open_ports(records: &[Value], group: &Value) -> Vec<u64> {
    let groups = of_type(records, "aws_security_group");
    let group = groups.iter().find(|record| record["values"]["id"] == *group).expect("the group");
    let rules = list(&group["values"], "ingress").iter();
    let open = rules
        .filter(|rule| rule["cidr_blocks"].as_array().is_some_and(|all| all.contains(&json!("0.0.0.0/0"))));
    open.flat_map(|rule| rule["from_port"].as_u64().unwrap()..=rule["to_port"].as_u64().unwrap()).collect()
}

fn the_classic_balancer_has_no_listener_where_its_group_is_open(records: &[Value]) {
    let [balancer] = of_type(records, "aws_elb")[..] else { panic!("one classic load balancer") };
    let values = &balancer["values"];
    let listeners: Vec<u64> =
        list(values, "listener").iter().map(|one| one["lb_port"].as_u64().unwrap()).collect();
    let open: Vec<u64> =
        list(values, "security_groups").iter().flat_map(|group| open_ports(records, group)).collect();
    assert_eq!((listeners, open), (vec![8000], vec![443]));
    assert_eq!(values["internal"], false);
}

fn the_task_is_open_as_cloudmapper_says(records: &[Value], ports: &str) {
    let interfaces = of_type(records, "aws_network_interface");
    let of_task = |record: &&&Value| text(&record["values"], "description").starts_with("arn:aws:ecs:");
    let task = &interfaces.iter().find(of_task).expect("the task's interface")["values"];
    assert!(task["attachment"][0].get("instance").is_none(), "it is no instance's");
    assert!(task["association"][0]["public_ip"].is_string(), "it has a public address");
    let open: Vec<u64> =
        list(task, "security_groups").iter().flat_map(|group| open_ports(records, group)).collect();
    assert_eq!(open.iter().map(ToString::to_string).collect::<Vec<_>>().join(","), ports);
}

#[test]
fn there_is_as_much_as_cloudmapper_draws() {
    let Some(folder) = folder() else { return };
    let wanted = expected(&folder, "graph size");
    let (records, matrix) = (records(&folder), matrix(&folder));
    let in_subnets = |name: &str| -> usize {
        of_type(&records, name).iter().map(|record| list(&record["values"], "subnets").len()).sum()
    };
    let doors = of_type(&records, "aws_vpc_endpoint");
    let doors_of = |service: &str| {
        doors.iter().filter(|door| text(&door["values"], "service_name").ends_with(service)).count()
    };
    // Ranges that only some addresses of the internet are in.
    let ranges = list(&matrix, "rows").iter().filter(|row| row["from"] != "internet");
    let ranges = ranges.filter_map(|row| row["from_addresses"].as_array()).flatten().count();
    let found = json!({
        "ec2": of_type(&records, "aws_instance").len(),
        "elb": in_subnets("aws_elb"),
        "elbv2": in_subnets("aws_lb"),
        "ip": ranges,
        "s3": doors_of(".s3"),
        "sqs": doors_of(".sqs"),
        "subnet": of_type(&records, "aws_subnet").len(),
        "vpc": of_type(&records, "aws_vpc").len(),
    });
    for (name, count) in found.as_object().expect("counts") {
        assert_eq!(*count, wanted[name], "{name}");
    }
    // One database in a group of two subnets; the records name the group.
    let [database] = of_type(&records, "aws_db_instance")[..] else { panic!("one database") };
    assert!(database["values"]["db_subnet_group_name"].is_string());
    assert_eq!(wanted["rds"], 2);
}
