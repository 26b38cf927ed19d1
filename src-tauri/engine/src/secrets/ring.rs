//! The keyring of the system, which may hang.
//!
//! On Linux it is another program that may wait for somebody to type a password, and it may be that nobody sees the
//! window in which it asks. So it is asked from a thread of its own, which may wait for ever: nobody waits for the
//! thread for longer than a few seconds, and while it hangs, nobody else waits for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use keyring_core::{CredentialStore, Entry, Error};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

/// Whose keys they are, as keyrings show it.
const OWNER: &str = "Paperside";

/// How long the keyring is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why the keyring does not do what it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum RingError {
    /// There is none.
    #[error("this computer has no keyring")]
    Absent,
    /// It does not answer in time.
    #[error("the keyring does not answer")]
    Silent,
    /// It refuses, for this reason.
    #[error("{0}")]
    Refused(String),
}

/// Finds the keyring.
type Open = dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync;

/// The keyring. Cheap to clone.
#[derive(Clone)]
pub(super) struct Ring {
    patience: Duration,
    door: Arc<Door>,
    /// One call at a time; held for as long as it hangs.
    turn: Arc<Semaphore>,
    /// The last call took too long.
    is_silent: Arc<AtomicBool>,
}

/// The way to the keyring, kept open once it is found.
struct Door {
    open: Box<Open>,
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl Ring {
    /// That of this system.
    pub(super) fn of_system() -> Self {
        Self::new(PATIENCE, system)
    }

    /// One that is found in this way.
    pub(super) fn new(
        patience: Duration,
        open: impl Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync + 'static,
    ) -> Self {
        let door = Door { open: Box::new(open), store: Mutex::new(None) };
        let (turn, is_silent) = (Arc::new(Semaphore::new(1)), Arc::new(AtomicBool::new(false)));
        Self { patience, door: Arc::new(door), turn, is_silent }
    }

    /// Keeps a key.
    ///
    /// # Errors
    /// [`RingError`].
    pub(super) async fn set(&self, name: &str, key: &str) -> Result<(), RingError> {
        let key = key.to_owned();
        self.ask(name, move |entry| entry.set_password(&key)).await.map(|_| ())
    }

    /// The key of a name, if there is one.
    ///
    /// # Errors
    /// [`RingError`].
    pub(super) async fn get(&self, name: &str) -> Result<Option<String>, RingError> {
        self.ask(name, Entry::get_password).await
    }

    /// Forgets the key of a name, if there is one.
    ///
    /// # Errors
    /// [`RingError`].
    pub(super) async fn remove(&self, name: &str) -> Result<(), RingError> {
        self.ask(name, Entry::delete_credential).await.map(|_| ())
    }

    /// What the keyring answers, none if it knows nothing of the name.
    async fn ask<T: Send + 'static>(
        &self,
        name: &str,
        call: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<Option<T>, RingError> {
        let answered = self.start(self.turn().await?, name, call).ok_or(RingError::Absent)?;
        let Ok(said) = timeout(self.patience, answered).await else {
            self.is_silent.store(true, Ordering::SeqCst);
            return Err(RingError::Silent);
        };
        said.unwrap_or(Err(RingError::Absent))
    }

    /// Begins to ask. The runtime would wait for a thread of its own for ever when the app is closed.
    fn start<T: Send + 'static>(
        &self,
        turn: OwnedSemaphorePermit,
        name: &str,
        call: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Option<oneshot::Receiver<Result<Option<T>, RingError>>> {
        let (door, name) = (Arc::clone(&self.door), name.to_owned());
        let (answer, answered) = oneshot::channel();
        let asking = move || {
            let said = door.ask(&name, call);
            drop(turn);
            // Nobody may be waiting any more.
            let _ = answer.send(said);
        };
        thread::Builder::new().name("keyring".to_owned()).spawn(asking).ok()?;
        Some(answered)
    }

    /// Waits until nobody else asks, unless the one who does has waited for too long already.
    async fn turn(&self) -> Result<OwnedSemaphorePermit, RingError> {
        let free = Arc::clone(&self.turn).try_acquire_owned().ok();
        let turn = match free {
            Some(turn) => turn,
            None if self.is_silent.load(Ordering::SeqCst) => return Err(RingError::Silent),
            None => {
                let waited = timeout(self.patience, Arc::clone(&self.turn).acquire_owned()).await;
                waited.ok().and_then(Result::ok).ok_or(RingError::Silent)?
            }
        };
        self.is_silent.store(false, Ordering::SeqCst);
        Ok(turn)
    }
}

impl Door {
    fn ask<T>(&self, name: &str, call: impl FnOnce(&Entry) -> keyring_core::Result<T>) -> Result<Option<T>, RingError> {
        let store = self.store().map_err(|_| RingError::Absent)?;
        match store.build(OWNER, name, None).and_then(|entry| call(&entry)) {
            Ok(said) => Ok(Some(said)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => {
                // It may have been started anew, and then the old way leads nowhere.
                self.kept().take();
                Err(RingError::Refused(error.to_string()))
            }
        }
    }

    fn store(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        let mut kept = self.kept();
        let store = match kept.take() {
            Some(store) => store,
            None => (self.open)()?,
        };
        Ok(Arc::clone(kept.insert(store)))
    }

    fn kept(&self) -> MutexGuard<'_, Option<Arc<CredentialStore>>> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The keyring of this system.
fn system() -> keyring_core::Result<Arc<CredentialStore>> {
    #[cfg(target_os = "macos")]
    use apple_native_keyring_store::keychain::Store;
    #[cfg(windows)]
    use windows_native_keyring_store::Store;
    #[cfg(all(unix, not(target_os = "macos")))]
    use zbus_secret_service_keyring_store::Store;
    let store: Arc<CredentialStore> = Store::new()?;
    Ok(store)
}
