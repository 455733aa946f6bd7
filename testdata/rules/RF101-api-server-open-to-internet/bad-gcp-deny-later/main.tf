# A rule that denies comes after the one that allows: it decides nothing.
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
  source_ranges = ["0.0.0.0/0"] # finding: RF101
  target_tags   = ["control-plane"]

  allow {
    protocol = "tcp"
    ports    = ["443"]
  }
}

resource "google_compute_firewall" "deny" {
  name          = "deny"
  network       = google_compute_network.main.id
  priority      = 2000
  source_ranges = ["0.0.0.0/0"]
  target_tags   = ["control-plane"]

  deny {
    protocol = "tcp"
    ports    = ["443"]
  }
}
