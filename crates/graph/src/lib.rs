//! Roles, ways in and identities: the reachability graph with the evidence of every edge.
