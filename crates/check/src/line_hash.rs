//! `primaryLocationLineHash`: the fingerprint by which code scanning follows an alert as its file changes.

use std::collections::HashMap;

/// The hashes of all lines of one file.
///
/// A line's hash covers the 100 significant UTF-16 code units that follow from its start, so it survives
/// edits above it. Significant are all but spaces and tabs; CR, LF and CRLF each count as one LF, and each
/// of them ends a line. The end of the file counts as U+FFFF, and zeros follow. Lines that hash alike are
/// told apart by a counter.
///
/// Source: behaviour of `github/codeql-action` `src/fingerprints.ts` and its published test vectors,
/// read 2026-11-23.
#[derive(Clone, Debug)]
pub struct LineHashes {
    /// Hash, and how many lines up to this one have it.
    lines: Vec<(u64, u32)>,
}

/// How many units a hash covers.
const WINDOW: usize = 100;
/// Base of the polynomial.
const BASE: u64 = 37;
/// What stands for the end of the file.
const END: u16 = 0xFFFF;

impl LineHashes {
    /// Hashes every line of a text, in one pass.
    pub fn of(text: &str) -> Self {
        let mut rolling = Rolling::new();
        let mut hashes = Vec::new();
        let (mut starts, mut after_cr) = (true, false);
        for unit in text.encode_utf16() {
            let half_of_crlf = after_cr && unit == u16::from(b'\n');
            after_cr = unit == u16::from(b'\r');
            if half_of_crlf || unit == u16::from(b' ') || unit == u16::from(b'\t') {
                continue;
            }
            let unit = if after_cr { u16::from(b'\n') } else { unit };
            hashes.extend(rolling.push(unit, starts));
            starts = unit == u16::from(b'\n');
        }
        hashes.extend(rolling.push(END, starts));
        for _ in 0..WINDOW {
            hashes.extend(rolling.push(0, false));
        }
        Self { lines: numbered(hashes) }
    }

    /// The fingerprint of a line, "8b7cf3e952e7aeb2:1"; nothing if there is no such line.
    ///
    /// Units: `line` from 1.
    pub fn get(&self, line: u32) -> Option<String> {
        let (hash, nth) = self.lines.get((line as usize).checked_sub(1)?)?;
        Some(format!("{hash:x}:{nth}"))
    }
}

/// Adds to each hash how often it has occurred so far.
fn numbered(hashes: Vec<u64>) -> Vec<(u64, u32)> {
    let mut seen: HashMap<u64, u32> = HashMap::new();
    let mut number = |hash| {
        let nth = seen.entry(hash).or_default();
        *nth += 1;
        (hash, *nth)
    };
    hashes.into_iter().map(&mut number).collect()
}

/// The hash of the last [`WINDOW`] units.
struct Rolling {
    /// The units covered and whether each starts a line, as a ring.
    ring: [(u16, bool); WINDOW],
    /// The oldest entry.
    oldest: usize,
    hash: u64,
    /// What a unit contributes when it leaves: `BASE` to the power of [`WINDOW`].
    weight: u64,
}

impl Rolling {
    fn new() -> Self {
        let weight = (0..WINDOW).fold(1, |weight: u64, _| weight.wrapping_mul(BASE));
        Self { ring: [(0, false); WINDOW], oldest: 0, hash: 0, weight }
    }

    /// Takes one more unit; gives the hash of the line whose first unit leaves for it, if one does.
    fn push(&mut self, unit: u16, starts_line: bool) -> Option<u64> {
        let slot = self.ring.get_mut(self.oldest)?;
        let (gone, gone_started_line) = std::mem::replace(slot, (unit, starts_line));
        self.oldest = (self.oldest + 1) % WINDOW;
        let complete = self.hash;
        let left = self.weight.wrapping_mul(u64::from(gone));
        self.hash = complete.wrapping_mul(BASE).wrapping_add(u64::from(unit)).wrapping_sub(left);
        gone_started_line.then_some(complete)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let hashes = LineHashes::of(text);
        (1..).map_while(|line| hashes.get(line)).collect()
    }

    /// Published with the action; read 2026-11-23.
    #[test]
    fn agrees_with_the_published_vectors() {
        let lorem = "Lorem ipsum dolor sit amet.\n".repeat(10);
        let vectors: [(&str, &str); 6] = [
            ("", "c129715d7a2bc9a3:1"),
            (
                " a\nb\n  \t\tc\n d",
                "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1",
            ),
            (
                " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
                "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 b86d3392aea1be30:1 e6ceba753e1a442:1",
            ),
            (
                " hello; \t\r\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
                "e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 b3edc88f2938467e:1 c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1",
            ),
            (
                &lorem,
                "a7f2ff13bc495cf2:1 a7f2ff13bc495cf2:2 a7f2ff13bc495cf2:3 a7f2ff13bc495cf2:4 a7f2ff13bc495cf2:5 a7f2ff13bc495cf2:6 a7f2ff1481e87703:1 a9cf91f7bbf1862b:1 55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 c129715d7a2bc9a3:1",
            ),
            (
                "x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n",
                "e54938cc54b302f1:1 bb609acbe9138d60:1 1131fd5871777f34:1 5c482a0f8b35ea28:1 54517377da7028d2:1 2c644846cb18d53e:1 f1b89f20de0d133:1 c129715d7a2bc9a3:1",
            ),
        ];
        for (text, expected) in vectors {
            assert_eq!(all(text).join(" "), expected, "{text:?}");
        }
    }

    /// Outputs of an independent implementation in another language, over texts with odd ends and characters.
    #[test]
    fn agrees_with_an_independent_implementation() {
        let vectors: [(&str, &str); 7] = [
            (
                "Grüße 𝕏  \n\t日本語\r\n\r\r\n end",
                "67dfd95f60158322:1 9d99f3273456af0b:1 6141ba0c28270ece:1 165fbdbbce84915c:1 43b6461eda086fe2:1",
            ),
            ("\r \n\n \t", "4e5d562094661a0d:1 5b5d4caf73a13177:1 3c5bef55b72b93c9:1 c129715d7a2bc9a3:1"),
            ("a\na\na\n", "e5109e06824fe778:1 ee4468fa4a9bc719:1 243cbaa4685aab12:1 c129715d7a2bc9a3:1"),
            ("﻿x = 1\r", "973f80c4b80f40b6:1 c129715d7a2bc9a3:1"),
            (
                "={ \nab\nb=\ra\n",
                "549be8688a568ab6:1 ea73fc680be6d078:1 33af66019af053fb:1 243cbaa4685aab12:1 c129715d7a2bc9a3:1",
            ),
            (
                "}ab  b}b\n a\rb}\n\n\ra\r\r a}a\n{\" {\nb\r\"\n\n{b\r\r\n",
                "325dac05aeda3371:1 4220f85004f198ce:1 9ab73c15dd491bff:1 33348ed735fc9546:1 6e787f14ce6100b4:1 ff4a37fbd4e4879a:1 2c4cb9e0e7681ceb:1 6ef6b77b72eb9b8d:1 20b013d7bc8b7d0c:1 694533f9491d7d9a:1 bbd021fa08d7eb96:1 f4c76541fbbe972:1 3decf42297082b10:1 3c5bef55b72b93c9:1 c129715d7a2bc9a3:1",
            ),
            (
                "}=b\néb\ra\r}\t\n\n 𝕏=\t\r\t=\"}𝕏{é𝕏}b\r\"\n\t=é\t\"\rbb\n {𝕏={\t a\nb𝕏\n\r𝕏==é=\r\t\r𝕏\tbb\"\té\nbaéé\"\n\r\n\t\"é \n=a\t={\rb\ta}𝕏\"{é}  \tb{\t",
                "dbdfb6acce1fcacf:1 95eec5196b5829ad:1 d09e930de62480f4:1 9867bd7f26848f35:1 c48f85198f68bb82:1 709e16abbb028760:1 e83e7f7941b7e4fd:1 583c11d7c305b588:1 8c822f0cbe98d894:1 bb42c240d90ccb96:1 b0d87f6d99a6b398:1 e9d851d07805e92:1 add9cd3e677b5eb6:1 285a83fef5b41de4:1 c5333631350d21ea:1 8846af16abc55468:1 105fdfb7fd6a62db:1 d63306bcf6da99ce:1 fd3fd349ae77a85c:1 2993f66b1b1dccf3:1 1a09a03a0fd16cff:1",
            ),
        ];
        for (text, expected) in vectors {
            assert_eq!(all(text).join(" "), expected, "{text:?}");
        }
    }

    #[test]
    fn an_edit_above_keeps_the_hash() {
        let body = "resource \"x\" \"y\" {\n  cidr = \"0.0.0.0/0\"\n}\n".repeat(4);
        let (before, after) = (all(&body), all(&format!("# a new comment\n{body}")));
        assert_eq!(before[1..], after[2..]);
    }
}
