//! Load balancers: forwarding rules and everything behind them.

mod armor;
mod backend;
mod endpoints;
mod forwarding;
mod health;
mod listening;
mod pool;
mod private_service;
mod proxy;
mod regional;

pub(crate) use backend::proxy_subnets;
pub(crate) use forwarding::lower;
pub(crate) use regional::{Region, regions};
