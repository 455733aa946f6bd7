//! One representation for each value, and the precisions that numbers have.

use super::super::{Number, Precision, Repr};
use super::number;

fn is_small(number: &Number) -> bool {
    matches!(number.0, Repr::Small { .. })
}

#[test]
fn a_number_is_two_words() {
    assert_eq!(size_of::<Number>(), 16);
    assert_eq!(size_of::<Option<Number>>(), 16);
}

#[test]
fn whole_numbers_that_fit_are_small_however_they_came_to_be() {
    for text in ["0", "5", "-5", "9223372036854775807", "-9223372036854775808", "1e18", "2.5e1", "8p-2"] {
        assert!(is_small(&number(text)), "{text}");
    }
    assert!(is_small(&number("2.5").add(&number("2.5")).unwrap()));
    assert!(is_small(&number("1e30").divide(&number("1e29")).unwrap()));
    assert!(is_small(&number("9223372036854775808").subtract(&number("1")).unwrap()));
    assert!(is_small(&number("9223372036854775808").negate()));
    assert!(is_small(&Number::from_f64(-9_223_372_036_854_775_808.0).unwrap()));
    for text in ["9223372036854775808", "-9223372036854775809", "0.5", "-0", "1e19"] {
        assert!(!is_small(&number(text)), "{text}");
    }
}

#[test]
fn machine_integers_go_in_and_come_out() {
    for value in [0, 1, -1, i64::MAX, i64::MIN] {
        assert_eq!(Number::from_i64(value).as_i64(), Some(value));
        assert_eq!(number(&value.to_string()).as_i64(), Some(value));
    }
    for value in [0, 1, u64::MAX, u64::MAX - 1, 1 << 63] {
        assert_eq!(Number::from_u64(value).as_u64(), Some(value));
        assert_eq!(Number::from_u64(value).to_string(), value.to_string());
    }
    assert_eq!(number("18446744073709551616").as_u64(), None);
    assert_eq!(number("-1").as_u64(), None);
    assert_eq!(number("1.5").as_i64(), None);
    assert_eq!(number("9223372036854775808").as_i64(), None);
    assert_eq!(number("-0").as_u64(), Some(0));
    assert_eq!(Number::infinity(false, Precision::TEXT).as_u64(), None);
}

#[test]
fn precisions_come_from_where_a_number_does() {
    let length = Number::from_usize(3);
    let bits = |number: &Number| number.precision().bits();
    assert_eq!(bits(&length), 64);
    assert_eq!(bits(&number("3")), 512);
    assert_eq!(bits(&Number::ZERO), 53);
    assert_eq!(bits(&number("2").pow(&number("3")).unwrap()), 53);
    assert_eq!(bits(&length.divide(&Number::from_usize(7)).unwrap()), 64);
    assert_eq!(bits(&length.add(&number("1")).unwrap()), 512);
    assert_eq!(bits(&Number::parse_int("7", 10).unwrap()), 64);
    assert_eq!(bits(&Number::parse_int(&"f".repeat(200), 16).unwrap()), 800);
    assert_eq!(bits(&number("0.1").floor()), 512);
    assert_eq!(bits(&Number::minimum([])), 0);
}

#[test]
fn zero_has_a_sign_that_shows_and_does_not_count() {
    let (plus, minus) = (number("0"), number("-0"));
    assert_eq!(plus, minus);
    assert!(plus.equals(&minus));
    assert_eq!(minus.signum(), 0);
    assert!(minus.is_zero() && minus.is_whole());
    assert_eq!(minus.to_string(), "-0");
    assert!(minus.to_f64().is_sign_negative());
}

#[test]
fn the_text_of_some_powers_of_two_reads_back_as_the_number_below() {
    // The neighbour below a power of two is half as far as the one above, which Go's search for the shortest digits
    // does not look at. These are the ones for which Terraform says so itself.
    let known = [-306, -305, -304, -303, -259, -248, -247, -227, 513, 514, 518, 525, 530];
    for exponent in -310..540 {
        let power = number(&format!("1p{exponent}"));
        let read = number(&power.to_string());
        assert_eq!(read < power, known.contains(&exponent), "2^{exponent}");
        assert!(read <= power, "2^{exponent}");
    }
}

#[test]
fn infinities_are_ordered_and_equal_to_themselves() {
    let one = number("1");
    let plus = one.divide(&number("0")).unwrap();
    let minus = plus.negate();
    assert!(plus > number("1e19000") && minus < number("-1e19000") && minus < plus);
    assert!(plus.equals(&number("Inf")) && !plus.equals(&minus));
    assert!(plus.is_infinite() && !plus.is_whole() && !plus.is_zero());
    assert_eq!((plus.signum(), minus.signum()), (1, -1));
    assert_eq!(plus.to_f64(), f64::INFINITY);
    assert_eq!(Number::minimum([&plus]), plus);
    assert_eq!(Number::maximum([&minus, &one]), one);
}
