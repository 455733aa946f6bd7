//! The names of condition operators.

/// Every operator without prefix and suffix.
///
/// Source: IAM user guide, "IAM JSON policy elements: Condition operators" (read 2026-11-23).
const OPERATORS: [&str; 27] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnNotEquals",
    "ArnLike",
    "ArnNotLike",
    "Null",
];

/// Returns whether the language has an operator of this name.
pub(crate) fn is_operator(name: &str) -> bool {
    let base =
        ["ForAllValues:", "ForAnyValue:"].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    let base = base.strip_suffix("IfExists").unwrap_or(base);
    OPERATORS.iter().any(|operator| operator.eq_ignore_ascii_case(base))
}
