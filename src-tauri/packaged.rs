//! What a package brings along beside the program.

use std::path::{Path, PathBuf};

/// The folder in which a package keeps its files; none if the program did not come with one. The window and the
/// terminal look in the same place, so that both find the model.
pub fn resources() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    beside(&program)
}

/// Where packages of this system put files, seen from the program.
fn beside(program: &Path) -> Option<PathBuf> {
    let folder = program.parent()?;
    let resources = if cfg!(windows) {
        folder.to_owned()
    } else if cfg!(target_os = "macos") {
        folder.parent()?.join("Resources")
    } else {
        folder.parent()?.join("lib").join("Paperside")
    };
    resources.join("models").is_dir().then_some(resources)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_package_has_a_folder_of_models_and_a_source_tree_has_none() {
        let root = tempfile::tempdir().expect("a folder can be made");
        let program = root.path().join("usr/bin/paperside");
        assert_eq!(beside(&program), None);
        let resources = root.path().join("usr/lib/Paperside");
        std::fs::create_dir_all(resources.join("models")).expect("a folder can be made");
        assert_eq!(beside(&program), Some(resources));
    }
}
