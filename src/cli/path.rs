//! `ringfence path`: every way from one party to another, or what blocks it.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use ringfence_packets::{PortSet, Protocol, Traffic};
use ringfence_report::path::{self, Openness, PathReport};

use super::reading::Reading;
use crate::pipeline::{self, Lowered, Question, exists, find_roots};

/// The long help.
pub(crate) const ABOUT: &str = "\
Shows every way from one party to another, hop by hop with the rule that opens it; or what closes it, and the smallest \
change that would open it. One packet of the question is followed to its end and its answer back.

A side is `internet`, `outside` (what private lines lead to), a role (`api`, `control-plane`, `etcd`, `node`, \
`bastion`), an IP address or prefix, or the address, id or name of a host, load balancer or cluster.

Exit codes: 0 closed; 1 open, or possibly open; 2 wrong usage; 3 nothing to read, or a side that means nobody.";

/// Examples below the help.
pub(crate) const EXAMPLES: &str = "\
Examples:
  ringfence path infra/ --from internet --to etcd --port 2379
  ringfence path infra/ --from node --to control-plane --json
  ringfence path tfplan.json --from 198.51.100.7 --to aws_instance.bastion --port 22
  ringfence path account/ --from i-0a1b2c3d --to 10.0.1.9 --protocol udp --port 8472";

/// Shows every way from one party to another.
#[derive(Debug, Args)]
pub(crate) struct PathCommand {
    /// Directories, plans, states or saved API replies to read
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Who opens
    #[arg(long, value_name = "WHO")]
    from: String,
    /// On whom
    #[arg(long, value_name = "WHOM")]
    to: String,
    /// Destination port, or range of ports `30000-32767`; every port without it
    #[arg(long, value_name = "PORT", value_parser = ports)]
    port: Option<(u16, u16)>,
    /// Protocol: tcp, udp, sctp, icmp, a number; tcp if a port is given, else every one
    #[arg(long, value_name = "PROTOCOL", value_parser = protocol)]
    protocol: Option<Protocol>,
    /// Source address of the packet that is followed; one that the source has without it
    #[arg(long, value_name = "ADDRESS")]
    source_address: Option<std::net::IpAddr>,
    /// Source port of the packet that is followed; any that clients use without it
    #[arg(long, value_name = "PORT")]
    source_port: Option<u16>,
    /// Show every pair and every way
    #[arg(long)]
    all: bool,
    /// Format of the answer
    #[arg(short = 'o', long = "output", alias = "format", value_name = "FORMAT", default_value = "terminal")]
    output: Format,
    /// The same as `-o json`
    #[arg(long, conflicts_with = "output")]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

/// Formats of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Terminal,
    Json,
}

impl PathCommand {
    /// Prints the ways.
    ///
    /// Errors: a path that does not exist.
    pub(crate) fn run(&self) -> anyhow::Result<u8> {
        let question = Question {
            from: self.from.clone(),
            to: self.to.clone(),
            traffic: self.traffic(),
            source: self.source_address,
            source_port: self.source_port,
            all: self.all,
        };
        let words =
            if question.traffic.is_all() { "any traffic".to_owned() } else { question.traffic.to_string() };
        let mut found =
            PathReport { from: self.from.clone(), to: self.to.clone(), traffic: words, stacks: Vec::new() };
        for path in &self.paths {
            if !exists(path) {
                bail!("`{}` does not exist", path.display());
            }
            for root in find_roots(path, self.reading.wanted()).0 {
                let lowered = Lowered::read(&root, &self.reading)?;
                found.stacks.push(pipeline::path(&lowered, &question));
            }
        }
        if found.stacks.is_empty() {
            anstream::eprintln!(
                "no Terraform files (`*.tf`), plans, states or API replies in or below the given paths"
            );
            return Ok(3);
        }
        let mut out = anstream::stdout().lock();
        match if self.json { Format::Json } else { self.output } {
            Format::Terminal => path::write_terminal(&found, &mut out)?,
            Format::Json => path::write_json(&found, &mut out)?,
        }
        Ok(exit_code(&found))
    }

    fn traffic(&self) -> Traffic {
        let ports = self.port.map_or_else(PortSet::full, |(low, high)| PortSet::of(low, high));
        match (self.protocol, self.port) {
            (None, None) => Traffic::all(),
            (protocol, _) => Traffic::of(protocol.unwrap_or(Protocol::TCP), ports),
        }
    }
}

fn exit_code(found: &PathReport) -> u8 {
    let mut pairs = found.stacks.iter().flat_map(|stack| &stack.pairs).peekable();
    if pairs.peek().is_none() {
        return 3;
    }
    u8::from(pairs.any(|pair| matches!(pair.openness, Openness::Open | Openness::Possible)))
}

fn ports(text: &str) -> anyhow::Result<(u16, u16)> {
    let port =
        |text: &str| text.trim().parse::<u16>().with_context(|| format!("`{text}` is no port: 0 to 65535"));
    let (low, high) = match text.split_once('-') {
        Some((low, high)) => (port(low)?, port(high)?),
        None => (port(text)?, port(text)?),
    };
    if low > high {
        bail!("`{text}` is no range: the first port is above the last");
    }
    Ok((low, high))
}

fn protocol(text: &str) -> anyhow::Result<Protocol> {
    Protocol::parse(text)
        .with_context(|| format!("`{text}` is no protocol: tcp, udp, icmp, sctp, esp or a number"))
}
