//! Amazon Web Services: Terraform records to the model.
