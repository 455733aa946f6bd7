//! Service accounts as machines use them: the account, limited by access scopes.

use ringfence_model::{Attr, Gap, Link, ResourceId, Source};
use ringfence_provider::Fields;
use ringfence_terraform::Value;

use super::account::{DEFAULT_ACCOUNT, account};
use super::scopes::{Scopes, are_set};
use crate::list::elements;
use crate::pages::{GKE_SCOPES, SERVICE_ACCOUNTS, TF_INSTANCE};
use crate::stack::{Lowered, Stack};

/// One use of an account.
#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    /// The account.
    pub(crate) account: ResourceId,
    /// What limits it.
    pub(crate) scopes: Scopes,
    /// Where the account is named.
    pub(crate) source: Source,
    /// Why it is not known which account it is, if it is not: it may be any.
    pub(crate) gap: Option<Gap>,
}

/// What a machine gets.
#[derive(Clone, Debug)]
pub(crate) struct Attached {
    /// The identity whose credentials it can get.
    pub(crate) identity: Attr<Option<ResourceId>>,
    /// The group that rules for service accounts name.
    pub(crate) group: Option<Link>,
}

/// The account of an instance or template: none without a `service_account` block, the default one if the
/// block names none.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance_template>
/// ("If not given, the default Google Compute Engine service account is used"); without the block the
/// provider sends no account (`expandServiceAccounts`, terraform-provider-google e03b7622), read 2026-11-23.
pub(crate) fn attach(stack: &Stack<'_>, out: &mut Lowered<'_>, body: &impl Fields) -> Attached {
    let blocks = elements(body.field("service_account"));
    match (blocks.certain().next(), blocks.gaps.into_iter().next()) {
        (Some(block), _) => {
            let scopes = Scopes::read(block, "scopes");
            named(stack, out, block.get("email"), scopes, SERVICE_ACCOUNTS)
        }
        (None, Some(gap)) => unknown(gap),
        (None, None) => Attached {
            identity: Attr::Default { value: None, source: Source::Documented { url: TF_INSTANCE } },
            group: None,
        },
    }
}

/// The account of the nodes of a cluster or node pool: the default one if `node_config` names none.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster>
/// ("If not specified, the \"default\" service account is used"), read 2026-11-23.
pub(crate) fn attach_nodes(stack: &Stack<'_>, out: &mut Lowered<'_>, config: Option<&Value>) -> Attached {
    let email = config.and_then(|config| config.get("service_account"));
    let is_default = match email.map(|value| account(&stack.records, value)) {
        Some(Ok(id)) => id.as_str() == DEFAULT_ACCOUNT,
        Some(Err(_)) => false,
        None => true,
    };
    let scopes = match config.filter(|config| are_set(config, "oauth_scopes")) {
        Some(config) => Scopes::read(config, "oauth_scopes"),
        None => Scopes::of_gke(is_default),
    };
    named(stack, out, email, scopes, GKE_SCOPES)
}

fn named(
    stack: &Stack<'_>,
    out: &mut Lowered<'_>,
    email: Option<&Value>,
    scopes: Scopes,
    default_page: &'static str,
) -> Attached {
    let written = email.filter(|value| value.as_str() != Some(""));
    let id = match written.map(|value| account(&stack.records, value)) {
        Some(Ok(id)) => id,
        Some(Err(gap)) => return unread(out, gap, scopes),
        None => ResourceId::new(DEFAULT_ACCOUNT),
    };
    let source = match written {
        Some(value) => Source::File(value.origin.used_at()),
        None => Source::Documented { url: default_page },
    };
    let group = Link::To { id: id.clone(), source: source.clone() };
    let identity = identity_id(&id, &scopes);
    let attachment = Attachment { account: id, scopes, source: source.clone(), gap: None };
    out.attachments.entry(identity.clone()).or_insert(attachment);
    let value = Some(identity);
    let identity =
        if written.is_some() { Attr::Set { value, source } } else { Attr::Default { value, source } };
    Attached { identity, group: Some(group) }
}

/// An account that scopes limit is an identity of its own: it can do less than the account.
fn identity_id(account: &ResourceId, scopes: &Scopes) -> ResourceId {
    if scopes.are_everything() {
        return account.clone();
    }
    ResourceId::new(format!("{account} ({})", scopes.words()))
}

/// An account of which only the name of the unknown is known: `var.account`.
fn unread(out: &mut Lowered<'_>, gap: Gap, scopes: Scopes) -> Attached {
    let Some(source) = gap.source.clone() else { return unknown(gap) };
    let account = ResourceId::new(gap.what.as_str());
    let identity = identity_id(&account, &scopes);
    let attachment = Attachment { account, scopes, source: source.clone(), gap: Some(gap.clone()) };
    out.attachments.entry(identity.clone()).or_insert(attachment);
    Attached { identity: Attr::Set { value: Some(identity), source }, group: Some(Link::Unknown(gap)) }
}

fn unknown(gap: Gap) -> Attached {
    Attached { identity: Attr::Unknown(gap.clone()), group: Some(Link::Unknown(gap)) }
}
