//! Numbers that somebody made to hurt.

use super::super::{Layout, MAX_DIGITS, MAX_EXPONENT, MAX_FIELD, MAX_PRECISION, Number, NumberError, Verb};
use super::number;

const LIMIT: NumberError = NumberError::Limit;

#[test]
fn exponents_end_at_a_limit_where_terraform_has_a_number() {
    for text in ["1e20000", "1e-20000", "-1e100000000", "1p600000000", "1e-600000000", "0.1e640000000"] {
        assert_eq!(Number::parse(text), Err(LIMIT), "{text}");
    }
    let edge = number(&format!("1p{}", MAX_EXPONENT - 1));
    assert_eq!(edge.add(&edge), Err(LIMIT));
    assert_eq!(edge.multiply(&number("1.5")), Ok(number(&format!("1.5p{}", MAX_EXPONENT - 1))));
    assert_eq!(edge.multiply(&edge), Err(LIMIT));
    assert_eq!(number("1").divide(&edge).unwrap().divide(&edge), Err(LIMIT));
    assert_eq!(edge.remainder(&number("1e-19000")), Err(LIMIT));
    // Rounding up to the next power of two is beyond it too.
    let ones = format!("{}p{}", "1".repeat(200), MAX_EXPONENT - 662);
    assert!(Number::parse(&ones).is_ok());
}

#[test]
fn long_texts_are_not_read() {
    assert!(Number::parse(&"9".repeat(19_000)).is_ok());
    assert_eq!(Number::parse(&"9".repeat(MAX_DIGITS + 1)), Err(LIMIT));
    assert_eq!(Number::parse(&("0".repeat(MAX_DIGITS) + "1")), Err(LIMIT));
    assert_eq!(Number::parse(&("9".repeat(MAX_DIGITS + 1) + "x")), Err(NumberError::NotANumber));
    assert_eq!(Number::parse(&format!("1e{}1", "0".repeat(100_000))), Ok(number("10")));
    assert_eq!(Number::parse(&format!("1e{}", "9".repeat(100_000))), Err(NumberError::NotANumber));
    assert_eq!(number(&("0.".to_owned() + &"0".repeat(MAX_DIGITS - 1))), number("0"));
}

#[test]
fn long_whole_numbers_have_a_limit() {
    let most = usize::try_from(MAX_PRECISION).unwrap();
    let longest = Number::parse_int(&"1".repeat(most), 2).unwrap();
    assert_eq!(longest.precision().bits(), MAX_PRECISION);
    assert_eq!(longest.to_string().len(), 19_729);
    assert_eq!(Number::parse_int(&"1".repeat(most + 1), 2), Err(LIMIT));
    assert_eq!(Number::parse_int(&"z".repeat(most), 36), Err(LIMIT));
    assert_eq!(Number::parse_int(&("0".repeat(most + 1) + "1"), 2), Ok(number("1")));
    assert_eq!(Number::parse_int("1", i64::MAX), Err(NumberError::Base));
    assert_eq!(longest.add(&longest), Err(LIMIT));
    assert!(longest.divide(&number("3")).unwrap().to_string().len() > 19_000);
    assert!(longest.negate().remainder(&longest).unwrap().is_zero());
}

#[test]
fn fields_have_a_limit() {
    let layout = Layout { width: Some(MAX_FIELD + 1), ..Layout::default() };
    assert_eq!(number("1").format(Verb::Decimal, &layout), Err(LIMIT));
    let layout = Layout { precision: Some(MAX_FIELD + 1), ..Layout::default() };
    assert_eq!(number("1").format(Verb::Fixed, &layout), Err(LIMIT));
    let layout = Layout { precision: Some(MAX_FIELD), ..Layout::default() };
    for text in ["1", "1e-19000", "1e19000", "-0"] {
        let fixed = number(text).format(Verb::Fixed, &layout).unwrap();
        assert_eq!(fixed.split_once('.').unwrap().1.len(), MAX_FIELD, "{text}");
        let general = number(text).format(Verb::General { upper: true }, &layout).unwrap();
        assert!(general.len() < 70_000, "{text}");
    }
}

#[test]
fn the_smallest_numbers_are_written_in_full() {
    let smallest = number(&format!("1p-{MAX_EXPONENT}"));
    let text = smallest.to_string();
    assert_eq!(number(&text), smallest);
    assert!(text.starts_with("0.000") && text.len() < 20_000);
    assert_eq!(smallest.to_f64(), 0.0);
    assert_eq!(number("1e19000").to_f64(), f64::INFINITY);
}

#[test]
fn undefined_results_are_errors() {
    let (zero, infinity) = (number("0"), number("Inf"));
    assert_eq!(zero.divide(&zero), Err(NumberError::UndefinedQuotient));
    assert_eq!(infinity.divide(&infinity), Err(NumberError::UndefinedQuotient));
    assert_eq!(zero.multiply(&infinity), Err(NumberError::ZeroTimesInfinity));
    assert_eq!(infinity.subtract(&infinity), Err(NumberError::OpposingInfinities));
    assert_eq!(zero.remainder(&infinity), Err(NumberError::UndefinedRemainder));
    assert_eq!(infinity.remainder(&infinity), Err(NumberError::UndefinedRemainder));
    assert_eq!(Number::from_f64(f64::NAN), None);
    assert_eq!(number("-1").pow(&number("0.5")), Err(NumberError::NotReal));
    assert_eq!(number("1e400").log(&number("2")), Err(NumberError::BeyondFloat));
    assert_eq!(number("0.5").format(Verb::Decimal, &Layout::default()), Err(NumberError::NotWhole));
}
