//! Tests of the functions as the evaluator calls them.

mod evaluate;
mod hostile;
mod names;
mod oracle;
mod surroundings;
mod unknown;
