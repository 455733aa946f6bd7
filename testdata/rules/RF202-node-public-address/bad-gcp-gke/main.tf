# Nodes of a managed cluster with public addresses.
resource "google_container_node_pool" "main" {
  name       = "main"
  cluster    = "main"
  location   = "europe-west3"
  node_count = 1

  network_config {
    enable_private_nodes = false # finding: RF202
  }
}
