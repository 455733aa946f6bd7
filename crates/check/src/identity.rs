//! The identity of a finding: what stays the same while lines move and values change.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::{Clear, Finding};

/// Name under which the identity appears in reports.
pub const RESOURCE_IDENTITY: &str = "resourceIdentity/v1";

impl Finding {
    /// `resourceIdentity/v1`: SHA-256, as 64 hexadecimal digits, of four UTF-8 strings with a zero byte
    /// between each two: rule id, subject's address, aspect, stack.
    ///
    /// Baselines and consumers store it, so it never changes: another recipe gets another name. It holds
    /// no line, value or severity. A possible finding has the identity of the violation it may become.
    pub fn identity(&self) -> String {
        identity([self.rule.id, &self.subject.id, self.aspect, &self.stack])
    }
}

impl Clear {
    /// The same of a statement: where its aspect is that of the finding which it excludes, so is its identity.
    pub fn identity(&self) -> String {
        identity([self.rule.id, &self.subject.id, self.aspect, &self.stack])
    }
}

fn identity(parts: [&str; 4]) -> String {
    let digest = Sha256::digest(parts.join("\0"));
    digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of `printf 'RF401\0machine.etcd["a"]\0ingress\0infra/prod' | sha256sum`.
    #[test]
    fn is_the_documented_hash() {
        let found = identity(["RF401", "machine.etcd[\"a\"]", "ingress", "infra/prod"]);
        assert_eq!(found, "0183867632295443eeb68a34fdbbbe970ee9300f03da17911a7e65e5b7a73fb9");
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(identity(["RF1", "ab", "c", ""]), identity(["RF1", "a", "bc", ""]));
    }
}
