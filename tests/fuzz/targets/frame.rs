//! Any bytes from a reader process gone wild.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paperside_engine::fuzzing::frames(bytes));
