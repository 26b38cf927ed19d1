//! Choices that are the same for the same seed.

/// Splitmix64 by Sebastiano Vigna.
pub(super) struct Chance(u64);

impl Chance {
    /// Of one seed always the same.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below the limit; 0 if that is 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11).checked_rem(limit as u64).unwrap_or_default() as usize
    }

    /// Whether what happens once in so many times happens now.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these; none if there are none.
    pub(super) fn pick<T: Clone>(&mut self, from: impl IntoIterator<Item = T>) -> Option<T> {
        let from: Vec<T> = from.into_iter().collect();
        from.get(self.below(from.len())).cloned()
    }

    /// One of these, the heavier the likelier.
    pub(super) fn weigh<T: Copy>(&mut self, from: &[(T, usize)]) -> Option<T> {
        let mut at = self.below(from.iter().map(|(_, weight)| weight).sum());
        for (choice, weight) in from {
            if at < *weight {
                return Some(*choice);
            }
            at -= weight;
        }
        None
    }
}
