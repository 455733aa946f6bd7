//! Running one's own code or commands where a stronger role already is.
//!
//! Source: pathfinding.cloud lambda-003, ssm-001, ssm-002, cloudformation-002; Rhino Security Labs, "AWS IAM
//! Privilege Escalation", 17 (read 2026-11-23).

use super::{Method, Need, Target};

pub(super) const METHODS: &[Method] = &[
    method(
        "update-function-code",
        "puts its own code into a Lambda function of a stronger role",
        &[Need {
            any_of: &["lambda:UpdateFunctionCode"],
            on: Target::Stronger("arn:*?:lambda:*?:*?:function:*"),
        }],
    ),
    method(
        "send-command",
        "runs commands on machines that act as a stronger role",
        &[
            Need { any_of: &["ssm:SendCommand"], on: Target::Stronger(INSTANCES) },
            Need { any_of: &["ssm:SendCommand"], on: Target::Some(&["arn:*?:ssm:*?:*?:document/*"]) },
        ],
    ),
    method(
        "start-session",
        "opens a shell on machines that act as a stronger role",
        &[Need { any_of: &["ssm:StartSession"], on: Target::Stronger(INSTANCES) }],
    ),
    method(
        "update-stack",
        "changes a CloudFormation stack that works with a stronger role",
        &[Need {
            any_of: &["cloudformation:UpdateStack"],
            on: Target::Stronger("arn:*?:cloudformation:*?:*?:stack/*"),
        }],
    ),
];

const INSTANCES: &str = "arn:*?:ec2:*?:*?:instance/*";

const fn method(name: &'static str, how: &'static str, needs: &'static [Need]) -> Method {
    Method { name, how, needs, passes_to: None, besides: None }
}
