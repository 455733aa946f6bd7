//! The house's rules that neither rustfmt nor clippy knows.

mod arrows;
mod cloud_names;
mod exceptions;
mod file_names;
mod limits;
mod places;
mod promises;
mod rule_list;
mod size;

use anyhow::Result;

use crate::problem::Problem;
use crate::tree::{self, TextFile};
use exceptions::Exceptions;

/// A check of the whole repository.
type Check = fn(&[TextFile]) -> Vec<Problem>;

const CHECKS: &[Check] = &[
    size::check,
    arrows::check,
    cloud_names::check,
    file_names::check,
    rule_list::check,
    promises::check,
    places::check,
    limits::check,
];

/// Runs every check and prints what they complain about; true if nothing.
pub(crate) fn run() -> Result<bool> {
    let files = tree::text_files()?;
    let exceptions = Exceptions::read(&tree::root())?;
    let found = CHECKS.iter().flat_map(|check| check(&files)).collect();
    let mut problems = exceptions.apply(found);
    problems.sort();
    for problem in &problems {
        println!("{problem}");
    }
    println!("tidy: {} files, {} problems", files.len(), problems.len());
    Ok(problems.is_empty())
}
