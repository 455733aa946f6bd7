//! Secrets planted in every text of a report: none may come out.

use std::sync::Arc;

use ringfence_check::{Clear, Finding, Hop, Remark, Report, Site, WayIn};
use ringfence_report::sarif::{Profile, SarifOptions};
use ringfence_report::terminal::TerminalOptions;
use ringfence_report::{json, sarif, terminal};

use super::support::{self, Tree};

/// Counts the canaries, so that each place has another one.
#[derive(Default)]
struct Planter {
    planted: Vec<String>,
}

impl Planter {
    /// Adds a secret to a text, each time in another form.
    fn plant(&mut self, text: &mut String) {
        let number = self.planted.len();
        let canary = format!("c4naRy{number:04}x7Q");
        let key = format!("{}{number:016}", ["AK", "IA"].concat());
        let (canary, planted) = match number % 4 {
            0 => (canary.clone(), format!(" password = \"{canary}\"")),
            1 => (key.clone(), format!(" {key}")),
            2 => (canary.clone(), format!(" API_TOKEN={canary}")),
            _ => (canary.clone(), format!(" https://me:{canary}@host/")),
        };
        text.push_str(&planted);
        self.planted.push(canary);
    }

    /// The same in a text that others share.
    fn plant_shared(&mut self, text: &mut Arc<str>) {
        let mut own = text.to_string();
        self.plant(&mut own);
        *text = own.into();
    }

    fn site(&mut self, site: &mut Site) {
        self.plant_shared(&mut site.address);
        let spot = Arc::make_mut(&mut site.spot);
        self.plant(&mut spot.excerpt.snippet);
        spot.excerpt.lines.iter_mut().for_each(|line| self.plant(line));
    }

    fn remark(&mut self, remark: &mut Remark) {
        self.plant_shared(&mut remark.fact);
        self.plant_shared(&mut remark.subject);
        remark.site.iter_mut().for_each(|site| self.site(site));
    }

    fn hop(&mut self, hop: &mut Hop) {
        self.plant_shared(&mut hop.from);
        self.plant_shared(&mut hop.to);
        hop.because.iter_mut().for_each(|remark| self.remark(remark));
    }

    fn way(&mut self, way: &mut WayIn) {
        self.plant(&mut way.summary);
        way.hops.iter_mut().for_each(|hop| self.hop(hop));
    }

    fn finding(&mut self, finding: &mut Finding) {
        self.plant(&mut finding.subject.id);
        finding.subject.role.iter_mut().for_each(|role| self.plant(role));
        self.plant(&mut finding.message);
        self.site(&mut finding.primary);
        finding.ways.iter_mut().for_each(|way| self.way(way));
        finding.related.iter_mut().for_each(|remark| self.remark(remark));
        finding.unknowns.iter_mut().for_each(|unknown| self.plant(unknown));
        self.plant(&mut finding.fix);
        finding.instances.iter_mut().for_each(|instance| self.plant(instance));
        self.plant(&mut finding.stack);
    }

    fn clear(&mut self, clear: &mut Clear) {
        self.plant(&mut clear.subject.id);
        clear.subject.role.iter_mut().for_each(|role| self.plant(role));
        self.plant(&mut clear.statement);
        clear.declared.iter_mut().for_each(|site| self.site(site));
        clear.packet.iter_mut().for_each(|packet| self.plant(packet));
        clear.blockers.iter_mut().for_each(|remark| self.remark(remark));
        clear.instances.iter_mut().for_each(|instance| self.plant(instance));
        self.plant(&mut clear.stack);
    }

    fn report(&mut self, report: &mut Report) {
        report.clear.iter_mut().flatten().for_each(|clear| self.clear(clear));
        report.findings.iter_mut().for_each(|finding| self.finding(finding));
        for notice in &mut report.notices {
            self.plant(&mut notice.message);
            notice.site.iter_mut().for_each(|site| self.site(site));
        }
        for (kind, _, site) in &mut report.coverage.unsupported {
            self.plant(kind);
            if let Some(site) = site {
                self.site(site);
            }
        }
    }
}

fn outputs(report: &Report) -> Vec<(&'static str, String)> {
    let mut outputs: Vec<(&'static str, Vec<u8>)> = Vec::new();
    for profile in [Profile::Github, Profile::Full] {
        let mut out = Vec::new();
        sarif::write(report, &SarifOptions { profile, ..SarifOptions::default() }, &mut out).unwrap();
        outputs.push(("sarif", out));
    }
    for (quiet, full) in [(false, true), (true, false)] {
        let mut out = Vec::new();
        terminal::write(report, &TerminalOptions { quiet, full, ..TerminalOptions::default() }, &mut out)
            .unwrap();
        outputs.push(("terminal", out));
    }
    let mut out = Vec::new();
    json::write(report, &mut out).unwrap();
    outputs.push(("json", out));
    outputs.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

#[test]
fn no_canary_comes_out() {
    let tree = Tree::usual();
    let mut report = support::with_clear(&tree);
    let mut planter = Planter::default();
    planter.report(&mut report);
    assert!(planter.planted.len() >= 140, "{}", planter.planted.len());
    for (format, output) in outputs(&report) {
        for canary in &planter.planted {
            assert!(!output.contains(canary.as_str()), "{canary} in {format}");
        }
        assert!(output.contains("redacted"), "{format}");
    }
}
