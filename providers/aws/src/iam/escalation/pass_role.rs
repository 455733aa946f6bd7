//! Giving a stronger role to something that runs one's own code.
//!
//! Source: pathfinding.cloud ec2-001, lambda-001, lambda-002, lambda-006, cloudformation-001, codebuild-001,
//! glue-001, ecs-004; Rhino Security Labs, "AWS IAM Privilege Escalation", 3, 15, 16, 18, 20 (read
//! 2026-11-23).

use super::{Method, Need, Target};

/// Source: IAM user guide, "Grant a user permissions to pass a role to an AWS service" (read 2026-11-23).
const PASS: Need = Need { any_of: &["iam:PassRole"], on: Target::StrongerRole };

pub(super) const METHODS: &[Method] = &[
    Method {
        name: "pass-role-to-instance",
        how: "starts an instance with a stronger role and takes that role's credentials from it",
        needs: &[PASS, RUN_INSTANCES],
        passes_to: Some("ec2.amazonaws.com"),
        besides: None,
    },
    Method {
        name: "pass-role-to-function",
        how: "makes a Lambda function that runs its code as a stronger role",
        needs: &[PASS, some(&["lambda:CreateFunction"], &["arn:*?:lambda:*?:*?:function:*"]), RUN_FUNCTION],
        passes_to: Some("lambda.amazonaws.com"),
        besides: None,
    },
    Method {
        name: "pass-role-to-stack",
        how: "makes a CloudFormation stack that changes the account as a stronger role",
        needs: &[PASS, some(&["cloudformation:CreateStack"], &["arn:*?:cloudformation:*?:*?:stack/*"])],
        passes_to: Some("cloudformation.amazonaws.com"),
        besides: None,
    },
    Method {
        name: "pass-role-to-build",
        how: "makes a CodeBuild project that runs its commands as a stronger role",
        needs: &[
            PASS,
            some(&["codebuild:CreateProject"], PROJECT),
            some(&["codebuild:StartBuild", "codebuild:StartBuildBatch"], PROJECT),
        ],
        passes_to: Some("codebuild.amazonaws.com"),
        besides: None,
    },
    Method {
        name: "pass-role-to-container-task",
        how: "runs a container of its own as a stronger role",
        needs: &[PASS, some(&["ecs:RegisterTaskDefinition"], TASK), some(&["ecs:RunTask"], TASK)],
        passes_to: Some("ecs-tasks.amazonaws.com"),
        besides: None,
    },
    Method {
        name: "pass-role-to-glue-endpoint",
        how: "makes a Glue development endpoint with a stronger role and logs in to it",
        needs: &[PASS, some(&["glue:CreateDevEndpoint"], &["arn:*?:glue:*?:*?:devEndpoint/*"])],
        passes_to: Some("glue.amazonaws.com"),
        besides: None,
    },
];

/// What an instance is made of.
///
/// Source: EC2 user guide, "Example policies to control access to the Amazon EC2 API", launch instances: all
/// of these must be allowed (read 2026-11-23).
const RUN_INSTANCES: Need = some(
    &["ec2:RunInstances"],
    &[
        "arn:*?:ec2:*?:*?:instance/*",
        "arn:*?:ec2:*?::image/*",
        "arn:*?:ec2:*?:*?:subnet/*",
        "arn:*?:ec2:*?:*?:network-interface/*",
        "arn:*?:ec2:*?:*?:security-group/*",
        "arn:*?:ec2:*?:*?:volume/*",
    ],
);

/// Ways to have a function run: a call, an event, leave for somebody else to call it.
const RUN_FUNCTION: Need = some(
    &["lambda:InvokeFunction", "lambda:CreateEventSourceMapping", "lambda:AddPermission"],
    &["arn:*?:lambda:*?:*?:*"],
);

const PROJECT: &[&str] = &["arn:*?:codebuild:*?:*?:project/*"];

const TASK: &[&str] = &["arn:*?:ecs:*?:*?:task-definition/*"];

const fn some(any_of: &'static [&'static str], kinds: &'static [&'static str]) -> Need {
    Need { any_of, on: Target::Some(kinds) }
}
