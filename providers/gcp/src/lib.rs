//! Google Cloud: Terraform records to the model.
