# As bad-gcp-gke, but with one of their own.
resource "google_container_node_pool" "main" {
  name       = "main"
  cluster    = "main"
  location   = "europe-west3"
  node_count = 1

  node_config {
    service_account = google_service_account.node.email
  }
}

resource "google_service_account" "node" {
  account_id = "node"
}
