//! Functions that give something else on each run, or whose result cannot be learnt without a secret: `timestamp`,
//! `plantimestamp`, `uuid`, `bcrypt`, `rsadecrypt`. What they give is unknown by design.

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::outcome::{Outcome, Stop};

fn volatile(_: &Call<'_>) -> Outcome {
    Err(Stop::Volatile)
}

pub(crate) static TIMESTAMP: Function = Function::new("timestamp", &[], Returns::String, volatile).not_null();

pub(crate) static PLANTIMESTAMP: Function = Function::new("plantimestamp", &[], Returns::String, volatile);

pub(crate) static UUID: Function = Function::new("uuid", &[], Returns::String, volatile).not_null();

pub(crate) static BCRYPT: Function =
    Function::new("bcrypt", &[Param::string("str")], Returns::String, bcrypt)
        .rest(Param::number("cost"))
        .not_null();

/// A random salt makes each result another one.
///
/// Source: `GenerateFromPassword` of <https://pkg.go.dev/golang.org/x/crypto/bcrypt> (read 2026-11-25): the cost is 31
/// at most, a lower one than 4 becomes 10, and a password has 72 bytes at most.
fn bcrypt(call: &Call<'_>) -> Outcome {
    if call.args.len() > 1 && call.whole(1)? > 31 {
        return Err(Stop::argument(1, "the cost must not be greater than 31"));
    }
    if call.args.len() > 2 {
        return Err(Stop::argument(2, "`bcrypt` takes no more than two arguments"));
    }
    if call.text(0)?.len() > 72 {
        return Err(Stop::argument(0, "the text must not be longer than 72 bytes"));
    }
    Err(Stop::Volatile)
}

pub(crate) static RSADECRYPT: Function = Function::new(
    "rsadecrypt",
    &[Param::string("ciphertext"), Param::string("privatekey")],
    Returns::String,
    volatile,
)
.not_null();
