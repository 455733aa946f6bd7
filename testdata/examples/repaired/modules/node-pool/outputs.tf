output "autoscaling_group" {
  value = aws_autoscaling_group.node.name
}
