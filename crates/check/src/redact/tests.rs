use proptest::prelude::*;

use super::*;

const CANARY: &str = "c4naRy-0f-Th3-m1ne";

/// Each hides the canary in another way.
const HIDING_PLACES: [&str; 32] = [
    r#"password = "CANARY""#,
    r#"  db_password="CANARY""#,
    r#"{"password": "CANARY"}"#,
    r#"{\"password\": \"CANARY\"}"#,
    r#"environment = { DB_PASSWORD = "CANARY" }"#,
    "export CLOUD_SECRET_ACCESS_KEY=CANARY",
    r#"Environment="ETCD_TOKEN=CANARY""#,
    "token: CANARY",
    "  - client-secret: CANARY\n",
    r#"variable "admin_password" {
  type    = string
  default = "CANARY"
}"#,
    r#"env { name = "API_TOKEN"
      value = "CANARY" }"#,
    "- name: API_TOKEN\n  value: CANARY\n",
    "kubeadm join --token CANARY --discovery",
    "helm --set x --password=CANARY",
    "private_key = <<EOT\nCANARY\nEOT\n",
    "private_key = <<-EOT\n  abc\n  CANARY\n  EOT\n",
    "-----BEGIN RSA PRIVATE KEY-----\nCANARY\n-----END RSA PRIVATE KEY-----",
    r#"x = "-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----\n""#,
    "-----BEGIN OPENSSH PRIVATE KEY-----\nCANARY",
    "git::https://user:CANARY@host/repo",
    "Authorization: Bearer CANARY",
    r#"secret_string = jsonencode({ user = "a", pin = "CANARY" })"#,
    r#"tokens = ["abc", "CANARY"]"#,
    r"user_data = <<EOF
#!/bin/sh
CANARY
EOF
",
    "user_data = base64encode(<<-EOF\n  CANARY\n  EOF\n)",
    "metadata_startup_script = <<SCRIPT\nCANARY\nSCRIPT",
    "connection_string = \"Server=x;CANARY\"",
    "client_key = \"prefix${var.x}CANARY\"",
    "api_key => \"CANARY\"",
    "\"access_token\" : \"CANARY\"",
    "auth_key='CANARY'",
    "master_auth { password = \"a \\\" CANARY\" }",
];

#[test]
fn no_canary_is_left() {
    for place in HIDING_PLACES {
        let text = place.replace("CANARY", CANARY);
        let shown = redact(&text);
        assert!(!shown.contains(CANARY), "{shown}");
        assert!(shown.contains(REDACTED), "{shown}");
        assert_eq!(redact(&shown), shown, "again");
    }
}

#[test]
fn key_shaped_literals_are_removed_wherever_they_stand() {
    // Put together here, so that this file holds nothing that a scanner of secrets would report.
    let keys = [
        ["AKIA", "ABCDEFGHIJKLMNOP"].concat(),
        ["ghp", "_0123456789abcdefghijABCDEFGHIJ012345"].concat(),
        ["eyJhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiIxMjM0In0.abc-def_ghi"].concat(),
        ["xoxb", "-1234567890-abcdef"].concat(),
        ["LTAI", "5tABCDEFGHIJKLMN"].concat(),
        ["AIza", "SyA0123456789abcdefghijABCDEFGHIJ01234"].concat(),
        ["wJalrXUtnFEMI", "/K7MDENG/bPxRfiCYEXAMPLEKEY"].concat(),
        ["abcdef.", "0123456789abcdef"].concat(),
        ["K10", &"0123456789abcdef".repeat(4), "::server:x1y2z3"].concat(),
    ];
    for key in keys {
        for text in [key.clone(), format!("ssh x \"{key}\", y"), format!("é={key}\n")] {
            let shown = redact(&text);
            let tail = &key[key.len() - 10..];
            assert!(!shown.contains(tail), "{text} -> {shown}");
        }
    }
}

#[test]
fn what_is_no_secret_is_kept() {
    let kept = [
        "password = var.db_password",
        "password = random_password.db.result",
        "token = \"${data.client_config.this.access_token}\"",
        "http_tokens = \"required\"",
        "http_tokens                 = \"optional\"",
        "actions = [\"secretsmanager:GetSecretValue\", \"sts:GetServiceBearerToken\"]",
        "the role may call secretsmanager:GetSecretValue on *",
        "resource \"x_secretsmanager_secret\" \"db\" {",
        "secret_id = x_secretsmanager_secret.db.id",
        "secret_name = \"db\"",
        "token_ttl = 3600",
        "automount_service_account_token = false",
        "public_key = \"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7\"",
        "kms_encryption_key = \"projects/p/locations/l/keyRings/r/cryptoKeys/k\"",
        "cidr_blocks = [\"0.0.0.0/0\"]",
        "user_data = file(\"${path.module}/data/x_launch_template_master_user_data\")",
        "private_key = file(\"id_rsa\")",
        "user_data = filebase64(\"${path.module}/data/a_launch_template_with_a_name_that_is_longer_than_any_user_data\")",
        "if password == other {",
        "basic authentication is on",
        "s3://bucket/a/B1/C2/some/Longer/Path/with/Upper/x1",
        "sha256:da39a3ee5e6b4b0d3255bfef95601890afd80709",
    ];
    for text in kept {
        assert_eq!(redact(text), text);
    }
}

#[test]
fn a_part_shows_only_itself() {
    let text = "a = 1\npassword = \"hunter22\"\nb = 2\n";
    let masks = Masks::of(text);
    assert_eq!(masks.apply(text, 0..5, Bodies::Hidden), "a = 1");
    assert_eq!(masks.apply(text, 6..27, Bodies::Hidden), "password = \"<redacted>\"");
    assert_eq!(masks.apply(text, 20..24, Bodies::Hidden), REDACTED);
}

#[test]
fn long_hostile_texts_take_linear_time() {
    for unit in [
        "token",
        "password = ",
        "-----BEGIN PRIVATE KEY-----",
        "user_data = <<E\n",
        "token = [",
        "a.b-",
        "\\\"",
    ] {
        let text = unit.repeat(400_000 / unit.len());
        assert!(redact(&text).len() <= text.len() * 3);
    }
}

proptest! {
    #[test]
    fn any_text_is_taken(text in "(password|token|user_data|secret)?[ =:<\\[({\"'\\\\a-z0-9é\n-]{0,80}") {
        let _ = redact(&text);
    }
}
