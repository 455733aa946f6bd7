# The rule that lets the default network's machines in is managed here, and lets nobody in.
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
    network = "default"
  }
}

resource "google_compute_firewall" "internal" {
  name          = "default-allow-internal"
  network       = "default"
  source_ranges = ["10.128.0.0/9"]

  deny {
    protocol = "all"
  }
}
