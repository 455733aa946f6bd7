# A host of unknown role can open the kubelet of a node.
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

resource "google_compute_instance" "node" {
  name         = "node"
  zone         = "europe-west3-a"
  machine_type = "e2-standard-4"
  tags         = ["node"]

  labels = {
    k8s-io-role-node = "1"
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

resource "google_compute_instance" "builder" {
  name         = "builder"
  zone         = "europe-west3-a"
  machine_type = "e2-standard-4"
  tags         = ["builder"]

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
  source_tags = ["builder"] # finding: RF203
  target_tags = ["node"]

  allow {
    protocol = "tcp"
    ports    = ["10250"]
  }
}
