//! Canonical exact sets of packets, and ordered and unordered filters over them.
