//! A door for the fuzz target.

use std::fs::File;
use std::io::Write;

use super::envelope::Envelope;
use super::unpack::{Progress, unpack};

/// Opens bytes as a sealed file: as they are, and inside of a sound envelope, where the first byte of a file is easily
/// come by.
pub fn sealed(bytes: &[u8]) {
    let folder = std::env::temp_dir().join(format!("paperside-fuzz-{}", std::process::id()));
    let (file, into) = (folder.join("a.paperside"), folder.join("unpacked"));
    let _ = std::fs::create_dir_all(&folder);
    let as_it_is = std::fs::write(&file, bytes);
    let open = || {
        let _ = std::fs::remove_dir_all(&into);
        let mut progress = Progress { goes_on: &mut |_, _| Ok(()), ensure_room: &|_| Ok(()) };
        if std::fs::create_dir_all(&into).is_ok() {
            let _refused = unpack(&file, None, &into, &mut progress);
        }
    };
    if as_it_is.is_ok() {
        open();
    }
    let inside = File::create(&file).and_then(|file| {
        let mut envelope = Envelope::new(file, None)?;
        envelope.write_all(bytes)?;
        envelope.finish()
    });
    if inside.is_ok() {
        open();
    }
    assert!(!folder.parent().is_some_and(|outside| outside.join("escaped").exists()), "nothing is unpacked elsewhere");
}
