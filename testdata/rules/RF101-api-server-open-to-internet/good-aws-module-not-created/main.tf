# A module that is switched off creates no host, however open its rules are.
module "cluster" {
  source = "./cluster"
  create = false
}
