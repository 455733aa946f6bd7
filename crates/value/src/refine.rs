//! Values of which more becomes known than that they are unknown.

use std::sync::Arc;

use ringfence_model::Span;

use crate::{Form, Reason, Refinement, Type, Unknown, Value, ValueKind};

impl Value {
    /// The same, surely not `null`.
    #[must_use]
    pub fn not_null(self) -> Self {
        self.refined(Refinement::not_null())
    }

    /// Whether it is surely not `null`.
    pub fn is_surely_not_null(&self) -> bool {
        match &self.kind {
            ValueKind::Null(_) => false,
            ValueKind::Unknown(unknown) => unknown.refinement.not_null,
            _ => true,
        }
    }

    /// The same, of which this is known in addition. What can be only one value becomes that value.
    ///
    /// Unknown: a value whose type is not known stays as it is, as in Terraform.
    #[must_use]
    pub fn refined(self, refinement: Refinement) -> Self {
        let ValueKind::Unknown(unknown) = &self.kind else { return self };
        if unknown.ty == Type::Dynamic {
            return self;
        }
        let mut unknown = unknown.as_ref().clone();
        unknown.refinement = both(&unknown.refinement, refinement);
        let kind =
            collapsed(&unknown, self.origin.at).unwrap_or_else(|| ValueKind::Unknown(Arc::new(unknown)));
        self.with_kind(kind)
    }

    /// The same, of which this is known although not even its type is: Terraform, which knows the type, would say so too.
    #[must_use]
    pub fn surely(self, refinement: Refinement) -> Self {
        let ValueKind::Unknown(unknown) = &self.kind else { return self };
        let mut unknown = unknown.as_ref().clone();
        unknown.refinement = both(&unknown.refinement, refinement);
        self.with_kind(ValueKind::Unknown(Arc::new(unknown)))
    }

    /// What an unknown value must be like; what a known one is, as far as refinements tell.
    pub fn refinement(&self) -> Refinement {
        match &self.kind {
            ValueKind::Unknown(unknown) => unknown.refinement.clone(),
            ValueKind::Null(_) => Refinement::default(),
            ValueKind::String(text) => Refinement { not_null: true, form: Form::Prefix(text.clone()) },
            ValueKind::Number(number) => Refinement::within(number.clone(), number.clone()),
            ValueKind::Set(items) if items.len() > 1 && !self.is_wholly_known() => {
                Refinement::length(1, items.len())
            }
            ValueKind::List(items) | ValueKind::Set(items) => Refinement::length(items.len(), items.len()),
            ValueKind::Map(entries) => Refinement::length(entries.len(), entries.len()),
            _ => Refinement::not_null(),
        }
    }

    /// The length of a collection, tuple or object as a number; unknown within bounds where it is.
    ///
    /// Errors: nothing, if it has none by its type.
    pub fn length(&self, at: Span) -> Option<Self> {
        let exact = match &self.kind {
            ValueKind::List(items) | ValueKind::Tuple(items) => items.len(),
            ValueKind::Map(entries) | ValueKind::Object(entries) => entries.len(),
            ValueKind::Set(items) if items.len() < 2 || self.is_wholly_known() => items.len(),
            ValueKind::Set(_) | ValueKind::Unknown(_) => return self.length_within(at),
            _ => return None,
        };
        Some(Self::number(exact.into(), at))
    }

    fn length_within(&self, at: Span) -> Option<Self> {
        let exact = match self.ty() {
            Type::Tuple(items) => Some(items.len()),
            Type::Object(object) => Some(object.len()),
            Type::List(_) | Type::Set(_) | Type::Map(_) | Type::Dynamic => None,
            Type::Bool | Type::Number | Type::String => return None,
        };
        if let Some(exact) = exact {
            return Some(Self::number(exact.into(), at));
        }
        let unknown = Self::unknown(Type::Number, Reason::of(self, at), at);
        let (low, high) = self.refinement().lengths();
        Some(unknown.refined(Refinement::within(low.into(), high.into())))
    }
}

fn both(known: &Refinement, more: Refinement) -> Refinement {
    let form = match (&known.form, more.form) {
        (Form::Prefix(known), Form::Prefix(more)) if more.len() > known.len() => Form::Prefix(more),
        (Form::Length(low, high), Form::Length(more_low, more_high)) => {
            Form::Length((*low).max(more_low), (*high).min(more_high))
        }
        (Form::Within(low, high), Form::Within(more_low, more_high)) => Form::Within(
            low.clone().max(more_low),
            match (high.clone(), more_high) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
        ),
        (Form::Any, more) => more,
        (known, _) => known.clone(),
    };
    Refinement { not_null: known.not_null || more.not_null, form }
}

/// The one value that an unknown can be, if there is just one.
fn collapsed(unknown: &Unknown, at: Span) -> Option<ValueKind> {
    /// A list of unknown elements is made only if there are few: Terraform has no bound here.
    const MOST: usize = 4096;
    if !unknown.refinement.not_null {
        return None;
    }
    let element = || {
        let of = unknown.ty.element().cloned().unwrap_or(Type::Dynamic);
        Value::unknown(of, unknown.reason.clone(), at)
    };
    let of = || unknown.ty.element().cloned().unwrap_or(Type::Dynamic);
    match (&unknown.refinement.form, &unknown.ty) {
        (Form::Within(Some(low), Some(high)), Type::Number) if low == high => {
            Some(ValueKind::Number(low.clone()))
        }
        (Form::Length(low, high), ty) if low == high => match (ty, *low) {
            (Type::List(_), length) if length <= MOST => {
                Some(Value::list(of(), (0..length).map(|_| element()).collect(), at).kind)
            }
            (Type::Set(_), 0) => Some(crate::set::make(of(), Vec::new(), at).kind),
            (Type::Set(_), 1) => Some(crate::set::make(of(), vec![element()], at).kind),
            (Type::Map(_), 0) => Some(Value::map(of(), crate::Map::new(), at).kind),
            _ => None,
        },
        _ => None,
    }
}
