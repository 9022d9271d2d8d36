terraform {
  required_providers {
    infisical = { source = "infisical/infisical" }
  }
}

variable "host" { type = string }
variable "client_id" { type = string }
variable "client_secret" { type = string }
variable "org_id" { type = string }
variable "username" { type = string }

# What each configuration changes when it is applied once more.
variable "changed" {
  type    = bool
  default = false
}

provider "infisical" {
  host = var.host
  auth = {
    universal = { client_id = var.client_id, client_secret = var.client_secret }
  }
}
