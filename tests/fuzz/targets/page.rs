//! Any glyphs at any places on a page, to words, columns and lines.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| paperside_engine::fuzzing::page(bytes));
