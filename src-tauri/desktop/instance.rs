//! One window a library: a second start gives its files to the window that is open, and ends.
//!
//! They meet at a local socket (a named pipe on Windows) that only the person's own programs can reach. What goes over
//! it names files to import, as a drop does, and nothing else.

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use interprocess::local_socket::prelude::*;
use interprocess::local_socket::{ConnectOptions, ListenerOptions, Name};

/// Said by the window that took the files.
const TAKEN: &str = "taken";

/// As much as is listened to, in bytes.
const LONGEST: u64 = 1 << 20;

/// How long the window that is open may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Gives files to the window that has the library open; false if there is none that would take them.
pub(super) fn hand_over(library: &Path, paths: &[PathBuf]) -> bool {
    let Ok(place) = meeting_place(library) else { return false };
    let Ok(mut stream) = ConnectOptions::new().name(place.name.borrow()).connect_sync() else { return false };
    let _ = stream.set_recv_timeout(Some(PATIENCE));
    let Ok(words) = serde_json::to_string(paths) else { return false };
    let mut answer = String::new();
    writeln!(stream, "{words}").is_ok()
        && BufReader::new(stream).take(LONGEST).read_line(&mut answer).is_ok()
        && answer.trim() == TAKEN
}

/// Takes what later starts hand over, from a thread of its own, until the app ends. Without it the app works as well;
/// a second start then says that the library is in use.
pub(super) fn listen(library: &Path, take: impl Fn(Vec<PathBuf>) + Send + 'static) {
    let listener = meeting_place(library).and_then(|place| {
        let options = ListenerOptions::new().name(place.name.borrow()).try_overwrite(true);
        #[cfg(unix)]
        let options = {
            use interprocess::os::unix::local_socket::ListenerOptionsExt;
            options.mode(0o600)
        };
        Ok((options.create_sync()?, place))
    });
    let (listener, place) = match listener {
        Ok(listening) => listening,
        Err(error) => return tracing::warn!(%error, "a second start cannot reach this one"),
    };
    let listening = thread::Builder::new().name("second-starts".to_owned()).spawn(move || {
        let _place = place;
        for stream in listener.incoming().filter_map(Result::ok) {
            let _ = stream.set_recv_timeout(Some(PATIENCE));
            let mut reader = BufReader::new(stream.take(LONGEST));
            let mut words = String::new();
            if reader.read_line(&mut words).is_err() {
                continue;
            }
            let Ok(paths) = serde_json::from_str(&words) else { continue };
            take(paths);
            let _ = writeln!(reader.get_mut().get_mut(), "{TAKEN}");
        }
    });
    if let Err(error) = listening {
        tracing::warn!(%error, "a second start cannot reach this one");
    }
}

/// Where the starts meet.
struct MeetingPlace {
    name: Name<'static>,
    /// What the name stands on must stay open for as long as it is used.
    _folder: Option<File>,
}

/// In the library's own folder, where nobody else can put a socket of theirs. A name has little room, so where the folder
/// has a long one it is called by the number under which this process has it open; where the system knows no such names
/// the place is among the temporary files, which are the person's own on macOS.
#[cfg(unix)]
fn meeting_place(library: &Path) -> std::io::Result<MeetingPlace> {
    use interprocess::local_socket::{GenericFilePath, ToFsName};
    /// `sockaddr_un` holds 108 bytes on Linux and 104 on macOS, with a zero at their end.
    const LONGEST_NAME: usize = 100;
    const SOCKET: &str = "window.sock";
    let library = std::path::absolute(library)?;
    let own = library.join(SOCKET);
    let (place, folder) = if own.as_os_str().len() <= LONGEST_NAME {
        (own, None)
    } else if cfg!(target_os = "linux") {
        let folder = File::open(&library)?;
        let opened = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&folder));
        (Path::new(&opened).join(SOCKET), Some(folder))
    } else {
        (std::env::temp_dir().join(format!("paperside-{:016x}.sock", mark(&library))), None)
    };
    Ok(MeetingPlace { name: place.to_fs_name::<GenericFilePath>()?, _folder: folder })
}

#[cfg(not(unix))]
fn meeting_place(library: &Path) -> std::io::Result<MeetingPlace> {
    use interprocess::local_socket::{GenericNamespaced, ToNsName};
    let name = format!("paperside-{:016x}", mark(&std::path::absolute(library)?));
    Ok(MeetingPlace { name: name.to_ns_name::<GenericNamespaced>()?, _folder: None })
}

fn mark(library: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    library.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_second_start_gives_its_files_to_the_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let long = folder.path().join("long".repeat(50));
        std::fs::create_dir(&long).expect("a folder");
        for library in [folder.path(), &long] {
            let paths = vec![PathBuf::from("/one.pdf"), PathBuf::from("/zwei ü.pdf")];
            assert!(!hand_over(library, &paths), "nobody has it open");
            let (taken, told) = mpsc::channel();
            listen(library, move |paths| taken.send(paths).expect("somebody to tell"));
            assert!(hand_over(library, &paths));
            assert_eq!(told.recv_timeout(PATIENCE), Ok(paths));
            assert!(hand_over(library, &[]), "one that only wants to be shown");
            assert!(
                library.join("window.sock").exists() || cfg!(not(target_os = "linux")),
                "nobody else can stand there"
            );
        }
    }
}
