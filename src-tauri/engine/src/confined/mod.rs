//! Processes that work for the app and can do nothing else.
//!
//! Documents and models come from anywhere, and what reads them can be made to run away or worse. So that happens in a
//! process of its own, the app's own program started once more, which gives up every right that it does not need
//! before it opens anything.
//!
//! # Layout
//! - `child`: starting one, and its end
//! - `frames`: what the two say to each other
//! - `sandbox`: the rights that it gives up; `confine` is how Linux takes them away

mod child;
#[cfg(target_os = "linux")]
mod confine;
mod frames;
mod sandbox;

pub(crate) use child::{Started, end, start};
pub use frames::{read_frame, write_frame};
pub use sandbox::{Allowance, allow_computing, enter, private_output};
