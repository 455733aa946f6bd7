//! The table of functions.

use super::super::table::{TABLE, find};

/// `terraform metadata functions -json`, Terraform 1.11.4, without those under `core::`, which are the same.
const NAMES: &str = include_str!("cases/names.list");

#[test]
fn the_table_is_sorted_and_whole() {
    let table: Vec<&str> = TABLE.iter().map(|function| function.name).collect();
    let names: Vec<&str> = NAMES.lines().collect();
    assert_eq!(table, names);
    assert_eq!(table.len(), 118);
    assert!(table.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn every_name_is_found() {
    assert!(NAMES.lines().all(|name| find(name).is_some_and(|function| function.name == name)));
    assert!(find("get_env").is_none());
}
