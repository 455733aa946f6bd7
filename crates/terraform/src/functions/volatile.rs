//! Functions that give something else on each run, or whose result cannot be learnt without a secret:
//! `timestamp`, `plantimestamp`, `uuid`, `bcrypt`, `rsadecrypt`.

use super::call::{Call, Outcome, Stop};

/// Unknown by design.
pub(super) fn volatile(_: &Call<'_>) -> Outcome {
    Err(Stop::Volatile)
}
