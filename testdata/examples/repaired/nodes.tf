module "pool" {
  source   = "./modules/node-pool"
  for_each = var.node_pools

  cluster_name       = var.cluster_name
  name               = each.key
  instance_type      = each.value.instance_type
  size               = each.value.size
  labels             = each.value.labels
  image_id           = data.aws_ami.node.id
  subnet_ids         = [for subnet in aws_subnet.private : subnet.id]
  public             = false
  security_group_ids = compact(distinct(concat([aws_security_group.node.id], [])))
  instance_profile   = aws_iam_instance_profile.node.name
  session_tokens     = "required"
  api_endpoint       = "${var.api_name}:443"
  tags               = local.cluster_tags
}
