//! Address arithmetic: `cidrhost`, `cidrnetmask`, `cidrsubnet`, `cidrsubnets`.
//!
//! Source: `cidr.go` of Terraform's `funcs` and <https://pkg.go.dev/github.com/apparentlymart/go-cidr/cidr>
//! (read 2026-11-25).

use crate::args::Call;
use crate::function::{Function, Param, Returns};
use crate::limits;
use crate::outcome::{Outcome, Stop};
use crate::prefix::{Prefix, ones, wide};
use crate::wide::Wide;

fn prefix(call: &Call<'_>) -> Result<Prefix, Stop> {
    let text = call.text(0)?;
    Prefix::parse(text).ok_or_else(|| Stop::argument(0, format!("`{text}` is no prefix like `10.0.0.0/8`")))
}

/// A whole number; of one of more than 128 bits, so many bits that no address has room for it.
fn large(call: &Call<'_>, index: usize) -> Result<Wide, Stop> {
    let number = call.number(index)?;
    if !number.is_whole() {
        return Err(Stop::argument(index, format!("`{number}` must be a whole number")));
    }
    let magnitude = number.abs().to_string().parse();
    let magnitude =
        magnitude.map_err(|_| Stop::argument(index, format!("`{number}` is too large for an address")))?;
    Ok(Wide::new(magnitude, number.signum() < 0))
}

pub(crate) static CIDRHOST: Function = Function::new(
    "cidrhost",
    &[Param::string("prefix"), Param::number("hostnum")],
    Returns::String,
    cidrhost,
)
.not_null();

/// The address with a number in a prefix; negative numbers count from the end.
///
/// Only the lowest 64 bits of a number decide whether the prefix has room, as in Terraform.
fn cidrhost(call: &Call<'_>) -> Outcome {
    let number = large(call, 1)?;
    let prefix = prefix(call)?;
    let wrong = || Stop::argument(1, format!("`{prefix}` has no host with the number {number}"));
    // Counted from the end, -1 is the last.
    let place = if number.is_negative() {
        let from_end = number.magnitude().and_then(|size| size.checked_sub(1)).ok_or_else(wrong)?;
        Wide::new(prefix.hosts().checked_sub(from_end).ok_or_else(wrong)?, false)
    } else {
        let low = number.low_bits().cast_signed();
        if u128::try_from(low).is_ok_and(|low| low > prefix.hosts()) {
            return Err(wrong());
        }
        number
    };
    // An IPv4 address in IPv6 is taken for one of 32 bits, and the number lands where those would end.
    let place = if prefix.is_mapped() { place.shift_left(96) } else { place };
    let address = place.or(prefix.base).magnitude().filter(|address| *address <= ones(prefix.width));
    Ok(call.string(prefix.address(address.ok_or_else(wrong)?)))
}

pub(crate) static CIDRNETMASK: Function =
    Function::new("cidrnetmask", &[Param::string("prefix")], Returns::String, cidrnetmask).not_null();

/// The mask of an IPv4 prefix.
fn cidrnetmask(call: &Call<'_>) -> Outcome {
    let prefix = prefix(call)?;
    if prefix.is_mapped() {
        return Ok(call.string(wide(!prefix.hosts())));
    }
    if prefix.width != 32 {
        return Err(Stop::argument(0, format!("`{prefix}` is IPv6, which has no masks")));
    }
    Ok(call.string(prefix.address(ones(32) & !prefix.hosts())))
}

pub(crate) static CIDRSUBNET: Function = Function::new(
    "cidrsubnet",
    &[Param::string("prefix"), Param::number("newbits"), Param::number("netnum")],
    Returns::String,
    cidrsubnet,
)
.not_null();

/// A numbered subnet with more bits.
///
/// Negative numbers of bits or of a subnet are not refused, as in Terraform: what they give lies outside of the prefix.
fn cidrsubnet(call: &Call<'_>) -> Outcome {
    let (bits, number) = (call.whole(1)?, large(call, 2)?);
    let prefix = prefix(call)?;
    let length = i64::from(prefix.length).saturating_add(bits);
    if length > i64::from(prefix.width) {
        let message = format!("`{prefix}` has no room for {bits} bits more");
        return Err(Stop::argument(1, message));
    }
    let most =
        u32::try_from(bits).ok().and_then(|bits| 1_u64.checked_shl(bits)).map_or(u64::MAX, |end| end - 1);
    // The lowest 64 bits are looked at, whatever the sign.
    if number.absolute_low() > most {
        let message = format!("{bits} bits are too few for a subnet with the number {number}");
        return Err(Stop::argument(2, message));
    }
    let wrong = || Stop::argument(2, format!("a subnet with the number {number} is no address"));
    let Ok(length) = u32::try_from(length) else {
        return if number.magnitude() == Some(0) { Ok(call.string("<nil>")) } else { Err(wrong()) };
    };
    let moved = number.shift_left(prefix.width - length).or(prefix.base).magnitude();
    let address = moved.filter(|address| *address <= ones(prefix.width)).ok_or_else(wrong)?;
    Ok(call.string(Prefix { base: address, length, ..prefix }.to_string()))
}

pub(crate) static CIDRSUBNETS: Function =
    Function::new("cidrsubnets", &[Param::string("prefix")], Returns::Strings, cidrsubnets)
        .rest(Param::number("newbits"))
        .not_null();

/// Subnets one after the other, each with so many bits more.
fn cidrsubnets(call: &Call<'_>) -> Outcome {
    let prefix = prefix(call)?;
    if prefix.is_mapped() && call.args.len() > 1 {
        return Err(Stop::argument(1, format!("`{prefix}` has no subnets in the notation of IPv6")));
    }
    limits::elements(call.args.len())?;
    let last = prefix.base | prefix.hosts();
    let mut found = Vec::new();
    // Terraform looks for the subnet before the first: at address zero there is none, and after the addresses of IPv4
    // in IPv6 it looks for one of IPv4.
    let after_mapped = prefix.width == 128 && prefix.base == 1 << 48;
    let mut free = Some(prefix.base).filter(|base| *base > 0 && !after_mapped);
    for index in 1..call.args.len() {
        let length = extended(&prefix, index, call.whole(index)?)?;
        let hosts = ones(prefix.width - length);
        // The first multiple of the subnet's size that is free.
        let start = free.and_then(|free| free.checked_add(hosts)).map(|end| end & !hosts);
        let Some(start) = start.filter(|start| *start <= last) else {
            let message = format!("`{prefix}` has no room left for a subnet with a prefix of {length} bits");
            return Err(Stop::argument(index, message));
        };
        free = (start | hosts).checked_add(1).filter(|next| *next <= ones(prefix.width));
        found.push(call.string(Prefix::new(start, length, prefix.width).to_string()));
    }
    Ok(call.strings(found))
}

/// Units: bits.
fn extended(prefix: &Prefix, index: usize, bits: i64) -> Result<u32, Stop> {
    let bits = match u32::try_from(bits) {
        Ok(bits @ 1..=32) => bits,
        Ok(0) | Err(_) if bits < 1 => {
            return Err(Stop::argument(index, "a subnet has to extend the prefix by at least one bit"));
        }
        _ => return Err(Stop::argument(index, "a subnet may not extend the prefix by more than 32 bits")),
    };
    let length = prefix.length + bits;
    if length > prefix.width {
        let message = format!("a prefix of {length} bits is too long for an address of {}", prefix.width);
        return Err(Stop::argument(index, message));
    }
    Ok(length)
}
