//! Service accounts, grants, powers.

use ringfence_model::{PowerKind, Truth};

use crate::harness::{Lowered, lower, methods};

const SA: &str = "google_service_account.sa";
const DEFAULT: &str = "PROJECT_NUMBER-compute@developer.gserviceaccount.com";

/// An account that a machine uses with these scopes, and what a test adds.
fn account(scopes: &str, rest: &str) -> Lowered {
    lower(&format!(
        r#"
        variable "unknown" {{}}
        resource "google_service_account" "sa" {{ account_id = "sa" }}
        resource "google_service_account" "strong" {{ account_id = "strong" }}
        resource "google_project_iam_member" "strong" {{
          project = "p"
          role    = "roles/owner"
          member  = google_service_account.strong.member
        }}
        resource "google_compute_instance" "a" {{
          name = "a"
          network_interface {{ network = "default" }}
          service_account {{
            email  = google_service_account.sa.email
            scopes = {scopes}
          }}
        }}
        {rest}"#
    ))
}

const FULL: &str = "[\"cloud-platform\"]";

fn member(name: &str, role: &str) -> String {
    format!(
        "resource \"google_project_iam_member\" \"{name}\" {{\n project = \"p\"\n role = \"{role}\"\n member = \"serviceAccount:${{google_service_account.sa.email}}\"\n }}\n"
    )
}

fn with_role(role: &str) -> Lowered {
    account(FULL, &member("m", role))
}

#[test]
fn a_member_is_an_account_however_it_is_spelled() {
    for spelling in [
        "\"serviceAccount:${google_service_account.sa.email}\"",
        "format(\"serviceAccount:%s\", google_service_account.sa.email)",
        "google_service_account.sa.member",
        "\"serviceAccount:sa@p.iam.gserviceaccount.com\"",
    ] {
        let lowered = account(
            FULL,
            &format!(
                "resource \"google_project_iam_binding\" \"b\" {{\n project = \"p\"\n role = \"roles/viewer\"\n members = [\"user:a@example.com\", {spelling}]\n }}"
            ),
        );
        assert_eq!(lowered.identity(SA).grants.len(), 1, "{spelling}");
    }
}

#[test]
fn a_workload_that_borrows_an_account_is_not_the_account() {
    let lowered = account(
        FULL,
        r#"resource "google_project_iam_member" "m" {
             project = "p"
             role    = "roles/owner"
             member  = "serviceAccount:p.svc.id.goog[kube-system/sa]"
           }"#,
    );
    assert!(lowered.identity(SA).grants.is_empty());
}

#[test]
fn an_owner_is_an_administrator_and_nothing_beside() {
    let lowered = with_role("roles/owner");
    let powers = &lowered.identity(SA).powers;
    assert_eq!(powers.len(), 1);
    assert_eq!((&powers[0].kind, powers[0].truth), (&PowerKind::Administrator, Truth::Yes));
    assert_eq!(lowered.texts(&powers[0].evidence), ["\"roles/owner\""]);
}

#[test]
fn broad_and_whole_roles_are_powers_and_narrow_ones_are_not() {
    let kinds = |role: &str| {
        let lowered = with_role(role);
        lowered.identity(SA).powers.iter().map(|power| power.kind.clone()).collect::<Vec<_>>()
    };
    assert_eq!(kinds("roles/storage.admin"), [PowerKind::WholeService { service: "storage".into() }]);
    assert_eq!(kinds("roles/viewer"), [PowerKind::BroadRole { role: "roles/viewer".into() }]);
    for narrow in
        ["roles/container.defaultNodeServiceAccount", "roles/logging.logWriter", "roles/storage.objectViewer"]
    {
        assert_eq!(kinds(narrow), [], "{narrow}");
    }
    let agent = kinds("roles/container.serviceAgent");
    assert_eq!(agent[0], PowerKind::BroadRole { role: "roles/container.serviceAgent".into() });
    assert!(agent.len() > 1, "it also starts machines as other accounts");
}

#[test]
fn permissions_of_several_roles_count_together() {
    let one = with_role("roles/compute.instanceAdmin.v1");
    assert_eq!(methods(&one.identity(SA).powers), [""; 0]);
    let other = with_role("roles/iam.serviceAccountUser");
    assert_eq!(methods(&other.identity(SA).powers), [""; 0]);
    let both = member("a", "roles/compute.instanceAdmin.v1") + &member("b", "roles/iam.serviceAccountUser");
    let lowered = account(FULL, &both);
    let powers = &lowered.identity(SA).powers;
    assert!(methods(powers).contains(&"start-machine-with-account"));
    assert_eq!(powers[0].evidence.len(), 2);
}

#[test]
fn the_known_methods_are_found() {
    for (role, method) in [
        ("roles/resourcemanager.projectIamAdmin", "set-project-policy"),
        ("roles/iam.securityAdmin", "set-project-policy"),
        ("roles/iam.serviceAccountTokenCreator", "mint-account-token"),
        ("roles/iam.serviceAccountKeyAdmin", "create-account-key"),
        ("roles/iam.serviceAccountAdmin", "set-account-policy"),
        ("roles/iam.roleAdmin", "update-custom-role"),
        ("roles/deploymentmanager.editor", "deploy-as-service"),
        ("roles/cloudbuild.builds.editor", "build-as-service"),
        ("roles/storage.hmacKeyAdmin", "create-storage-key"),
        ("roles/editor", "start-machine-with-account"),
    ] {
        let lowered = with_role(role);
        assert!(methods(&lowered.identity(SA).powers).contains(&method), "{role}");
    }
}

#[test]
fn scopes_limit_what_a_machine_can_do_with_its_account() {
    let lowered = account("[\"compute-rw\", \"storage-ro\"]", &member("m", "roles/editor"));
    let limited = lowered.identity(&format!("{SA} (scopes compute, devstorage.read_only)"));
    let found = methods(&limited.powers);
    assert!(found.contains(&"start-machine-with-account") && !found.contains(&"create-account-key"));
    assert!(
        methods(&lowered.identity(SA).powers).contains(&"create-account-key"),
        "the account itself is not limited"
    );
    let none = account("[]", &member("m", "roles/owner"));
    assert!(none.identity(&format!("{SA} (no scopes)")).powers.is_empty());
    let unknown = account("[var.unknown]", &member("m", "roles/owner"));
    let powers = &unknown.identity(&format!("{SA} (scopes not known)")).powers;
    assert!(powers.iter().all(|power| power.truth == Truth::Unknown) && !powers.is_empty());
}

#[test]
fn the_default_account_is_an_editor_unless_that_was_taken_away() {
    let machine = r#"resource "google_compute_instance" "b" {
         name = "b"
         network_interface { network = "default" }
         service_account { scopes = ["cloud-platform"] }
       }"#;
    let powers = |rest: &str| account(FULL, &format!("{machine}\n{rest}")).identity(DEFAULT).powers.clone();
    let automatic = powers("");
    assert!(!automatic.is_empty() && automatic.iter().all(|power| power.truth == Truth::Unknown));
    assert!(automatic[0].unless[0].contains("automaticIamGrants"));
    let binding = |role: &str, member: &str| {
        format!(
            "resource \"google_project_iam_binding\" \"x\" {{\n project = \"p\"\n role = \"{role}\"\n members = [\"{member}\"]\n }}"
        )
    };
    assert!(
        powers(&binding("roles/editor", "user:a@example.com")).is_empty(),
        "a binding says who all the editors are"
    );
    assert!(!powers(&binding("roles/viewer", "user:a@example.com")).is_empty());
    let named = powers(&binding("roles/editor", "serviceAccount:1-compute@developer.gserviceaccount.com"));
    assert!(named.iter().all(|power| power.truth == Truth::Yes) && !named.is_empty());
    let deprived = "resource \"google_project_default_service_accounts\" \"d\" {\n project = \"p\"\n action = \"DEPRIVILEGE\"\n }";
    assert!(powers(deprived).is_empty());
}

#[test]
fn conditions_and_rival_bindings_leave_doubt() {
    let conditional = account(
        FULL,
        r#"resource "google_project_iam_member" "m" {
             project = "p"
             role    = "roles/owner"
             member  = google_service_account.sa.member
             condition {
               title      = "until tomorrow"
               expression = "request.time < timestamp(\"2026-12-01T00:00:00Z\")"
             }
           }"#,
    );
    let power = &conditional.identity(SA).powers[0];
    assert_eq!(power.truth, Truth::Unknown);
    assert!(power.unless[0].contains("until tomorrow"));
    let rival = "resource \"google_project_iam_binding\" \"r\" {\n project = \"p\"\n role = \"roles/owner\"\n members = [\"user:a@example.com\"]\n }\n";
    let contested = account(FULL, &(rival.to_owned() + &member("m", "roles/owner")));
    assert_eq!(contested.identity(SA).powers[0].truth, Truth::Unknown);
    let elsewhere = rival.replace("\"p\"", "\"other\"");
    let free = account(FULL, &(elsewhere + &member("m", "roles/owner")));
    assert_eq!(free.identity(SA).powers[0].truth, Truth::Yes, "another project's members are its own affair");
}

#[test]
fn becoming_one_other_account_counts_if_that_one_is_stronger() {
    let on = |target: &str| {
        let lowered = account(
            FULL,
            &format!(
                r#"resource "google_service_account" "weak" {{ account_id = "weak" }}
                resource "google_service_account_iam_member" "m" {{
                  service_account_id = {target}
                  role               = "roles/iam.serviceAccountTokenCreator"
                  member             = google_service_account.sa.member
                }}"#
            ),
        );
        lowered.identity(SA).powers.iter().map(|power| power.truth).max()
    };
    assert_eq!(on("google_service_account.strong.name"), Some(Truth::Yes));
    assert_eq!(on("google_service_account.weak.name"), None);
    assert_eq!(on("google_service_account.sa.name"), None);
    assert_eq!(on("\"projects/p/serviceAccounts/else@p.iam.gserviceaccount.com\""), Some(Truth::Unknown));
}

#[test]
fn roles_that_are_not_known_are_not_harmless() {
    let unlisted = with_role("roles/something.new");
    assert!(unlisted.identity(SA).powers.is_empty());
    assert!(unlisted.identity(SA).unseen[0].what.contains("roles/something.new"));
    let unknown = account(FULL, &member("m", "x").replace("\"x\"", "var.unknown"));
    let power = &unknown.identity(SA).powers[0];
    assert_eq!((&power.kind, power.truth), (&PowerKind::Administrator, Truth::Unknown));
    let who = account(
        FULL,
        "resource \"google_project_iam_member\" \"m\" {\n project = \"p\"\n role = \"roles/owner\"\n member = var.unknown\n }",
    );
    assert_eq!(who.identity(SA).unseen[0].what, "var.unknown");
}

#[test]
fn a_custom_role_is_read_by_its_permissions() {
    let lowered = account(
        FULL,
        r#"resource "google_project_iam_custom_role" "r" {
             role_id     = "r"
             title       = "r"
             permissions = ["iam.serviceAccounts.getAccessToken", "logging.logEntries.create"]
           }
           resource "google_project_iam_member" "m" {
             project = "p"
             role    = google_project_iam_custom_role.r.id
             member  = google_service_account.sa.member
           }"#,
    );
    let identity = lowered.identity(SA);
    assert_eq!(methods(&identity.powers), ["mint-account-token"]);
    assert_eq!(identity.grants[0].statements, 2);
}

#[test]
fn a_policy_document_is_read_binding_by_binding() {
    let lowered = account(
        FULL,
        r#"data "google_iam_policy" "d" {
             binding {
               role    = "roles/storage.admin"
               members = ["serviceAccount:${google_service_account.sa.email}"]
             }
           }
           resource "google_project_iam_policy" "x" {
             project     = "p"
             policy_data = data.google_iam_policy.d.policy_data
           }"#,
    );
    let power = &lowered.identity(SA).powers[0];
    assert_eq!(
        (&power.kind, power.truth),
        (&PowerKind::WholeService { service: "storage".into() }, Truth::Yes)
    );
    let strong = &lowered.identity("google_service_account.strong").powers[0];
    assert_eq!(strong.truth, Truth::Unknown, "the policy replaces every other binding");
}

#[test]
fn an_account_of_somebody_else_may_hold_anything() {
    let lowered = lower(
        r#"resource "google_compute_instance" "a" {
             name = "a"
             network_interface { network = "default" }
             service_account {
               email  = "robot@elsewhere.iam.gserviceaccount.com"
               scopes = ["cloud-platform"]
             }
           }"#,
    );
    let identity = lowered.identity("robot@elsewhere.iam.gserviceaccount.com");
    assert!(!identity.about.declared && identity.unseen.len() == 1);
    assert_eq!(identity.is_default.truth(), Truth::No);
}
