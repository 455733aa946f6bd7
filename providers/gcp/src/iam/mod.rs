//! Service accounts, what they are granted, and what that lets them do.

mod account;
mod attachment;
mod binding;
mod grant;
mod identity;
mod method;
mod permission;
mod power;
mod roles;
mod scopes;

pub(crate) use account::account;
pub(crate) use attachment::{Attachment, attach, attach_nodes};
pub(crate) use identity::lower;
