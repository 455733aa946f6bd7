//! Permission policies: documents, patterns, conditions and their evaluation.
