# As bad-gcp-gke, but it admits an admin network.
resource "google_container_cluster" "main" {
  name               = "main"
  location           = "europe-west3"
  initial_node_count = 1

  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = "20.40.0.0/24"
    }
  }
}
