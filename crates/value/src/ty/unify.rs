//! The type that several types have in common.

use std::cmp::Ordering;
use std::collections::{HashSet, VecDeque};

use super::{Safety, Type, convertible};

/// The most general of the types, or one made of them, to which all of them convert; nothing if there is none.
///
/// Unknown: [`Type::Dynamic`] gives way to primitive types; beside a collection or structure nothing is known yet, and
/// the result is [`Type::Dynamic`], to which the values do not convert: what they become is unknown.
///
/// Source: `unify`, `sortTypes` and `compareTypes` of go-cty's `convert` package (read 2026-11-25).
pub fn unify(types: &[Type], safety: Safety) -> Option<Type> {
    let mut seen = HashSet::new();
    let distinct: Vec<&Type> = match types.split_first() {
        Some((first, others)) if others.iter().all(|ty| ty == first) => vec![first],
        _ => types.iter().filter(|ty| seen.insert(*ty)).collect(),
    };
    match distinct.as_slice() {
        [] => None,
        [only] => Some((*only).clone()),
        several => of_several(several, safety),
    }
}

/// How many of the types are of each kind.
#[derive(Default)]
struct Kinds {
    maps: usize,
    lists: usize,
    sets: usize,
    objects: usize,
    tuples: usize,
    dynamic: usize,
}

impl Kinds {
    fn of(types: &[&Type]) -> Self {
        let mut kinds = Self::default();
        for ty in types {
            match ty {
                Type::Map(_) => kinds.maps += 1,
                Type::List(_) => kinds.lists += 1,
                Type::Set(_) => kinds.sets += 1,
                Type::Object(_) => kinds.objects += 1,
                Type::Tuple(_) => kinds.tuples += 1,
                Type::Dynamic => kinds.dynamic += 1,
                Type::Bool | Type::Number | Type::String => {}
            }
        }
        kinds
    }
}

fn of_several(types: &[&Type], safety: Safety) -> Option<Type> {
    let kinds = Kinds::of(types);
    let all = types.len() - kinds.dynamic;
    let unless_dynamic = |unified: &dyn Fn() -> Option<Type>| {
        if kinds.dynamic > 0 { Some(Type::Dynamic) } else { unified() }
    };
    if kinds.maps > 0 && kinds.maps == all {
        return unless_dynamic(&|| collections(Type::map, types, safety));
    }
    if kinds.maps > 0 && kinds.maps + kinds.objects == all {
        if let Some(map) = as_collections(types, safety, |ty| matches!(ty, Type::Object(_)), to_map) {
            return Some(map);
        }
    } else if kinds.lists > 0 && kinds.lists == all {
        return unless_dynamic(&|| collections(Type::list, types, safety));
    } else if kinds.lists > 0 && kinds.lists + kinds.tuples == all {
        if let Some(list) = as_collections(types, safety, |ty| matches!(ty, Type::Tuple(_)), to_list) {
            return Some(list);
        }
    } else if kinds.sets > 0 && kinds.sets == all {
        return unless_dynamic(&|| collections(Type::set, types, safety));
    } else if kinds.objects > 0 && kinds.objects == all {
        return unless_dynamic(&|| objects(types, safety));
    } else if kinds.tuples > 0 && kinds.tuples == all {
        return unless_dynamic(&|| tuples(types, safety));
    } else if kinds.objects > 0 && kinds.tuples > 0 {
        return None;
    }
    preferred(types, safety)
}

/// Of collections of one kind: the collection of what their elements have in common.
fn collections(make: fn(Type) -> Type, types: &[&Type], safety: Safety) -> Option<Type> {
    let elements: Vec<Type> = types.iter().filter_map(|ty| ty.element().cloned()).collect();
    let result = make(unify(&elements, safety)?);
    types.iter().all(|ty| convertible(ty, &result, safety)).then_some(result)
}

/// Structures beside collections: first what the structures have in common as a collection, then with the others.
fn as_collections(
    types: &[&Type],
    safety: Safety,
    is_structure: fn(&Type) -> bool,
    gather: fn(&[&Type], Safety) -> Option<Type>,
) -> Option<Type> {
    let structures: Vec<&Type> = types.iter().copied().filter(|ty| is_structure(ty)).collect();
    let collection = gather(&structures, safety)?;
    let with: Vec<Type> =
        types.iter().map(|ty| if is_structure(ty) { collection.clone() } else { (*ty).clone() }).collect();
    unify(&with, safety).filter(Type::is_collection)
}

fn objects(types: &[&Type], safety: Safety) -> Option<Type> {
    let (first, others) = types.split_first()?;
    let first = first.attributes()?;
    let same_names = |ty: &&Type| {
        ty.attributes().is_some_and(|other| {
            first.len() == other.len() && first.iter().zip(other).all(|(a, b)| a.name == b.name)
        })
    };
    if !others.iter().all(same_names) {
        return to_map(types, safety);
    }
    let mut attributes = Vec::new();
    for attribute in first {
        let across = types.iter().filter_map(|ty| Some(ty.attributes()?.get(&attribute.name)?.ty.clone()));
        attributes.push((attribute.name.clone(), unify(&across.collect::<Vec<_>>(), safety)?));
    }
    let result = Type::object(attributes);
    if types.iter().all(|ty| convertible(ty, &result, safety)) { Some(result) } else { to_map(types, safety) }
}

fn to_map(types: &[&Type], safety: Safety) -> Option<Type> {
    let attributes = types.iter().filter_map(|ty| ty.attributes()).flatten();
    let all: Vec<Type> = attributes.map(|attribute| attribute.ty.clone()).collect();
    gathered(Type::map, &all, types, safety)
}

fn tuples(types: &[&Type], safety: Safety) -> Option<Type> {
    let lists: Vec<&Vec<Type>> = types.iter().filter_map(|ty| elements(ty)).collect();
    let width = lists.first()?.len();
    if lists.iter().any(|list| list.len() != width) {
        return to_list(types, safety);
    }
    let mut columns = Vec::new();
    for position in 0..width {
        let column: Vec<Type> = lists.iter().filter_map(|list| list.get(position).cloned()).collect();
        columns.push(unify(&column, safety)?);
    }
    let result = Type::tuple(columns);
    if types.iter().all(|ty| convertible(ty, &result, safety)) {
        Some(result)
    } else {
        to_list(types, safety)
    }
}

fn to_list(types: &[&Type], safety: Safety) -> Option<Type> {
    let all: Vec<Type> = types.iter().filter_map(|ty| elements(ty)).flatten().cloned().collect();
    gathered(Type::list, &all, types, safety)
}

fn gathered(make: fn(Type) -> Type, inner: &[Type], types: &[&Type], safety: Safety) -> Option<Type> {
    let result = make(unify(inner, safety)?);
    types.iter().all(|ty| convertible(ty, &result, safety)).then_some(result)
}

fn elements(ty: &Type) -> Option<&Vec<Type>> {
    match ty {
        Type::Tuple(elements) => Some(elements),
        _ => None,
    }
}

/// The first of the types, the most general first, to which all others convert.
fn preferred(types: &[&Type], safety: Safety) -> Option<Type> {
    let order = by_generality(types);
    let mut wanted = order.into_iter().filter_map(|index| types.get(index));
    wanted.find(|wanted| types.iter().all(|ty| convertible(ty, wanted, safety))).map(|ty| (*ty).clone())
}

/// Indices of the types, those that are more general before those that are less; else in their order.
fn by_generality(types: &[&Type]) -> Vec<usize> {
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut before = vec![0_usize; types.len()];
    for (index, one) in types.iter().enumerate() {
        for (other_index, other) in types.iter().enumerate().skip(index + 1) {
            let (first, second) = match generality(one, other) {
                Ordering::Less => (index, other_index),
                Ordering::Greater => (other_index, index),
                Ordering::Equal => continue,
            };
            after.get_mut(first).into_iter().for_each(|list| list.push(second));
            before.get_mut(second).into_iter().for_each(|count| *count += 1);
        }
    }
    let mut order = Vec::new();
    let free = |(index, count): (usize, &usize)| (*count == 0).then_some(index);
    let mut queue: VecDeque<usize> = before.iter().enumerate().filter_map(free).collect();
    while let Some(index) = queue.pop_front() {
        order.push(index);
        for next in after.get(index).into_iter().flatten() {
            if let Some(count) = before.get_mut(*next) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    queue.push_back(*next);
                }
            }
        }
    }
    order
}

/// Which of two types is more general: that one is less.
fn generality(one: &Type, other: &Type) -> Ordering {
    match (one, other) {
        (Type::Dynamic, Type::Dynamic) => Ordering::Equal,
        (_, Type::Dynamic)
        | (Type::String, Type::Bool | Type::Number)
        | (Type::List(_), Type::Tuple(_))
        | (Type::Map(_), Type::Object(_))
        | (Type::Tuple(_) | Type::List(_), Type::Set(_)) => Ordering::Less,
        (Type::Dynamic, _)
        | (Type::Bool | Type::Number, Type::String)
        | (Type::Tuple(_), Type::List(_))
        | (Type::Object(_), Type::Map(_))
        | (Type::Set(_), Type::Tuple(_) | Type::List(_)) => Ordering::Greater,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            generality(a, b)
        }
        (Type::Tuple(a), Type::Tuple(b)) if a.len() == b.len() => {
            together(a.iter().zip(b.iter()).map(|(a, b)| generality(a, b)))
        }
        (Type::Object(a), Type::Object(b)) if a.len() == b.len() => {
            if a.iter().zip(b.iter()).any(|(a, b)| a.name != b.name) {
                return Ordering::Equal;
            }
            together(a.iter().zip(b.iter()).map(|(a, b)| generality(&a.ty, &b.ty)))
        }
        _ => Ordering::Equal,
    }
}

/// One answer of many, none if they contradict each other.
fn together(orders: impl Iterator<Item = Ordering>) -> Ordering {
    let mut result = Ordering::Equal;
    for order in orders {
        match (result, order) {
            (_, Ordering::Equal) => {}
            (Ordering::Equal, order) => result = order,
            (known, order) if known == order => {}
            _ => return Ordering::Equal,
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(attributes: &[(&str, Type)]) -> Type {
        Type::object(attributes.iter().map(|(name, ty)| ((*name).into(), ty.clone())))
    }

    fn check(types: &[Type], expected: impl Into<Option<Type>>) {
        assert_eq!(unify(types, Safety::Unsafe), expected.into(), "{types:?}");
    }

    #[test]
    fn primitives_meet_in_strings() {
        check(&[Type::Number, Type::String, Type::Bool], Some(Type::String));
        check(&[Type::Number, Type::Number], Some(Type::Number));
        check(&[Type::Number, Type::Bool], None);
        check(&[Type::Dynamic, Type::Number], Some(Type::Number));
        check(&[], None);
    }

    #[test]
    fn structures_keep_their_shape_if_they_can() {
        let pair = |a: Type, b: Type| Type::tuple(vec![a, b]);
        check(
            &[pair(Type::Number, Type::Bool), pair(Type::String, Type::Bool)],
            Some(pair(Type::String, Type::Bool)),
        );
        check(&[pair(Type::Number, Type::String), Type::tuple(vec![])], Some(Type::list(Type::String)));
        check(
            &[object(&[("a", Type::Number)]), object(&[("a", Type::String)])],
            Some(object(&[("a", Type::String)])),
        );
        check(
            &[object(&[("a", Type::Number)]), object(&[("b", Type::String)])],
            Some(Type::map(Type::String)),
        );
        check(&[object(&[("a", Type::Number)]), object(&[("b", Type::list(Type::Bool))])], None);
        check(&[object(&[]), Type::tuple(vec![])], None);
    }

    #[test]
    fn structures_beside_collections_become_collections() {
        check(&[Type::list(Type::Number), Type::tuple(vec![Type::String])], Some(Type::list(Type::String)));
        check(&[object(&[("a", Type::Bool)]), Type::map(Type::String)], Some(Type::map(Type::String)));
        check(&[Type::list(Type::String), Type::set(Type::String)], Some(Type::list(Type::String)));
        check(&[Type::list(Type::String), Type::Dynamic], Some(Type::Dynamic));
    }
}
