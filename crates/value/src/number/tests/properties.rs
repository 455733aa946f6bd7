//! Properties, against exact rationals and against Rust's own floats.

use std::cmp::Ordering;
use std::hash::{BuildHasher as _, RandomState};

use num_rational::BigRational;
use proptest::prelude::*;

use super::super::{Layout, Magnitude, Number, Precision, Verb};
use super::number;
use super::rational::{decimal, nearest, two_to, value, width};

/// Texts of numbers as people and generators write them.
fn text() -> impl Strategy<Value = String> {
    let digits = "[0-9]{1,3}|[0-9]{1,40}|[0-9]{140,170}";
    let fraction =
        prop_oneof![2 => Just(String::new()), 3 => "\\.[0-9]{1,4}|\\.[0-9]{1,40}|\\.[0-9]{140,170}"];
    let exponent = prop_oneof![4 => Just(String::new()), 1 => (-300..300i32).prop_map(|e| format!("e{e}"))];
    ("-?", digits, fraction, exponent)
        .prop_map(|(sign, digits, fraction, exponent)| format!("{sign}{digits}{fraction}{exponent}"))
}

/// Finite numbers of all precisions.
fn any_number() -> impl Strategy<Value = Number> {
    prop_oneof![
        3 => text().prop_map(|text| number(&text)),
        2 => any::<i64>().prop_map(Number::from_i64),
        2 => (-1000..1000i64).prop_map(Number::from_i64),
        2 => float().prop_map(|float| Number::from_f64(float).unwrap()),
        1 => (any::<i64>(), 1..i64::MAX).prop_map(|(a, b)| Number::from_i64(a).divide(&Number::from_i64(b)).unwrap()),
        1 => "-?[0-9a-f]{100,200}".prop_map(|text| Number::parse_int(&text, 16).unwrap()),
        1 => (any::<i64>(), -600..600i64).prop_map(|(m, e)| number(&format!("{m}p{e}"))),
    ]
}

fn float() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), -1000.0..1000.0f64].prop_filter("finite", |float| float.is_finite())
}

/// What an operation has to give: the exact result at the larger precision.
fn rounded(exact: &BigRational, left: &Number, right: &Number) -> BigRational {
    nearest(exact, left.precision().max(right.precision()).bits())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_is_rounded_to_512_bits(text in text()) {
        prop_assert_eq!(value(&number(&text)), nearest(&decimal(&text), 512));
    }

    #[test]
    fn text_reads_back_as_the_same_number(text in text()) {
        let read = number(&text);
        prop_assert_eq!(number(&read.to_string()), read);
    }

    #[test]
    fn no_shorter_text_reads_back(text in text()) {
        let read = number(&text);
        let shown = read.to_string();
        let digits = shown.trim_end_matches('0').trim_end_matches('.');
        if !digits.contains('.') {
            return Ok(());
        }
        let shorter = &digits[..digits.len() - 1];
        prop_assert_ne!(&number(shorter), &read);
        let place = shorter.len() - shorter.find('.').unwrap() - 1;
        let one = decimal(&format!("1e-{place}"));
        let one = if read.is_negative() { -one } else { one };
        prop_assert_ne!(nearest(&(decimal(shorter) + one), 512), value(&read));
    }

    #[test]
    fn sums_differences_and_quotients_are_rounded_once(left in any_number(), right in any_number()) {
        let (a, b) = (value(&left), value(&right));
        prop_assert_eq!(value(&left.add(&right).unwrap()), rounded(&(&a + &b), &left, &right));
        prop_assert_eq!(value(&left.subtract(&right).unwrap()), rounded(&(&a - &b), &left, &right));
        prop_assume!(!right.is_zero());
        prop_assert_eq!(value(&left.divide(&right).unwrap()), rounded(&(&a / &b), &left, &right));
    }

    #[test]
    fn products_have_512_bits_and_as_much_precision_as_they_need(left in any_number(), right in any_number()) {
        let product = left.multiply(&right).unwrap();
        prop_assert_eq!(value(&product), nearest(&(value(&left) * value(&right)), 512));
        let needed = match product.magnitude() {
            Magnitude::Finite(mantissa, _) => width(&mantissa),
            _ => 0,
        };
        prop_assert_eq!(product.precision().bits(), left.precision().max(right.precision()).bits().max(needed));
    }

    #[test]
    fn what_is_added_exactly_can_be_taken_away(left in any::<i32>(), right in any::<i32>(), place in -400..400i64) {
        let (left, right) = (number(&format!("{left}p{place}")), number(&format!("{right}p{place}")));
        let sum = left.add(&right).unwrap();
        prop_assert_eq!(sum.subtract(&right).unwrap(), left.clone());
        prop_assert_eq!(sum.subtract(&left).unwrap(), right);
    }

    #[test]
    fn order_equality_and_hashes_are_those_of_the_values(left in any_number(), right in any_number()) {
        let order = value(&left).cmp(&value(&right));
        prop_assert_eq!(left.compare(&right), order);
        prop_assert_eq!(left == right, order == Ordering::Equal);
        let wider = right.clone().with_precision(Precision::of_bits(5000));
        prop_assert_eq!(&wider, &right);
        let state = RandomState::new();
        prop_assert_eq!(state.hash_one(&wider), state.hash_one(&right));
    }

    #[test]
    fn remainders_of_whole_numbers_are_exact(left in any::<i64>(), right in any::<i64>()) {
        prop_assume!(right != 0);
        let rest = Number::from_i64(left).remainder(&Number::from_i64(right)).unwrap();
        prop_assert_eq!(rest.as_i64(), Some(left.wrapping_rem(right)));
        let rest = number(&left.to_string()).remainder(&number(&format!("{right}.0e-1"))).unwrap();
        let tenths = i128::from(left) * 10 % i128::from(right);
        // Tenths are rounded, so the rest is near and not equal; whole quotients round to both sides.
        let off = value(&rest) - BigRational::new(tenths.into(), 10.into());
        let near = |difference: BigRational| difference < two_to(-400) && difference > -two_to(-400);
        let step = decimal(&format!("{}e-1", right.unsigned_abs()));
        prop_assert!(near(off.clone()) || near(off.clone() + &step) || near(off - step));
    }

    #[test]
    fn ceil_and_floor_are_the_whole_numbers_around(number in any_number()) {
        let exact = value(&number);
        prop_assert_eq!(value(&number.floor()), exact.floor());
        prop_assert_eq!(value(&number.ceil()), exact.ceil());
        prop_assert_eq!(number.is_whole(), exact.is_integer());
        prop_assert!(!number.ceil().to_string().starts_with("-0"));
    }

    #[test]
    fn signs_turn(number in any_number()) {
        prop_assert_eq!(value(&number.negate()), -value(&number));
        prop_assert_eq!(number.negate().negate().to_string(), number.to_string());
        prop_assert_eq!(value(&number.abs()).max(-value(&number)), value(&number.abs()));
        prop_assert_eq!(number.negate().precision(), number.precision());
    }

    #[test]
    fn floats_go_in_and_come_out(bits in any::<u64>()) {
        let float = f64::from_bits(bits);
        let number = Number::from_f64(float);
        prop_assert_eq!(number.is_none(), float.is_nan());
        if let Some(number) = number {
            prop_assert_eq!(number.to_f64().to_bits(), bits);
        }
    }

    #[test]
    fn the_nearest_float_is_that_of_rust(text in text(), small in "0\\.[0-9]{1,40}e-3[0-2][0-9]") {
        prop_assert_eq!(number(&text).to_f64().to_bits(), text.parse::<f64>().unwrap().to_bits());
        prop_assert_eq!(number(&small).to_f64(), small.parse::<f64>().unwrap());
    }

    #[test]
    fn verbs_write_floats_as_rust_does(float in float(), places in 0..30usize) {
        let number = Number::from_f64(float).unwrap();
        let layout = Layout { precision: Some(places), ..Layout::default() };
        prop_assert_eq!(number.format(Verb::Fixed, &layout).unwrap(), format!("{float:.places$}"));
        let rust = format!("{float:.places$e}");
        let (mantissa, power) = rust.split_once('e').unwrap();
        let power: i32 = power.parse().unwrap();
        let sign = if power < 0 { '-' } else { '+' };
        let expected = format!("{mantissa}e{sign}{:02}", power.abs());
        prop_assert_eq!(number.format(Verb::Scientific { upper: false }, &layout).unwrap(), expected);
    }

    #[test]
    fn a_float_has_as_many_digits_as_rust_writes(float in float()) {
        // Rust knows that small floats have fewer bits, and that powers of two have a neighbour that is nearer.
        if float.is_subnormal() || float.to_bits() << 12 == 0 {
            return Ok(());
        }
        let text = Number::from_f64(float).unwrap().to_string();
        prop_assert_eq!(text.len(), float.to_string().len());
        prop_assert_eq!(text.parse::<f64>().unwrap(), float);
    }

    #[test]
    fn bases_are_read_as_they_are_written(size in any::<u128>(), base in 2..37u32) {
        let text = num_bigint::BigUint::from(size).to_str_radix(base);
        let read = Number::parse_int(&text, base.into()).unwrap();
        prop_assert_eq!(read.to_string(), size.to_string());
        let hexadecimal = read.format(Verb::Hexadecimal { upper: false }, &Layout::default());
        prop_assert_eq!(hexadecimal.unwrap(), format!("{size:x}"));
    }

    #[test]
    fn what_is_a_number_is_a_matter_of_grammar(text in "[-+]?[0-9.eEpP+_ -]{0,8}|\\PC{0,6}") {
        let grammar = regex::Regex::new(r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eEpP][-+]?[0-9]{1,5})?$").unwrap();
        prop_assert_eq!(Number::parse(&text) != Err(super::super::NumberError::NotANumber), grammar.is_match(&text));
    }

    #[test]
    fn whole_numbers_agree_with_machine_arithmetic(left in any::<i32>(), right in any::<i32>()) {
        let (a, b) = (Number::from_i64(left.into()), Number::from_i64(right.into()));
        let (left, right) = (i64::from(left), i64::from(right));
        prop_assert_eq!(a.add(&b).unwrap().as_i64(), Some(left + right));
        prop_assert_eq!(a.subtract(&b).unwrap().as_i64(), Some(left - right));
        prop_assert_eq!(a.multiply(&b).unwrap().as_i64(), Some(left * right));
        prop_assert_eq!(a.multiply(&b).unwrap().to_string() == "-0", left * right == 0 && (left < 0 || right < 0));
    }
}
