//! HCL text to a small syntax tree with a byte span on every node.
//!
//! The grammar is `hcl-edit`'s; nothing of it is seen outside this module, so that it can be exchanged. What it
//! lacks is added here: a byte order mark is skipped, and a file is cut into its top-level items first, so
//! that one that is wrong costs only itself.

mod body;
mod convert;
mod cut;
mod parse;
mod repair;
mod template;
mod tree;

pub(crate) use convert::Names;
pub(crate) use cut::{Item, items};
pub(crate) use parse::{MAX_SOURCE, parse_body, parse_template};
pub(crate) use tree::{
    Access, Attribute, BinaryOp, Block, Body, Call, Expr, ExprKind, For, Key, Label, Segment, TemplateFor,
    TemplateIf, UnaryOp,
};
