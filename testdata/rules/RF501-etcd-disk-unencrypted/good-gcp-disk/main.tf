# Disks of Google Cloud are always encrypted.
resource "google_compute_disk" "etcd" {
  name = "etcd-main"
  zone = "europe-west3-a"
  size = 20

  labels = {
    k8s-io-etcd-main = "a-a"
  }
}
