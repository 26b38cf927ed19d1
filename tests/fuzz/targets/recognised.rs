//! Any text in place of Tesseract's table.

#![no_main]

libfuzzer_sys::fuzz_target!(|table: &str| paperside_engine::fuzzing::recognised(table));
