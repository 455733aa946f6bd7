//! Records on their way: one an address, whoever told of it first.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ringfence_model::{Level, Notice, NoticeId, Source, Span, Truth};
use ringfence_replies::{Body, Recorded, Scope, field};
use ringfence_terraform::{Map, ProviderRecord, ProviderRef, Record, RecordKind, Value};

use super::objects::{Object, Objects};

/// Objects without a name that are told one by one.
const MOST_TOLD: usize = 20;

/// Records on their way.
pub(super) struct Making<'r> {
    pub(super) objects: Objects<'r>,
    records: Vec<Record>,
    places: HashMap<Arc<str>, usize>,
    providers: BTreeMap<ProviderRef, ProviderRecord>,
    notices: Vec<Notice>,
    hidden: Vec<Span>,
    nameless: usize,
}

impl<'r> Making<'r> {
    pub(super) fn new(objects: Objects<'r>) -> Self {
        Self {
            objects,
            records: Vec::new(),
            places: HashMap::new(),
            providers: BTreeMap::new(),
            notices: Vec::new(),
            hidden: Vec::new(),
            nameless: 0,
        }
    }

    /// The objects of a kind with the id that this attribute of theirs is; one without is noted.
    pub(super) fn each(&mut self, kind: &str, id: &str) -> Vec<(Object<'r>, &'r Value)> {
        let mut found = Vec::new();
        for object in self.objects.of(kind) {
            match field(object.value, id).filter(|id| id.as_str().is_some_and(|text| !text.is_empty())) {
                Some(id) => found.push((object, id)),
                None => self.nameless(kind, id, object),
            }
        }
        found
    }

    fn nameless(&mut self, kind: &str, id: &str, object: Object<'r>) {
        self.nameless += 1;
        if self.nameless <= MOST_TOLD {
            let message =
                format!("a part of `{kind}` is no object with a text `{id}`, so it was not analysed");
            self.note(NoticeId::Syntax, message, Some(object.value.origin.at));
        }
    }

    /// Adds a managed resource that goes by its id.
    pub(super) fn add(&mut self, type_name: &str, object: Object<'r>, id: &Value, body: Body) {
        if let Some(address) = id.as_str() {
            self.add_as(type_name, object, address, id.origin.at, body);
        }
    }

    /// Adds a managed resource that goes by a name of ours; what stands at the place makes it one.
    pub(super) fn add_as(
        &mut self,
        type_name: &str,
        object: Object<'r>,
        address: &str,
        at: Span,
        mut body: Body,
    ) {
        body.set_text("id", address, at);
        self.push(RecordKind::Managed, type_name, object, (address, at), body.map());
    }

    /// The same of something of which there may be none, one or many.
    pub(super) fn add_unsure(
        &mut self,
        type_name: &str,
        object: Object<'r>,
        address: &str,
        at: Span,
        body: Body,
    ) {
        let before = self.records.len();
        self.add_as(type_name, object, address, at, body);
        for record in self.records.iter_mut().skip(before) {
            record.exists = Truth::Unknown;
        }
    }

    /// Adds what is no resource of the account's own.
    pub(super) fn add_data(
        &mut self,
        type_name: &str,
        object: Object<'r>,
        (address, at): (&str, Span),
        body: Body,
    ) {
        self.push(RecordKind::Data, type_name, object, (address, at), body.map());
    }

    fn push(
        &mut self,
        kind: RecordKind,
        type_name: &str,
        object: Object<'r>,
        (address, at): (&str, Span),
        body: Map,
    ) {
        let address: Arc<str> = address.into();
        if self.places.contains_key(&address) {
            return;
        }
        let scope = self.objects.scope(object);
        let provider = self.provider(&scope, at);
        self.places.insert(address.clone(), self.records.len());
        self.records.push(Record {
            base: address.clone(),
            module: "".into(),
            kind,
            type_name: type_name.into(),
            name: address.clone(),
            address,
            provider: Some(provider),
            exists: Truth::Yes,
            body,
            header: at,
            span: object.value.origin.at,
            calls: Arc::default(),
            action: None,
        });
    }

    /// The provider configuration that stands for an account and a region.
    fn provider(&mut self, scope: &Scope, at: Span) -> ProviderRef {
        let parts = [scope.account.as_deref(), scope.region.as_deref()];
        let alias = parts.into_iter().flatten().collect::<Vec<_>>().join("-");
        let name = if alias.is_empty() { "aws".to_owned() } else { format!("aws.{alias}") };
        let name = ProviderRef { module: "".into(), name: name.into() };
        let make = || {
            let mut body = Body::default();
            if let Some(region) = &scope.region {
                body.set_text("region", region, at);
            }
            if let Some(account) = &scope.account {
                body.set_list("allowed_account_ids", vec![Value::string(account.clone(), at)], at);
            }
            ProviderRecord { name: name.clone(), body: body.map(), header: at }
        };
        self.providers.entry(name.clone()).or_insert_with(make);
        name
    }

    /// Whether there is a record of that address.
    pub(super) fn has(&self, address: &str) -> bool {
        self.places.contains_key(address)
    }

    /// The record of that address.
    pub(super) fn record(&self, address: &str) -> Option<&Record> {
        self.records.get(*self.places.get(address)?)
    }

    /// The records of a type, in the order in which they were made.
    pub(super) fn of_type(&self, type_name: &str) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |record| record.type_name.as_ref() == type_name)
    }

    /// Says something about the analysis.
    pub(super) fn note(&mut self, id: NoticeId, message: String, at: Option<Span>) {
        let source = at.map(Source::File);
        self.notices.push(Notice { id, level: Level::Warning, message, source });
    }

    /// The same, good to know only.
    pub(super) fn mention(&mut self, id: NoticeId, message: String) {
        self.notices.push(Notice { id, level: Level::Note, message, source: None });
    }

    /// Says that nobody may see a value.
    pub(super) fn hide(&mut self, value: Option<&Value>) {
        self.hidden.extend(value.map(|value| value.origin.at));
    }

    pub(super) fn finish(mut self) -> Recorded {
        let more = self.nameless.saturating_sub(MOST_TOLD);
        if more > 0 {
            self.note(
                NoticeId::Syntax,
                format!("{more} more parts of replies without an id were not analysed"),
                None,
            );
        }
        Recorded {
            records: self.records,
            providers: self.providers.into_values().collect(),
            notices: self.notices,
            hidden: self.hidden,
        }
    }
}
