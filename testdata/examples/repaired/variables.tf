variable "cluster_name" {
  description = "Name of the cluster, part of every name"
  type        = string
  default     = "harbor"
}

variable "region" {
  description = "Region of the cluster"
  type        = string
  default     = "eu-central-1"
}

variable "vpc_cidr" {
  description = "Range of the cluster's own network"
  type        = string
  default     = "10.20.0.0/16"
}

variable "admin_network" {
  description = "Range behind the VPN, from which people administer the cluster"
  type        = string
  default     = "10.99.0.0/24"
}

variable "api_name" {
  description = "Name under which clients find the API server; its DNS record is kept elsewhere"
  type        = string
  default     = "api.harbor.example.net"
}

variable "control_plane_count" {
  description = "Number of control plane machines; odd, for etcd"
  type        = number
  default     = 3

  validation {
    condition     = var.control_plane_count % 2 == 1
    error_message = "An even number of etcd members tolerates no more failures than one fewer."
  }
}

variable "node_pools" {
  description = "Pools of equal nodes, by name"

  type = map(object({
    instance_type = string
    size          = number
    labels        = optional(map(string), {})
  }))
}
