# The same two policies, on two roles.
resource "aws_instance" "control_plane" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "m7i.large"
  iam_instance_profile = aws_iam_instance_profile.control_plane.name

  tags = {
    "k8s.io/role/control-plane" = "1"
  }
}

resource "aws_instance" "node" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "m7i.large"
  iam_instance_profile = aws_iam_instance_profile.node.name

  tags = {
    "k8s.io/role/node" = "1"
  }
}

resource "aws_iam_role" "control_plane" {
  name = "control-plane"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "control_plane" {
  role = aws_iam_role.control_plane.name
}

resource "aws_iam_role" "node" {
  name = "node"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "node" {
  role = aws_iam_role.node.name
}

resource "aws_iam_role_policy" "pass" {
  role = aws_iam_role.control_plane.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "iam:PassRole", Resource = "*" },
    ]
  })
}

resource "aws_iam_role_policy" "run" {
  role = aws_iam_role.node.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ec2:RunInstances", Resource = "*" },
    ]
  })
}
