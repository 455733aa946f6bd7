# Nodes of a managed cluster that name no service account act as the default one.
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

resource "google_container_cluster" "main" {
  name                     = "main"
  location                 = "europe-west3"
  network                  = google_compute_network.main.id
  subnetwork               = google_compute_subnetwork.main.id
  initial_node_count       = 1
  remove_default_node_pool = true
}

resource "google_container_node_pool" "main" { # finding: RF307
  name       = "main"
  cluster    = google_container_cluster.main.id
  node_count = 1
}
