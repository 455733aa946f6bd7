//! What the policies of an identity come to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use ringfence_policy::{
    AttachedPolicy, Document, Grants, Method, Part, Requirement, ResourceQuery, StatementRef, Truth,
};

/// Statements in single quotes, for reading; one document each.
fn document(statements: &str) -> Document {
    let text = format!("{{'Version': '2012-10-17', 'Statement': [{statements}]}}").replace('\'', "\"");
    let parsed = Document::parse(&text).unwrap();
    assert!(parsed.notices.is_empty(), "{:?}", parsed.notices);
    parsed.document
}

fn policies(list: &[&str]) -> Vec<AttachedPolicy> {
    let attach =
        |(at, text): (usize, &&str)| AttachedPolicy { id: format!("p{at}"), document: document(text) };
    list.iter().enumerate().map(attach).collect()
}

fn grants(list: &[&str]) -> Grants {
    Grants::new(policies(list))
}

fn truth(list: &[&str], action: &str, on: ResourceQuery<'_>) -> Truth {
    grants(list).can(action, on).truth
}

const ANY: ResourceQuery<'static> = ResourceQuery::ANY;
const EVERY: ResourceQuery<'static> = ResourceQuery::EVERY;
const MFA: &str = "'Condition': {'Bool': {'aws:MultiFactorAuthPresent': 'true'}}";

#[test]
fn an_allow_on_everything_is_a_yes() {
    let grants = grants(&["{'Effect': 'Allow', 'Action': 'iam:Pass*', 'Resource': '*'}"]);
    let answer = grants.can("iam:PassRole", ANY);
    assert_eq!((answer.truth, answer.everywhere), (Truth::Yes, true));
    assert_eq!(answer.resources, ["*"]);
    assert_eq!(grants.can("iam:passrole", EVERY).truth, Truth::Yes);
    assert_eq!(grants.can("iam:GetRole", ANY).truth, Truth::No);
}

#[test]
fn an_allow_on_some_resources_names_them() {
    let list = ["{'Effect': 'Allow', 'Action': 's3:*', 'Resource': ['arn:aws:s3:::a/*', 'arn:aws:s3:::b']}"];
    let answer = grants(&list).can("s3:GetObject", ANY);
    assert_eq!((answer.truth, answer.everywhere), (Truth::Yes, false));
    assert_eq!(answer.resources, ["arn:aws:s3:::a/*", "arn:aws:s3:::b"]);
    assert_eq!(truth(&list, "s3:GetObject", EVERY), Truth::No);
    assert_eq!(truth(&list, "s3:GetObject", ResourceQuery::Exactly("arn:aws:s3:::a/x")), Truth::Yes);
    assert_eq!(truth(&list, "s3:GetObject", ResourceQuery::Exactly("arn:aws:s3:::A/x")), Truth::No);
    assert_eq!(truth(&list, "s3:GetObject", ResourceQuery::AllOf("arn:aws:s3:::a/x*")), Truth::Yes);
    assert_eq!(truth(&list, "s3:GetObject", ResourceQuery::AllOf("arn:aws:s3:::*")), Truth::No);
    assert_eq!(truth(&list, "s3:GetObject", ResourceQuery::SomeOf("arn:aws:s3:::c*")), Truth::No);
}

#[test]
fn a_condition_is_neither_yes_nor_no() {
    let list = [format!("{{'Effect': 'Allow', 'Action': '*', 'Resource': '*', {MFA}}}")];
    let answer = grants(&[&list[0]]).can("ec2:RunInstances", EVERY);
    assert_eq!(answer.truth, Truth::Conditional);
    assert_eq!(answer.residue, ["Bool aws:MultiFactorAuthPresent \"true\""]);
    assert_eq!(answer.because.len(), 1);
    assert!(answer.because[0].condition.is_some());
}

#[test]
fn a_denial_wins_over_every_policy() {
    let allow = "{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}";
    let deny = "{'Effect': 'Deny', 'Action': 'iam:*', 'Resource': '*'}";
    assert_eq!(truth(&[allow, deny], "iam:PassRole", ANY), Truth::No);
    assert_eq!(truth(&[allow, deny], "ec2:RunInstances", EVERY), Truth::Yes);
    let answer = grants(&[deny, allow]).can("iam:PassRole", ANY);
    assert_eq!(
        answer.because.iter().map(|s| (&*s.policy, s.part)).collect::<Vec<_>>(),
        [("p0", Part::Denies)]
    );
}

#[test]
fn a_conditional_denial_makes_conditional() {
    let deny = format!("{{'Effect': 'Deny', 'Action': 'iam:*', 'Resource': '*', {MFA}}}");
    let answer =
        grants(&["{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}", &deny]).can("iam:PassRole", EVERY);
    assert_eq!(answer.truth, Truth::Conditional);
    assert_eq!(answer.residue, ["unless Bool aws:MultiFactorAuthPresent \"true\""]);
}

#[test]
fn a_denial_of_some_resources_leaves_the_others() {
    let list = [
        "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::a*'}",
        "{'Effect': 'Deny', 'Action': 's3:*', 'NotResource': 'arn:aws:s3:::ab*'}",
    ];
    let answer = grants(&list).can("s3:GetObject", ANY);
    assert_eq!((answer.truth, answer.witness.as_deref()), (Truth::Yes, Some("arn:aws:s3:::ab")));
    assert_eq!(truth(&list, "s3:GetObject", ResourceQuery::Exactly("arn:aws:s3:::ac")), Truth::No);
    assert_eq!(truth(&list, "s3:GetObject", ResourceQuery::AllOf("arn:aws:s3:::ab*")), Truth::Yes);
}

#[test]
fn two_denials_can_remove_what_neither_removes_alone() {
    let list = [
        "{'Effect': 'Allow', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::x/*'}",
        "{'Effect': 'Deny', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::x/?*'}",
        "{'Effect': 'Deny', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::x/'}",
    ];
    assert_eq!(truth(&list[..2], "s3:GetObject", ANY), Truth::Yes);
    assert_eq!(truth(&list, "s3:GetObject", ANY), Truth::No);
}

#[test]
fn not_action_covers_everything_else() {
    let list = ["{'Effect': 'Allow', 'NotAction': ['iam:*', 'sts:*'], 'Resource': '*'}"];
    assert_eq!(truth(&list, "ec2:RunInstances", EVERY), Truth::Yes);
    assert_eq!(truth(&list, "IAM:PassRole", ANY), Truth::No);
    assert_eq!(grants(&list).is_administrator().truth, Truth::No);
}

#[test]
fn a_boundary_must_allow_too() {
    let own = ["{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}"];
    let limit = policies(&["{'Effect': 'Allow', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::a*'}"]);
    let grants = grants(&own).bounded_by(limit);
    assert_eq!(grants.can("iam:PassRole", ANY).truth, Truth::No);
    let answer = grants.can("s3:GetObject", ANY);
    assert_eq!((answer.truth, answer.everywhere), (Truth::Yes, false));
    assert!(answer.because.iter().any(|s| s.part == Part::Limits));
    assert_eq!(grants.can("s3:GetObject", EVERY).truth, Truth::No);
    assert_eq!(grants.is_administrator().truth, Truth::No);
}

#[test]
fn unknown_pieces_make_unknown() {
    let some = "arn:aws:iam::1:role/\u{FDD0}4\u{FDD1}";
    let list = [format!("{{'Effect': 'Allow', 'Action': 'iam:PassRole', 'Resource': '{some}'}}")];
    let list = [&*list[0]];
    assert_eq!(truth(&list, "iam:PassRole", ResourceQuery::Exactly("arn:aws:iam::1:role/x")), Truth::Unknown);
    assert_eq!(truth(&list, "iam:PassRole", ResourceQuery::Exactly("arn:aws:iam::1:user/x")), Truth::No);
    assert_eq!(truth(&list, "iam:PassRole", EVERY), Truth::No);
    // Whichever role it is, there is one.
    let answer = grants(&list).can("iam:PassRole", ANY);
    assert_eq!((answer.truth, answer.everywhere), (Truth::Yes, false));
    assert_eq!(answer.resources, ["arn:aws:iam::1:role/(unknown)"]);
    // … unless it may be a denied one.
    let deny = "{'Effect': 'Deny', 'Action': 'iam:*', 'Resource': 'arn:aws:iam::1:role/x'}";
    assert_eq!(truth(&[list[0], deny], "iam:PassRole", ANY), Truth::Unknown);
}

#[test]
fn an_unknown_denial_takes_certainty() {
    let allow = "{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}";
    let deny = "{'Effect': 'Deny', 'Action': '\u{FDD0}1\u{FDD1}', 'Resource': '*'}";
    assert_eq!(truth(&[allow, deny], "iam:PassRole", EVERY), Truth::Unknown);
    assert_eq!(grants(&[allow, deny]).is_administrator().truth, Truth::Unknown);
    let unknown = AttachedPolicy { id: "x".into(), document: Document::unknown_grant() };
    assert_eq!(Grants::new(vec![unknown.clone()]).is_administrator().truth, Truth::Unknown);
    let mut with_unknown = policies(&[allow]);
    with_unknown.push(unknown);
    assert_eq!(Grants::new(with_unknown).is_administrator().truth, Truth::Yes);
}

#[test]
fn a_variable_depends_on_the_request() {
    let list = ["{'Effect': 'Allow', 'Action': 's3:*', 'Resource': 'arn:aws:s3:::home/${aws:username}/*'}"];
    let answer = grants(&list).can("s3:GetObject", ANY);
    assert_eq!(answer.truth, Truth::Conditional);
    assert_eq!(answer.residue, ["the resource is `arn:aws:s3:::home/${aws:username}/*`"]);
}

#[test]
fn administrators_are_exact() {
    let admin = |list: &[&str]| grants(list).is_administrator().truth;
    assert_eq!(admin(&["{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}"]), Truth::Yes);
    assert_eq!(admin(&["{'Effect': 'Allow', 'Action': '*:*', 'Resource': '*'}"]), Truth::Yes);
    assert_eq!(
        admin(&["{'Effect': 'Allow', 'NotAction': 'iam:*', 'Resource': '*'},
        {'Effect': 'Allow', 'Action': 'iam:*', 'Resource': '*'}"]),
        Truth::Yes
    );
    assert_eq!(
        admin(&[
            "{'Effect': 'Allow', 'NotAction': 'iam:PassRole', 'Resource': '*'}",
            "{'Effect': 'Allow', 'Action': 'iam:passrole', 'Resource': '*'}"
        ]),
        Truth::Yes
    );
    assert_eq!(admin(&["{'Effect': 'Allow', 'NotAction': 'iam:PassRole', 'Resource': '*'}"]), Truth::No);
    assert_eq!(admin(&["{'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:aws:*'}"]), Truth::No);
    assert_eq!(
        admin(&[
            "{'Effect': 'Allow', 'Action': '*', 'NotResource': 'arn:aws:s3:::x'}",
            "{'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:aws:s3:::x'}"
        ]),
        Truth::Yes
    );
    assert_eq!(
        admin(&[
            "{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}",
            "{'Effect': 'Deny', 'Action': 'a4b:ApproveSkill', 'Resource': '*'}"
        ]),
        Truth::No
    );
    assert_eq!(
        admin(&[&format!("{{'Effect': 'Allow', 'Action': '*', 'Resource': '*', {MFA}}}")]),
        Truth::Conditional
    );
    let answer = grants(&[
        "{'Effect': 'Allow', 'NotAction': 'iam:*', 'Resource': '*'}",
        "{'Effect': 'Allow', 'Action': 'iam:*', 'Resource': '*'}",
    ])
    .is_administrator();
    assert_eq!(answer.because.iter().map(|s| &*s.policy).collect::<Vec<_>>(), ["p0", "p1"]);
}

#[test]
fn whole_services_are_listed() {
    let grants = grants(&[
        "{'Effect': 'Allow', 'Action': ['ec2:*', 's3:Get*', 'EC2:*'], 'Resource': '*'}",
        "{'Effect': 'Allow', 'Action': 'iam:*', 'Resource': 'arn:aws:iam::1:role/x'}",
        "{'Effect': 'Deny', 'Action': 'ec2:RunInstances', 'Resource': '*'}",
    ]);
    let found = grants.service_wildcards();
    let services: Vec<_> =
        found.iter().map(|w| (w.service.as_deref(), w.on_everything, w.answer.truth)).collect();
    assert_eq!(services[0], (Some("ec2"), Truth::No, Truth::Yes));
    assert_eq!(services.last().unwrap(), &(Some("iam"), Truth::No, Truth::Yes));
    assert_eq!(found.last().unwrap().answer.resources, ["arn:aws:iam::1:role/x"]);
    let listed: Vec<_> = grants.allowed_actions_matching("s3:*").into_iter().map(|w| w.text).collect();
    assert_eq!(listed, ["s3:Get*"]);
}

static METHODS: [Method; 2] = [
    Method {
        id: "pass-role-to-instance",
        name: "start an instance with a stronger role",
        all_of: &[
            Requirement { any_of: &["iam:PassRole"], on: ResourceQuery::ANY },
            Requirement { any_of: &["ec2:RunInstances", "ec2:RequestSpotInstances"], on: ResourceQuery::ANY },
        ],
    },
    Method {
        id: "new-policy-version",
        name: "write a new version of an own policy",
        all_of: &[Requirement { any_of: &["iam:CreatePolicyVersion"], on: ResourceQuery::ANY }],
    },
];

#[test]
fn a_method_split_over_two_policies_is_found() {
    let pass = "{'Sid': 'a', 'Effect': 'Allow', 'Action': 'iam:PassRole', 'Resource': '*'}";
    let run = "{'Sid': 'b', 'Effect': 'Allow', 'Action': 'ec2:*Spot*', 'Resource': '*'}";
    let found = grants(&[pass, run]).methods(&METHODS);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].method.id, found[0].truth), ("pass-role-to-instance", Truth::Yes));
    assert_eq!(found[0].steps[1].0, "ec2:RequestSpotInstances");
    let sids: Vec<_> = found[0].because.iter().map(|s| (s.policy.as_str(), s.sid.as_deref())).collect();
    assert_eq!(sids, [("p0", Some("a")), ("p1", Some("b"))]);
    assert!(grants(&[pass]).methods(&METHODS).is_empty());
    let run = format!("{{'Effect': 'Allow', 'Action': 'ec2:RunInstances', 'Resource': '*', {MFA}}}");
    let found = grants(&[pass, &run]).methods(&METHODS);
    assert_eq!((found[0].truth, found[0].residue.len()), (Truth::Conditional, 1));
}

#[test]
fn evidence_points_at_the_strings() {
    let text = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:List*", "s3:Get*"],
        "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::c"]}]}"#;
    let document = Document::parse(text).unwrap().document;
    let grants = Grants::new(vec![AttachedPolicy { id: "p".into(), document }]);
    let answer = grants.can("s3:getobject", ResourceQuery::Exactly("arn:aws:s3:::c"));
    let StatementRef { action, resource, span, .. } = &answer.because[0];
    assert_eq!(&text[action.clone()], "\"s3:Get*\"");
    assert_eq!(&text[resource.clone().unwrap()], "\"arn:aws:s3:::c\"");
    assert!(text[span.clone()].starts_with("{\"Effect\""));
}

#[test]
fn a_role_is_a_list_of_permissions() {
    let role =
        |condition| Document::granting(["compute.instances.create", "iam.serviceAccounts.actAs"], condition);
    let ask = |document, action| {
        Grants::new(vec![AttachedPolicy { id: "role".into(), document }]).can(action, EVERY)
    };
    assert_eq!(ask(role(None), "iam.serviceAccounts.actAs").truth, Truth::Yes);
    assert_eq!(ask(role(None), "iam.serviceAccounts.getAccessToken").truth, Truth::No);
    let answer =
        ask(role(Some("request.time < timestamp(\"2027-01-01T00:00:00Z\")")), "compute.instances.create");
    assert_eq!(answer.truth, Truth::Conditional);
    assert_eq!(answer.residue, ["request.time < timestamp(\"2027-01-01T00:00:00Z\")"]);
}
