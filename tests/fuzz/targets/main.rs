//! Looks for bytes that break a parser: one target a run, which `PAPERSIDE_FUZZ` names.
//!
//! # Layout
//! - [`document`]: any bytes under any name
//! - [`package`]: any text as a part of a sound archive
//! - [`panics`]: which panics count
//!
//! The others are doors of the engine as they are: `page` takes any glyphs at any places on a page, `frame` any bytes
//! from a reader process gone wild, `recognised` any text in place of Tesseract's table, and `sealed` any bytes as a
//! sealed file, as they are and inside of a sound envelope.

#![no_main]
#![allow(missing_docs, reason = "what the macro makes has none")]
#![allow(unsafe_code, reason = "the fuzzer calls by the rules of C")]

mod document;
mod package;
mod panics;

use std::sync::LazyLock;

use paperside_engine::fuzzing;

/// Takes the bytes of a try.
type Target = fn(&[u8]);

/// The one that was named.
static TARGET: LazyLock<Target> = LazyLock::new(|| match std::env::var("PAPERSIDE_FUZZ").as_deref() {
    Ok("document") => document::read,
    Ok("frame") => fuzzing::frames,
    Ok("package") => package::read,
    Ok("page") => fuzzing::page,
    Ok("recognised") => |bytes| std::str::from_utf8(bytes).map_or((), fuzzing::recognised),
    Ok("sealed") => fuzzing::sealed,
    other => panic!("PAPERSIDE_FUZZ names no target: {other:?}"),
});

libfuzzer_sys::fuzz_target!(init: panics::count_ours(), |bytes: &[u8]| TARGET(bytes));
