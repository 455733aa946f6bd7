//! The HCL language, native and JSON syntax, as a tree with a byte range on every node.

pub mod ast;
