//! The fast answers against the plain evaluator, on small policies and every short request.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use proptest::prelude::*;
use ringfence_policy::plain::{Decision, Request, decide};
use ringfence_policy::{AttachedPolicy, Document, Grants, ResourceQuery, Truth};
use std::collections::BTreeMap;

/// Every kind of action that the patterns below tell apart.
const ACTIONS: [&str; 9] = ["s:a", "s:b", "s:ab", "s:zz", "t:a", "t:b", "t:zz", "z:a", "z:zz"];
const ACTION_PATTERNS: [&str; 8] = ["*", "s:*", "S:A", "s:a*", "t:?", "*:a", "*:*", "s:zz"];
static RESOURCE_PATTERNS: [&str; 11] = ["*", "*", "a*", "*b", "a?", "a:*", "ab", "?", "?*", "${k}*", "a${k}"];
/// How many of them no request decides.
const WITHOUT_VARIABLE: usize = 9;
const QUERIES: [&str; 5] = ["*", "a*", "ab", "b*", "?"];

/// A piece that is not known, in the texts of documents before it is filled in.
const HOLE: char = '#';
/// What it may turn out to be.
const FILLINGS: [&str; 4] = ["a", "b:", "*", "z"];

#[derive(Debug, Clone)]
struct Policies {
    own: Vec<String>,
    limits: Vec<Vec<String>>,
}

fn list(texts: &'static [&'static str], holes: bool) -> impl Strategy<Value = String> {
    let known = prop::sample::select(texts).prop_map(str::to_owned);
    let hole = prop::sample::select(vec!["#", "a#", "#b"]).prop_map(str::to_owned);
    let one = prop_oneof![8 => known, u32::from(holes) => hole];
    prop::collection::vec(one, 1..3).prop_map(|texts| format!("[\"{}\"]", texts.join("\",\"")))
}

fn statement(conditions: bool, holes: bool) -> impl Strategy<Value = String> {
    let condition = prop::sample::select(vec![
        r#"{"StringEquals":{"k":"a"}}"#,
        r#"{"StringNotEquals":{"K":["a","b"]}}"#,
        r#"{"StringLike":{"k":"?"},"Null":{"k":"false"}}"#,
        r#"{"Null":{"k":"true"}}"#,
    ]);
    let condition = prop_oneof![2 => Just("{}"), u32::from(conditions) => condition];
    let resources = if conditions { &RESOURCE_PATTERNS[..] } else { &RESOURCE_PATTERNS[..WITHOUT_VARIABLE] };
    let not = || prop_oneof![3 => Just(""), 1 => Just("Not")];
    let effect = prop_oneof![3 => Just("Allow"), 2 => Just("Deny")];
    (effect, not(), list(&ACTION_PATTERNS, false), not(), list(resources, holes), condition).prop_map(
        |(effect, not_action, actions, not_resource, resources, condition)| {
            format!(
                r#"{{"Effect":"{effect}","{not_action}Action":{actions},"{not_resource}Resource":{resources},
                "Condition":{condition}}}"#
            )
        },
    )
}

fn policies(conditions: bool, holes: bool) -> impl Strategy<Value = Policies> {
    let document = move || {
        prop::collection::vec(statement(conditions, holes), 1..3).prop_map(move |statements| {
            format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","))
        })
    };
    let layer = move || prop::collection::vec(document(), 1..3);
    (layer(), prop::collection::vec(layer(), 0..2)).prop_map(|(own, limits)| Policies { own, limits })
}

impl Policies {
    fn fill(&self, piece: &str) -> Self {
        let fill = |texts: &Vec<String>| texts.iter().map(|text| text.replace(HOLE, piece)).collect();
        Self { own: fill(&self.own), limits: self.limits.iter().map(fill).collect() }
    }

    fn documents(texts: &[String]) -> Vec<Document> {
        texts.iter().map(|text| Document::parse(text).unwrap().document).collect()
    }

    fn grants(&self) -> Grants {
        let attach = |texts: &Vec<String>| -> Vec<AttachedPolicy> {
            let documents = Self::documents(texts).into_iter();
            documents.map(|document| AttachedPolicy { id: "p".into(), document }).collect()
        };
        self.limits
            .iter()
            .fold(Grants::new(attach(&self.own)), |grants, limit| grants.bounded_by(attach(limit)))
    }

    /// Which of the resources are allowed, once for every filling and every context.
    fn worlds(&self, action: &str, resources: &[String], holes: bool) -> Vec<Vec<bool>> {
        let fillings = if holes { &FILLINGS[..] } else { &[""] };
        let mut worlds = Vec::new();
        for filling in fillings {
            let filled = self.fill(filling);
            let own = Self::documents(&filled.own);
            let limits: Vec<Vec<Document>> =
                filled.limits.iter().map(|texts| Self::documents(texts)).collect();
            let own: Vec<&Document> = own.iter().collect();
            let limits: Vec<Vec<&Document>> = limits.iter().map(|layer| layer.iter().collect()).collect();
            for value in [None, Some("a"), Some("b"), Some("zz")] {
                let context: BTreeMap<_, _> =
                    value.map(|v| ("k".to_owned(), vec![v.to_owned()])).into_iter().collect();
                let allowed = |resource: &String| {
                    let request = Request::new(action, resource, context.clone());
                    decide(&own, &limits, &request).unwrap() == Decision::Allowed
                };
                worlds.push(resources.iter().map(allowed).collect());
            }
        }
        worlds
    }
}

/// Every text over four characters, up to this length.
fn texts(longest: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..longest {
        last = last.iter().flat_map(|t| ["a", "b", ":", "z"].map(|c| format!("{t}{c}"))).collect();
        all.extend(last.iter().cloned());
    }
    all
}

fn is_in(query: &str, text: &str) -> bool {
    match query {
        "*" => true,
        "?" => text.len() == 1 && text != ":",
        "ab" => text == "ab",
        prefix => text.starts_with(prefix.trim_end_matches('*')),
    }
}

/// Asks everything and compares; `exact`: nothing is conditional or unknown, so nothing else may be answered.
fn compare(policies: &Policies, holes: bool, exact: bool) -> Result<(), TestCaseError> {
    let marked = policies.fill("\u{FDD0}1\u{FDD1}");
    let grants = marked.grants();
    let resources = texts(3);
    let table: Vec<_> = ACTIONS.iter().map(|action| policies.worlds(action, &resources, holes)).collect();
    for (action, worlds) in ACTIONS.iter().zip(&table) {
        for query in QUERIES {
            let asked = |world: &Vec<bool>| -> Vec<bool> {
                let here = world.iter().zip(&resources).filter(|(_, text)| is_in(query, text));
                here.map(|(allowed, _)| *allowed).collect()
            };
            let worlds: Vec<Vec<bool>> = worlds.iter().map(asked).collect();
            let some = grants.can(action, ResourceQuery::SomeOf(query));
            let every = grants.can(action, ResourceQuery::AllOf(query));
            let in_all = |holds: &dyn Fn(&Vec<bool>) -> bool| worlds.iter().all(holds);
            let place = format!("{action} on {query}: {some:?} {every:?}");
            match some.truth {
                Truth::Yes => prop_assert!(in_all(&|world| world.contains(&true)), "{}", place),
                Truth::No => prop_assert!(in_all(&|world| !world.contains(&true)), "{}", place),
                _ => prop_assert!(!exact, "{}", place),
            }
            match every.truth {
                Truth::Yes => prop_assert!(in_all(&|world| !world.contains(&false)), "{}", place),
                Truth::No => prop_assert!(in_all(&|world| world.contains(&false)), "{}", place),
                _ => prop_assert!(!exact, "{}", place),
            }
            prop_assert!(every.truth <= some.truth, "{}", place);
            prop_assert!(holes || ![some.truth, every.truth].contains(&Truth::Unknown), "{}", place);
            prop_assert_eq!(
                some.everywhere && some.truth == Truth::Yes,
                every.truth == Truth::Yes,
                "{}",
                place
            );
            if let (Truth::Yes, Some(witness)) = (some.truth, &some.witness) {
                let replayed = policies.worlds(action, std::slice::from_ref(witness), holes);
                prop_assert!(replayed.iter().all(|world| world[0]), "{} does not replay: {}", witness, place);
            }
            prop_assert!(some.truth == Truth::No || !some.because.is_empty(), "{}", place);
            prop_assert!(some.truth != Truth::Conditional || !some.residue.is_empty(), "{}", place);
        }
    }
    administrator(&grants, &table, exact)
}

/// `table`: for each action, for each world, whether each resource is allowed.
fn administrator(grants: &Grants, table: &[Vec<Vec<bool>>], exact: bool) -> Result<(), TestCaseError> {
    let everything = |world: usize| table.iter().all(|worlds| !worlds[world].contains(&false));
    let full: Vec<bool> = (0..table[0].len()).map(everything).collect();
    let answer = grants.is_administrator();
    match answer.truth {
        Truth::Yes => prop_assert!(!full.contains(&false), "{:?}", answer),
        Truth::No => prop_assert!(!full.contains(&true), "{:?}", answer),
        _ => prop_assert!(!exact, "{:?}", answer),
    }
    Ok(())
}

/// Each case is some hundred thousand requests; `PROPTEST_CASES` asks for more of them.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_known_is_decided_exactly(policies in policies(false, false)) {
        compare(&policies, false, true)?;
    }

    #[test]
    fn conditions_never_make_a_wrong_yes_or_no(policies in policies(true, false)) {
        compare(&policies, false, false)?;
    }

    #[test]
    fn unknown_pieces_never_make_a_wrong_yes_or_no(policies in policies(true, true)) {
        compare(&policies, true, false)?;
    }
}
