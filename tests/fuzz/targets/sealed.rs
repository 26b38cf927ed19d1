//! Any bytes as a sealed file, and any bytes inside of a sound envelope.

#![no_main]

mod panics;

libfuzzer_sys::fuzz_target!(init: panics::count_ours(), |bytes: &[u8]| paperside_engine::fuzzing::sealed(bytes));
