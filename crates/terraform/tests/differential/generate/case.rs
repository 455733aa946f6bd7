//! A root module as it is written, and what it is given.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use ringfence_terraform::VariableSource;
use serde_json::{Value as Json, json};

/// One block of a root module, with lines of its own.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The file that it stands in.
    pub(crate) path: String,
    pub(crate) text: String,
    /// What is written in its place once Terraform has refused it; nothing if it was replaced already.
    pub(crate) spare: Option<String>,
    /// Whether it surely has an instance; Terraform refuses it even if it has none, and what is in it is not looked at
    /// here then.
    pub(crate) is_there: bool,
}

/// A root module and what it is given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    pub(crate) blocks: Vec<Block>,
    /// Files without blocks.
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) command_line: Vec<VariableSource>,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) workspace: String,
    /// The key, source and directory of each module that is called.
    pub(crate) modules: Vec<(String, String, String)>,
    /// Whether it is applied too.
    pub(crate) applied: bool,
    /// Whether a module has an output that is marked as sensitive, which Terraform 1.11 forgets in the module that calls.
    pub(crate) forgets_marks: bool,
    /// The outermost directory, of those in which blocks are being written, of a module that may have no instance.
    pub(crate) empty_below: Option<String>,
}

impl Case {
    pub(crate) fn add(&mut self, path: &str, text: String, spare: String) {
        let is_there = self.empty_below.is_none();
        self.blocks.push(Block { path: path.to_owned(), text, spare: Some(spare), is_there });
    }

    /// The block that was added last.
    pub(crate) fn last(&mut self) -> &mut Block {
        self.blocks.last_mut().unwrap()
    }

    /// The files as they are written.
    pub(crate) fn rendered(&self) -> BTreeMap<String, String> {
        let mut files = self.files.clone();
        for block in &self.blocks {
            let file = files.entry(block.path.clone()).or_default();
            file.push_str(&block.text);
            file.push('\n');
        }
        files
    }

    /// The block at a line of a file; lines count from 1.
    pub(crate) fn block_at(&self, path: &str, line: usize) -> Option<usize> {
        let mut first = 1 + self.files.get(path).map_or(0, |text| text.matches('\n').count());
        for (index, block) in self.blocks.iter().enumerate().filter(|(_, block)| block.path == path) {
            let after = first + block.text.matches('\n').count() + 1;
            if (first..after).contains(&line) {
                return Some(index);
            }
            first = after;
        }
        None
    }

    /// Writes the spare text in place of a block; says whether there was one.
    pub(crate) fn replace(&mut self, index: usize) -> bool {
        let block = &mut self.blocks[index];
        let spare = block.spare.take();
        let found = spare.is_some();
        block.text = spare.unwrap_or_else(|| std::mem::take(&mut block.text));
        found
    }

    /// Writes the files into an empty directory.
    pub(crate) fn write(&self, dir: &Path) {
        let _ = std::fs::remove_dir_all(dir);
        std::fs::create_dir_all(dir).unwrap();
        let mut files = self.rendered();
        if !self.modules.is_empty() {
            files.insert(".terraform/modules/modules.json".to_owned(), self.manifest());
        }
        for (path, text) in files {
            let file = dir.join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
    }

    /// What `terraform init` would write about the modules.
    fn manifest(&self) -> String {
        let module = |key: &str, source: &str, dir: &str| json!({ "Key": key, "Source": source, "Dir": dir });
        let called = self.modules.iter().map(|(key, source, dir)| module(key, source, dir));
        let all: Vec<Json> = std::iter::once(module("", "", ".")).chain(called).collect();
        json!({ "Modules": all }).to_string()
    }
}

impl fmt::Display for Case {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, text) in self.rendered() {
            writeln!(out, "--- {path}\n{text}")?;
        }
        writeln!(out, "--- {:?} {:?} {}", self.command_line, self.environment, self.workspace)
    }
}
