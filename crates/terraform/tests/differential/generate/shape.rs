//! Types, as the generator follows them.

use crate::random::Random;

/// What an expression gives, as far as the generator knows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Bool,
    Number,
    Text,
    List(Box<Self>),
    Set(Box<Self>),
    Map(Box<Self>),
    Tuple(Vec<Self>),
    Object(Vec<(&'static str, Self)>),
}

/// Names of attributes.
pub(crate) const ATTRIBUTES: [&str; 7] = ["a", "b", "c", "name", "tags", "of-all", "ü"];

impl Shape {
    pub(crate) fn list(of: Self) -> Self {
        Self::List(Box::new(of))
    }

    pub(crate) fn set(of: Self) -> Self {
        Self::Set(Box::new(of))
    }

    pub(crate) fn map(of: Self) -> Self {
        Self::Map(Box::new(of))
    }

    pub(crate) fn primitive(random: &mut Random) -> Self {
        random.pick(&[Self::Text, Self::Text, Self::Number, Self::Bool]).clone()
    }

    /// Any shape, so deep at most.
    pub(crate) fn any(random: &mut Random, depth: usize) -> Self {
        if depth == 0 || random.chance(35) {
            return Self::primitive(random);
        }
        match random.below(6) {
            0 | 1 => Self::list(Self::any(random, depth - 1)),
            2 => Self::set(if random.chance(70) {
                Self::primitive(random)
            } else {
                Self::any(random, depth - 1)
            }),
            3 => Self::map(Self::any(random, depth - 1)),
            4 => Self::Tuple((0..random.below(3)).map(|_| Self::any(random, depth - 1)).collect()),
            _ => Self::object(random, depth),
        }
    }

    pub(crate) fn object(random: &mut Random, depth: usize) -> Self {
        let mut names = ATTRIBUTES.to_vec();
        random.shuffle(&mut names);
        names.truncate(1 + random.below(3));
        Self::Object(
            names.into_iter().map(|name| (name, Self::any(random, depth.saturating_sub(1)))).collect(),
        )
    }

    pub(crate) fn is_primitive(&self) -> bool {
        matches!(self, Self::Bool | Self::Number | Self::Text)
    }

    /// Whether a value of this shape converts to the wanted one, unless its content prevents it.
    pub(crate) fn converts_to(&self, wanted: &Self) -> bool {
        match (wanted, self) {
            (Self::Text, have) => have.is_primitive(),
            (Self::List(want) | Self::Set(want), Self::List(have) | Self::Set(have)) => {
                have.converts_to(want)
            }
            (Self::List(want) | Self::Set(want), Self::Tuple(have)) => {
                have.iter().all(|item| item.converts_to(want))
            }
            (Self::Map(want), Self::Map(have)) => have.converts_to(want),
            (Self::Map(want), Self::Object(have)) => have.iter().all(|(_, item)| item.converts_to(want)),
            (Self::Object(want), Self::Object(have)) => want
                .iter()
                .all(|(name, want)| have.iter().any(|(known, have)| known == name && have.converts_to(want))),
            (want, have) => want == have,
        }
    }

    /// A type constraint that takes it; parts of it may be `any` or optional.
    pub(crate) fn constraint(
        &self,
        random: &mut Random,
        default: &mut dyn FnMut(&mut Random, &Self) -> String,
    ) -> String {
        if random.chance(4) {
            return "any".to_owned();
        }
        let mut inner = |random: &mut Random, shape: &Self| shape.constraint(random, default);
        match self {
            Self::Bool => "bool".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Text => "string".to_owned(),
            Self::List(of) => format!("list({})", inner(random, of)),
            Self::Set(of) => format!("set({})", inner(random, of)),
            Self::Map(of) => format!("map({})", inner(random, of)),
            Self::Tuple(of) => {
                let items: Vec<String> = of.iter().map(|item| inner(random, item)).collect();
                format!("tuple([{}])", items.join(", "))
            }
            Self::Object(of) => {
                let attributes: Vec<String> = of
                    .iter()
                    .map(|(name, shape)| {
                        let ty = shape.constraint(random, default);
                        match random.below(5) {
                            0 => format!("{name} = optional({ty})"),
                            1 => format!("{name} = optional({ty}, {})", default(random, shape)),
                            _ => format!("{name} = {ty}"),
                        }
                    })
                    .collect();
                format!("object({{ {} }})", attributes.join(", "))
            }
        }
    }
}
