//! Keys in a keyring that is there, that is not, that hangs, and that refuses.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use keyring_core::mock;
use keyring_core::{CredentialStore, Error};
use tempfile::TempDir;

use super::*;

const NAME: &str = "language model at https://example.org";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn ring(open: impl Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync + 'static) -> Ring {
    Ring::new(Duration::from_mins(1), open)
}

/// A keyring that is there.
fn present() -> Ring {
    let store = mock::Store::new().expect("it is only for tests");
    ring(move || Ok(store.clone()))
}

/// None at all.
fn absent() -> Ring {
    ring(|| Err(Error::NoDefaultStore))
}

fn path(folder: &TempDir) -> PathBuf {
    folder.path().join(FILE)
}

#[tokio::test]
async fn keys_are_in_the_keyring_if_there_is_one() {
    let folder = folder();
    let secrets = Secrets::with(folder.path(), present());
    assert_eq!(secrets.get(NAME).await.expect("it answers"), None);
    assert_eq!(secrets.set(NAME, "sk-1").await.expect("it is kept"), Kept::Keyring);
    assert_eq!(secrets.set(NAME, "sk-2").await.expect("it is kept"), Kept::Keyring);
    assert_eq!(secrets.get(NAME).await.expect("it answers").as_deref(), Some("sk-2"));
    assert!(!path(&folder).exists(), "there is no need for a file");
    for _ in 0..2 {
        secrets.remove(NAME).await.expect("it is gone");
    }
    assert_eq!(secrets.get(NAME).await.expect("it answers"), None);
}

#[tokio::test]
async fn keys_are_in_a_file_if_there_is_no_keyring() {
    let folder = folder();
    let secrets = Secrets::with(&folder.path().join("new"), absent());
    let kept = secrets.set(NAME, "sk-1").await.expect("it is kept");
    let Kept::File(file) = &kept else { panic!("there is no keyring") };
    assert_eq!(*file, folder.path().join("new").join(FILE));
    secrets.set("other", "sk-3").await.expect("it is kept");
    assert_eq!(secrets.get(NAME).await.expect("it answers").as_deref(), Some("sk-1"));
    secrets.remove(NAME).await.expect("it is gone");
    assert_eq!(secrets.get(NAME).await.expect("it answers"), None);
    assert_eq!(secrets.get("other").await.expect("it answers").as_deref(), Some("sk-3"));
    secrets.remove("other").await.expect("it is gone");
    let left = fs::read_dir(folder.path().join("new")).expect("a folder").count();
    assert_eq!(left, 0, "a file without keys is not needed");
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let (file, part) = (path(&folder), path(&folder).with_extension("part"));
    fs::write(&file, r#"{"old": "sk-0"}"#).expect("it is written");
    fs::write(&part, "left by a crash").expect("it is written");
    for open in [&file, &part] {
        fs::set_permissions(open, fs::Permissions::from_mode(0o644)).expect("it is ours");
    }
    let secrets = Secrets::with(folder.path(), absent());
    secrets.set(NAME, "sk-1").await.expect("it is kept");
    assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o600);
    assert!(!part.exists());
    assert_eq!(secrets.get("old").await.expect("it answers").as_deref(), Some("sk-0"));
}

#[tokio::test]
async fn a_key_moves_to_the_keyring_when_that_takes_it() {
    let folder = folder();
    let is_there = Arc::new(AtomicBool::new(false));
    let (store, seen) = (mock::Store::new().expect("it is only for tests"), Arc::clone(&is_there));
    let open =
        move || if seen.load(Ordering::SeqCst) { Ok(store.clone() as Arc<_>) } else { Err(Error::NoDefaultStore) };
    let secrets = Secrets::with(folder.path(), ring(open));
    secrets.set(NAME, "sk-1").await.expect("it is kept");
    is_there.store(true, Ordering::SeqCst);
    assert_eq!(secrets.get(NAME).await.expect("it answers").as_deref(), Some("sk-1"), "it is still in the file");
    assert_eq!(secrets.set(NAME, "sk-2").await.expect("it is kept"), Kept::Keyring);
    assert!(!path(&folder).exists(), "it has left the file");
    assert_eq!(secrets.get(NAME).await.expect("it answers").as_deref(), Some("sk-2"));
}

#[tokio::test]
async fn a_keyring_that_hangs_does_not_hang_us() {
    let folder = folder();
    let opened = Arc::new(AtomicUsize::new(0));
    let (go_on, waiting) = mpsc::channel::<()>();
    let (waiting, counted) = (std::sync::Mutex::new(waiting), Arc::clone(&opened));
    let hanging = Ring::new(Duration::from_millis(200), move || {
        counted.fetch_add(1, Ordering::SeqCst);
        let _ = waiting.lock().expect("nobody panics").recv();
        Err(Error::NoDefaultStore)
    });
    let secrets = Secrets::with(folder.path(), hanging);
    let began = Instant::now();
    assert!(matches!(secrets.get(NAME).await, Err(SecretsError::Silent)));
    assert!(began.elapsed() >= Duration::from_millis(200), "it is given time");
    assert!(matches!(secrets.set(NAME, "sk-1").await, Ok(Kept::File(_))));
    assert_eq!(secrets.get(NAME).await.expect("it is in the file").as_deref(), Some("sk-1"));
    assert!(matches!(secrets.remove(NAME).await, Err(SecretsError::Silent)), "it may also be in the keyring");
    assert_eq!(opened.load(Ordering::SeqCst), 1, "one thread hangs, not many");
    drop(go_on);
    let found = loop {
        match secrets.get(NAME).await {
            Err(SecretsError::Silent) => tokio::time::sleep(Duration::from_millis(10)).await,
            found => break found,
        }
    };
    assert_eq!(found.expect("it has found out that there is none"), None);
    assert_eq!(opened.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn many_may_ask_at_once() {
    let folder = folder();
    let secrets = Secrets::with(folder.path(), present());
    let setting: Vec<_> = (0..8)
        .map(|number| {
            let secrets = secrets.clone();
            tokio::spawn(async move { secrets.set(&format!("key {number}"), "sk").await })
        })
        .collect();
    for set in setting {
        assert_eq!(set.await.expect("it does not panic").expect("it is kept"), Kept::Keyring);
    }
}

#[tokio::test]
async fn a_keyring_that_refuses_says_so() {
    let folder = folder();
    let refusing = ring(|| {
        let store: Arc<CredentialStore> = mock::Store::new()?;
        let credential = store.build("Paperside", NAME, None)?;
        let mock: &mock::Cred = credential.as_any().downcast_ref().expect("it is only for tests");
        mock.set_error(Error::BadStoreFormat("it is broken".to_owned()));
        Ok(store)
    });
    let secrets = Secrets::with(folder.path(), refusing);
    let error = secrets.get(NAME).await.expect_err("it refuses");
    assert!(matches!(&error, SecretsError::Keyring { reason } if reason.contains("it is broken")), "{error}");
    assert!(matches!(secrets.set(NAME, "sk-1").await, Ok(Kept::File(_))), "the file helps out");
}

#[tokio::test]
async fn a_file_that_holds_something_else_is_left_alone() {
    let folder = folder();
    fs::write(path(&folder), "sk-secret").expect("it is written");
    let secrets = Secrets::with(folder.path(), absent());
    let errors = [
        secrets.get(NAME).await.expect_err("it holds no keys"),
        secrets.set(NAME, "sk-1").await.expect_err("it holds no keys"),
        secrets.remove(NAME).await.expect_err("it holds no keys"),
    ];
    for error in errors {
        assert!(matches!(error, SecretsError::Unreadable { .. }), "{error}");
        assert!(!format!("{error} {error:?}").contains("sk-secret"), "{error:?}");
    }
    assert_eq!(fs::read(path(&folder)).expect("it is there"), b"sk-secret");
}

#[tokio::test]
async fn the_keyring_of_this_system_does_not_hang_us() {
    let folder = folder();
    let secrets = Secrets::new(folder.path());
    // Whatever is there, only what is not is asked for.
    let found = tokio::time::timeout(Duration::from_mins(1), secrets.get("a name that no test gives to a key")).await;
    let found = found.expect("it gives up by itself");
    assert!(matches!(found, Ok(None) | Err(SecretsError::Silent | SecretsError::Keyring { .. })), "{found:?}");
}

#[test]
fn a_server_has_one_key_however_its_address_is_written() {
    let names = ["http://localhost:1234/v1", "localhost:1234", "http://localhost:1234 "].map(|url| key_name("x", url));
    assert!(names.iter().all(|name| name == "x at localhost:1234"), "{names:?}");
}
