//! A root module as it is written, and what it is given.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use ringfence_terraform::VariableSource;

/// One block of a root module, with lines of its own.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The file that it stands in.
    pub(crate) path: String,
    pub(crate) text: String,
    /// What is written in its place once Terraform has refused it; nothing if it was replaced already.
    pub(crate) spare: Option<String>,
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
}

impl Case {
    pub(crate) fn add(&mut self, path: &str, text: String, spare: String) {
        self.blocks.push(Block { path: path.to_owned(), text, spare: Some(spare) });
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
        for (path, text) in self.rendered() {
            let file = dir.join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
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
