//! Lists made of lists: `concat`, `flatten`, `reverse`, `chunklist`, `matchkeys`.
//!
//! Source: `collection.go` and `sequence.go` of go-cty's `stdlib`, `collection.go` of Terraform's `funcs`
//! (read 2026-11-25).

use ringfence_value::{Marks, Safety, Truth, Type, Value, ValueKind, convert, unify};

use crate::among::Among;
use crate::args::Call;
use crate::comparison::Comparison;
use crate::function::{Function, Param, Returns, Wanted};
use crate::limits::{self, NESTING};
use crate::outcome::{Outcome, Stop};
use crate::shown;

pub(crate) static CONCAT: Function = Function::new("concat", &[], Returns::Of(concat_type), concat)
    .rest(Param::any("seqs").marks())
    .not_null()
    .partly(concat_partly);

fn concat_type(call: &Call<'_>) -> Result<Type, Stop> {
    if call.args.is_empty() {
        return Err("at least one argument is required".into());
    }
    let types: Vec<Type> = call.args.iter().map(Value::ty).collect();
    if types.iter().all(|ty| matches!(ty, Type::List(_)))
        && let Some(common) = unify(&types, Safety::Unsafe)
    {
        return Ok(common);
    }
    let mut elements = Vec::new();
    for (index, arg) in call.args.iter().enumerate() {
        match (arg.ty(), &arg.kind) {
            (Type::Tuple(types), _) => elements.extend(types.iter().cloned()),
            (Type::List(of), ValueKind::List(items)) => {
                elements.extend(std::iter::repeat_n(of.as_ref(), items.len()).cloned());
            }
            (Type::List(_), _) => return Ok(Type::Dynamic),
            (other, _) => {
                return Err(Stop::argument(
                    index,
                    format!("all arguments must be lists or tuples, not {other}"),
                ));
            }
        }
        limits::elements(elements.len())?;
    }
    Ok(Type::tuple(elements))
}

fn concat(call: &Call<'_>) -> Outcome {
    let mut items: Vec<Value> = Vec::new();
    let mut marks = Marks::NONE;
    for (index, arg) in call.args.iter().enumerate() {
        let list = match &call.ty {
            Type::List(_) if arg.ty() != call.ty => {
                limits::rebuild(arg)?;
                convert(arg, &call.ty).map_err(|error| Stop::argument(index, error.to_string()))?
            }
            _ => arg.clone(),
        };
        marks = marks.with(arg.marks);
        items.extend(list.as_list().unwrap_or_default().iter().cloned());
        limits::elements(items.len())?;
    }
    if matches!(&call.ty, Type::List(of) if **of == Type::Dynamic) {
        return Ok(list_of_one_type(call, items)?.marked(marks));
    }
    Ok(call.sequence(items).marked(marks))
}

/// A list whose type is that of its elements, of those that have one.
fn list_of_one_type(call: &Call<'_>, items: Vec<Value>) -> Outcome {
    let types: Vec<Type> = items.iter().map(Value::ty).filter(|ty| *ty != Type::Dynamic).collect();
    let Some((of, others)) = types.split_first() else { return Ok(call.sequence(items)) };
    if others.iter().any(|ty| ty != of) {
        return Err("the elements of all lists must have one type in common".into());
    }
    let converted = |item: &Value| convert(item, of).map_err(|error| Stop::from(error.to_string()));
    Ok(Value::list(of.clone(), items.iter().map(converted).collect::<Result<_, Stop>>()?, call.at))
}

/// Unknown: an unknown list becomes one unknown element of an open list.
fn concat_partly(call: &Call<'_>) -> Option<Value> {
    let mut items = Vec::new();
    for arg in call.args {
        items.extend(shown::elements(arg)?);
        limits::elements(items.len()).ok()?;
    }
    Some(call.open_list(items))
}

pub(crate) static FLATTEN: Function =
    Function::new("flatten", &[Param::any("list").marks()], Returns::Of(flatten_type), flatten)
        .not_null()
        .partly(flatten_partly);

fn flatten_type(call: &Call<'_>) -> Result<Type, Stop> {
    let list = call.arg(0)?;
    if !list.is_wholly_known() {
        return Ok(Type::Dynamic);
    }
    if !is_sequence(&list.ty()) {
        return Err(Stop::argument(0, format!("can only flatten lists, sets and tuples, not {}", list.ty())));
    }
    // The result is a tuple of what there is: its type follows from it.
    Ok(Type::Dynamic)
}

fn is_sequence(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::Set(_) | Type::Tuple(_))
}

fn flatten(call: &Call<'_>) -> Outcome {
    let list = call.arg(0)?;
    let mut flat = Flat { items: Vec::new(), marks: Marks::NONE, known: true };
    flat.add(list, NESTING)?;
    if flat.known {
        Ok(Value::tuple(flat.items, call.at).marked(flat.marks))
    } else {
        Ok(call.derived(Type::Dynamic, call.args).marked(flat.marks))
    }
}

struct Flat {
    items: Vec<Value>,
    /// Of all lists.
    marks: Marks,
    /// Whether it is certain which elements there are.
    known: bool,
}

impl Flat {
    fn add(&mut self, list: &Value, depth: usize) -> Result<(), Stop> {
        let depth =
            depth.checked_sub(1).ok_or_else(|| Stop::Limit(format!("{NESTING} lists in each other")))?;
        self.marks = self.marks.with(list.marks);
        // An object whose attributes are not all known gets here too, as in Terraform.
        let values: Vec<&Value> = match (list.as_list(), list.as_map()) {
            (Some(items), _) if shown::is_settled(list) => items.iter().collect(),
            (None, Some(entries)) if list.is_known() => entries.values().collect(),
            _ => {
                self.known = false;
                return Ok(());
            }
        };
        for value in values {
            // A marked one is let through, as in Terraform.
            self.known &= value.is_known() || value.ty() != Type::Dynamic || !value.marks.is_empty();
            if !value.is_null() && is_sequence(&value.ty()) {
                self.add(value, depth)?;
            } else {
                self.items.push(value.clone());
                limits::elements(self.items.len())?;
            }
        }
        Ok(())
    }
}

/// Unknown: an element that may be a list stays as one unknown element of an open list; one that is, as one of its
/// elements.
fn flatten_partly(call: &Call<'_>) -> Option<Value> {
    let mut items = Vec::new();
    shown_flat(call.args.first()?, NESTING, &mut items)?;
    Some(call.open_list(items))
}

fn shown_flat(list: &Value, depth: usize, items: &mut Vec<Value>) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    for item in shown::elements(list)? {
        if item.as_list().is_some() || !item.is_null() && is_sequence(&item.ty()) {
            shown_flat(&item, depth, items)?;
        } else {
            items.push(item);
            limits::elements(items.len()).ok()?;
        }
    }
    Some(())
}

pub(crate) static REVERSE: Function =
    Function::new("reverse", &[Param::any("list").marks()], Returns::Of(reverse_type), reverse)
        .not_null()
        .partly(reverse_partly);

fn reverse_type(call: &Call<'_>) -> Result<Type, Stop> {
    match call.arg(0)?.ty() {
        Type::Tuple(types) => Ok(Type::tuple(types.iter().rev().cloned().collect())),
        Type::List(of) | Type::Set(of) => Ok(Type::List(of)),
        other => Err(Stop::argument(0, format!("can only reverse lists and tuples, not {other}"))),
    }
}

fn reverse(call: &Call<'_>) -> Outcome {
    let items = call.items(0)?.iter().rev().cloned().collect();
    Ok(call.sequence(items).marked(call.arg(0)?.marks))
}

fn reverse_partly(call: &Call<'_>) -> Option<Value> {
    let mut items = shown::elements(call.args.first()?)?;
    items.reverse();
    Some(call.open_list(items))
}

pub(crate) static CHUNKLIST: Function = Function::new(
    "chunklist",
    &[Param::new("list", Wanted::List).marks(), Param::number("size").marks()],
    Returns::Of(chunklist_type),
    chunklist,
)
.not_null();

fn chunklist_type(call: &Call<'_>) -> Result<Type, Stop> {
    Ok(Type::list(call.arg(0)?.ty()))
}

fn chunklist(call: &Call<'_>) -> Outcome {
    let list = call.arg(0)?;
    let items = call.items(0)?;
    let size = call.whole(1)?;
    let size = usize::try_from(size).map_err(|_| Stop::argument(1, "the size must not be negative"))?;
    let of = list.ty().element().cloned().unwrap_or(Type::Dynamic);
    let chunks = items
        .chunks(if size == 0 { items.len().max(1) } else { size })
        .map(|chunk| Value::list(of.clone(), chunk.to_vec(), call.at));
    Ok(call.sequence(chunks.collect()).marked(list.marks).marked(call.arg(1)?.marks))
}

pub(crate) static MATCHKEYS: Function = Function::new(
    "matchkeys",
    &[
        Param::new("values", Wanted::List),
        Param::new("keys", Wanted::List),
        Param::new("searchset", Wanted::List),
    ],
    Returns::Of(matchkeys_type),
    matchkeys,
)
.not_null()
.partly(matchkeys_partly);

fn matchkeys_type(call: &Call<'_>) -> Result<Type, Stop> {
    match key_type(call)? {
        Some(_) => Ok(call.arg(0)?.ty()),
        None => Err("keys and searchset must be of the same type".into()),
    }
}

fn key_type(call: &Call<'_>) -> Result<Option<Type>, Stop> {
    Ok(unify(&[call.arg(1)?.ty(), call.arg(2)?.ty()], Safety::Unsafe))
}

/// The values whose key is one of the wanted.
///
/// Unknown: a wanted key that is not known makes the list empty as soon as a key is compared with it, as in Terraform.
fn matchkeys(call: &Call<'_>) -> Outcome {
    let values = call.items(0)?;
    if values.len() != call.items(1)?.len() {
        return Err("there must be as many keys as values".into());
    }
    let ty = key_type(call)?.unwrap_or(Type::Dynamic);
    let converted = |index: usize| {
        convert(call.arg(index)?, &ty).map_err(|error| Stop::argument(index, error.to_string()))
    };
    let (keys, wanted) = (converted(1)?, converted(2)?);
    let wanted = wanted.as_list().unwrap_or_default();
    if wanted.is_empty() {
        return Ok(call.sequence(Vec::new()));
    }
    if !call.arg(0)?.is_wholly_known() || !keys.is_wholly_known() {
        return Err(Stop::unknown());
    }
    let pairs = values.iter().zip(keys.as_list().unwrap_or_default());
    if call.arg(2)?.is_wholly_known() {
        limits::weight(call.args)?;
        let among = Among::new(wanted);
        return Ok(
            call.sequence(pairs.filter(|(_, key)| among.has(key)).map(|(value, _)| value.clone()).collect())
        );
    }
    let mut comparison = Comparison::default();
    let mut found = Vec::new();
    for (value, key) in pairs {
        for candidate in wanted {
            match comparison.equal(key, candidate)? {
                Truth::Yes => {
                    found.push(value.clone());
                    break;
                }
                Truth::No => {}
                Truth::Unknown => return Ok(call.sequence(Vec::new())),
            }
        }
    }
    Ok(call.sequence(found))
}

/// Unknown: a value whose key may be one of the wanted stays, in an open list; it is certain if its key surely is.
fn matchkeys_partly(call: &Call<'_>) -> Option<Value> {
    let [values, keys, wanted] = call.args else { return None };
    let (values, keys) = (shown::all_elements(values)?, shown::all_elements(keys)?);
    let wanted = shown::elements(wanted)?;
    if values.len() != keys.len() {
        return None;
    }
    let mut comparison = Comparison::default();
    let mut kept = Vec::new();
    for (value, key) in values.iter().zip(keys) {
        let mut found = Truth::No;
        for wanted in &wanted {
            found = found.or(comparison.equal(key, wanted).ok()?);
        }
        match found {
            Truth::Yes => kept.push(value.clone()),
            Truth::Unknown => kept.push(call.perhaps(value.clone())),
            Truth::No => {}
        }
    }
    Some(call.open_list(kept))
}
