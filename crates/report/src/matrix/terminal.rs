//! The table for a terminal.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::words::reach;
use super::{Matrix, MatrixRow, MatrixStack};
use crate::clean::Clean;

const HEADING: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const POSSIBLE: Style = AnsiColor::Yellow.on_default();

/// Writes it; the caller takes colours off where they are not wanted.
///
/// Shape: a paragraph for each party that opens connections, a line for each that it can open something on.
///
/// # Errors
///
/// Those of `out`.
pub fn write(matrix: &Matrix, mut out: impl Write) -> io::Result<()> {
    for stack in &matrix.stacks {
        writeln!(out, "{HEADING}{}{HEADING:#}", Clean::new(&stack.stack).visible())?;
        table(stack, &mut out)?;
        for notice in &stack.notices {
            writeln!(out, "  {FAINT}{}{FAINT:#}", Clean::new(notice).visible())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn table(stack: &MatrixStack, out: &mut impl Write) -> io::Result<()> {
    if stack.rows.is_empty() {
        return writeln!(out, "  nobody can open anything on anybody");
    }
    let width = stack.rows.iter().map(|row| row.to.chars().count()).max().unwrap_or(0).min(60);
    let mut before: Option<&MatrixRow> = None;
    for row in &stack.rows {
        if before.is_none_or(|before| before.from != row.from) {
            writeln!(out, "  {HEADING}{}{HEADING:#}", Clean::new(&row.from).visible())?;
        }
        let certain = !row.open.must.is_empty();
        let style = if certain { Style::new() } else { POSSIBLE };
        let to = Clean::new(&row.to);
        let to = to.visible();
        writeln!(
            out,
            "    {FAINT}→{FAINT:#} {to:<width$}  {style}{}{style:#}",
            Clean::new(&reach(row)).visible()
        )?;
        before = Some(row);
    }
    Ok(())
}
