//! The table in Markdown.

use std::io::{self, Write};

use super::words::reach;
use super::{Matrix, MatrixStack};
use crate::clean::Clean;

/// Writes it.
///
/// # Errors
///
/// Those of `out`.
pub fn write(matrix: &Matrix, mut out: impl Write) -> io::Result<()> {
    for (position, stack) in matrix.stacks.iter().enumerate() {
        if position > 0 {
            writeln!(out)?;
        }
        writeln!(out, "## {}\n", cell(&stack.stack))?;
        table(stack, &mut out)?;
    }
    Ok(())
}

fn table(stack: &MatrixStack, out: &mut impl Write) -> io::Result<()> {
    if stack.rows.is_empty() {
        return writeln!(out, "Nobody can open anything on anybody.");
    }
    writeln!(out, "| from | to | can open |\n|---|---|---|")?;
    for row in &stack.rows {
        writeln!(out, "| {} | {} | {} |", cell(&row.from), cell(&row.to), cell(&reach(row)))?;
    }
    for notice in &stack.notices {
        writeln!(out, "\n> {}", cell(notice))?;
    }
    Ok(())
}

/// Text that cannot leave its cell.
fn cell(text: &str) -> String {
    Clean::new(text)
        .as_str()
        .replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('<', "&lt;")
        .replace('\n', " ")
}
