# What a new project begins with.

resource "infisical_project_template" "shop" {
  name        = "tf-template"
  description = var.changed ? "of every shop" : "of a shop"
  type        = "secret-manager"
  environments = [
    { name = "Development", slug = "dev", position = 1 },
    { name = "Production", slug = "prod", position = 2 },
  ]
  roles = [{
    name        = "Reader"
    slug        = "reader"
    permissions = [{ subject = "secrets", action = ["describeSecret", "readValue"] }]
  }]
}
