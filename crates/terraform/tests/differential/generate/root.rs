//! A root module: what it is given, what it holds, what stands beside.

use super::case::Case;
use super::module::fill;
use super::variables::variable;
use super::writer::Writer;
use crate::random::Random;

/// The root module of a seed.
pub(crate) fn generate(seed: u64) -> Case {
    let mut random = Random::new(seed);
    let mut case = Case::default();
    let wild = [0, 0, 1, 1, 2, 4][random.below(6)];
    let depth = random.below(4);
    let mut writer = Writer::new(&mut random, wild);
    for number in 0..writer.random.below(4) {
        variable(&mut case, &mut writer, &format!("v{number}"));
    }
    fill(&mut case, &mut writer, "", "", depth);
    if random.chance(10) {
        let moved = "moved {\n  from = terraform_data.before\n  to = terraform_data.after\n}";
        case.add("beside.tf", moved.to_owned(), String::new());
    }
    if random.chance(10) {
        let check = "check \"c\" {\n  assert {\n    condition = terraform.workspace != \"\"\n    error_message = \"m\"\n  }\n}";
        case.add("beside.tf", check.to_owned(), String::new());
    }
    case.applied = random.chance(10);
    case
}
