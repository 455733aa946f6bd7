# As bad-gcp-gke, but the authorized network is a variable.
variable "api_clients" {
  type = string
}

resource "google_container_cluster" "main" {
  name               = "main"
  location           = "europe-west3"
  initial_node_count = 1

  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = var.api_clients # possible: RF101
    }
  }
}
