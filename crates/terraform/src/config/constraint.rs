//! Type constraints of variables, and the defaults in them.

use std::sync::Arc;

use ringfence_hcl::ast::{Entry, Expr, ExprKind, Key, Name};
use ringfence_value::{Attribute, Map, ObjectType, Type, Value};

/// Levels of types inside each other that are followed.
const DEPTH: usize = 64;

/// Evaluates an expression in which nothing is in scope.
type Constant<'c> = &'c dyn Fn(&Expr) -> Value;

/// A type constraint with the defaults of its optional attributes.
#[derive(Clone, Debug)]
pub(crate) struct Constraint {
    pub(crate) ty: Type,
    defaults: Option<Defaults>,
}

/// Defaults of a type and of the types inside it.
#[derive(Clone, Debug, Default)]
struct Defaults {
    /// Of an object: by attribute.
    values: Map,
    /// Of an object: by attribute; of a tuple: by position; of a collection: `""`.
    inside: Vec<(Name, Defaults)>,
}

impl Constraint {
    /// Reads a constraint; `constant` evaluates the defaults in it.
    ///
    /// Errors: it is none, in words.
    pub(crate) fn read(expr: &Expr, constant: Constant<'_>) -> Result<Self, String> {
        let (ty, defaults) = read(expr, constant, DEPTH)?;
        Ok(Self { ty, defaults: (!defaults.is_empty()).then_some(defaults) })
    }

    /// The value with the defaults of what it lacks; converting it comes after.
    ///
    /// Unknown: what is unknown lacks nothing.
    pub(crate) fn filled(&self, value: Value) -> Value {
        match &self.defaults {
            Some(defaults) if !value.is_null() => defaults.fill(value),
            _ => value,
        }
    }
}

fn read(expr: &Expr, constant: Constant<'_>, depth: usize) -> Result<(Type, Defaults), String> {
    if depth == 0 {
        return Err(format!("types inside each other deeper than {DEPTH}"));
    }
    match &expr.kind {
        // Quoted names are those of old configurations.
        ExprKind::Name(name) | ExprKind::String(name) => Ok((named(name)?, Defaults::default())),
        ExprKind::Call(call) => {
            let [inner] = call.args.as_slice() else {
                return Err(format!("`{}` takes one type", call.name));
            };
            match (call.name.as_ref(), &inner.kind) {
                (name @ ("list" | "set" | "map"), _) => {
                    let (element, defaults) = read(inner, constant, depth - 1)?;
                    let make = match name {
                        "list" => Type::list,
                        "set" => Type::set,
                        _ => Type::map,
                    };
                    Ok((make(element), Defaults::of_elements(defaults)))
                }
                ("tuple", ExprKind::List(items)) => tuple(items, constant, depth - 1),
                ("object", ExprKind::Object(entries)) => object(entries, constant, depth - 1),
                (name, _) => Err(format!("`{name}` is no type constructor, or lacks its types")),
            }
        }
        ExprKind::Parentheses(inner) => read(inner, constant, depth - 1),
        _ => Err("a type is a keyword such as `string` or a constructor such as `list(string)`".to_owned()),
    }
}

fn named(name: &str) -> Result<Type, String> {
    match name {
        "string" => Ok(Type::String),
        "number" => Ok(Type::Number),
        "bool" => Ok(Type::Bool),
        "any" => Ok(Type::Dynamic),
        "list" => Ok(Type::list(Type::Dynamic)),
        "set" => Ok(Type::set(Type::Dynamic)),
        "map" => Ok(Type::map(Type::Dynamic)),
        other => Err(format!("there is no type `{other}`")),
    }
}

fn tuple(items: &[Expr], constant: Constant<'_>, depth: usize) -> Result<(Type, Defaults), String> {
    let mut types = Vec::new();
    let mut defaults = Defaults::default();
    for (index, item) in items.iter().enumerate() {
        let (ty, inner) = read(item, constant, depth)?;
        types.push(ty);
        defaults.add(index.to_string().into(), inner);
    }
    Ok((Type::tuple(types), defaults))
}

fn object(entries: &[Entry], constant: Constant<'_>, depth: usize) -> Result<(Type, Defaults), String> {
    let mut attributes = Vec::new();
    let mut defaults = Defaults::default();
    for entry in entries {
        let name = match &entry.key {
            Key::Name(name, _) => name.clone(),
            Key::Computed(key) => key.literal().cloned().ok_or("an attribute's name must be plain")?,
        };
        let (expr, optional) = match &entry.value.kind {
            ExprKind::Call(call) if call.name.as_ref() == "optional" => {
                (call.args.first().ok_or("`optional` takes a type")?, true)
            }
            _ => (&entry.value, false),
        };
        let (ty, inner) = read(expr, constant, depth)?;
        if let Some(default) = default(&entry.value, optional) {
            let value = inner.fill(constant(default));
            let value = ringfence_value::convert(&value, &ty)
                .map_err(|error| format!("the default of `{name}` does not fit: {error}"))?;
            defaults.values.insert(name.clone(), value);
        }
        defaults.add(name.clone(), inner);
        attributes.push(Attribute { name, ty, optional });
    }
    Ok((Type::Object(Arc::new(ObjectType::new(attributes))), defaults))
}

/// The second argument of `optional`.
fn default(expr: &Expr, optional: bool) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Call(call) if optional => call.args.get(1),
        _ => None,
    }
}

impl Defaults {
    fn is_empty(&self) -> bool {
        self.values.is_empty() && self.inside.is_empty()
    }

    fn of_elements(inner: Self) -> Self {
        let mut defaults = Self::default();
        defaults.add("".into(), inner);
        defaults
    }

    fn add(&mut self, name: Name, inner: Self) {
        if !inner.is_empty() {
            self.inside.push((name, inner));
        }
    }

    fn of(&self, name: &str) -> Option<&Self> {
        self.inside.iter().find(|(known, _)| known.as_ref() == name).map(|(_, inner)| inner)
    }

    /// The value with the defaults of what it lacks: a collection becomes a tuple or object, since its elements may
    /// then differ in their types.
    ///
    /// Source: `Defaults.Apply` of hashicorp/hcl's `typeexpr` (read 2026-11-25).
    fn fill(&self, value: Value) -> Value {
        if self.is_empty() || value.is_null() || !value.is_known() {
            return value;
        }
        let at = value.origin.at;
        if let Some(items) = value.as_list() {
            let fill =
                |(index, item): (usize, &Value)| match self.of("").or_else(|| self.of(&index.to_string())) {
                    Some(inner) => inner.fill(item.clone()),
                    None => item.clone(),
                };
            let tuple = Value::tuple(items.iter().enumerate().map(fill).collect(), at);
            return value.with_kind(tuple.kind);
        }
        let Some(entries) = value.as_map() else { return value };
        let fill = |(name, item): (&Name, &Value)| match self.of("").or_else(|| self.of(name)) {
            Some(inner) => (name.clone(), inner.fill(item.clone())),
            None => (name.clone(), item.clone()),
        };
        let mut filled: Map = entries.iter().map(fill).collect();
        for (name, default) in &self.values {
            match filled.get(name) {
                Some(given) if given.is_null() => filled.insert(name.clone(), default.clone()),
                None => filled.insert(name.clone(), default.clone()),
                Some(given) if !default.is_null() => {
                    let given = given.clone().not_null();
                    filled.insert(name.clone(), given)
                }
                Some(_) => None,
            };
        }
        let object = Value::object(filled, at);
        value.with_kind(object.kind)
    }
}
