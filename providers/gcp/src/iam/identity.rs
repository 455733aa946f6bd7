//! Identities: declared accounts, the default one, and those that machines merely name.

use std::collections::{BTreeMap, BTreeSet};

use ringfence_model::{About, Attr, Gap, GapKind, Identity, IdentityKind, Power, ResourceId, Source, Truth};
use ringfence_provider::{about, documented, undeclared};
use ringfence_terraform::Value;

use super::account::DEFAULT_ACCOUNT;
use super::attachment::Attachment;
use super::binding::Bindings;
use super::grant::{Held, automatic, automatic_is_replaced, held};
use super::power::{narrow_powers, wide_powers};
use super::scopes::Scopes;
use crate::pages::SERVICE_ACCOUNTS;
use crate::stack::{Lowered, Stack};

/// Lowers every account that is declared or that a machine uses; machines must be lowered before.
pub(crate) fn lower(stack: &Stack<'_>, out: &mut Lowered<'_>) {
    let bindings = Bindings::new(stack);
    let unread = unread_members(&bindings);
    let accounts = accounts(stack, out);
    let grants: BTreeMap<ResourceId, Vec<Held>> =
        accounts.iter().map(|id| (id.clone(), everything(stack, &bindings, id))).collect();
    let unlimited = Scopes::unlimited();
    let wide: BTreeMap<ResourceId, Vec<Power>> =
        grants.iter().map(|(id, held)| (id.clone(), wide_powers(held, &unlimited))).collect();
    let mut uses: BTreeMap<ResourceId, Option<Attachment>> =
        out.attachments.iter().map(|(id, use_)| (id.clone(), Some(use_.clone()))).collect();
    for record in stack.records.of_type("google_service_account") {
        uses.entry(ResourceId::new(record.address.clone())).or_insert(None);
    }
    for (id, attachment) in uses {
        let account = attachment.as_ref().map_or(&id, |attachment| &attachment.account).clone();
        let scopes = attachment.as_ref().map_or(&unlimited, |attachment| &attachment.scopes);
        let held = grants.get(&account).map(Vec::as_slice).unwrap_or_default();
        let mut powers = wide_powers(held, scopes);
        powers.extend(narrow_powers(&account, held, scopes, &wide));
        let source = attachment.as_ref().map(|attachment| attachment.source.clone());
        let unknown = attachment.as_ref().and_then(|attachment| attachment.gap.clone());
        let header = About { id: id.clone(), ..header(stack, &account, source.as_ref()) };
        out.model.identities.push(Identity {
            is_default: match unknown {
                Some(gap) => Attr::Unknown(gap),
                None => is_default(&account, &header, source.as_ref()),
            },
            kind: IdentityKind::ServiceAccount,
            grants: held.iter().map(|held| held.grant.clone()).collect(),
            unseen: unseen(&unread, held, &header),
            about: header,
            powers,
        });
    }
}

/// Declared accounts and those that machines use.
fn accounts(stack: &Stack<'_>, out: &Lowered<'_>) -> BTreeSet<ResourceId> {
    let declared = stack.records.of_type("google_service_account").iter();
    let used = out.attachments.values().map(|attachment| attachment.account.clone());
    declared.map(|record| ResourceId::new(record.address.clone())).chain(used).collect()
}

fn everything(stack: &Stack<'_>, bindings: &Bindings<'_>, account: &ResourceId) -> Vec<Held> {
    let mut all = held(stack, bindings, account);
    let has_editor = all.iter().any(|held| held.role == "roles/editor" && held.truth() == Truth::Yes);
    if account.as_str() == DEFAULT_ACCOUNT && !has_editor && !automatic_is_replaced(stack, bindings) {
        all.push(automatic(account));
    }
    all
}

fn header(stack: &Stack<'_>, account: &ResourceId, source: Option<&Source>) -> About {
    if let Some(record) = stack.records.get(account.as_str()) {
        let mut header = about(record, "service account");
        header.name = record.get("account_id").and_then(Value::as_str).map(str::to_owned);
        return header;
    }
    if account.as_str() == DEFAULT_ACCOUNT {
        let mut header = documented(account.clone(), "default service account", SERVICE_ACCOUNTS, Truth::Yes);
        header.name = Some("Compute Engine default service account".to_owned());
        return header;
    }
    let elsewhere = Source::Documented { url: SERVICE_ACCOUNTS };
    undeclared(account, "service account", source.unwrap_or(&elsewhere))
}

fn is_default(account: &ResourceId, header: &About, source: Option<&Source>) -> Attr<bool> {
    let value = account.as_str() == DEFAULT_ACCOUNT;
    match source.unwrap_or(&header.declared_at) {
        at @ Source::Documented { .. } => Attr::Default { value, source: at.clone() },
        at @ Source::File(_) => Attr::Set { value, source: at.clone() },
    }
}

/// So many bindings of unknown members are named at each account: they are the same at all of them.
const MOST_UNREAD: usize = 64;

/// Why any account may hold roles of which it is not known who holds them; the first few.
fn unread_members(bindings: &Bindings<'_>) -> Vec<Gap> {
    let gaps: BTreeSet<&Gap> = bindings.all.iter().flat_map(|binding| &binding.gaps).collect();
    gaps.into_iter().take(MOST_UNREAD).cloned().collect()
}

/// Why the account may be able to do more than its grants say.
fn unseen(members: &[Gap], held: &[Held], header: &About) -> Vec<Gap> {
    let unread = held.iter().filter_map(|held| held.unread.clone());
    let members = members.iter().cloned();
    let outside = (!header.declared).then(|| Gap {
        kind: GapKind::OutsideInput,
        what: format!("roles that `{}` is granted elsewhere", header.id),
        source: Some(header.declared_at.clone()),
    });
    let mut all: Vec<Gap> = unread.chain(members).chain(outside).collect();
    all.sort();
    all.dedup();
    all
}
