//! Who a statement of a trust policy or resource policy speaks of.

use crate::Spanned;
use crate::marker::UNKNOWN_TEXT;
use std::ops::Range;

/// The `Principal` or `NotPrincipal` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principals {
    /// Whether the element is `NotPrincipal`.
    pub negated: bool,
    /// The principals, in the order written.
    ///
    /// Unknown: an entry whose kind or name is unknown keeps the unknown marker in it.
    pub list: Vec<Principal>,
    /// Where the element's value stands.
    pub span: Range<usize>,
}

/// One principal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Such as `AWS`, `Service` or `Federated`; `*` for the bare string `"*"`.
    pub kind: String,
    /// Such as an ARN, an account or a service's name; `*` is everyone.
    pub name: Spanned<String>,
}

impl Principals {
    /// Stands for principals of which nothing is known.
    pub(crate) fn unknown(span: Range<usize>) -> Self {
        let name = Spanned { value: UNKNOWN_TEXT.to_owned(), span: span.clone() };
        let list = vec![Principal { kind: UNKNOWN_TEXT.to_owned(), name }];
        Self { negated: false, list, span }
    }
}
