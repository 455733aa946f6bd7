# As bad-gcp-gke, but a variable decides.
variable "private" {
  type = bool
}

resource "google_container_node_pool" "main" {
  name       = "main"
  cluster    = "main"
  location   = "europe-west3"
  node_count = 1

  network_config {
    enable_private_nodes = var.private # possible: RF202
  }
}
