//! Marks: `sensitive`, `nonsensitive`, `issensitive`, `ephemeralasnull`.

use super::call::{Call, Outcome};

pub(super) fn sensitive(call: &Call<'_>) -> Outcome {
    let mut value = call.arg(0)?.clone();
    value.sensitive = true;
    Ok(value)
}

/// Takes the value's own mark off, not those of its elements.
pub(super) fn nonsensitive(call: &Call<'_>) -> Outcome {
    let mut value = call.arg(0)?.clone();
    value.sensitive = false;
    Ok(value)
}

pub(super) fn issensitive(call: &Call<'_>) -> Outcome {
    Ok(call.bool(call.arg(0)?.sensitive))
}

/// Nothing ephemeral reaches a record, so the value is what it is.
pub(super) fn ephemeralasnull(call: &Call<'_>) -> Outcome {
    Ok(call.arg(0)?.clone())
}
