//! Any bytes under any name. The first byte chooses the ending, the rest is the file.

/// The formats that are told by their names.
const ENDINGS: [&str; 16] = [
    "txt", "md", "csv", "tsv", "rtf", "html", "eml", "pdf", "xls", "xlsb", "xlsx", "docx", "epub", "odt", "ods", "pptx",
];

/// Reads them.
pub fn read(bytes: &[u8]) {
    if let Some((choice, file)) = bytes.split_first() {
        let ending = ENDINGS[*choice as usize % ENDINGS.len()];
        paperside_engine::fuzzing::document(file, &format!("file.{ending}"));
    }
}
