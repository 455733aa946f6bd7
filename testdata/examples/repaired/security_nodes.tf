locals {
  # Load balancers of services stand in the public subnets.
  node_ingress = {
    nodeports = merge(local.ports.nodeport, { sources = [for subnet in aws_subnet.public : subnet.cidr_block] })
  }
}

resource "aws_security_group" "node" {
  name        = "${var.cluster_name}-node"
  description = "Machines that run workloads"
  vpc_id      = aws_vpc.main.id

  dynamic "ingress" {
    for_each = local.node_ingress

    content {
      description = ingress.key
      protocol    = "tcp"
      from_port   = ingress.value.first
      to_port     = ingress.value.last
      cidr_blocks = ingress.value.sources
    }
  }

  ingress {
    description = "nodes"
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    self        = true
  }

  ingress {
    description     = "kubelet"
    protocol        = "tcp"
    from_port       = 10250
    to_port         = 10250
    security_groups = [aws_security_group.control_plane.id]
  }

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = local.cluster_tags
}
