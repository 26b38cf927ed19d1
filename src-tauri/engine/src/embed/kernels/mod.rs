//! The loops that embedding spends its time in, made for the processor at hand.
//!
//! Linear layers are computed in eight bits where the processor has instructions for that, and in fp32 elsewhere.
//! All instruction sets that compute in eight bits use the same numbers and get the same sums to the last bit, so
//! which of them a machine has does not change what is found.
//!
//! # Layout
//! - [`instructions`]: which instructions the processor has
//! - [`rows`]: numbers of tokens in eight bits
//! - [`part`]: what a head has of each token
//! - [`packed`]: weights in eight bits, laid out for the tiles, and the product with rows
//! - [`finish`]: from their sums to numbers
//! - [`tiles`]: the innermost loops, one file for each family of processors; most of the crate's `unsafe`
//! - [`attention`]: which tokens look at which, in eight bits or in fp32
//! - [`elementwise`]: layer norm, GELU, powers
//! - [`aligned`]: where numbers are in memory
//! - [`lanes`]: what such loops are made of
//! - [`whole`]: the product in fp32

#![allow(clippy::inline_always, reason = "only what is inlined is compiled for the processor at hand")]

mod aligned;
mod attention;
mod elementwise;
mod finish;
mod instructions;
mod lanes;
mod packed;
mod part;
mod rows;
mod tiles;
mod whole;

pub(super) use aligned::Aligned;
pub(super) use attention::{Attention, AttentionScratch};
pub(super) use elementwise::{add, gelu, layer_norm, normalize};
pub(super) use finish::Finish;
pub use instructions::InstructionSet;
pub(super) use packed::{LinearInEight, PackedWeights, spread};
pub(super) use rows::Rows;
pub(super) use whole::WholeWeights;
