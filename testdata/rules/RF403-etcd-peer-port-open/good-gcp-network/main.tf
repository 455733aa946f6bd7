# As bad-gcp-network, but the control plane's tag only.
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

resource "google_compute_subnetwork" "database" {
  name          = "database"
  region        = "europe-west3"
  network       = google_compute_network.main.id
  ip_cidr_range = "10.0.2.0/24"
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
  }
}

resource "google_compute_firewall" "main" {
  name        = "main"
  network     = google_compute_network.main.id
  source_tags = ["control-plane"]
  target_tags = ["control-plane"]

  allow {
    protocol = "tcp"
    ports    = ["2380"]
  }
}
