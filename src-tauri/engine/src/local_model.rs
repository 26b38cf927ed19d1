//! Running a language model in a process of its own: what such a process needs to know. The crate
//! `paperside-local-model` is one.

pub use crate::answer::language::local::protocol::{About, Hello, PROTOCOL, RUN_MODEL_ARGUMENT, Reply, Request};
pub use crate::answer::language::{EndReason, Prompt, PromptTurn, Role, Usage};
