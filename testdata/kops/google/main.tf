# The control plane behind an external and an internal forwarding rule; nodes with public addresses; a rule that is disabled.
provider "google" {
  project = "harbour"
  region  = "europe-north1"
}

resource "google_compute_network" "harbour" {
  auto_create_subnetworks = false
  name                    = "harbour"
}

resource "google_compute_subnetwork" "harbour" {
  ip_cidr_range = "10.0.16.0/20"
  name          = "harbour"
  network       = google_compute_network.harbour.name
  region        = "europe-north1"
}

resource "google_compute_instance_group_manager" "control-plane" {
  base_instance_name = "control-plane"
  name               = "control-plane"
  target_pools       = [google_compute_target_pool.api.self_link]
  target_size        = 1
  version {
    instance_template = google_compute_instance_template.control-plane.self_link
  }
  zone = "europe-north1-a"
}

resource "google_compute_instance_group_manager" "nodes" {
  base_instance_name = "nodes"
  name               = "nodes"
  target_size        = 1
  version {
    instance_template = google_compute_instance_template.nodes.self_link
  }
  zone = "europe-north1-a"
}

resource "google_compute_instance_template" "control-plane" {
  disk {
    boot         = true
    source_image = "debian-cloud/debian-12"
  }
  labels = {
    "k8s-io-cluster-name"       = "harbour-test"
    "k8s-io-role-control-plane" = ""
  }
  machine_type = "e2-medium"
  name_prefix  = "control-plane-"
  network_interface {
    network    = google_compute_network.harbour.name
    subnetwork = google_compute_subnetwork.harbour.name
  }
  tags = ["harbour-test-k8s-io-role-control-plane"]
}

resource "google_compute_instance_template" "nodes" {
  disk {
    boot         = true
    source_image = "debian-cloud/debian-12"
  }
  labels = {
    "k8s-io-cluster-name" = "harbour-test"
    "k8s-io-role-node"    = ""
  }
  machine_type = "e2-medium"
  name_prefix  = "nodes-"
  network_interface {
    access_config {
      network_tier = "PREMIUM"
    }
    network    = google_compute_network.harbour.name
    subnetwork = google_compute_subnetwork.harbour.name
  }
  tags = ["harbour-test-k8s-io-role-node"]
}

resource "google_compute_firewall" "control-plane-to-control-plane" {
  allow {
    protocol = "tcp"
  }
  allow {
    protocol = "udp"
  }
  allow {
    protocol = "icmp"
  }
  allow {
    protocol = "esp"
  }
  allow {
    protocol = "ah"
  }
  allow {
    protocol = "sctp"
  }
  disabled    = false
  name        = "control-plane-to-control-plane"
  network     = google_compute_network.harbour.name
  source_tags = ["harbour-test-k8s-io-role-control-plane"]
  target_tags = ["harbour-test-k8s-io-role-control-plane"]
}

resource "google_compute_firewall" "control-plane-to-nodes" {
  allow {
    protocol = "tcp"
  }
  allow {
    protocol = "udp"
  }
  allow {
    protocol = "icmp"
  }
  allow {
    protocol = "esp"
  }
  allow {
    protocol = "ah"
  }
  allow {
    protocol = "sctp"
  }
  disabled    = false
  name        = "control-plane-to-nodes"
  network     = google_compute_network.harbour.name
  source_tags = ["harbour-test-k8s-io-role-control-plane"]
  target_tags = ["harbour-test-k8s-io-role-node"]
}

resource "google_compute_firewall" "nodes-to-nodes" {
  allow {
    protocol = "tcp"
  }
  allow {
    protocol = "udp"
  }
  allow {
    protocol = "icmp"
  }
  allow {
    protocol = "esp"
  }
  allow {
    protocol = "ah"
  }
  allow {
    protocol = "sctp"
  }
  disabled    = false
  name        = "nodes-to-nodes"
  network     = google_compute_network.harbour.name
  source_tags = ["harbour-test-k8s-io-role-node"]
  target_tags = ["harbour-test-k8s-io-role-node"]
}

resource "google_compute_firewall" "nodes-to-control-plane" {
  allow {
    ports    = ["443"]
    protocol = "tcp"
  }
  allow {
    ports    = ["3988"]
    protocol = "tcp"
  }
  allow {
    ports    = ["10249-10250"]
    protocol = "tcp"
  }
  disabled    = false
  name        = "nodes-to-control-plane"
  network     = google_compute_network.harbour.name
  source_tags = ["harbour-test-k8s-io-role-node"]
  target_tags = ["harbour-test-k8s-io-role-control-plane"]
}

resource "google_compute_firewall" "https-to-api" {
  allow {
    ports    = ["443"]
    protocol = "tcp"
  }
  disabled      = false
  name          = "https-to-api"
  network       = google_compute_network.harbour.name
  source_ranges = ["0.0.0.0/0"]
  target_tags   = ["harbour-test-k8s-io-role-control-plane"]
}

resource "google_compute_firewall" "ssh-to-nodes" {
  allow {
    ports    = ["22"]
    protocol = "tcp"
  }
  disabled      = false
  name          = "ssh-to-nodes"
  network       = google_compute_network.harbour.name
  source_ranges = ["20.50.0.0/24"]
  target_tags   = ["harbour-test-k8s-io-role-node"]
}

resource "google_compute_firewall" "node-ports" {
  allow {
    ports    = ["30000-32767"]
    protocol = "tcp"
  }
  allow {
    ports    = ["30000-32767"]
    protocol = "udp"
  }
  disabled      = true
  name          = "node-ports"
  network       = google_compute_network.harbour.name
  source_ranges = ["0.0.0.0/0"]
  target_tags   = ["harbour-test-k8s-io-role-node"]
}

resource "google_compute_target_pool" "api" {
  name = "api"
}

resource "google_compute_address" "api" {
  name = "api"
}

resource "google_compute_forwarding_rule" "api" {
  ip_address            = google_compute_address.api.address
  ip_protocol           = "TCP"
  load_balancing_scheme = "EXTERNAL"
  name                  = "api"
  port_range            = "443-443"
  target                = google_compute_target_pool.api.self_link
}

resource "google_compute_region_health_check" "controller" {
  name = "controller"
  tcp_health_check {
    port = 3988
  }
}

resource "google_compute_region_backend_service" "controller" {
  backend {
    balancing_mode = "CONNECTION"
    group          = google_compute_instance_group_manager.control-plane.instance_group
  }
  health_checks         = [google_compute_region_health_check.controller.id]
  load_balancing_scheme = "INTERNAL"
  name                  = "controller"
  protocol              = "TCP"
}

resource "google_compute_forwarding_rule" "controller" {
  backend_service       = google_compute_region_backend_service.controller.id
  ip_protocol           = "TCP"
  load_balancing_scheme = "INTERNAL"
  name                  = "controller"
  network               = google_compute_network.harbour.name
  ports                 = ["3988"]
  subnetwork            = google_compute_subnetwork.harbour.name
}
