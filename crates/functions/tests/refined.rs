//! What is said of an unknown result holds, whatever the unknowns turn out to be.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod evaluate;

use evaluate::{AT, run, show, unknown_of};
use proptest::prelude::*;
use ringfence_value::{Map, Part, Partial, Type, Unknown, Value, ValueKind};

/// A value with holes.
#[derive(Clone, Debug)]
enum Form {
    Text(&'static str),
    Number(i64),
    Null,
    Tuple(Vec<Form>),
    Object(Vec<(&'static str, Form)>),
    /// One of several unknown values, by its place among what they turn out to be.
    Hole(usize),
    Call(&'static str, Vec<Form>),
}

use Form::{Call, Hole, Null, Number, Object, Text, Tuple};

/// What the unknowns are of, and some of what they may turn out to be.
fn holes() -> Vec<(Type, &'static str, Vec<Form>)> {
    let texts = || vec![Text(""), Text("a"), Text("b"), Text("k"), Null];
    let lists = || vec![Tuple(vec![]), Tuple(vec![Text("a")]), Tuple(vec![Text("b"), Text("a"), Text("b")])];
    let maps = || {
        vec![Object(vec![]), Object(vec![("a", Text("x"))]), Object(vec![("k", Text("b")), ("l", Text("a"))])]
    };
    let any = [texts(), lists(), maps(), vec![Number(1)]].concat();
    vec![
        (Type::String, "output", texts()),
        // Every resource has one, and no other has the same.
        (Type::String, "id", vec![Text("id-1"), Text("id-2")]),
        (Type::list(Type::String), "output", lists()),
        (Type::set(Type::String), "output", lists()),
        (Type::map(Type::String), "output", maps()),
        (Type::Number, "output", vec![Number(0), Number(1), Number(-1), Null]),
        (Type::Dynamic, "output", any),
        (Type::String, "id", vec![Text("id-3"), Text("id-4")]),
    ]
}

/// The value of a form; holes are unknown, or what `known` picks for them.
fn value(form: &Form, known: Option<&[usize]>) -> Result<Value, String> {
    let all = |forms: &[Form]| forms.iter().map(|form| value(form, known)).collect::<Result<Vec<_>, _>>();
    Ok(match form {
        Text(text) => Value::string(*text, AT),
        Number(number) => Value::number((*number).into(), AT),
        Null => Value::null(Type::Dynamic, AT),
        Tuple(items) => Value::tuple(all(items)?, AT),
        Object(entries) => {
            let entry = |(key, form): &(&str, Form)| Ok(((*key).into(), value(form, known)?));
            Value::object(entries.iter().map(entry).collect::<Result<Map, String>>()?, AT)
        }
        Hole(place) => {
            let (ty, attribute, choices) = holes().swap_remove(*place);
            match known {
                None => unknown_of(ty, &format!("terraform_data.u{place}"), attribute),
                Some(picks) => {
                    let value = value(&choices[picks[*place] % choices.len()], None)?;
                    ringfence_value::convert(&value, &ty).unwrap()
                }
            }
        }
        Call(name, args) => run(name, &all(args)?)?,
    })
}

/// Whether all that is said of a value is true of what it turned out to be; why not. What Terraform says of types is
/// true if each unknown is `typed`.
fn holds(seen: &Value, known: &Value, typed: bool) -> Result<(), String> {
    let result = match (&seen.kind, seen.as_list(), known.as_list(), seen.as_map(), known.as_map()) {
        (ValueKind::Unknown(unknown), ..) => {
            refinement(unknown, known, typed).and_then(|()| partial(unknown, known, typed))
        }
        (ValueKind::Set(_), Some(items), Some(found), ..) => elements(items, found, typed),
        (_, Some(items), Some(found), ..) if items.len() == found.len() => {
            items.iter().zip(found).try_for_each(|(item, found)| holds(item, found, typed))
        }
        (.., Some(listed), Some(found)) if listed.len() == found.len() => entries(listed, found, typed),
        (_, None, None, None, None) if shown(seen) == shown(known) => Ok(()),
        _ => Err("another value".to_owned()),
    };
    result.map_err(|why| format!("{why}\n{seen:?} is {}", show(known)))
}

fn refinement(unknown: &Unknown, known: &Value, typed: bool) -> Result<(), String> {
    let length = known.as_list().map(<[Value]>::len).or(known.as_map().map(Map::len));
    let (low, high) = unknown.refinement.lengths();
    for (wrong, what) in [
        (typed && !unknown.ty.has_dynamic() && rough(&unknown.ty) != rough(&known.ty()), "another type"),
        (unknown.refinement.not_null && known.is_null(), "null"),
        (length.is_some_and(|length| length < low || length > high), "another length"),
        (!known.as_str().unwrap_or("").starts_with(unknown.refinement.prefix()), "another prefix"),
    ] {
        if wrong {
            return Err(what.to_owned());
        }
    }
    Ok(())
}

fn partial(unknown: &Unknown, known: &Value, typed: bool) -> Result<(), String> {
    match (&unknown.partial, known.as_list(), known.as_map()) {
        (None, ..) => Ok(()),
        (Some(Partial::Text(parts)), ..) if known.is_null() && parts.len() > 1 => Ok(()),
        (Some(Partial::Text(parts)), ..) if fits(parts, known.as_str().unwrap_or("\0")) => Ok(()),
        (Some(Partial::Elements(items)), Some(found), _) => elements(items, found, typed),
        (Some(Partial::Entries(listed)), _, Some(found)) => entries(listed, found, typed),
        (Some(Partial::Sure(value)), ..) => holds(value, known, typed),
        _ => Err("another content".to_owned()),
    }
}

/// Listed entries are there.
fn entries(listed: &Map, found: &Map, typed: bool) -> Result<(), String> {
    listed.iter().try_for_each(|(key, entry)| match found.get(key) {
        Some(value) => holds(entry, value, typed),
        None => Err(format!("`{key}` is not there")),
    })
}

/// Known elements are there, and there are others only where unknown ones stand for them.
fn elements(listed: &[Value], found: &[Value], typed: bool) -> Result<(), String> {
    let lists = |items: &[Value]| items.iter().map(show).collect::<Vec<_>>().join(", ");
    let wrong = |what: &str| Err(format!("{what}: [{}] is [{}]", lists(listed), lists(found)));
    for item in listed.iter().filter(|item| item.is_known() && !item.maybe) {
        let same = |other: &&Value| other.is_known() && shown(other) == shown(item);
        let (wanted, there) = (listed.iter().filter(same).count(), found.iter().filter(same).count());
        let holds = if item.is_wholly_known() {
            there >= wanted
        } else {
            found.iter().any(|found| holds(item, found, typed).is_ok())
        };
        if !holds {
            return wrong("an element is not there");
        }
    }
    let is_listed = |found: &Value| listed.iter().any(|item| holds(item, found, typed).is_ok());
    if found.iter().all(is_listed) { Ok(()) } else { wrong("an element is not listed") }
}

/// What a type is roughly: what is listed in part is not converted.
fn rough(ty: &Type) -> usize {
    match ty {
        Type::List(_) | Type::Set(_) | Type::Tuple(_) => 1,
        Type::Map(_) | Type::Object(_) => 2,
        _ => 0,
    }
}

/// A value without the difference between numbers and texts.
fn shown(value: &Value) -> String {
    show(value).replace('"', "")
}

fn fits(parts: &[Part], text: &str) -> bool {
    match parts.split_first() {
        None => text.is_empty(),
        Some((Part::Known(start), rest)) => {
            text.strip_prefix(start.as_ref()).is_some_and(|text| fits(rest, text))
        }
        Some((Part::Unknown(_), rest)) => {
            (0..=text.len()).any(|end| text.get(end..).is_some_and(|text| fits(rest, text)))
        }
    }
}

fn has_untyped(form: &Form) -> bool {
    match form {
        Hole(place) => holes()[*place].0 == Type::Dynamic,
        // It says a type although an argument has none.
        Call("coalesce", _) => true,
        Tuple(forms) | Call(_, forms) => forms.iter().any(has_untyped),
        Object(entries) => entries.iter().any(|(_, form)| has_untyped(form)),
        Text(_) | Number(_) | Null => false,
    }
}

/// What a function takes or gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    List,
    Map,
}

/// Functions of which something is known although an argument is not. `matchkeys` and `reverse` are not among them: of
/// an unknown key, and of a set of which an element is unknown, Terraform itself says what does not hold.
const FUNCTIONS: &[(&str, &[Kind], Kind)] = {
    use Kind::{List as L, Map as M, Number as N, Text as T};
    &[
        ("base64encode", &[T], T),
        ("chomp", &[T], T),
        ("chunklist", &[L, N], L),
        ("coalesce", &[T, T, T], T),
        ("coalescelist", &[L, L], L),
        ("compact", &[L], L),
        ("concat", &[L, L, L], L),
        ("contains", &[L, T], T),
        ("distinct", &[L], L),
        ("element", &[L, N], T),
        ("element", &[L, N], L),
        ("flatten", &[L], L),
        ("format", &[T, T], T),
        ("formatlist", &[T, L], L),
        ("index", &[L, T], N),
        ("join", &[T, L], T),
        ("join", &[T, L, L], T),
        ("keys", &[M], L),
        ("length", &[L], N),
        ("length", &[M], N),
        ("lookup", &[M, T, T], T),
        ("lower", &[T], T),
        ("max", &[N, N], N),
        ("merge", &[M, M], M),
        ("merge", &[M, M, M], M),
        ("one", &[L], T),
        ("replace", &[T, T, T], T),
        ("setintersection", &[L, L], L),
        ("setproduct", &[L, L], L),
        ("setsubtract", &[L, L], L),
        ("setunion", &[L, L], L),
        ("slice", &[L, N, N], L),
        ("sort", &[L], L),
        ("split", &[T, T], L),
        ("startswith", &[T, T], T),
        ("substr", &[T, N, N], T),
        ("sum", &[L], N),
        ("title", &[T], T),
        ("tolist", &[L], L),
        ("tomap", &[M], M),
        ("toset", &[L], L),
        ("trim", &[T, T], T),
        ("trimprefix", &[T, T], T),
        ("trimspace", &[T], T),
        ("trimsuffix", &[T, T], T),
        ("values", &[M], L),
        ("zipmap", &[L, L], M),
    ]
};

/// Forms of a kind with calls in each other up to so many levels.
fn form(kind: Kind, depth: u32) -> BoxedStrategy<Form> {
    let leaf = match kind {
        Kind::Text => {
            vec![Text("a"), Text("b"), Text(""), Text("k"), Text("a%s"), Hole(0), Hole(1), Hole(6), Hole(7)]
        }
        Kind::Number => vec![Number(0), Number(1), Number(2), Hole(5)],
        Kind::List => vec![Tuple(vec![]), Tuple(vec![Text("a"), Text("b")]), Hole(2), Hole(3), Hole(6)],
        Kind::Map => vec![Object(vec![]), Object(vec![("k", Text("a"))]), Hole(4), Hole(6)],
    };
    let leaf = prop::sample::select(leaf).boxed();
    let Some(depth) = depth.checked_sub(1) else { return leaf };
    let texts = form(Kind::Text, depth);
    let made = match kind {
        Kind::List => prop::collection::vec(prop_oneof![4 => texts, 1 => form(Kind::List, 0)], 0..4)
            .prop_map(Tuple)
            .boxed(),
        Kind::Map => prop::collection::btree_map(prop::sample::select(vec!["a", "k", "l"]), texts, 0..3)
            .prop_map(|entries| Object(entries.into_iter().collect()))
            .boxed(),
        Kind::Text | Kind::Number => leaf.clone(),
    };
    let call = |(name, args, _): &(&'static str, &[Kind], Kind)| {
        let name = *name;
        let args: Vec<BoxedStrategy<Form>> = args.iter().map(|kind| form(*kind, depth)).collect();
        args.prop_map(move |args| Call(name, args)).boxed()
    };
    let calls: Vec<BoxedStrategy<Form>> =
        FUNCTIONS.iter().filter(|(.., gives)| *gives == kind).map(call).collect();
    prop_oneof![2 => leaf, 2 => made, 4 => proptest::strategy::Union::new(calls)].boxed()
}

fn any_form() -> impl Strategy<Value = Form> {
    prop_oneof![form(Kind::List, 3), form(Kind::Map, 3), form(Kind::Text, 3), form(Kind::Number, 3)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_of_unknowns_holds(form in any_form(), picks in prop::collection::vec(0..13_usize, 8)) {
        let (seen, known) = (value(&form, None), value(&form, Some(&picks)));
        match (&seen, &known) {
            // What has no type stays unknown in Terraform, even `null`.
            (_, Ok(known)) if !known.is_wholly_known() => {}
            (Ok(seen), Ok(known)) => {
                let result = holds(seen, known, !has_untyped(&form));
                prop_assert!(result.is_ok(), "{}", result.unwrap_err());
            }
            // Terraform refuses to convert what has no type yet beside what has one.
            (Err(_), Ok(_)) if has_untyped(&form) => {}
            (Err(error), Ok(known)) => prop_assert!(false, "{error}, but {}", show(known)),
            (_, Err(_)) => {}
        }
    }
}
