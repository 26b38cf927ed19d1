//! What a file is called, by the path to it.

use std::path::Path;

/// The last part of a path as it was written down on whatever system: either slash parts it.
pub fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The last part of a path of this system; all of it where it has none, as `/`.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_any_system_ends_with_a_name() {
        assert_eq!(last_part("/home/anna/report.pdf"), "report.pdf");
        assert_eq!(last_part(r"C:\Users\anna\report.pdf"), "report.pdf");
        assert_eq!((last_part("report.pdf"), last_part("folder/"), last_part("")), ("report.pdf", "", ""));
    }

    #[test]
    fn what_has_no_name_is_called_by_all_of_it() {
        assert_eq!(file_name(Path::new("folder/report.pdf")), "report.pdf");
        assert_eq!(file_name(Path::new("folder/")), "folder");
        assert_eq!((file_name(Path::new("/")), file_name(Path::new(".."))), ("/".to_owned(), "..".to_owned()));
    }
}
