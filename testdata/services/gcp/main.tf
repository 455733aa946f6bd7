# A control plane that another network reaches by a private service.
resource "google_compute_network" "producer" {
  name                    = "producer"
  auto_create_subnetworks = false
}
resource "google_compute_subnetwork" "producer" {
  name          = "producer"
  network       = google_compute_network.producer.id
  region        = "europe-west1"
  ip_cidr_range = "10.0.1.0/24"
}
resource "google_compute_subnetwork" "nat" {
  name          = "nat"
  network       = google_compute_network.producer.id
  region        = "europe-west1"
  ip_cidr_range = "10.0.99.0/24"
  purpose       = "PRIVATE_SERVICE_CONNECT"
}
resource "google_compute_firewall" "api" {
  name          = "api"
  network       = google_compute_network.producer.id
  source_ranges = ["10.0.99.0/24"]
  allow {
    protocol = "tcp"
    ports    = ["6443"]
  }
}
resource "google_compute_instance" "master" {
  name         = "master"
  machine_type = "e2-small"
  zone         = "europe-west1-b"
  labels       = { "k8s-io-role-control-plane" = "control-plane" }
  network_interface {
    subnetwork = google_compute_subnetwork.producer.id
  }
}
resource "google_compute_instance_group" "masters" {
  name      = "masters"
  zone      = "europe-west1-b"
  instances = [google_compute_instance.master.id]
}
resource "google_compute_region_backend_service" "api" {
  name                  = "api"
  region                = "europe-west1"
  load_balancing_scheme = "INTERNAL"
  backend {
    group = google_compute_instance_group.masters.id
  }
}
resource "google_compute_forwarding_rule" "api" {
  name                  = "api"
  region                = "europe-west1"
  load_balancing_scheme = "INTERNAL"
  backend_service       = google_compute_region_backend_service.api.id
  network               = google_compute_network.producer.id
  subnetwork            = google_compute_subnetwork.producer.id
  ports                 = ["6443"]
}
resource "google_compute_service_attachment" "api" {
  name                  = "api"
  region                = "europe-west1"
  target_service        = google_compute_forwarding_rule.api.id
  connection_preference = "ACCEPT_AUTOMATIC"
  enable_proxy_protocol = false
  nat_subnets           = [google_compute_subnetwork.nat.id]
}

resource "google_compute_network" "consumer" {
  name                    = "consumer"
  auto_create_subnetworks = false
}
resource "google_compute_subnetwork" "consumer" {
  name          = "consumer"
  network       = google_compute_network.consumer.id
  region        = "europe-west1"
  ip_cidr_range = "10.0.1.0/24"
}
resource "google_compute_instance" "client" {
  name         = "client"
  machine_type = "e2-small"
  zone         = "europe-west1-b"
  network_interface {
    subnetwork = google_compute_subnetwork.consumer.id
  }
}
resource "google_compute_forwarding_rule" "door" {
  name                  = "door"
  region                = "europe-west1"
  load_balancing_scheme = ""
  target                = google_compute_service_attachment.api.id
  network               = google_compute_network.consumer.id
  subnetwork            = google_compute_subnetwork.consumer.id
}
