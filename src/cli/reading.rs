//! Flags that say how Terraform is read: the same for every command that reads it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, FromArgMatches, ValueEnum};
use ringfence_terraform::{Configured, DocumentKind, Options, VariableSource};

/// Arguments as people write them for Terraform: `-var` and `-var-file` are taken for `--var` and `--var-file`.
pub(crate) fn with_two_dashes(arguments: impl Iterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    arguments.map(|argument| match argument.to_str() {
        Some(text) if is_terraform_flag(text) => format!("-{text}").into(),
        _ => argument,
    })
}

fn is_terraform_flag(text: &str) -> bool {
    let name = text.split('=').next().unwrap_or(text);
    matches!(name, "-var" | "-var-file")
}

/// How Terraform is read, whatever was made of it.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Reading {
    #[command(flatten)]
    configuration: Configuration,
    #[command(flatten)]
    document: Document,
}

/// How configuration is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Configuration {
    flags: Flags,
    /// Values and files of values, in the order in which they were given.
    variables: Vec<VariableSource>,
}

#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Terraform")]
struct Flags {
    /// Value of a variable of the root module, as for `terraform plan`. Can be given several times
    #[arg(long = "var", value_name = "NAME=VALUE")]
    var: Vec<Assignment>,
    /// File of variable values (`.tfvars` or `.tfvars.json`). Can be given several times; the last value counts
    #[arg(long = "var-file", value_name = "FILE", value_parser = file)]
    var_file: Vec<PathBuf>,
    /// The workspace, which is `terraform.workspace`; without it the one that was selected in the directory, or
    /// `default`
    #[arg(long, value_name = "NAME", env = "TF_WORKSPACE")]
    workspace: Option<String>,
    /// Directory that holds the module of that source. Can be given several times
    #[arg(long = "module-map", value_name = "SOURCE=DIR")]
    module_map: Vec<Mapping>,
    /// Directory that may be read: modules and files beside the root module too. Without it, only what is named
    #[arg(long, value_name = "DIR", value_parser = directory)]
    tree: Option<PathBuf>,
}

/// How a file that Terraform printed is read.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Plans, states and replies")]
struct Document {
    /// Directory of the configuration from which a plan or state was made: findings then show its lines. Without it,
    /// the plan's own directory and this one are tried
    #[arg(long, value_name = "DIR")]
    source: Option<PathBuf>,
    /// What a JSON file, or the files of a directory, must be; without it, they tell. A directory that holds Terraform is
    /// read as that, unless this says `replies`
    #[arg(long = "as", value_name = "KIND")]
    kind: Option<Kind>,
}

/// What the user says that an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A plan or a state.
    Document(DocumentKind),
    /// Saved replies of a cloud's API.
    Replies,
}

impl Wanted {
    /// The kind of document, if it is one.
    pub(crate) fn document(self) -> Option<DocumentKind> {
        match self {
            Self::Document(kind) => Some(kind),
            Self::Replies => None,
        }
    }
}

/// Kinds of JSON file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// `terraform show -json` of a plan
    Plan,
    /// A state file, or `terraform show -json` of a state
    State,
    /// Replies of a cloud's API, as its command line prints them
    Replies,
}

/// `name=value`
#[derive(Clone, Debug)]
struct Assignment {
    name: String,
    text: String,
}

/// `source=directory`
#[derive(Clone, Debug)]
pub(crate) struct Mapping {
    source: String,
    directory: PathBuf,
}

impl Mapping {
    /// The source and the directory.
    pub(crate) fn pair(&self) -> (String, PathBuf) {
        (self.source.clone(), self.directory.clone())
    }
}

impl FromStr for Assignment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((name, text)) if !name.trim().is_empty() => {
                Ok(Self { name: name.trim().to_owned(), text: text.to_owned() })
            }
            _ => Err("give a name, `=` and a value, as in `region=eu-west-1`".to_owned()),
        }
    }
}

/// A directory that exists.
pub(crate) fn directory(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    if path.is_dir() { Ok(path) } else { Err("there is no such directory".to_owned()) }
}

fn file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    if path.is_file() { Ok(path) } else { Err("there is no such file".to_owned()) }
}

impl FromStr for Mapping {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // A source may hold `=`, as in `git::https://host/repository?ref=v1`; a directory seldom does.
        let (source, directory) = text.rsplit_once('=').ok_or(
            "give the source as the configuration writes it, `=` and a directory, as in \
             `terraform-aws-modules/vpc/aws=vendor/vpc`",
        )?;
        let directory = PathBuf::from(directory);
        if !directory.is_dir() {
            return Err(format!("`{}` is no directory", directory.display()));
        }
        Ok(Self { source: source.to_owned(), directory })
    }
}

impl Args for Configuration {
    fn augment_args(command: clap::Command) -> clap::Command {
        Flags::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Flags::augment_args_for_update(command)
    }
}

impl FromArgMatches for Configuration {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let flags = Flags::from_arg_matches(matches)?;
        let variables = in_order(&flags, matches);
        Ok(Self { flags, variables })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Values and files in the order in which they stand on the command line, which decides between them.
fn in_order(flags: &Flags, matches: &ArgMatches) -> Vec<VariableSource> {
    let places = |id: &str| {
        let given = matches.value_source(id) == Some(ValueSource::CommandLine);
        given.then(|| matches.indices_of(id)).flatten().into_iter().flatten()
    };
    let value = |assignment: &Assignment| VariableSource::Value {
        name: assignment.name.clone(),
        text: assignment.text.clone(),
    };
    let values = places("var").zip(flags.var.iter().map(value));
    let files = places("var_file").zip(flags.var_file.iter().cloned().map(VariableSource::File));
    let mut all: Vec<(usize, VariableSource)> = values.chain(files).collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, source)| source).collect()
}

impl Configuration {
    /// The options for reading below a path that the user named.
    pub(crate) fn options(&self, boundary: &Path) -> Options {
        let flags = &self.flags;
        Options {
            display_base: std::env::current_dir().ok(),
            boundary: Some(flags.tree.as_deref().unwrap_or(boundary).to_owned()),
            variables: self.variables.clone(),
            environment: environment(),
            workspace: flags.workspace.clone().unwrap_or_default(),
            module_map: flags.module_map.iter().map(Mapping::pair).collect(),
            ..Options::default()
        }
    }
}

impl Reading {
    /// The options for reading below a path that the user named.
    pub(crate) fn options(&self, boundary: &Path) -> Options {
        let configured = self.document.source.clone().map_or(Configured::Beside, Configured::In);
        Options { configured, ..self.configuration.options(boundary) }
    }

    /// Where the configuration of a plan or state is, if the user says so.
    pub(crate) fn source(&self) -> Option<&Path> {
        self.document.source.as_deref()
    }

    /// What a JSON file has to be, if the user says so.
    pub(crate) fn wanted(&self) -> Option<Wanted> {
        self.document.kind.map(|kind| match kind {
            Kind::Plan => Wanted::Document(DocumentKind::Plan),
            Kind::State => Wanted::Document(DocumentKind::State),
            Kind::Replies => Wanted::Replies,
        })
    }
}

/// Values of variables in the environment: `TF_VAR_name`.
fn environment() -> BTreeMap<String, String> {
    let named = |(name, text): (OsString, OsString)| {
        Some((name.to_str()?.strip_prefix("TF_VAR_")?.to_owned(), text.into_string().ok()?))
    };
    std::env::vars_os().filter_map(named).collect()
}
