//! What rules prove: the counterpart of findings.

use ringfence_graph::{Circle, Party};
use ringfence_model::{About, Place, ResourceId, Source};
use ringfence_packets::{AddressSet, Traffic};

use crate::{Remark, RuleContext, RuleMeta, Site, Subject};

/// What one rule has proved of one subject: that nothing the rule looks for is there, not even possibly.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The rule.
    pub rule: &'static RuleMeta,
    /// What it is about.
    pub subject: Subject,
    /// Where the subject is declared.
    pub declared_at: Source,
    /// A sentence that names the subject, the traffic and every exception, and ends with a full stop.
    pub statement: String,
    /// The question to which the answer is no.
    pub question: Question,
    /// Attribute path that a finding of the same rule would be about.
    pub aspect: &'static str,
}

/// Whether somebody can open something on the subject.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// Who opens.
    pub from: Asker,
    /// The load balancer through which, by its position in the model; nothing: none.
    pub through: Option<usize>,
    /// On whom.
    pub to: Party,
    /// What.
    pub traffic: Traffic,
}

/// Those who cannot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Asker {
    /// These addresses of the internet.
    Internet(AddressSet),
    /// The internet, by an address of the subject's own, whatever filters allow.
    PublicAddress,
    /// Whoever stands in the subject's network and is none of these.
    Beyond(Circle),
    /// A machine, by its position in the model.
    Machine(usize),
}

/// A claim with what blocks the way: self-contained, as findings are.
#[derive(Clone, Debug)]
pub struct Clear {
    /// The rule.
    pub rule: &'static RuleMeta,
    /// What it is about.
    pub subject: Subject,
    /// The sentence.
    pub statement: String,
    /// Where the subject is declared; nothing if that is in no file that was read.
    pub declared: Option<Site>,
    /// The packet that stands for all that cannot come, in words.
    pub packet: Option<String>,
    /// The fewest rules, routes and addresses that would all have to change for that packet to come.
    ///
    /// Unknown: empty if nothing is known that would do.
    pub blockers: Vec<Remark>,
    /// Attribute path that a finding of the same rule would be about.
    pub aspect: &'static str,
    /// Others of whom the same holds for the same reasons, sorted.
    pub instances: Vec<String>,
    /// The stack's root directory as the report shows it.
    pub stack: String,
}

impl Claim {
    /// The statement without the subject's name: the same for all of whom the same holds.
    pub fn without_subject(&self) -> String {
        nameless(&self.statement, &self.subject.id)
    }
}

impl Clear {
    /// What is the same for all of whom the same holds for the same reasons: the statement, and each blocker with its
    /// place, without the subject's name.
    pub fn likeness(&self) -> (String, Vec<(String, Option<Place>)>) {
        let own = &self.subject.id;
        let blockers = self.blockers.iter().map(|remark| {
            let place = remark.site.as_ref().map(|site| site.spot.place.clone());
            (nameless(&remark.fact, own), place)
        });
        (nameless(&self.statement, own), blockers.collect())
    }
}

fn nameless(text: &str, id: &str) -> String {
    text.replace(&format!("`{id}`"), "``")
}

impl RuleContext<'_> {
    /// A claim about a resource.
    pub fn claim(
        &self,
        (about, role): (&About, &str),
        aspect: &'static str,
        question: Question,
        statement: String,
    ) -> Claim {
        let ResourceId(id) = &about.id;
        Claim {
            rule: self.meta,
            subject: Subject { id: id.to_string(), kind: about.kind, role: Some(role.to_owned()) },
            declared_at: about.declared_at.clone(),
            statement,
            question,
            aspect,
        }
    }
}
