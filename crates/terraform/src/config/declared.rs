//! What a module declares.

use std::sync::{Arc, OnceLock};

use ringfence_hcl::ast::{Attribute, Block, Body, Expr, Name, TextRange};
use ringfence_model::{FileId, Span};

use super::Constraint;
use crate::RecordKind;

/// A block that declares something, and the file it stands in.
#[derive(Debug)]
pub(crate) struct Declared<N> {
    pub(crate) name: N,
    pub(crate) block: Block,
    pub(crate) file: FileId,
    /// Blocks of override files, the last wins: their attributes replace those of the same name, their nested blocks
    /// all of the same kind.
    pub(crate) over: Vec<(Block, FileId)>,
}

impl<N> Declared<N> {
    pub(crate) fn new(name: N, block: Block, file: FileId) -> Self {
        Self { name, block, file, over: Vec::new() }
    }

    /// The block's header: `resource "aws_subnet" "b"`.
    pub(crate) fn header(&self) -> Span {
        span(self.file, self.block.header)
    }

    /// The whole block.
    pub(crate) fn span(&self) -> Span {
        span(self.file, self.block.range)
    }

    /// The value of an attribute, and the file it stands in.
    pub(crate) fn value(&self, name: &str) -> Option<(&Expr, FileId)> {
        self.bodies().rev().find_map(|(body, file)| Some((body.value(name)?, file)))
    }

    /// Every value that is written for an attribute, those that others replace too.
    pub(crate) fn every(&self, name: &str) -> impl Iterator<Item = (&Expr, FileId)> {
        self.bodies().filter_map(move |(body, file)| Some((body.value(name)?, file)))
    }

    /// Whether an attribute or block of that name is written.
    pub(crate) fn writes(&self, name: &str) -> bool {
        self.bodies().any(|(body, _)| body.writes(name))
    }

    /// The attributes that count, each with its file.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&Attribute, FileId)> {
        let replaced = |at: usize, name: &str| self.later(at).any(|body| body.attribute(name).is_some());
        self.bodies().enumerate().flat_map(move |(at, (body, file))| {
            let kept = body.attributes.iter().filter(move |attribute| !replaced(at, &attribute.name));
            kept.map(move |attribute| (attribute, file))
        })
    }

    /// The nested blocks that count, each with its file.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = (&Block, FileId)> {
        let replaced = |at: usize, kind: &str| {
            self.later(at).any(|body| body.blocks.iter().any(|block| kind_of(block) == kind))
        };
        self.bodies().enumerate().flat_map(move |(at, (body, file))| {
            let kept = body.blocks.iter().filter(move |block| !replaced(at, kind_of(block)));
            kept.map(move |block| (block, file))
        })
    }

    /// The block's body and those over it, the last wins.
    fn bodies(&self) -> impl DoubleEndedIterator<Item = (&Body, FileId)> {
        let over = self.over.iter().map(|(block, file)| (&block.body, *file));
        std::iter::once((&self.block.body, self.file)).chain(over)
    }

    /// The bodies over the one at that place.
    fn later(&self, at: usize) -> impl Iterator<Item = &Body> {
        self.over.iter().skip(at).map(|(block, _)| &block.body)
    }
}

/// What kind of blocks a block is, or makes.
fn kind_of(block: &Block) -> &str {
    block.dynamic().unwrap_or(&block.kind)
}

/// A range of a file.
pub(crate) fn span(file: FileId, range: TextRange) -> Span {
    Span { file, start: range.start, end: range.end }
}

/// An attribute of a `locals` block.
#[derive(Debug)]
pub(crate) struct Local {
    pub(crate) name: Name,
    pub(crate) value: Expr,
    pub(crate) span: Span,
}

/// A variable: its block, and what of it is fixed.
#[derive(Debug)]
pub(crate) struct Variable {
    pub(crate) declared: Declared<Name>,
    /// Read when it is first needed; nothing if none is written, or what is wrong with it.
    pub(crate) constraint: OnceLock<Option<Result<Constraint, String>>>,
    pub(crate) sensitive: bool,
    pub(crate) ephemeral: bool,
    pub(crate) nullable: bool,
}

/// What a resource is called in its module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ResourceName {
    pub(crate) kind: RecordKind,
    pub(crate) type_name: Name,
    pub(crate) name: Name,
}

impl ResourceName {
    /// `aws_subnet.a`, `data.aws_vpc.b`
    pub(crate) fn address(&self) -> String {
        let prefix = match self.kind {
            RecordKind::Managed => "",
            RecordKind::Data => "data.",
            RecordKind::Ephemeral => "ephemeral.",
        };
        format!("{prefix}{}.{}", self.type_name, self.name)
    }
}

/// What a provider configuration is called: `aws`, `aws.east`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ProviderName {
    pub(crate) provider: Name,
    pub(crate) alias: Option<Name>,
}

impl ProviderName {
    /// As it is referred to.
    pub(crate) fn text(&self) -> Arc<str> {
        match &self.alias {
            Some(alias) => format!("{}.{alias}", self.provider).into(),
            None => self.provider.clone(),
        }
    }
}

/// A `provider` block.
pub(crate) type ProviderConfig = Declared<ProviderName>;
