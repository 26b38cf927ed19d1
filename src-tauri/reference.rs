//! Documents that are written from the sources, so that they cannot fall behind them.

use std::path::Path;

/// If this is set, the documents are written.
const RENEW: &str = "PAPERSIDE_RENEW";

/// That a document in `docs` is what the sources say.
///
/// # Panics
/// If it is not.
pub(crate) fn assert_up_to_date(name: &str, text: &str) {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os(RENEW).is_some() {
        std::fs::write(&document, text).expect("it can be written");
    }
    let found = std::fs::read_to_string(&document).unwrap_or_default();
    // Line by line, because on some systems a checkout ends lines in another way.
    let is_up_to_date = found.lines().eq(text.lines());
    assert!(is_up_to_date, "docs/{name} is not what the sources say; `cargo xtask renew` writes it anew");
}

/// A heading of a document as the end of a link to it: small letters, digits and hyphens.
pub(crate) fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter.to_ascii_lowercase() }).collect()
}

/// A table in Markdown.
pub(crate) fn table<const COLUMNS: usize>(
    heads: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> String {
    let head = [format!("| {} |", heads.join(" | ")), format!("|{}", " --- |".repeat(COLUMNS))];
    // A cell ends at a bar and a row at the end of a line, even within code.
    let cell = |text: String| text.replace('|', "\\|").replace('\n', " ");
    let rows = rows.into_iter().map(|row| format!("| {} |", row.map(cell).join(" | ")));
    head.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}
