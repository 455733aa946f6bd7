output "api" {
  description = "Where the API server answers"
  value       = aws_lb.api.dns_name
}

output "pools" {
  description = "Autoscaling groups by pool"
  value       = { for name, pool in module.pool : name => pool.autoscaling_group }
}
