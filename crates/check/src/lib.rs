//! Rules, findings, fingerprints and the harness that tests rules.
