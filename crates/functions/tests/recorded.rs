//! Every function against what the real Terraform said.
//!
//! A line of a case file is `expression => type value`, or `expression => error`, as Terraform 1.11.4's console answers
//! it. The value is JSON in which `unknown` and `sensitive` stand for what is, `terraform_data.u.id` a reference of
//! which nothing is known.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod evaluate;

use evaluate::{evaluate, show, type_text};

fn answer(expression: &str) -> String {
    match evaluate(expression) {
        Ok(value) => format!("{} {}", type_text(&value.ty()), show(&value)),
        Err(_) => "error".to_owned(),
    }
}

fn check(family: &str, cases: &str) {
    let lines: Vec<&str> = cases.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut wrong = Vec::new();
    for line in &lines {
        let (expression, expected) = line.rsplit_once(" => ").expect(line);
        let found = answer(expression);
        if found != expected {
            wrong.push(format!("{expression}\n  terraform: {expected}\n  found:     {found}"));
        }
    }
    assert!(wrong.is_empty(), "{family}: {} of {} cases\n{}", wrong.len(), lines.len(), wrong.join("\n"));
    assert!(lines.len() > 20, "{family}: too few cases");
}

macro_rules! families {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name), include_str!(concat!("cases/", stringify!($name), ".txt")));
            }
        )*
    };
}

families! {
    addresses choice conversions csv dates elements encoding files format hashing json lists maps marks numeric regex
    selection sets strings truth yaml
}
