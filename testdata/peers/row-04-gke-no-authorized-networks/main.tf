# Without the block of authorized networks everybody may come.
resource "google_container_cluster" "yard" {
  name               = "yard"
  location           = "europe-north1"
  initial_node_count = 1
}
