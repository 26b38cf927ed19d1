//! Any bytes under any name. The first byte chooses the ending, the rest is the file.

#![no_main]

mod panics;

const ENDINGS: [&str; 16] = [
    "txt", "md", "csv", "tsv", "rtf", "html", "eml", "pdf", "xls", "xlsb", "xlsx", "docx", "epub", "odt", "ods", "pptx",
];

libfuzzer_sys::fuzz_target!(init: panics::count_ours(), |bytes: &[u8]| {
    if let Some((choice, file)) = bytes.split_first() {
        let ending = ENDINGS[*choice as usize % ENDINGS.len()];
        paperside_engine::fuzzing::document(file, &format!("file.{ending}"));
    }
});
