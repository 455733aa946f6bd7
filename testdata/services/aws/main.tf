# A control plane that other VPCs reach by a private service; both VPCs have the same addresses.
resource "aws_vpc" "p" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "p" {
  vpc_id     = aws_vpc.p.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_vpc" "c" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "c" {
  vpc_id     = aws_vpc.c.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "api" {
  vpc_id = aws_vpc.p.id
  ingress {
    from_port   = 6443
    to_port     = 6443
    protocol    = "tcp"
    cidr_blocks = ["10.0.1.0/24"]
  }
}
resource "aws_security_group" "client" {
  vpc_id = aws_vpc.c.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "door" {
  vpc_id = aws_vpc.c.id
  ingress {
    from_port       = 443
    to_port         = 443
    protocol        = "tcp"
    security_groups = [aws_security_group.client.id]
  }
}
resource "aws_instance" "master" {
  ami                    = "ami-1"
  instance_type          = "m5.large"
  subnet_id              = aws_subnet.p.id
  vpc_security_group_ids = [aws_security_group.api.id]
  tags                   = { "k8s.io/role/master" = "1" }
}
resource "aws_instance" "client" {
  ami                    = "ami-1"
  instance_type          = "m5.large"
  subnet_id              = aws_subnet.c.id
  vpc_security_group_ids = [aws_security_group.client.id]
}
# The front judges the client's own address.
resource "aws_security_group" "front" {
  vpc_id = aws_vpc.p.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.1.0/24"] # clients
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_lb" "n" {
  load_balancer_type = "network"
  security_groups    = [aws_security_group.front.id]
  internal           = true
  subnets            = [aws_subnet.p.id]
}
resource "aws_lb_target_group" "t" {
  port     = 6443
  protocol = "TCP"
  vpc_id   = aws_vpc.p.id
}
resource "aws_lb_target_group_attachment" "a" {
  target_group_arn = aws_lb_target_group.t.arn
  target_id        = aws_instance.master.id
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.n.arn
  port              = 443
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.t.arn
  }
}
resource "aws_vpc_endpoint_service" "s" {
  acceptance_required        = false
  network_load_balancer_arns = [aws_lb.n.arn]
}
resource "aws_vpc_endpoint" "e" {
  vpc_id             = aws_vpc.c.id
  service_name       = aws_vpc_endpoint_service.s.service_name
  vpc_endpoint_type  = "Interface"
  subnet_ids         = [aws_subnet.c.id]
  security_group_ids = [aws_security_group.door.id]
}
