//! Load balancers: forwarding rules and everything behind them.

mod backend;
mod forwarding;
mod health;
mod listening;
mod pool;
mod proxy;

pub(crate) use backend::proxy_subnets;
pub(crate) use forwarding::lower;
