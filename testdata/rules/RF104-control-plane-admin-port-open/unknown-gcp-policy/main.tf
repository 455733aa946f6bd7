# As bad-gcp-policy, but it is not known whether the network's project lies below the folder of the policy.
resource "google_compute_network" "main" {
  name                    = "main"
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "main" {
  name          = "main"
  region        = "europe-west3"
  network       = google_compute_network.main.id
  ip_cidr_range = "10.0.1.0/24"
}

resource "google_compute_instance" "control_plane" {
  name         = "control-plane"
  zone         = "europe-west3-a"
  machine_type = "e2-standard-4"
  tags         = ["control-plane"]

  labels = {
    k8s-io-role-control-plane = "1"
  }

  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }

  network_interface {
    subnetwork = google_compute_subnetwork.main.id
    access_config {}
  }
}

resource "google_compute_firewall" "main" {
  name          = "main"
  network       = google_compute_network.main.id
  source_ranges = ["0.0.0.0/0"]

  deny {
    protocol = "tcp"
    ports    = ["22"]
  }
}

resource "google_compute_firewall_policy" "main" {
  parent     = "organizations/111122223333"
  short_name = "main"
}

resource "google_compute_firewall_policy_association" "main" {
  name              = "main"
  firewall_policy   = google_compute_firewall_policy.main.id
  attachment_target = "folders/444455556666"
}

resource "google_compute_firewall_policy_rule" "main" {
  firewall_policy = google_compute_firewall_policy.main.name
  priority        = 100
  direction       = "INGRESS"
  action          = "allow"

  match {
    src_ip_ranges = ["0.0.0.0/0"] # possible: RF104

    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["22"]
    }
  }
}
