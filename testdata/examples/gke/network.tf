resource "google_compute_network" "main" {
  name                    = var.cluster_name
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "nodes" {
  name          = "${var.cluster_name}-nodes"
  region        = var.region
  network       = google_compute_network.main.id
  ip_cidr_range = "10.40.0.0/20"
}

resource "google_compute_firewall" "administration" {
  name          = "${var.cluster_name}-administration"
  network       = google_compute_network.main.id
  source_ranges = ["0.0.0.0/0"]
  target_tags   = ["${var.cluster_name}-node"]

  allow {
    protocol = "tcp"
    ports    = ["22", "30000-32767"]
  }
}
