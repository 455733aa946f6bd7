//! Texts without the credentials that stand in their URLs.

/// Values of a source's query that are no secrets.
const PLAIN: [&str; 4] = ["ref", "depth", "archive", "version"];

/// What ends a URL in a sentence.
const ENDS: [char; 6] = [' ', '\n', '\t', '\'', '"', '`'];

/// A text without the users and passwords of its URLs, and without the values of their queries.
///
/// The text may be anything: a source that is not valid, what git complains about.
pub fn without_credentials(text: &str) -> String {
    text.split_inclusive(ENDS).map(word).collect()
}

/// One word of a text, which may be a URL.
fn word(word: &str) -> String {
    let (word, end) = match word.char_indices().next_back() {
        Some((at, last)) if ENDS.contains(&last) => word.split_at_checked(at).unwrap_or((word, "")),
        _ => (word, ""),
    };
    let (place, query) = word.split_once('?').map_or((word, None), |(place, query)| (place, Some(query)));
    let start = place.find("://").map(|at| at + 3).or_else(|| place.find("::").map(|at| at + 2)).unwrap_or(0);
    let (protocol, rest) = place.split_at_checked(start).unwrap_or(("", place));
    let mut shown = format!("{protocol}{}", without_user(rest, protocol));
    if let Some(query) = query {
        let parts: Vec<String> = query.split('&').map(parameter).collect();
        shown.extend(["?", &parts.join("&")]);
    }
    shown + end
}

/// What follows a protocol, without the user.
fn without_user<'t>(rest: &'t str, protocol: &str) -> &'t str {
    let authority = rest.split('/').next().unwrap_or(rest);
    let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let odd = authority.rsplit_once(':').is_some_and(|(_, port)| !is_port(port));
    // A password with a slash in it is not valid, and is a password all the same.
    let searched = if !authority.contains('@') && odd && !protocol.is_empty() { rest } else { authority };
    match searched.rfind('@').and_then(|at| Some((rest.get(..at)?, rest.get(at + 1..)?))) {
        Some(("git", _)) | None => rest,
        Some((_, host)) => host,
    }
}

fn parameter(part: &str) -> String {
    match part.split_once('=') {
        Some((name, _)) if !PLAIN.contains(&name) => format!("{name}=…"),
        _ => part.to_owned(),
    }
}
