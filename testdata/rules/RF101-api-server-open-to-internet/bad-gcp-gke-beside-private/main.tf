# A managed endpoint with a private authorized network, and one that is everybody: the finding is shown at the latter.
resource "google_container_cluster" "main" {
  name               = "main"
  location           = "europe-west3"
  initial_node_count = 1

  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = "10.0.0.0/8"
    }
    cidr_blocks {
      cidr_block = "0.0.0.0/0" # finding: RF101
    }
  }
}
