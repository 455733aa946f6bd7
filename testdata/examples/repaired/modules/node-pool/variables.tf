variable "cluster_name" {
  type = string
}

variable "name" {
  type = string
}

variable "instance_type" {
  type = string
}

variable "size" {
  type = number
}

variable "labels" {
  type    = map(string)
  default = {}
}

variable "image_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "public" {
  description = "Whether nodes have public addresses"
  type        = bool
  default     = false
}

variable "security_group_ids" {
  type = list(string)
}

variable "instance_profile" {
  type = string
}

variable "session_tokens" {
  description = "Whether the metadata service asks for a session token: optional or required"
  type        = string
  default     = "required"
}

variable "api_endpoint" {
  type = string
}

variable "tags" {
  type    = map(string)
  default = {}
}
