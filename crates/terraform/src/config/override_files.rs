//! Override files: later declarations of the same things, merged into the first.
//!
//! Source: <https://developer.hashicorp.com/terraform/language/files/override> (read 2026-11-25).

use ringfence_hcl::ast::{Block, Body, Name};
use ringfence_model::{FileId, Span};

use super::declared::{Local, ProviderName, ResourceName, span};
use super::module::{Module, Twice};
use crate::RecordKind;

impl Module {
    /// Merges an override file; gives what it overrides although nothing declares it.
    pub(super) fn merge(&mut self, body: Body, file: FileId) -> Vec<(String, Span)> {
        let mut missing = Vec::new();
        for block in body.blocks {
            let header = span(file, block.header);
            let shown = shown(&block);
            if let Err(block) = self.merge_block(block, file) {
                // What nothing declares is added all the same: Terraform refuses it, and nothing may vanish.
                self.add_block(*block, file, &mut Twice::new());
                missing.push((shown, header));
            }
        }
        missing
    }

    fn merge_block(&mut self, block: Block, file: FileId) -> Result<(), Box<Block>> {
        let over = match (block.kind.as_ref(), block.label(0), block.label(1)) {
            ("locals", _, _) => {
                self.merge_locals(block.body, file);
                return Ok(());
            }
            ("terraform", _, _) => {
                self.required_versions.clear();
                self.add_block(block, file, &mut Twice::new());
                return Ok(());
            }
            ("variable", Some(name), _) => return self.merge_variable(&name.clone(), block, file),
            ("output", Some(name), _) => self.outputs.get_mut(name).map(|output| &mut output.over),
            ("module", Some(name), _) => self.calls.get_mut(name).map(|call| &mut call.over),
            (kind @ ("resource" | "data"), Some(type_name), Some(name)) => {
                let kind = if kind == "data" { RecordKind::Data } else { RecordKind::Managed };
                let name = ResourceName { kind, type_name: type_name.clone(), name: name.clone() };
                self.resources.get_mut(&name).map(|resource| &mut resource.over)
            }
            ("provider", Some(provider), _) => {
                let alias = block.body.value("alias").and_then(|alias| alias.literal().cloned());
                let name = ProviderName { provider: provider.clone(), alias };
                self.providers.get_mut(&name).map(|provider| &mut provider.over)
            }
            _ => return Ok(()),
        };
        match over {
            Some(over) => {
                over.push((block, file));
                Ok(())
            }
            None => Err(Box::new(block)),
        }
    }

    fn merge_locals(&mut self, body: Body, file: FileId) {
        for attribute in body.attributes {
            let at = span(file, attribute.range);
            let local = Local { name: attribute.name.clone(), value: attribute.value, span: at };
            match self.locals.get_mut(&attribute.name) {
                Some(known) => *known = local,
                None => drop(self.locals.add(attribute.name, local)),
            }
        }
    }

    fn merge_variable(&mut self, name: &Name, block: Block, file: FileId) -> Result<(), Box<Block>> {
        let Some(variable) = self.variables.get_mut(name) else { return Err(Box::new(block)) };
        variable.declared.over.push((block, file));
        variable.settle();
        Ok(())
    }
}

fn shown(block: &Block) -> String {
    let labels = block.labels.iter().map(|label| label.text.as_ref());
    std::iter::once(block.kind.as_ref()).chain(labels).collect::<Vec<_>>().join(".")
}
