# A managed endpoint without authorized networks admits everybody.
resource "google_container_cluster" "main" { # finding: RF101
  name               = "main"
  location           = "europe-west3"
  initial_node_count = 1
}
