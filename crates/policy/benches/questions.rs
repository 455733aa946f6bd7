//! How long it takes to read a policy and to ask it twenty questions.

fn main() {
    divan::main();
}
