//! Language models in files: which they are, and what a process needs to know that runs one. The crate
//! `paperside-local-model` is such a process.

pub use crate::answer::language::local::protocol::{
    About, Hello, PROTOCOL, RUN_MODEL_ARGUMENT, Reply, Request, UNASKED,
};
pub use crate::answer::language::local::{is_model_file, name_of};
pub use crate::answer::language::{EndReason, Prompt, PromptTurn, Role, Usage};
