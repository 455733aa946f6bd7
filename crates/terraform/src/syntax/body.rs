//! `hcl-edit`'s structures to ours.

use hcl_edit::Span as _;
use hcl_edit::structure::{self, BlockLabel, Structure};

use super::convert::Converter;
use super::{Attribute, Block, Body, Label};

impl Converter<'_> {
    pub(super) fn body(&mut self, from: &structure::Body) -> Body {
        let mut body = Body::default();
        for structure in from {
            match structure {
                Structure::Attribute(attribute) => body.attributes.push(Attribute {
                    name: self.names.get(&attribute.key),
                    value: self.expr(&attribute.value),
                    span: self.place(attribute.span()),
                }),
                Structure::Block(block) => body.blocks.push(self.block(block)),
            }
        }
        body
    }

    fn block(&mut self, from: &structure::Block) -> Block {
        let labels = from.labels.iter().map(|label| Label { text: self.names.get(label.as_str()) }).collect();
        let span = self.place(from.span());
        let last = from.labels.last().map_or_else(|| from.ident.span(), label_span);
        let header = ringfence_model::Span { end: self.place(last).end, ..span };
        Block { kind: self.names.get(&from.ident), labels, body: self.body(&from.body), header, span }
    }
}

fn label_span(label: &BlockLabel) -> Option<std::ops::Range<usize>> {
    match label {
        BlockLabel::Ident(name) => name.span(),
        BlockLabel::String(text) => text.span(),
    }
}
