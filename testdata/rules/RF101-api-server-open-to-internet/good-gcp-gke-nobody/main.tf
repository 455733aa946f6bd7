# Authorized networks that name none admit nobody from outside.
resource "google_container_cluster" "main" {
  name               = "main"
  location           = "europe-west3"
  initial_node_count = 1

  master_authorized_networks_config {}
}
