//! Roles, their policies, and who acts as them.

use ringfence_model::{Model, Sources};
use ringfence_provider::Provider;
use ringfence_provider_aws::Aws;
use ringfence_terraform::Stack;

use crate::support::{addresses, known, notices, read, record, why};

/// The authorization details of an account whose nodes may do everything.
pub(crate) fn account(id: &str, action: &str) -> String {
    format!(
        r#"{{"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [
        {{"RoleName": "nodes", "Arn": "arn:aws:iam::{id}:role/nodes", "Path": "/",
          "AssumeRolePolicyDocument": {{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": {{"Service": "ec2.amazonaws.com"}}, "Action": "sts:AssumeRole"}}]}},
          "RolePolicyList": [{{"PolicyName": "all", "PolicyDocument": {{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}]}}}}],
          "AttachedManagedPolicies": [{{"PolicyName": "AmazonEKSWorkerNodePolicy", "PolicyArn": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"}}],
          "InstanceProfileList": [{{"InstanceProfileName": "nodes", "Arn": "arn:aws:iam::{id}:instance-profile/nodes", "Path": "/"}}]}}],
        "Policies": [{{"PolicyName": "own", "Arn": "arn:aws:iam::{id}:policy/own", "DefaultVersionId": "v2", "PolicyVersionList": [
            {{"VersionId": "v1", "Document": {{"Statement": []}}}},
            {{"VersionId": "v2", "Document": "%7B%22Statement%22%3A%5B%5D%7D", "IsDefaultVersion": true}}]}},
            {{"PolicyName": "later", "Arn": "arn:aws:iam::{id}:policy/later", "DefaultVersionId": "v9"}},
            {{"PolicyName": "AmazonEKSWorkerNodePolicy", "Arn": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy", "DefaultVersionId": "v1"}}]}}"#
    )
}

fn instance(id: &str, account: &str) -> String {
    format!(
        r#"{{"Reservations": [{{"Instances": [{{"InstanceId": "{id}", "State": {{"Name": "running"}}, "SubnetId": "subnet-1", "SecurityGroups": [],
            "IamInstanceProfile": {{"Arn": "arn:aws:iam::{account}:instance-profile/nodes", "Id": "A"}}}}]}}]}}"#
    )
}

fn lowered(stack: &Stack, sources: &Sources) -> Model {
    let mut model = Model::default();
    Aws.lower(&stack.records, sources, &mut model);
    model
}

#[test]
fn documents_are_text_of_which_every_part_has_its_place() {
    let (stack, sources) = read(&[("111122223333/iam.json", &account("111122223333", "*"))]);
    let role = record(&stack, "arn:aws:iam::111122223333:role/nodes");
    let policy = role.blocks("inline_policy")[0].get("policy").unwrap().clone();
    assert!(policy.as_str().unwrap().contains(r#""Action":"*""#), "{policy:?}");
    let action = policy.structure().unwrap().get("Statement").unwrap().as_list().unwrap()[0]
        .get("Action")
        .unwrap()
        .clone();
    assert_eq!(sources.text(action.origin.at), r#""*""#);
    // The version that holds, and the escapes of addresses.
    assert_eq!(
        known(record(&stack, "arn:aws:iam::111122223333:policy/own"), "policy"),
        r#""{\"Statement\":[]}""#
    );
    assert!(!why(record(&stack, "arn:aws:iam::111122223333:policy/later"), "policy").is_empty());
    assert!(!addresses(&stack).contains(&"arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"));
    // An account's own answer says nothing of what else was asked for.
    assert_eq!(notices(&stack), "");
}

#[test]
fn instances_act_as_the_role_of_their_own_account() {
    let (stack, sources) = read(&[
        ("accounts/111122223333/iam.json", &account("111122223333", "*")),
        ("accounts/444455556666/iam.json", &account("444455556666", "s3:GetObject")),
        ("accounts/111122223333/eu-west-1/a.json", &instance("i-1", "111122223333")),
        ("accounts/444455556666/eu-west-1/a.json", &instance("i-2", "444455556666")),
        ("accounts/444455556666/eu-west-1/b.json", &instance("i-3", "777788889999")),
    ]);
    let model = lowered(&stack, &sources);
    let acts_as = |id: &str| {
        let machine = model.machines.iter().find(|machine| machine.about.id.as_str() == id).unwrap();
        machine.identity.value().unwrap().clone().unwrap().as_str().to_owned()
    };
    assert_eq!(acts_as("i-1"), "arn:aws:iam::111122223333:role/nodes");
    assert_eq!(acts_as("i-2"), "arn:aws:iam::444455556666:role/nodes");
    // One of an account that was not told of is nobody's else.
    assert_eq!(acts_as("i-3"), "nodes");
    let powers = |id: &str| {
        let identity = model.identities.iter().find(|identity| identity.about.id.as_str() == id).unwrap();
        assert!(identity.about.declared, "{id}");
        identity.powers.len()
    };
    assert!(powers("arn:aws:iam::111122223333:role/nodes") > powers("arn:aws:iam::444455556666:role/nodes"));
}

#[test]
fn clusters_act_as_the_role_that_is_told_of() {
    let cluster = r#"{"cluster": {"name": "prod", "arn": "arn:aws:eks:eu-west-1:111122223333:cluster/prod",
        "roleArn": "arn:aws:iam::111122223333:role/nodes", "resourcesVpcConfig": {"subnetIds": ["subnet-1"]}}}"#;
    let (stack, sources) = read(&[("iam.json", &account("111122223333", "*")), ("eks.json", cluster)]);
    let model = lowered(&stack, &sources);
    let identity = model.clusters[0].identity.value().unwrap().clone().unwrap();
    assert_eq!(identity.as_str(), "arn:aws:iam::111122223333:role/nodes");
}
