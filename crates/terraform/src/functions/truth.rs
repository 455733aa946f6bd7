//! Truth over lists: `alltrue`, `anytrue`.

use super::call::{Call, Outcome, Stop};
use super::convert;

/// Unknown: an element before the first false one makes the result unknown.
pub(super) fn alltrue(call: &Call<'_>) -> Outcome {
    for item in call.items(0)? {
        if item.is_null() || !convert::boolean(item)? {
            return Ok(call.bool(false));
        }
    }
    call.closed(0)?;
    Ok(call.bool(true))
}

/// Unknown: a true element settles it.
pub(super) fn anytrue(call: &Call<'_>) -> Outcome {
    let mut unsure = call.closed(0).is_err();
    for item in call.items(0)? {
        match convert::boolean(item) {
            Ok(true) => return Ok(call.bool(true)),
            Err(Stop::Unknown) => unsure = true,
            Ok(false) => {}
            Err(_) if item.is_null() => {}
            Err(stop) => return Err(stop),
        }
    }
    if unsure { Err(Stop::Unknown) } else { Ok(call.bool(false)) }
}

/// Whether any answer is yes; unknown if that hangs on an unknown one.
pub(super) fn any_of(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut any = Some(false);
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => {}
            None => any = None,
        }
    }
    any
}
