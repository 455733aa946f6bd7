//! Numbers: what a configuration has, what it may have, and the worst that fits the limits.
#![allow(clippy::unwrap_used, missing_docs)]

use divan::{AllocProfiler, Bencher, black_box};
use ringfence_value::number::{Layout, MAX_EXPONENT, MAX_FIELD, Number, Verb};

/// Counts allocations: whole numbers must show none.
#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

#[divan::bench(args = ["443", "-32768", "0.1", "1.5e-7", "1e300", "1e19000", "1e-19000"])]
fn parse(text: &str) -> Number {
    number(black_box(text))
}

#[divan::bench]
fn parse_the_longest(bencher: Bencher<'_, '_>) {
    let text = "7".repeat(19_000);
    bencher.bench(|| number(black_box(&text)));
}

#[divan::bench(args = [("8", "2"), ("0.1", "0.3"), ("1e19000", "1e-19000")])]
fn arithmetic(bencher: Bencher<'_, '_>, (left, right): (&str, &str)) {
    let (left, right) = (number(left), number(right));
    bencher.bench(|| {
        let (left, right) = (black_box(&left), black_box(&right));
        let sum = left.add(right);
        (sum, left.subtract(right), left.multiply(right), left.divide(right), left.remainder(right))
    });
}

#[divan::bench(args = ["443", "0.1", "1e300", "1e19000", "1e-19000"])]
fn text(bencher: Bencher<'_, '_>, text: &str) {
    let number = number(text);
    bencher.bench(|| black_box(&number).to_string());
}

#[divan::bench]
fn text_of_the_longest(bencher: Bencher<'_, '_>) {
    let longest = Number::parse_int(&"1".repeat(usize::try_from(MAX_EXPONENT).unwrap()), 2).unwrap();
    bencher.bench(|| black_box(&longest).to_string());
}

#[divan::bench]
fn format_the_longest(bencher: Bencher<'_, '_>) {
    let smallest = number(&format!("1p-{MAX_EXPONENT}"));
    let layout = Layout { precision: Some(MAX_FIELD), ..Layout::default() };
    bencher.bench(|| black_box(&smallest).format(Verb::Fixed, &layout));
}

#[divan::bench]
fn power(bencher: Bencher<'_, '_>) {
    let (base, power) = (number("1.1"), number("7.7"));
    bencher.bench(|| black_box(&base).pow(&power));
}
