# The two halves of IPv4 as authorized networks are all of it.
resource "google_container_cluster" "yard" {
  name               = "yard"
  location           = "europe-north1"
  initial_node_count = 1

  master_authorized_networks_config {
    cidr_blocks {
      cidr_block   = "0.0.0.0/1"
      display_name = "lower"
    }
    cidr_blocks {
      cidr_block   = "128.0.0.0/1"
      display_name = "upper"
    }
  }
}
