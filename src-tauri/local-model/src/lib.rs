//! Runs a language model in a file for Paperside, in a process that can do nothing else.
//!
//! The model runs in llama.cpp. It is made for speed, and neither it nor a model from the internet deserves the trust
//! that the app has, so the process gives up every right but to compute and to read that one file before it opens it.
//!
//! # Layout
//! - `serving`: what the app asks, one after the other
//! - `running`: the model, and answers of it
//! - `prompt`: what is asked as tokens, of which documents cannot forge any
//! - `words`: tokens to text

mod prompt;
mod running;
mod serving;
mod words;

pub use serving::serve_model;
