# A control plane stands in the default network.
resource "google_compute_instance" "control_plane" { # finding: RF210
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
