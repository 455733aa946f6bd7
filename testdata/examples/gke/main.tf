# A managed cluster whose parts are all left at what is quickest: open to everybody, on public nodes, as an editor.
resource "google_container_cluster" "main" {
  name                     = var.cluster_name
  location                 = var.region
  network                  = google_compute_network.main.id
  subnetwork               = google_compute_subnetwork.nodes.id
  initial_node_count       = 1
  remove_default_node_pool = true

  master_authorized_networks_config {
    cidr_blocks {
      display_name = "office, and everybody else"
      cidr_block   = "0.0.0.0/0"
    }
  }
}

# No service account is named, so the nodes act as the project's default one.
resource "google_container_node_pool" "general" {
  name       = "general"
  cluster    = google_container_cluster.main.id
  node_count = 2

  node_config {
    machine_type = "e2-standard-4"
    tags         = ["${var.cluster_name}-node"]
    oauth_scopes = ["https://www.googleapis.com/auth/cloud-platform"]
  }
}
