//! Bounds on what a function makes and looks at, so that hostile input costs bounded time and memory.
//!
//! Terraform has none but that of `range`. Where one of the others is met, the result is unknown with the
//! bound as its cause.

use ringfence_value::Value;

use crate::Surroundings;
use crate::outcome::Stop;

/// Units: bytes of a string that a function makes.
pub(crate) const TEXT: usize = 16 << 20;

/// Elements of a collection that a function makes, those of its elements counted too.
pub(crate) const ELEMENTS: usize = 1 << 19;

/// Values that are walked through for one call, as often as they are met: values may share their parts and so be far
/// larger than the memory they take.
pub(crate) const WALKED: u32 = 4 << 20;

/// Pairs of elements that one call compares.
pub(crate) const COMPARED: usize = 1 << 20;

/// Units: bytes of a compiled regular expression.
pub(crate) const PATTERN: usize = 1 << 20;

/// Units: bytes that all searches of one call may have to pass over, those for the hundredth match counted as well, each
/// as far as a match may go.
pub(crate) const SEARCHED: u64 = 1 << 28;

/// Terraform's own bound on the numbers of `range`: more is an error there too.
pub(crate) const RANGE: usize = 1024;

/// Levels of collections in a text that is decoded or a value that is encoded.
pub(crate) const NESTING: usize = 128;

/// Stops for a text that would be too long.
pub(crate) fn text(bytes: usize) -> Result<(), Stop> {
    if bytes > TEXT { Err(Stop::Limit(format!("a text of more than {TEXT} bytes"))) } else { Ok(()) }
}

/// Stops for a collection that would be too large.
pub(crate) fn elements(count: usize) -> Result<(), Stop> {
    if count > ELEMENTS {
        Err(Stop::Limit(format!("a collection of more than {ELEMENTS} elements")))
    } else {
        Ok(())
    }
}

/// Collections in each other in an argument.
pub(crate) const DEEPEST: u32 = 512;

/// Stops for values that are too heavy or too deep to walk through.
pub(crate) fn walk<'v>(values: impl IntoIterator<Item = &'v Value>) -> Result<(), Stop> {
    let mut weight: u32 = 0;
    for value in values {
        weight = weight.saturating_add(value.weight());
        if value.depth() > DEEPEST {
            return Err(Stop::Limit(format!("more than {DEEPEST} collections in each other")));
        }
    }
    if weight > WALKED { Err(Stop::Limit(format!("values of more than {WALKED} parts"))) } else { Ok(()) }
}

/// Stops for a value that is too heavy to be made anew, perhaps in another type: what it shares would be made as often
/// as it is met, and numbers become texts.
pub(crate) fn rebuild(value: &Value) -> Result<(), Stop> {
    weight([value])
}

/// Stops for values that are together too heavy to be sorted or told apart, for which their texts are looked at.
pub(crate) fn weight<'v>(values: impl IntoIterator<Item = &'v Value>) -> Result<(), Stop> {
    let weight = values.into_iter().fold(0, |sum: u32, value| sum.saturating_add(value.weight()));
    elements(usize::try_from(weight).unwrap_or(usize::MAX))
}

/// Stops where the bound on all work is met.
pub(crate) fn work(around: &dyn Surroundings, steps: u64) -> Result<(), Stop> {
    if around.work(steps) {
        Ok(())
    } else {
        Err(Stop::Limit("more work than the bound on all of it".to_owned()))
    }
}

/// Stops where there is no room for the work of taking a text apart into characters as people see them.
pub(crate) fn characters(around: &dyn Surroundings, text: &str) -> Result<(), Stop> {
    work(around, text.len() as u64 / 8)
}

/// Stops for a pattern that is too long to compile.
pub(crate) fn pattern(bytes: usize) -> Result<(), Stop> {
    if bytes > PATTERN { Err(Stop::Limit(format!("a pattern of more than {PATTERN} bytes"))) } else { Ok(()) }
}
