//! Records on their way.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ringfence_model::{Level, Notice, NoticeId, Source, Span, Truth};
use ringfence_replies::{Body, Recorded, Reply, text};
use ringfence_terraform::{Record, RecordKind, Value};

use super::shape::{after, path};

/// Objects without a name that are told one by one.
const MOST_TOLD: usize = 20;

/// Records on their way.
pub(super) struct Making<'r> {
    replies: &'r [Reply],
    by_kind: BTreeMap<&'r str, Vec<&'r Value>>,
    records: Vec<Record>,
    places: HashMap<Arc<str>, usize>,
    notices: Vec<Notice>,
    hidden: Vec<Span>,
    nameless: usize,
}

impl<'r> Making<'r> {
    pub(super) fn new(replies: &'r [Reply]) -> Self {
        let mut by_kind: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for reply in replies {
            let listed = reply.value.as_list().unwrap_or(std::slice::from_ref(&reply.value));
            by_kind.entry(&reply.kind).or_default().extend(listed);
        }
        Self {
            replies,
            by_kind,
            records: Vec::new(),
            places: HashMap::new(),
            notices: Vec::new(),
            hidden: Vec::new(),
            nameless: 0,
        }
    }

    /// The objects of a kind, each once, with their paths; one without is noted.
    pub(super) fn each(&mut self, kind: &str) -> Vec<(&'r Value, &'r str)> {
        let mut found = Vec::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for object in self.by_kind.get(kind).cloned().unwrap_or_default() {
            match text(object, "selfLink") {
                Some(link) if seen.insert(path(link)) => found.push((object, path(link))),
                Some(_) => {}
                None => self.nameless(kind, object),
            }
        }
        found
    }

    fn nameless(&mut self, kind: &str, object: &Value) {
        self.nameless += 1;
        if self.nameless <= MOST_TOLD {
            let message =
                format!("a part of `{kind}` is no object with a `selfLink`, so it was not analysed");
            self.note(NoticeId::Syntax, message, Some(object.origin.at));
        }
    }

    /// The objects of a kind, whatever they have.
    pub(super) fn objects(&self, kind: &str) -> Vec<&'r Value> {
        self.by_kind.get(kind).cloned().unwrap_or_default()
    }

    /// The replies of a kind.
    pub(super) fn replies(&self, kind: &str) -> Vec<&'r Reply> {
        self.replies.iter().filter(|reply| reply.kind.as_ref() == kind).collect()
    }

    /// How many objects of each kind there are, and the first of each.
    pub(super) fn counts(&self) -> Vec<(&'r str, usize, Option<Span>)> {
        let counts = self.by_kind.iter();
        counts.map(|(kind, found)| (*kind, found.len(), found.first().map(|value| value.origin.at))).collect()
    }

    /// The projects of which something of a kind was listed.
    pub(super) fn projects(&self, kind: &str) -> BTreeSet<&'r str> {
        let of_objects = self.objects(kind).into_iter().filter_map(|object| text(object, "selfLink"));
        of_objects.filter_map(|link| after(path(link), "projects")).collect()
    }

    /// Adds a resource by its path; a second one of the same path goes by another.
    pub(super) fn add(&mut self, type_name: &str, address: &str, at: Span, mut body: Body) {
        if let Some(project) = after(address, "projects") {
            body.set_text("project", project, at);
        }
        self.push(type_name, address, at, body);
    }

    fn push(&mut self, type_name: &str, address: &str, at: Span, mut body: Body) {
        let mut unique: Arc<str> = address.into();
        let mut number = 1;
        while self.places.contains_key(&unique) {
            number += 1;
            unique = format!("{address} ({number})").into();
        }
        body.set_text("id", address, at);
        self.places.insert(unique.clone(), self.records.len());
        self.records.push(Record {
            base: unique.clone(),
            module: "".into(),
            kind: RecordKind::Managed,
            type_name: type_name.into(),
            name: unique.clone(),
            address: unique,
            provider: None,
            exists: Truth::Yes,
            body: body.map(),
            header: at,
            span: at,
            calls: Arc::default(),
            action: None,
        });
    }

    /// Whether there is a record of that address.
    pub(super) fn has(&self, address: &str) -> bool {
        self.places.contains_key(address)
    }

    /// The addresses of a type.
    pub(super) fn of_type(&self, type_name: &str) -> Vec<(Arc<str>, Span)> {
        let own = self.records.iter().filter(|record| record.type_name.as_ref() == type_name);
        own.map(|record| (record.address.clone(), record.header)).collect()
    }

    pub(super) fn note(&mut self, id: NoticeId, message: String, at: Option<Span>) {
        self.notices.push(Notice { id, level: Level::Warning, message, source: at.map(Source::File) });
    }

    pub(super) fn mention(&mut self, message: String) {
        self.notices.push(Notice { id: NoticeId::Unsupported, level: Level::Note, message, source: None });
    }

    /// Says that nobody may see a value.
    pub(super) fn hide(&mut self, value: &Value) {
        self.hidden.push(value.origin.at);
    }

    pub(super) fn finish(mut self) -> Recorded {
        let more = self.nameless.saturating_sub(MOST_TOLD);
        if more > 0 {
            let message = format!("{more} more parts of replies without a `selfLink` were not analysed");
            self.note(NoticeId::Syntax, message, None);
        }
        Recorded { records: self.records, providers: Vec::new(), notices: self.notices, hidden: self.hidden }
    }
}
