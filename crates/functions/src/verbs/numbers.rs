//! Numbers in the verbs' notations.

use ringfence_value::Number;
use ringfence_value::number::{Layout, NumberError, Verb as Notation};

use super::Verb;
use crate::outcome::Stop;

/// A number as its verb says.
pub(super) fn text(verb: &Verb<'_>, number: &Number) -> Result<String, Stop> {
    let Some(notation) = Notation::of_letter(verb.letter) else { return Err(verb.wrong("it is a number")) };
    let layout = Layout { flags: verb.flags, width: verb.width, precision: verb.precision };
    number.format(notation, &layout).map_err(|error| match error {
        NumberError::Limit => Stop::Limit(error.to_string()),
        other => verb.wrong(&other.to_string()),
    })
}
