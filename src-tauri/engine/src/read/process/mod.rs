//! Reading in a process of its own.
//!
//! Any reader can be made to run away by a file that is made for it: memory, time and stack are exhausted by what
//! no check foresees, and no thread survives that. So documents are read by a [confined](crate::confined) process. It
//! serves many documents; when it dies another one takes its place and goes on with the page that it died over.
//!
//! # Layout
//! - [`protocol`]: what the two say to each other
//! - [`worker`]: the child's side
//! - [`limits`]: what it may use
//! - [`child`]: starting it, hearing it, and why it died
//! - [`supervisor`]: the app's side

mod child;
mod limits;
mod protocol;
mod supervisor;
mod worker;

pub use child::{WORKER_ARGUMENT, WorkerCommand};
pub use limits::ReadLimits;
#[cfg(fuzzing)]
pub(super) use protocol::read_any;
pub use supervisor::{DocumentReader, FileToRead};
pub use worker::serve_reading;
