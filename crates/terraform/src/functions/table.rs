//! The functions by name.

use super::call::{Call, Outcome};
use super::{
    addresses, base64, choice, csv, dates, elements, files, format, hashing, json_read, json_write, lists,
    maps, numeric, regex, selection, sensitive, sets, strings, text_lists, trim, truth, types, url, volatile,
    yaml_read, yaml_write,
};

/// One function.
pub(super) struct Function {
    pub(super) name: &'static str,
    /// How many arguments it takes.
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) marks: Marks,
    pub(super) body: Body,
}

type Body = fn(&Call<'_>) -> Outcome;

/// Which arguments make a result sensitive.
#[derive(Clone, Copy)]
pub(super) enum Marks {
    /// A sensitive one, or one that has something sensitive in it.
    Deep,
    /// A sensitive one: elements are passed on with their own marks.
    Shallow,
    /// The function sets the mark itself.
    Own,
}

/// The function of that name.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    TABLE.binary_search_by(|function| function.name.cmp(name)).ok().and_then(|index| TABLE.get(index))
}

const MANY: usize = usize::MAX;

const fn deep(name: &'static str, least: usize, most: usize, body: Body) -> Function {
    Function { name, least, most, marks: Marks::Deep, body }
}

const fn shallow(name: &'static str, least: usize, most: usize, body: Body) -> Function {
    Function { name, least, most, marks: Marks::Shallow, body }
}

const fn own(name: &'static str, least: usize, most: usize, body: Body) -> Function {
    Function { name, least, most, marks: Marks::Own, body }
}

/// Sorted by name.
///
/// Source: `terraform metadata functions -json` of Terraform 1.11.4, read 2026-11-23.
pub(super) static TABLE: &[Function] = &[
    deep("abs", 1, 1, numeric::abs),
    deep("abspath", 1, 1, files::abspath),
    deep("alltrue", 1, 1, truth::alltrue),
    deep("anytrue", 1, 1, truth::anytrue),
    deep("base64decode", 1, 1, base64::decode),
    deep("base64encode", 1, 1, base64::encode),
    deep("base64gzip", 1, 1, base64::gzip),
    deep("base64sha256", 1, 1, hashing::base64sha256),
    deep("base64sha512", 1, 1, hashing::base64sha512),
    deep("basename", 1, 1, files::basename),
    deep("bcrypt", 1, 2, volatile::volatile),
    own("can", 1, 1, choice::can),
    deep("ceil", 1, 1, numeric::ceil),
    deep("chomp", 1, 1, trim::chomp),
    shallow("chunklist", 2, 2, lists::chunklist),
    deep("cidrhost", 2, 2, addresses::host),
    deep("cidrnetmask", 1, 1, addresses::netmask),
    deep("cidrsubnet", 3, 3, addresses::subnet),
    deep("cidrsubnets", 1, MANY, addresses::subnets),
    own("coalesce", 1, MANY, choice::coalesce),
    own("coalescelist", 1, MANY, choice::coalescelist),
    shallow("compact", 1, 1, selection::compact),
    shallow("concat", 1, MANY, lists::concat),
    deep("contains", 2, 2, elements::contains),
    deep("csvdecode", 1, 1, csv::decode),
    deep("dirname", 1, 1, files::dirname),
    shallow("distinct", 1, 1, selection::distinct),
    shallow("element", 2, 2, elements::element),
    deep("endswith", 2, 2, strings::endswith),
    own("ephemeralasnull", 1, 1, sensitive::ephemeralasnull),
    deep("file", 1, 1, files::file),
    deep("filebase64", 1, 1, files::base64),
    deep("filebase64sha256", 1, 1, hashing::filebase64sha256),
    deep("filebase64sha512", 1, 1, hashing::filebase64sha512),
    deep("fileexists", 1, 1, files::exists),
    deep("filemd5", 1, 1, hashing::filemd5),
    deep("fileset", 2, 2, files::set),
    deep("filesha1", 1, 1, hashing::filesha1),
    deep("filesha256", 1, 1, hashing::filesha256),
    deep("filesha512", 1, 1, hashing::filesha512),
    shallow("flatten", 1, 1, lists::flatten),
    deep("floor", 1, 1, numeric::floor),
    deep("format", 1, MANY, format::format),
    deep("formatdate", 2, 2, dates::formatdate),
    deep("formatlist", 1, MANY, format::formatlist),
    deep("indent", 2, 2, strings::indent),
    deep("index", 2, 2, elements::index),
    own("issensitive", 1, 1, sensitive::issensitive),
    deep("join", 2, MANY, text_lists::join),
    deep("jsondecode", 1, 1, json_read::decode),
    deep("jsonencode", 1, 1, json_write::encode),
    shallow("keys", 1, 1, maps::keys),
    shallow("length", 1, 1, elements::length),
    deep("log", 2, 2, numeric::log),
    shallow("lookup", 2, 3, maps::lookup),
    deep("lower", 1, 1, strings::lower),
    deep("matchkeys", 3, 3, lists::matchkeys),
    deep("max", 1, MANY, numeric::max),
    deep("md5", 1, 1, hashing::md5),
    shallow("merge", 0, MANY, maps::merge),
    deep("min", 1, MANY, numeric::min),
    own("nonsensitive", 1, 1, sensitive::nonsensitive),
    shallow("one", 1, 1, elements::one),
    deep("parseint", 2, 2, numeric::parseint),
    deep("pathexpand", 1, 1, files::pathexpand),
    deep("plantimestamp", 0, 0, volatile::volatile),
    deep("pow", 2, 2, numeric::pow),
    deep("range", 1, 3, lists::range),
    deep("regex", 2, 2, regex::regex),
    deep("regexall", 2, 2, regex::regexall),
    deep("replace", 3, 3, regex::replace),
    shallow("reverse", 1, 1, lists::reverse),
    deep("rsadecrypt", 2, 2, volatile::volatile),
    own("sensitive", 1, 1, sensitive::sensitive),
    deep("setintersection", 1, MANY, sets::intersection),
    deep("setproduct", 2, MANY, sets::product),
    deep("setsubtract", 2, 2, sets::subtract),
    deep("setunion", 1, MANY, sets::union),
    deep("sha1", 1, 1, hashing::sha1),
    deep("sha256", 1, 1, hashing::sha256),
    deep("sha512", 1, 1, hashing::sha512),
    deep("signum", 1, 1, numeric::signum),
    shallow("slice", 3, 3, elements::slice),
    deep("sort", 1, 1, selection::sort),
    deep("split", 2, 2, text_lists::split),
    deep("startswith", 2, 2, strings::startswith),
    deep("strcontains", 2, 2, strings::strcontains),
    deep("strrev", 1, 1, strings::strrev),
    deep("substr", 3, 3, strings::substr),
    deep("sum", 1, 1, numeric::sum),
    deep("templatefile", 2, 2, files::templatefile),
    deep("templatestring", 2, 2, files::templatestring),
    deep("textdecodebase64", 2, 2, base64::text_decode),
    deep("textencodebase64", 2, 2, base64::text_encode),
    deep("timeadd", 2, 2, dates::timeadd),
    deep("timecmp", 2, 2, dates::timecmp),
    deep("timestamp", 0, 0, volatile::volatile),
    deep("title", 1, 1, strings::title),
    deep("tobool", 1, 1, types::tobool),
    shallow("tolist", 1, 1, types::tolist),
    shallow("tomap", 1, 1, types::tomap),
    deep("tonumber", 1, 1, types::tonumber),
    deep("toset", 1, 1, types::toset),
    deep("tostring", 1, 1, types::tostring),
    deep("transpose", 1, 1, maps::transpose),
    deep("trim", 2, 2, trim::trim),
    deep("trimprefix", 2, 2, trim::trimprefix),
    deep("trimspace", 1, 1, trim::trimspace),
    deep("trimsuffix", 2, 2, trim::trimsuffix),
    own("try", 1, MANY, choice::try_each),
    deep("upper", 1, 1, strings::upper),
    deep("urlencode", 1, 1, url::encode),
    deep("uuid", 0, 0, volatile::volatile),
    deep("uuidv5", 2, 2, hashing::uuidv5),
    shallow("values", 1, 1, maps::values),
    deep("yamldecode", 1, 1, yaml_read::decode),
    deep("yamlencode", 1, 1, yaml_write::encode),
    shallow("zipmap", 2, 2, maps::zipmap),
];
