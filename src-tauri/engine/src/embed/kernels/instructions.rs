//! Which instructions the processor has.

use pulp::{Scalar, Simd, WithSimd};

use super::tiles::{self, Tile};

/// A set of instructions that linear layers can be computed with in eight bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstructionSet {
    /// Intel's matrix tiles (AMX, since 2023, on servers).
    Amx,
    /// Dot products of four bytes in 512 bits (Intel servers since 2019, AMD since Zen 4).
    Avx512Vnni,
    /// The same in 256 bits (Intel since Alder Lake, AMD since Zen 5).
    AvxVnni,
    /// Products of two 16-bit numbers in 256 bits (most x86 processors since 2013).
    Avx2,
    /// Dot products of four bytes in 128 bits (Arm since v8.2, Apple's all).
    NeonDot,
    /// None in particular. It exists to be compared with, since fp32 is quicker than it.
    Portable,
}

impl InstructionSet {
    /// All of them with the names they are asked for by, best first.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("amx", Self::Amx),
        ("avx512-vnni", Self::Avx512Vnni),
        ("avx-vnni", Self::AvxVnni),
        ("avx2", Self::Avx2),
        ("neon-dot", Self::NeonDot),
        ("portable", Self::Portable),
    ];

    /// Those that this processor has, best first.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::NAMES.into_iter().map(|(_, set)| set).filter(|set| set.is_available())
    }

    /// The quickest that this processor has and that is quicker than fp32.
    pub fn best() -> Option<Self> {
        Self::available().find(|set| *set != Self::Portable)
    }

    /// What it is asked for by.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, set)| *set == self).map_or("", |(name, _)| name)
    }

    /// How many products of two bytes a second this processor can add up on one core, measured for a moment on numbers
    /// that are at hand: what a linear layer could reach at best. None if it does not have the instructions.
    pub fn peak(self) -> Option<f64> {
        tiles::peak(self)
    }

    /// How many rows its tile computes at once, at the most.
    ///
    /// # Panics
    /// If the processor does not have it.
    pub(in crate::embed) fn rows_at_once(self) -> usize {
        Tile::expect(self).block
    }

    fn is_available(self) -> bool {
        Tile::of(self).is_some()
    }
}

/// Runs plain loops, compiled for the widest vectors that the instruction set goes along with: 512 bits only with
/// those that have them, so that each set can be tried as on a machine that has no better.
#[inline]
pub(super) fn dispatch<Op: WithSimd>(set: Option<InstructionSet>, work: Op) -> Op::Output {
    #[cfg(target_arch = "x86_64")]
    {
        use pulp::x86::{V3, V4};
        let is_wide = matches!(set, None | Some(InstructionSet::Amx | InstructionSet::Avx512Vnni));
        if is_wide && let Some(wide) = V4::try_new() {
            return Simd::vectorize(wide, work);
        }
        if set != Some(InstructionSet::Portable)
            && let Some(wide) = V3::try_new()
        {
            return Simd::vectorize(wide, work);
        }
    }
    #[cfg(target_arch = "aarch64")]
    if set != Some(InstructionSet::Portable)
        && let Some(neon) = pulp::aarch64::Neon::try_new()
    {
        return Simd::vectorize(neon, work);
    }
    Simd::vectorize(Scalar, work)
}
