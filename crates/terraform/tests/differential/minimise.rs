//! Makes a module that differs smaller, as long as it differs in the same way.

use std::path::Path;

use crate::agreement::check;
use crate::generate::Case;

/// The smallest module found that differs like this one, and how it differs.
pub(crate) fn minimise(mut case: Case, mut why: String, dir: &Path) -> String {
    let kind = kind(&why).to_owned();
    if std::env::var_os("RINGFENCE_WHOLE").is_some() {
        return why;
    }
    let attempt = |case: &Case| check(case.clone(), dir).err().filter(|why| self::kind(why) == kind);
    let mut share = case.blocks.len();
    while share > 0 {
        for at in (0..case.blocks.len()).rev() {
            let mut without = case.clone();
            if at + share <= without.blocks.len() {
                without.blocks.drain(at..at + share);
                if let Some(found) = attempt(&without) {
                    (case, why) = (without, found);
                }
            }
        }
        share /= 2;
    }
    for block in 0..case.blocks.len() {
        let mut at = 0;
        while let Some(shorter) = candidates(&case, block, at) {
            let smaller = shorter.into_iter().find_map(|shorter| Some((attempt(&shorter)?, shorter)));
            match smaller {
                Some(smaller) => (why, case) = smaller,
                None => at += 1,
            }
        }
    }
    why
}

/// In which way a module differs: the first words, without names.
fn kind(why: &str) -> &str {
    let line = why.lines().next().unwrap_or_default();
    match line.split_once(": ") {
        Some((start, rest)) if start.starts_with("terraform_data") || start.starts_with("output") => rest,
        _ => line.split("source").next().unwrap_or(line),
    }
}

/// The modules with something shorter in place of one part of one block; none if it has fewer parts.
fn candidates(case: &Case, block: usize, at: usize) -> Option<Vec<Case>> {
    let text = &case.blocks[block].text;
    let mut spans = spans(text);
    spans.sort_by_key(|(start, end)| (start.wrapping_sub(*end), *start));
    let (start, end) = *spans.get(at)?;
    let whole = &text[start..end];
    let mut instead: Vec<String> = parts(whole);
    instead.extend(["null", "1", "[]"].map(str::to_owned));
    instead.retain(|with| with.len() < whole.len());
    let shorter = instead.into_iter().map(|with| {
        let mut shorter = case.clone();
        shorter.blocks[block].text = format!("{}{with}{}", &text[..start], &text[end..]);
        shorter.blocks[block].spare = None;
        shorter
    });
    Some(shorter.collect())
}

/// Where brackets and quotes open and close, with the name before them.
fn spans(text: &str) -> Vec<(usize, usize)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let quoted = open.last().is_some_and(|(quote, _)| *quote == '"');
        match char {
            '\\' if quoted => drop(chars.next()),
            '$' | '%' if quoted && chars.peek().is_some_and(|(_, next)| *next == '{') => {
                chars.next();
                open.push(('{', at));
            }
            '"' if quoted => found.extend(open.pop().map(|(_, start)| (start, at + 1))),
            '"' => open.push((char, at)),
            '(' | '[' | '{' if !quoted => open.push((char, at)),
            ')' | ']' | '}' if !quoted => {
                let Some((_, start)) = open.pop() else { continue };
                found.push((start, at + 1));
                let named =
                    text[..start].rfind(|before: char| !before.is_alphanumeric() && !"._".contains(before));
                found.push((named.map_or(0, |named| named + 1), at + 1));
            }
            _ => {}
        }
    }
    found
}

/// What lies between the separators inside a pair of brackets.
fn parts(whole: &str) -> Vec<String> {
    let Some(start) = whole.find(['(', '[', '{']) else { return Vec::new() };
    let inner = &whole[start + 1..whole.len() - 1];
    let nested = spans(inner);
    let mut cuts = vec![0];
    for separator in [", ", " : ", " ? ", " = ", " + ", " == ", " && ", "=> ", " in "] {
        cuts.extend(inner.match_indices(separator).map(|(at, text)| at + text.len()));
    }
    cuts.retain(|cut| !nested.iter().any(|(start, end)| (start + 1..*end).contains(cut)));
    cuts.sort_unstable();
    let mut parts: Vec<String> = Vec::new();
    for (at, cut) in cuts.iter().enumerate() {
        let end = cuts.get(at + 1).copied().unwrap_or(inner.len());
        let part = inner[*cut..end].trim_end_matches([',', ' ', ':', '?', '=', '+', '&']);
        parts.push(part.to_owned());
        // Without that part.
        parts.push(format!(
            "{}{}{}{}",
            &whole[..=start],
            &inner[..*cut],
            &inner[end..],
            &whole[whole.len() - 1..]
        ));
    }
    parts
}
