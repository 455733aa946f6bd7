//! Text for people.

use ringfence_check::Report;
use ringfence_report::terminal::{self, TerminalOptions};

use super::support::{self, ODD, Tree};

/// The text without colours.
fn plain(report: &Report, options: &TerminalOptions) -> String {
    let mut out = Vec::new();
    terminal::write(report, options, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').unwrap().1)
}

/// What a reader sees. What must hold of any output is in the tests below.
#[test]
fn a_finding_reads_like_a_compiler_message() {
    let tree = Tree::usual();
    let mut report = support::report(vec![support::api(&tree, "infra/main.tf")], &tree);
    report.findings[0].instances.truncate(1);
    let options = TerminalOptions { width: Some(100), ascii: true, ..TerminalOptions::default() };
    assert_eq!(plain(&report, &options), include_str!("terminal.txt"));
}

#[test]
fn no_line_is_wider_than_the_terminal_unless_one_word_is() {
    let tree = Tree::usual();
    let report = support::usual(&tree);
    for width in [60, 80, 120] {
        let text = plain(&report, &TerminalOptions { width: Some(width), ..TerminalOptions::default() });
        for line in text.lines().filter(|line| line.chars().count() > width) {
            let longest = line.split_whitespace().map(|word| word.chars().count()).max().unwrap();
            assert!(longest + 30 > width, "{width}: {line}");
        }
    }
}

#[test]
fn every_finding_fact_and_notice_is_shown() {
    let tree = Tree::usual();
    let report = support::usual(&tree);
    let text = plain(&report, &TerminalOptions { width: Some(400), ..TerminalOptions::default() });
    for finding in &report.findings {
        for expected in [finding.rule.id, &finding.subject.id, &finding.fix, &finding.primary.spot.place.path]
        {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
        for remark in finding.ways.iter().flat_map(|way| &way.hops).flat_map(|hop| &hop.because) {
            assert!(text.contains(&*remark.fact), "{}", remark.fact);
        }
    }
    for expected in [
        "possible critical[RF101",
        "not known: `var.admin_cidrs`",
        "default, https://docs.example/defaults",
        "warning[syntax]: infra/broken.tf:1: block is not closed",
        "not modelled: odd_thing (2, first at infra/main.tf:19)",
        "roles: 3 control plane, 1 unknown role",
        "5 findings; 2 rules over 1 root module",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn the_guilty_part_is_underlined() {
    let tree = Tree::usual();
    let report = support::report(vec![support::api(&tree, ODD)], &tree);
    let text = plain(&report, &TerminalOptions { ascii: true, ..TerminalOptions::default() });
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains("from  = [\"0.0.0.0/0\"]")).unwrap();
    assert_eq!(lines[at].find("from"), lines[at + 1].find('^'));
    assert_eq!(lines[at + 1].matches('^').count(), "from  = [\"0.0.0.0/0\"]".len());
}

#[test]
fn quiet_is_one_line_a_finding() {
    let tree = Tree::usual();
    let report = support::usual(&tree);
    let text = plain(&report, &TerminalOptions { quiet: true, ..TerminalOptions::default() });
    let first = text.lines().next().unwrap();
    assert_eq!(
        first,
        "infra/main.tf:4:5: critical RF101 API server on `machine.control[0]` is open to 0.0.0.0/0 on tcp 443. (and 2 more)"
    );
    assert_eq!(text.lines().filter(|line| line.contains(".tf:") && line.contains(" RF")).count(), 5);
}

#[test]
fn many_findings_of_a_rule_stay_readable() {
    let tree = Tree::usual();
    let report = support::report(vec![support::disk(&tree, "infra/main.tf", "a"); 300], &tree);
    let lines =
        |full| plain(&report, &TerminalOptions { full, ..TerminalOptions::default() }).lines().count();
    assert!(lines(false) < 460, "{}", lines(false));
    assert!(lines(true) > 2_000);
}

#[test]
fn nothing_in_the_input_steers_the_terminal() {
    let text = "x = \"\u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}\"\n";
    let tree = Tree::new(&[
        ("infra/main.tf", support::MAIN),
        ("e\u{1b}vil.tf", text),
        ("infra/broken.tf", "resource\n"),
    ]);
    let mut finding = support::disk(&tree, "infra/main.tf", "a");
    finding.primary = tree.site("e\u{1b}vil.tf", text.trim(), "x\u{1b}[31m");
    finding.message = "a\u{9b}31m \u{202e}b\r\nc.".to_owned();
    let report = support::report(vec![finding], &tree);
    let mut out = Vec::new();
    terminal::write(&report, &TerminalOptions::default(), &mut out).unwrap();
    let written = String::from_utf8(out).unwrap();
    for part in written.split('\u{1b}').skip(1) {
        let code = part.split_once('m').map(|(code, _)| code).unwrap();
        assert!(code.starts_with('[') && code[1..].chars().all(|c| c.is_ascii_digit() || c == ';'), "{part}");
    }
    let steering =
        |c: char| c.is_control() && c != '\n' && c != '\u{1b}' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!written.contains(steering));
}

#[test]
fn what_was_proved_stands_below_its_rule_with_what_blocks_it() {
    let tree = Tree::usual();
    let report = support::with_clear(&tree);
    let text =
        plain(&report, &TerminalOptions { width: Some(120), ascii: true, ..TerminalOptions::default() });
    let (_, section) = text.split_once("clear: ").unwrap();
    let (section, _) = section.split_once("\n\nsummary:").unwrap();
    let expected = "6 statements proved, by rule
  RF101 api-server-open-to-internet
    = API server on `machine.control[0]` cannot be reached from the internet.
      same for: machine.control[1]
      blocked: internet -> machine.control[0], tcp 22
        no rule of `filter.api` [0] allows tcp 22 from the internet  infra/main.tf:2
        `gateway.x` lets only answers in                             default, https://docs.example/defaults
    = API server on `machine.control[2]` cannot be reached from the internet.
      same for: machine.control[3]
      blocked: internet -> machine.control[2], tcp 22
        no rule of `filter.api` [0] allows tcp 22 from the internet  infra/main.tf:2
  RF501 etcd-disk-unencrypted
    = API server on `machine.control[4]` cannot be reached from the internet.
      same for: machine.control[5]
      blocked: nobody is known who could ask";
    assert_eq!(section, expected);
    let quiet = plain(&report, &TerminalOptions { quiet: true, ..TerminalOptions::default() });
    assert_eq!(quiet.lines().filter(|line| line.contains("clear RF")).count(), 3);
    assert!(!plain(&support::usual(&tree), &TerminalOptions::default()).contains("clear"));
}

#[test]
fn many_statements_of_a_rule_are_counted() {
    let tree = Tree::usual();
    let mut report = support::with_clear(&tree);
    let one = report.clear.as_ref().unwrap()[0].clone();
    report.clear = Some(vec![one; 300]);
    let text = |full| plain(&report, &TerminalOptions { full, ..TerminalOptions::default() });
    assert!(text(false).contains("and 290 more that differ; `--full` shows all"));
    assert_eq!(text(true).matches("same for: machine.control[1]\n      blocked").count(), 300);
}
