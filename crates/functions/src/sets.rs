//! Algebra of sets: `setunion`, `setintersection`, `setsubtract`, `setproduct`.
//!
//! Source: `set.go` and `collection.go` of go-cty's `stdlib` (read 2026-11-25).

use ringfence_value::{Marks, Refinement, Safety, Truth, Type, Value, convert, set, unify};

use crate::among::Among;
use crate::args::Call;
use crate::comparison::Comparison;
use crate::function::{Function, Param, Returns, Wanted};
use crate::limits;
use crate::outcome::{Outcome, Stop};
use crate::shown;

const fn set_param(name: &'static str) -> Param {
    Param::new(name, Wanted::Set).dynamic()
}

pub(crate) static UNION: Function =
    Function::new("setunion", &[set_param("first_set")], Returns::Of(common_type), union)
        .rest(set_param("other_sets"))
        .not_null()
        .partly(union_partly);

pub(crate) static INTERSECTION: Function =
    Function::new("setintersection", &[set_param("first_set")], Returns::Of(common_type), intersection)
        .rest(set_param("other_sets"))
        .not_null()
        .partly(intersection_partly);

pub(crate) static SUBTRACT: Function =
    Function::new("setsubtract", &[set_param("a"), set_param("b")], Returns::Of(common_type), subtract)
        .not_null()
        .partly(subtract_partly);

/// Empty sets of any type do not count.
fn common_type(call: &Call<'_>) -> Result<Type, Stop> {
    let counts = |arg: &&Value| {
        let empty = arg.is_known() && arg.as_list().is_some_and(<[Value]>::is_empty);
        !(empty && arg.ty().element() == Some(&Type::Dynamic))
    };
    let types: Vec<Type> =
        call.args.iter().filter(counts).filter_map(|arg| arg.ty().element().cloned()).collect();
    if types.is_empty() {
        return Ok(Type::set(Type::Dynamic));
    }
    let common =
        unify(&types, Safety::Unsafe).ok_or("the elements of all sets must have one type in common")?;
    Ok(Type::set(common))
}

/// The arguments as sets of the result's type.
fn converted(call: &Call<'_>) -> Result<Vec<Value>, Stop> {
    limits::weight(call.args)?;
    let convert = |(index, arg): (usize, &Value)| {
        convert(arg, &call.ty).map_err(|error| Stop::argument(index, error.to_string()))
    };
    call.args.iter().enumerate().map(convert).collect()
}

fn made(call: &Call<'_>, items: Vec<Value>) -> Value {
    set::make(call.element_type(), items, call.at)
}

fn union(call: &Call<'_>) -> Outcome {
    let sets = converted(call)?;
    let mut items = Vec::new();
    for arg in &sets {
        same_types(&sets, arg)?;
        items.extend(arg.as_list().unwrap_or_default().iter().cloned());
        limits::elements(items.len())?;
    }
    Ok(made(call, items))
}

/// Sets whose elements have no type in common stay what they are, and then do not go together.
fn same_types(sets: &[Value], other: &Value) -> Result<(), Stop> {
    match sets.first() {
        Some(first) if first.ty() != other.ty() => {
            Err("the elements of all sets must have one type in common".into())
        }
        _ => Ok(()),
    }
}

fn intersection(call: &Call<'_>) -> Outcome {
    select(call, true)
}

fn subtract(call: &Call<'_>) -> Outcome {
    select(call, false)
}

/// The elements of the first set that are in all others, or in none.
fn select(call: &Call<'_>, wanted: bool) -> Outcome {
    let sets = converted(call)?;
    let Some((first, others)) = sets.split_first() else { return Err(Stop::unknown()) };
    if !first.is_wholly_known() {
        return Err(Stop::unknown());
    }
    let mut kept = first.as_list().unwrap_or_default().to_vec();
    for other in others {
        if !other.is_wholly_known() {
            return Err(Stop::unknown());
        }
        same_types(&sets, other)?;
        kept = common(&kept, other.as_list().unwrap_or_default(), wanted);
    }
    Ok(made(call, kept))
}

/// Elements that are among others, or those that are not.
fn common(items: &[Value], others: &[Value], wanted: bool) -> Vec<Value> {
    let among = Among::new(others);
    items.iter().filter(|item| among.has(item) == wanted).cloned().collect()
}

/// Unknown: an unknown set becomes one unknown element of an open set.
fn union_partly(call: &Call<'_>) -> Option<Value> {
    let mut items = Vec::new();
    for arg in call.args {
        items.extend(shown::elements(arg)?);
    }
    limits::weight(&items).ok()?;
    Some(call.open_list(set::elements(items)))
}

/// Unknown: elements that may be in all sets stay, in an open set.
fn intersection_partly(call: &Call<'_>) -> Option<Value> {
    select_partly(call, Truth::No)
}

/// Unknown: elements that may not be in the second set stay, in an open set.
fn subtract_partly(call: &Call<'_>) -> Option<Value> {
    select_partly(call, Truth::Yes)
}

/// The elements that an argument shows, of the type that they will have as far as that is known.
fn elements_of(call: &Call<'_>, arg: &Value) -> Option<Vec<Value>> {
    let of = call.element_type();
    Some(shown::elements(arg)?.into_iter().map(|item| convert(&item, &of).unwrap_or(item)).collect())
}

/// Elements of the first set of which it is not certain that the answer to "is it in the other?" excludes them.
fn select_partly(call: &Call<'_>, excluded_by: Truth) -> Option<Value> {
    let (first, others) = call.args.split_first()?;
    limits::weight(call.args).ok()?;
    let mut kept = elements_of(call, first)?;
    let mut comparison = Comparison::default();
    for other in others {
        let candidates = elements_of(call, other)?;
        let mut open = !other.is_known();
        let mut stays = Vec::new();
        for item in kept {
            let mut answer = Truth::No;
            for candidate in &candidates {
                let found = comparison.equal(&item, candidate).ok()?;
                // Of another type they differ until one is converted, and it is not known yet to which.
                let may = found == Truth::No && item.ty() != candidate.ty();
                answer = answer.or(if may { Truth::Unknown } else { found });
            }
            open |= answer == Truth::Unknown;
            if answer == Truth::No && open {
                answer = Truth::Unknown;
            }
            if answer == Truth::Unknown {
                stays.push(call.perhaps(item));
            } else if answer != excluded_by {
                stays.push(item);
            }
            open = !other.is_known();
        }
        kept = stays;
    }
    Some(call.open_list(kept))
}

pub(crate) static PRODUCT: Function = Function::new("setproduct", &[], Returns::Of(product_type), product)
    .rest(Param::any("sets").marks().unknowns())
    .not_null();

fn product_type(call: &Call<'_>) -> Result<Type, Stop> {
    if call.args.len() < 2 {
        return Err("at least two arguments are required".into());
    }
    let mut elements = Vec::with_capacity(call.args.len());
    let mut sets = false;
    for (index, arg) in call.args.iter().enumerate() {
        elements.push(match arg.ty() {
            Type::List(of) => of.as_ref().clone(),
            Type::Set(of) => {
                sets = true;
                of.as_ref().clone()
            }
            Type::Tuple(types) if types.is_empty() => Type::Dynamic,
            Type::Tuple(types) => unify(&types, Safety::Unsafe)
                .ok_or_else(|| Stop::argument(index, "all elements must be of the same type"))?,
            other => return Err(Stop::argument(index, format!("a set or a list is required, not {other}"))),
        });
    }
    let tuple = Type::tuple(elements);
    Ok(if sets { Type::set(tuple) } else { Type::list(tuple) })
}

/// Every combination, the last set's elements changing fastest.
fn product(call: &Call<'_>) -> Outcome {
    let marks = call.args.iter().fold(Marks::NONE, |marks, arg| marks.with(arg.marks));
    if !call.args.iter().all(shown::is_settled) {
        return Ok(call.derived(call.ty.clone(), call.args).refined(bounds(call)).marked(marks));
    }
    let Type::Tuple(types) = call.element_type() else { return Err(Stop::unknown()) };
    let mut factors = Vec::with_capacity(call.args.len());
    let mut total = 1_usize;
    for (index, ty) in types.iter().enumerate() {
        let convert = |item: &Value| {
            limits::rebuild(item)?;
            convert(item, ty).map_err(|error| Stop::argument(index, error.to_string()))
        };
        let items = call.items(index)?.iter().map(convert).collect::<Result<Vec<Value>, Stop>>()?;
        total = total.saturating_mul(items.len());
        factors.push(items);
    }
    limits::elements(total.saturating_mul(factors.len().saturating_add(1)))?;
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for factor in factors {
        let extend = |row: Vec<Value>| {
            let with = |item: &Value| row.iter().chain([item]).cloned().collect();
            factor.iter().map(with).collect::<Vec<Vec<Value>>>()
        };
        rows = rows.into_iter().flat_map(extend).collect();
    }
    let tuples: Vec<Value> = rows.into_iter().map(|row| Value::tuple(row, call.at)).collect();
    Ok(collected(call, tuples)?.marked(marks))
}

/// The combinations, whose types are the same: those of empty or mixed arguments are known only now.
fn collected(call: &Call<'_>, tuples: Vec<Value>) -> Outcome {
    let of = match tuples.first() {
        Some(first) if call.ty.has_dynamic() => first.ty(),
        _ => call.element_type(),
    };
    if call.ty.has_dynamic() && tuples.iter().any(|tuple| tuple.ty() != of) {
        return Err("the elements of each argument must have one type in common".into());
    }
    Ok(match call.ty {
        Type::Set(_) => set::make(of, tuples, call.at),
        _ => Value::list(of, tuples, call.at),
    })
}

/// How many combinations there can be, if there are not too many to say.
fn bounds(call: &Call<'_>) -> Refinement {
    /// Elements of one argument beyond which nothing is said.
    const MOST_OF_ONE: usize = 1024;
    /// Combinations beyond which nothing is said.
    const MOST: usize = 2048;
    let mut most = 1_usize;
    for arg in call.args {
        let length = match arg.ty() {
            Type::Tuple(types) => types.len(),
            // Of a set that may have fewer elements than are listed Terraform takes no bound here.
            _ if arg.is_known() && !shown::is_settled(arg) => usize::MAX,
            _ => arg.refinement().lengths().1,
        };
        most = most.saturating_mul(length);
        if length > MOST_OF_ONE || most > MOST {
            return Refinement::default();
        }
    }
    Refinement::length(most.min(1), most)
}
