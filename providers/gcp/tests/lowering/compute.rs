//! Machines, groups, disks, payloads.

use ringfence_model::{Attr, Link, MachineKind, Truth};

use crate::harness::{Lowered, cidr, ids, lower};

/// One instance.
fn instance(body: &str) -> Lowered {
    lower(&format!(
        r#"
        variable "unknown" {{}}
        resource "google_compute_network" "main" {{ name = "main" }}
        resource "google_compute_instance" "a" {{
          name = "a"
          {body}
        }}"#
    ))
}

const A: &str = "google_compute_instance.a";

#[test]
fn an_empty_access_config_is_a_public_address() {
    let public = |interface: &str| {
        let lowered = instance(&format!(
            "network_interface {{\n network = google_compute_network.main.id\n {interface}\n }}"
        ));
        let machine = lowered.machine(A);
        (machine.interfaces[0].public_v4.truth(), machine.interfaces[0].public_v6.truth())
    };
    assert_eq!(public("access_config {}"), (Truth::Yes, Truth::No));
    assert_eq!(public("access_config {\n nat_ip = \"\"\n }"), (Truth::Yes, Truth::No));
    assert_eq!(public("ipv6_access_config {\n network_tier = \"PREMIUM\"\n }"), (Truth::No, Truth::Yes));
    assert_eq!(public(""), (Truth::No, Truth::No));
    let dynamic =
        |each: &str| format!("dynamic \"access_config\" {{\n for_each = {each}\n content {{}}\n }}");
    assert_eq!(public(&dynamic("[1]")).0, Truth::Yes);
    assert_eq!(public(&dynamic("[]")).0, Truth::No);
    assert_eq!(public(&dynamic("var.unknown")).0, Truth::Unknown);
}

#[test]
fn a_machine_without_public_address_says_which_page_says_so() {
    let lowered = instance("network_interface {\n network = google_compute_network.main.id\n }");
    let Attr::Default { value: false, source } = &lowered.machine(A).interfaces[0].public_v4 else {
        panic!("a default")
    };
    assert!(lowered.text(source).contains("compute_instance"));
}

#[test]
fn the_network_is_the_subnets_where_only_that_is_named() {
    let lowered = lower(
        r#"
        resource "google_compute_network" "main" {
          name = "main"
          auto_create_subnetworks = false
        }
        resource "google_compute_subnetwork" "s" {
          name = "s"
          network = google_compute_network.main.id
          ip_cidr_range = "10.0.0.0/24"
        }
        resource "google_compute_instance" "a" {
          name = "a"
          tags = ["web"]
          network_interface { subnetwork = google_compute_subnetwork.s.self_link }
        }
        resource "google_compute_instance" "b" {
          name = "b"
          tags = ["web"]
          network_interface { subnetwork = "projects/host/regions/r/subnetworks/elsewhere" }
        }"#,
    );
    let a = lowered.machine(A);
    assert_eq!(
        a.interfaces[0].network.as_ref().and_then(Link::id).unwrap().as_str(),
        "google_compute_network.main"
    );
    assert_eq!(ids(&a.interfaces[0].subnets), ["google_compute_subnetwork.s"]);
    assert_eq!(ids(&a.interfaces[0].groups), ["tag:google_compute_network.main/web"]);
    let b = lowered.machine("google_compute_instance.b");
    assert!(matches!(b.interfaces[0].network, Some(Link::Unknown(_))));
    assert_eq!(ids(&b.interfaces[0].groups), ["?"], "a tag of an unknown network may be any group");
}

#[test]
fn labels_and_network_tags_are_both_seen() {
    let lowered = instance(
        r#"
        labels = { k8s-io-role-node = "1" }
        tags   = ["main-k8s-io-role-node", "gke-main-0a1b-node"]
        network_interface { network = google_compute_network.main.id }"#,
    );
    let machine = lowered.machine(A);
    let tags: Vec<_> =
        machine.about.tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_deref())).collect();
    assert_eq!(
        tags,
        [
            ("gke-main-0a1b-node", Some("")),
            ("k8s-io-role-node", Some("1")),
            ("main-k8s-io-role-node", Some("")),
        ]
    );
    assert_eq!(machine.signals.len(), 1, "the one that names this cloud's own nodes");
}

#[test]
fn a_group_is_made_from_its_template() {
    let lowered = lower(
        r#"
        resource "google_compute_network" "main" { name = "main" }
        resource "google_compute_instance_template" "t" {
          tags   = ["node"]
          labels = { role = "node" }
          metadata = { user-data = "kubeadm join" }
          disk {
            boot        = true
            source      = ""
            source_image = "image"
            device_name = "persistent-disks-0"
          }
          network_interface {
            network = google_compute_network.main.name
            access_config {}
          }
        }
        resource "google_compute_instance_group_manager" "a" {
          name = "a"
          version { instance_template = google_compute_instance_template.t.self_link }
        }
        resource "google_compute_region_instance_group_manager" "b" {
          name = "b"
          version { instance_template = google_compute_instance_template.t.id }
          version {
            name              = "canary"
            instance_template = google_compute_instance_template.t.id
          }
        }"#,
    );
    let a = lowered.machine("google_compute_instance_group_manager.a");
    assert_eq!((a.kind, a.interfaces[0].public_v4.truth()), (MachineKind::Group, Truth::Yes));
    assert_eq!(a.parts[0].as_str(), "google_compute_instance_template.t");
    assert_eq!(a.payloads[0].text.as_ref(), "kubeadm join");
    assert_eq!(lowered.model.machines.len(), 3, "one for each version");
    assert_eq!(lowered.model.volumes.len(), 1, "a template's disk is counted once");
    let disk = lowered.volume("google_compute_instance_template.t.disk[0]");
    assert!(disk.root && disk.device.as_deref() == Some("persistent-disks-0"));
}

#[test]
fn a_group_of_an_undeclared_template_is_unknown_not_absent() {
    let lowered = lower(
        r#"
        resource "google_compute_instance_group_manager" "a" {
          name = "a"
          version { instance_template = "projects/p/global/instanceTemplates/t" }
        }"#,
    );
    let machine = lowered.machine("google_compute_instance_group_manager.a");
    assert_eq!(machine.interfaces[0].public_v4.truth(), Truth::Unknown);
    assert!(matches!(machine.identity, Attr::Unknown(_)));
}

#[test]
fn an_instance_from_a_template_may_say_otherwise() {
    let lowered = lower(
        r#"
        resource "google_compute_network" "main" { name = "main" }
        resource "google_compute_instance_template" "t" {
          tags = ["node"]
          network_interface {
            network = google_compute_network.main.name
            access_config {}
          }
        }
        resource "google_compute_instance_from_template" "a" {
          name                     = "a"
          source_instance_template = google_compute_instance_template.t.self_link
          network_interface { network = google_compute_network.main.name }
        }"#,
    );
    let machine = lowered.machine("google_compute_instance_from_template.a");
    assert_eq!(machine.interfaces[0].public_v4.truth(), Truth::No);
    assert_eq!(ids(&machine.interfaces[0].groups), ["tag:google_compute_network.main/node"]);
}

#[test]
fn every_disk_is_encrypted_and_a_customers_key_is_named() {
    let lowered = instance(
        r#"
        boot_disk { kms_key_self_link = google_kms_crypto_key.k.id }
        attached_disk { source = google_compute_disk.d.self_link }
        network_interface { network = google_compute_network.main.id }
      }
      resource "google_kms_crypto_key" "k" { name = "k" }
      resource "google_compute_disk" "d" {
        name   = "d"
        labels = { k8s-io-etcd-main = "a-a" }
      }
      resource "google_compute_disk" "e" {
        name = "e"
        disk_encryption_key { raw_key = "c2VjcmV0" }
      }
      resource "google_compute_attached_disk" "e" {
        disk     = google_compute_disk.e.id
        instance = google_compute_instance.a.id
        "#,
    );
    let disks: Vec<&str> =
        lowered.machine(A).volumes.iter().map(ringfence_model::ResourceId::as_str).collect();
    assert_eq!(
        disks,
        ["google_compute_instance.a.boot_disk[0]", "google_compute_disk.d", "google_compute_disk.e"]
    );
    assert!(
        lowered
            .model
            .volumes
            .iter()
            .all(|volume| matches!(volume.encrypted, Attr::Default { value: true, .. }))
    );
    let key = |id: &str| lowered.volume(id).key.value().cloned().flatten().map(|id| id.to_string());
    assert_eq!(key("google_compute_instance.a.boot_disk[0]").unwrap(), "google_kms_crypto_key.k");
    assert_eq!(key("google_compute_disk.d"), None);
    let own = key("google_compute_disk.e").unwrap();
    assert!(!own.contains("c2VjcmV0"), "a key is never shown");
    assert_eq!(lowered.volume("google_compute_disk.d").about.tags[0].key, "k8s-io-etcd-main");
}

#[test]
fn metadata_is_read_and_what_is_unknown_stays() {
    let lowered = instance(
        r#"
        metadata = {
          startup-script = "kubeadm join ${var.unknown}"
          ssh-keys       = "root:ssh-ed25519 AAAA"
        }
        metadata_startup_script = "kubeadm init"
        network_interface { network = google_compute_network.main.id }"#,
    );
    let payloads = &lowered.machine(A).payloads;
    let names: Vec<_> = payloads.iter().map(|document| (document.name.as_str(), document.partial)).collect();
    assert_eq!(names, [("startup-script", true), ("metadata_startup_script", false)]);
    assert!(payloads[0].text.contains("kubeadm join "));
    let unknown = instance("metadata = var.unknown\n network_interface {\n network = \"main\"\n }");
    assert!(unknown.machine(A).payloads[0].partial);
}

#[test]
fn the_metadata_server_always_wants_a_header() {
    let lowered = instance("network_interface {\n network = google_compute_network.main.id\n }");
    let metadata = &lowered.machine(A).metadata;
    assert!(matches!(metadata.session_required, Attr::Default { value: true, .. }));
    assert_eq!(metadata.hop_limit, Attr::NotApplicable);
}

#[test]
fn accounts_are_none_the_default_one_or_their_own() {
    let identity = |block: &str| {
        let lowered = instance(&format!(
            "network_interface {{\n network = google_compute_network.main.id\n }}\n {block}\n }}\n resource \"google_service_account\" \"sa\" {{\n account_id = \"sa\""
        ));
        let identity = lowered.machine(A).identity.clone();
        identity.value().cloned().flatten().map(|id| id.to_string())
    };
    let default = "PROJECT_NUMBER-compute@developer.gserviceaccount.com";
    let full = "scopes = [\"cloud-platform\"]";
    assert_eq!(identity(""), None, "without the block there is none");
    assert_eq!(identity(&format!("service_account {{\n {full}\n }}")).unwrap(), default);
    for email in [
        "\"default\"",
        "\"1234-compute@developer.gserviceaccount.com\"",
        "\"${var.unknown}-compute@developer.gserviceaccount.com\"",
    ] {
        let block = format!("service_account {{\n email = {email}\n {full}\n }}");
        assert_eq!(identity(&block).unwrap(), default, "{email}");
    }
    for email in [
        "google_service_account.sa.email",
        "\"sa@p.iam.gserviceaccount.com\"",
        "\"sa@${var.unknown}.iam.gserviceaccount.com\"",
    ] {
        let block = format!("service_account {{\n email = {email}\n {full}\n }}");
        assert_eq!(identity(&block).unwrap(), "google_service_account.sa", "{email}");
    }
    let unknown = identity(&format!("service_account {{\n email = var.unknown\n {full}\n }}"));
    assert_eq!(unknown.unwrap(), "var.unknown");
}

#[test]
fn every_interface_has_a_place_and_addresses_of_its_own() {
    let lowered = lower(
        r#"
        resource "google_compute_network" "a" { name = "a" }
        resource "google_compute_network" "b" { name = "b" }
        resource "google_compute_address" "kept" {
          name    = "kept"
          address = "203.0.113.9"
        }
        resource "google_compute_instance" "i" {
          name           = "i"
          can_ip_forward = true
          tags           = ["web"]
          network_interface {
            network    = google_compute_network.a.id
            network_ip = "10.128.0.5"
            alias_ip_range { ip_cidr_range = "10.9.0.0/28" }
          }
          network_interface {
            network = google_compute_network.b.id
            access_config { nat_ip = google_compute_address.kept.address }
          }
        }"#,
    );
    let [first, second] = lowered.machine("google_compute_instance.i").interfaces.as_slice() else {
        panic!("two")
    };
    let network = |interface: &ringfence_model::Interface| {
        interface.network.as_ref().unwrap().id().unwrap().to_string()
    };
    assert_eq!(
        (network(first), network(second)),
        ("google_compute_network.a".to_owned(), "google_compute_network.b".to_owned())
    );
    assert_eq!((first.public_v4.truth(), second.public_v4.truth()), (Truth::No, Truth::Yes));
    assert!(first.public_addresses.is_empty());
    assert_eq!(second.public_addresses, cidr("203.0.113.9"));
    assert_eq!(first.addresses.as_ref().unwrap().must, cidr("10.128.0.5").union(&cidr("10.9.0.0/28")));
    assert_eq!(second.addresses, None, "only the cloud knows");
    assert!(first.forwards.truth().certain() && second.forwards.truth().certain());
    let tags = |interface: &ringfence_model::Interface| {
        ids(&interface.groups).iter().map(|id| (*id).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(tags(first), ["tag:google_compute_network.a/web"], "a tag means its network's");
    assert_eq!(tags(second), ["tag:google_compute_network.b/web"]);
}
