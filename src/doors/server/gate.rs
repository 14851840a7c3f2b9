//! How many connections may be open: nobody may take all that the machine has.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// Connections of one address: thirty browsers behind one router or a proxy, six each, and some to spare.
const OF_ONE_ADDRESS: usize = 192;
/// Connections of all.
const OF_ALL: usize = 512;
/// Descriptors that files, logs and databases need.
const DESCRIPTORS_FOR_WORK: u64 = 48;

/// Lets connections in, up to a number for each address and one for all.
pub(super) struct Gate {
    most: usize,
    most_of_one: usize,
    inside: Mutex<HashMap<IpAddr, usize>>,
}

/// A connection that was let in; leaves when dropped.
pub(super) struct Pass {
    gate: Arc<Gate>,
    address: IpAddr,
}

impl Gate {
    /// As wide as the descriptors of this process allow.
    pub(super) fn of_this_process() -> Arc<Self> {
        let most = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
        let most = most.map_or(OF_ALL, |most| {
            usize::try_from(most.saturating_sub(DESCRIPTORS_FOR_WORK)).unwrap_or(OF_ALL).clamp(4, OF_ALL)
        });
        // Half at most: a second address always gets in.
        Self::new(most, OF_ONE_ADDRESS.min(most / 2))
    }

    fn new(most: usize, most_of_one: usize) -> Arc<Self> {
        Arc::new(Self { most, most_of_one, inside: Mutex::default() })
    }

    /// Nothing when there are too many already.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Pass> {
        let address = network_of(address);
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = inside.values().sum();
        let own = inside.get(&address).copied().unwrap_or_default();
        if all >= self.most || own >= self.most_of_one {
            return None;
        }
        inside.insert(address, own + 1);
        drop(inside);
        Some(Pass { gate: Arc::clone(self), address })
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut inside = self.gate.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = inside.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                inside.remove(&self.address);
            }
        }
    }
}

/// An IPv6 subscriber has a whole /64.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let network = u128::from(address) & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from(network))
        }
        IpAddr::V4(address) => IpAddr::V4(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_does_not_keep_the_others_out() {
        let gate = Gate::new(10, 4);
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let mut passes: Vec<_> = (0..4).map(|_| gate.enter(address("192.0.2.1")).unwrap()).collect();
        assert!(gate.enter(address("192.0.2.1")).is_none());
        assert!(gate.enter(address("192.0.2.2")).is_some());
        passes.pop();
        assert!(gate.enter(address("192.0.2.1")).is_some(), "who left makes room");
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_and_all_together_have_an_end() {
        let gate = Gate::new(5, 4);
        let address = |text: String| text.parse::<IpAddr>().unwrap();
        let passes: Vec<_> =
            (1..=6).filter_map(|host| gate.enter(address(format!("2001:db8::{host}")))).collect();
        assert_eq!(passes.len(), 4);
        let other = gate.enter(address("::ffff:192.0.2.1".to_owned()));
        assert!(other.is_some() && gate.enter(address("192.0.2.2".to_owned())).is_none());
    }
}
