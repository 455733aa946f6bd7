//! Findings as terminal text, SARIF 2.1.0 and JSON.
