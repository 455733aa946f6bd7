# Nodes of a managed cluster that name no service account act as the default one.
resource "google_container_node_pool" "main" { # finding: RF307
  name       = "main"
  cluster    = "main"
  location   = "europe-west3"
  node_count = 1
}
