variable "cluster_name" {
  type    = string
  default = "quay"
}

variable "region" {
  type    = string
  default = "europe-west3"
}

variable "project" {
  type    = string
  default = "quay-staging"
}
