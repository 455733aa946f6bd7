node_pools = {
  general = {
    instance_type = "m7i.large"
    size          = 3
  }

  batch = {
    instance_type = "c7i.2xlarge"
    size          = 2
    labels        = { "node.example.net/pool" = "batch" }
  }
}
