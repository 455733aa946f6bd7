//! Saved replies of a cloud's API on the command line.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::{Run, empty_folder, findings, list, ringfence, root, scan, text};

/// Where the replies of the small network are.
fn account() -> PathBuf {
    root().join("testdata/replies/account")
}

/// Its files, by their names without `.json`.
fn files() -> Vec<(String, Value)> {
    let folder = account().join("accounts/111122223333/eu-west-1");
    let entries = fs::read_dir(folder).expect("there are files");
    let mut found: Vec<(String, Value)> = entries
        .map(|entry| {
            let path = entry.expect("it can be listed").path();
            let text = fs::read_to_string(&path).expect("it can be read");
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            (name, serde_json::from_str(&text).expect("it is JSON"))
        })
        .collect();
    found.sort_by(|left, right| left.0.cmp(&right.0));
    found
}

fn write(folder: &Path, name: &str, value: &Value) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("a folder can be made");
    fs::write(path, serde_json::to_string_pretty(value).expect("it is JSON")).expect("it can be written");
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path is UTF-8")
}

/// What is found, wherever it stands and whatever it is called.
fn verdicts(report: &Value) -> Vec<(String, String)> {
    findings(report).into_iter().map(|seen| (seen.rule, seen.verdict)).collect()
}

fn records(input: &Path, flags: &[&str]) -> Value {
    let Run { code, stdout, stderr } = ringfence(&[&["records", "--json", path(input)], flags].concat());
    assert_eq!(code, 0, "{stderr}");
    serde_json::from_str(&stdout).expect("it is JSON")
}

/// The records but for the one that says what was asked for, without their places.
fn bodies(seen: &Value) -> Vec<Value> {
    let resources = list(seen, "records").iter().filter(|record| record["mode"] == "managed");
    let bare = |record: &Value| {
        json!({ "address": record["address"], "type": record["type"], "values": record["values"],
                "unknown": record["unknown"] })
    };
    resources.map(bare).collect()
}

#[test]
fn the_same_network_has_the_same_findings_in_every_form() {
    let testdata = root().join("testdata/replies");
    let written = scan(&[&testdata.join("configuration")], &[]);
    let state = scan(&[&testdata.join("terraform.tfstate")], &[]);
    let replies = scan(&[&account()], &[]);
    let expected = [("RF103", "violation"), ("RF401", "violation")];
    let mut found = verdicts(&written);
    found.sort();
    assert_eq!(found, expected.map(|(rule, verdict)| (rule.to_owned(), verdict.to_owned())));
    for other in [&state, &replies] {
        let mut same = verdicts(other);
        same.sort();
        assert_eq!(same, found);
    }
}

#[test]
fn findings_name_things_as_the_cloud_does_and_point_into_the_file() {
    let report = scan(&[&account()], &[]);
    let open = list(&report, "findings").iter().find(|one| one["rule"] == "RF401").expect("etcd is open");
    assert_eq!(open["subject"]["id"], "i-0a1");
    let place = &open["primary"];
    let file = root().join(text(place, "path"));
    assert!(file.ends_with("accounts/111122223333/eu-west-1/SecurityGroups.json"), "{}", file.display());
    let lines = fs::read_to_string(file).expect("it can be read");
    let line = usize::try_from(place["start"]["line"].as_u64().expect("it has a line")).expect("it fits");
    // The rule that opens it, and not the one beside it.
    assert_eq!(lines.lines().nth(line - 1).map(str::trim), Some(r#""CidrIp": "0.0.0.0/0","#));
}

/// The other layouts of the same replies.
fn layouts() -> Vec<(&'static str, PathBuf)> {
    let files = files();
    let by_call = empty_folder("replies-by-call");
    for (name, reply) in &files {
        let file = format!("account-data/111122223333/eu-west-1/ec2-describe-{}.json", name.to_lowercase());
        write(&by_call, &file, reply);
    }
    let named_freely = empty_folder("replies-named-freely");
    for (index, (_, reply)) in files.iter().enumerate() {
        write(&named_freely, &format!("deep/er/{index}.JSON"), reply);
    }
    let paged = empty_folder("replies-paged");
    for (name, reply) in &files {
        let (key, all) = reply.as_object().and_then(|map| map.iter().next()).expect("it has a key");
        let Some(all) = all.as_array().filter(|all| !all.is_empty()) else {
            write(&paged, &format!("{name}.json"), reply);
            continue;
        };
        for (index, one) in all.iter().enumerate() {
            let mut page = json!({ key: [one] });
            if index + 1 < all.len() {
                page["NextToken"] = json!("more");
            }
            write(&paged, &format!("{name}-{index}.json"), &page);
        }
    }
    vec![("by call", by_call), ("named freely", named_freely), ("paged", paged)]
}

#[test]
fn layouts_and_pages_make_no_difference() {
    let whole = records(&account(), &[]);
    assert!(bodies(&whole).len() > 10);
    for (name, folder) in layouts() {
        assert_eq!(bodies(&records(&folder, &[])), bodies(&whole), "{name}");
        assert_eq!(verdicts(&scan(&[&folder], &[])), verdicts(&scan(&[&account()], &[])), "{name}");
    }
}

#[test]
fn one_file_of_a_collector_is_read_and_what_it_lacks_is_unknown() {
    let files = files();
    let of = |name: &str, key: &str| {
        files.iter().find(|(own, _)| own == name).map(|(_, reply)| reply[key].clone()).expect("there is one")
    };
    let whole = json!({
        "collector_version": "0.14.0", "provider": "aws",
        "instances": of("Reservations", "Reservations")[0]["Instances"],
        "internet_gateways": of("InternetGateways", "InternetGateways"),
        "network_acls": of("NetworkAcls", "NetworkAcls"), "security_groups": of("SecurityGroups", "SecurityGroups"),
        "subnets": of("Subnets", "Subnets"), "vpcs": of("Vpcs", "Vpcs"),
    });
    let folder = empty_folder("replies-collector");
    write(&folder, "network.json", &whole);
    for input in [folder.clone(), folder.join("network.json")] {
        let found: BTreeSet<(String, String)> = verdicts(&scan(&[&input], &[])).into_iter().collect();
        // Without the route tables nobody knows whether the subnet is public.
        assert!(found.contains(&("RF401".to_owned(), "possible".to_owned())), "{found:?}");
        assert!(!found.contains(&("RF401".to_owned(), "violation".to_owned())), "{found:?}");
        let notices = scan(&[&input], &[])["notices"].to_string();
        assert!(notices.contains("aws ec2 describe-route-tables"), "{notices}");
    }
}

/// A folder with all replies but some.
fn without(name: &str, left_out: &[&str]) -> PathBuf {
    let folder = empty_folder(name);
    for (name, reply) in files().iter().filter(|(name, _)| !left_out.contains(&name.as_str())) {
        write(&folder, &format!("{name}.json"), reply);
    }
    folder
}

#[test]
fn what_was_not_asked_for_is_never_safe() {
    let cases = [
        ("RouteTables", "possible", "aws ec2 describe-route-tables"),
        ("NetworkAcls", "possible", "aws ec2 describe-network-acls"),
        ("SecurityGroups", "possible", "aws ec2 describe-security-groups"),
        ("Subnets", "possible", "aws ec2 describe-subnets"),
    ];
    for (left_out, verdict, command) in cases {
        let report = scan(&[&without("replies-without", &[left_out])], &[]);
        let etcd: Vec<String> =
            findings(&report).into_iter().filter(|one| one.rule == "RF401").map(|one| one.verdict).collect();
        assert_eq!(etcd, [verdict], "{left_out}");
        let notices = report["notices"].to_string();
        assert!(notices.contains(command), "{left_out}: {notices}");
    }
    // A page that says that there is another is as good as none.
    let folder = without("replies-cut", &["NetworkAcls"]);
    write(&folder, "NetworkAcls.json", &json!({ "NetworkAcls": [], "NextToken": "more" }));
    let notices = scan(&[&folder], &[])["notices"].to_string();
    assert!(notices.contains("aws ec2 describe-network-acls"), "{notices}");
}

#[test]
fn what_was_asked_for_is_told() {
    let seen = records(&account(), &[]);
    let all = list(&seen, "records");
    let asked = all.iter().find(|one| one["type"] == "ringfence_collected").expect("it is told");
    assert_eq!(asked["address"], "collected/111122223333/eu-west-1");
    assert!(list(&asked["values"], "kinds").contains(&json!("RouteTables")), "{asked}");
    let instance = all.iter().find(|one| one["address"] == "i-0a1").expect("it is there");
    assert_eq!(instance["provider"], "aws.111122223333-eu-west-1");
    assert!(all.iter().all(|one| one["address"] != "i-0a2"), "it is terminated");
}

#[test]
fn terraform_comes_first_unless_replies_are_asked_for() {
    let folder = without("replies-beside-terraform", &[]);
    let configuration = root().join("testdata/replies/configuration/main.tf");
    fs::copy(configuration, folder.join("main.tf")).expect("it can be copied");
    let subject = |flags: &[&str]| scan(&[&folder], flags)["findings"][0]["subject"]["id"].clone();
    assert_eq!((subject(&[]), subject(&["--as", "replies"])), (json!("aws_instance.etcd"), json!("i-0a1")));
    let address = |flags: &[&str]| records(&folder, flags)["records"][0]["address"].clone();
    assert_eq!((address(&[]), address(&["--as", "replies"])), (json!("aws_instance.etcd"), json!("acl-0a1")));
}

#[test]
fn roles_are_explained() {
    let Run { code, stdout, stderr } = ringfence(&["explain-roles", path(&account())]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("i-0a1: control plane") && stdout.contains("Reservations.json:"), "{stdout}");
}

#[test]
fn errors_teach() {
    let folder = empty_folder("replies-errors");
    write(&folder, "other.json", &json!({ "name": "a" }));
    fs::write(folder.join("cut.json"), r#"{"Vpcs": [{"VpcId": "vpc-"#).expect("it can be written");
    let cases = [
        ("other.json", "no reply of a cloud's API"),
        ("cut.json", "cut off"),
        ("none.json", "does not exist"),
    ];
    for (name, words) in cases {
        for command in ["scan", "records"] {
            let run = ringfence(&[command, "--as", "replies", path(&folder.join(name))]);
            assert!(run.code == 2 && run.stderr.contains(words), "{command} {name}: {}", run.stderr);
        }
    }
    fs::remove_file(folder.join("cut.json")).expect("it can be removed");
    // Nothing there is a reply, so that nothing was read.
    let run = ringfence(&["scan", path(&folder)]);
    assert!(run.code == 3 && run.stdout.contains("no saved replies"), "{} {}", run.code, run.stdout);
    let run = ringfence(&["records", "--as", "replies", path(&folder)]);
    assert!(run.code == 3 && run.stderr.contains("`name`"), "{} {}", run.code, run.stderr);
}

#[test]
fn a_broken_file_is_a_notice_and_the_others_are_read() {
    let files = files();
    let (_, groups) = files.iter().find(|(name, _)| name == "SecurityGroups").expect("there is one");
    let whole = serde_json::to_string(groups).expect("it is JSON");
    let folder = without("replies-broken", &["SecurityGroups"]);
    let broken = folder.join("SecurityGroups.json");
    for end in (0..whole.len()).step_by(50) {
        fs::write(&broken, &whole[..end]).expect("it can be written");
        let seen = records(&folder, &[]);
        let notices = seen["notices"].to_string();
        assert!(notices.contains("SecurityGroups.json"), "{end}: {notices}");
        assert!(list(&seen, "records").iter().any(|one| one["address"] == "i-0a1"), "{end}");
    }
}

#[test]
fn wrong_kinds_deep_nesting_and_large_files_are_notices() {
    let folder = without("replies-hostile", &["Vpcs", "Subnets", "NetworkAcls", "RouteTables"]);
    write(&folder, "a.json", &json!({ "Vpcs": [1, "a", null, {}, { "VpcId": 7 }, { "VpcId": [] }] }));
    write(
        &folder,
        "b.json",
        &json!({ "Subnets": { "SubnetId": "subnet-9", "Tags": 5, "VpcId": { "a": 1 } } }),
    );
    write(
        &folder,
        "c.json",
        &json!({ "RouteTables": [{ "RouteTableId": "rtb-9", "Routes": "x", "Associations": [3] }] }),
    );
    write(&folder, "d.json", &json!({ "NetworkAcls": true, "LoadBalancers": "x", "Instances": [[[]]] }));
    let deep = format!("{{\"Vpcs\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    fs::write(folder.join("deep.json"), deep).expect("it can be written");
    let large = fs::File::create(folder.join("large.json")).expect("it can be made");
    large.set_len((100 << 20) + 1).expect("it can be made large");
    drop(large);
    let notices = records(&folder, &[])["notices"].to_string();
    fs::remove_file(folder.join("large.json")).expect("it can be removed");
    for words in
        ["`VpcId`", "nesting is deeper", "large.json` was not read: it has more than 104857600 bytes"]
    {
        assert!(notices.contains(words), "{words}: {notices}");
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_directory_are_not_followed() {
    let outside = without("replies-outside", &[]);
    let folder = without("replies-links", &["Vpcs"]);
    std::os::unix::fs::symlink(outside.join("Vpcs.json"), folder.join("Vpcs.json"))
        .expect("a link can be made");
    std::os::unix::fs::symlink(&outside, folder.join("more")).expect("a link can be made");
    let seen = records(&folder, &[]);
    assert!(list(&seen, "records").iter().all(|one| one["type"] != "aws_vpc"));
    assert!(seen["notices"].to_string().contains("is a link"), "{}", seen["notices"]);
}

/// Sets of replies that others have published.
const PUBLISHED: [&str; 5] = [
    "network/batfish/aws",
    "network/cloudmapper-demo",
    "network/np-guard-vpc/aws/input",
    "api-replies/npguard-collector/pkg/aws",
    "api-replies/fixinventory/plugins/aws",
];

#[test]
fn published_replies_are_read() {
    let Some(vectors) = std::env::var_os("RINGFENCE_VECTORS").map(PathBuf::from) else {
        // The captured output of a test that passes is seen by nobody.
        let _ = writeln!(std::io::stderr(), "skipped: RINGFENCE_VECTORS is not set");
        return;
    };
    for set in PUBLISHED {
        let folder = vectors.join(set);
        if !folder.is_dir() {
            let _ = writeln!(std::io::stderr(), "skipped: there is no `{set}`");
            continue;
        }
        let seen = records(&folder, &[]);
        assert!(list(&seen, "records").len() > 5, "{set}");
        let broken =
            list(&seen, "notices").iter().find(|one| one["level"] == "error" || one["id"] == "syntax");
        assert_eq!(broken, None, "{set}");
        let again = records(&folder, &[]);
        assert_eq!(seen, again, "{set}: the same bytes");
    }
}
