# As bad-gcp-gke, but private.
resource "google_container_node_pool" "main" {
  name       = "main"
  cluster    = "main"
  location   = "europe-west3"
  node_count = 1

  network_config {
    enable_private_nodes = true
  }
}
