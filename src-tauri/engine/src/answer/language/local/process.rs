//! A process that runs a language model, as the app sees it.

use std::collections::HashMap;
use std::io::{self, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::mpsc;

use super::protocol::{Hello, PROTOCOL, RUN_MODEL_ARGUMENT, Reply, Request, UNASKED};
use crate::confined::{Started, end, read_frame, start, write_frame};

/// Pieces of an answer that wait to be taken; the process waits with the next one.
const WAITING: usize = 64;

/// Who waits for which answer. A process that is gone leaves none: whoever waits hears that.
type Listeners = Arc<Mutex<Option<HashMap<u32, mpsc::Sender<Reply>>>>>;

/// A process that runs a language model. Dropping it ends it.
pub(super) struct ModelProcess {
    child: Mutex<Child>,
    input: Mutex<ChildStdin>,
    listeners: Listeners,
    errors: Mutex<Option<JoinHandle<String>>>,
    asked: AtomicU32,
}

/// The replies to one request. Dropping it tells the process to go no further.
pub(super) struct Replies {
    process: Arc<ModelProcess>,
    number: u32,
    receiver: mpsc::Receiver<Reply>,
}

impl ModelProcess {
    /// Starts a process for a model. Its first reply tells whether it can be run. Blocks.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) fn start(program: &Path, model: &Path, threads: u32) -> io::Result<(Arc<Self>, Replies)> {
        let Started { child, mut input, output, errors } = start(program, RUN_MODEL_ARGUMENT)?;
        let (sender, replies) = mpsc::channel(WAITING);
        let listeners = Arc::new(Mutex::new(Some(HashMap::from([(UNASKED, sender)]))));
        let heard = Arc::clone(&listeners);
        std::thread::Builder::new().name("model-replies".to_owned()).spawn(move || {
            let mut output = BufReader::new(output);
            while let Ok(Some((number, reply))) = read_frame::<(u32, Reply)>(&mut output) {
                pass_on(&heard, number, reply);
            }
            lock(&heard).take();
        })?;
        // A process that is dead already says so when it is listened to.
        let _ = write_frame(&mut input, &Hello { protocol: PROTOCOL, file: model.to_owned(), threads });
        let process = Arc::new(Self {
            child: Mutex::new(child),
            input: Mutex::new(input),
            listeners,
            errors: Mutex::new(Some(errors)),
            asked: AtomicU32::new(UNASKED),
        });
        Ok((Arc::clone(&process), Replies { process, number: UNASKED, receiver: replies }))
    }

    /// Asks for something. That the process is dead is heard from the replies. Blocks for as long as a pipe does.
    pub(super) fn ask(self: &Arc<Self>, request: &Request) -> Replies {
        let number = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        let (sender, receiver) = mpsc::channel(WAITING);
        if let Some(listeners) = lock(&self.listeners).as_mut() {
            listeners.insert(number, sender);
        }
        let _ = write_frame(&mut *lock(&self.input), &(number, request));
        Replies { process: Arc::clone(self), number, receiver }
    }

    /// Whether it is no more.
    pub(super) fn is_gone(&self) -> bool {
        lock(&self.listeners).is_none()
    }

    /// How a process ended that is gone, as far as is known. Blocks.
    pub(super) fn death(&self) -> String {
        let status = end(&mut lock(&self.child));
        let said = lock(&self.errors).take().and_then(|errors| errors.join().ok()).unwrap_or_default();
        tracing::warn!(?status, "the process that ran a language model ended");
        // It may quote what it was working on.
        tracing::debug!(said, "the process that ran a language model ended");
        status.map_or_else(|| "it spoke nonsense".to_owned(), |status| status.to_string())
    }
}

impl Drop for ModelProcess {
    fn drop(&mut self) {
        let child = self.child.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Replies {
    /// The next reply; none if the process is gone.
    pub(super) async fn next(&mut self) -> Option<Reply> {
        self.receiver.recv().await
    }

    /// The process that replies.
    pub(super) fn process(&self) -> &Arc<ModelProcess> {
        &self.process
    }
}

impl Drop for Replies {
    fn drop(&mut self) {
        let is_awaited = lock(&self.process.listeners).as_mut().is_some_and(|all| all.remove(&self.number).is_some());
        if is_awaited && self.number != UNASKED {
            let _ = write_frame(&mut *lock(&self.process.input), &(UNASKED, Request::Stop(self.number)));
        }
    }
}

/// Gives a reply to whoever waits for it, and after the last one forgets who that was.
fn pass_on(listeners: &Listeners, number: u32, reply: Reply) {
    let is_last = !matches!(reply, Reply::Reading(_) | Reply::Text(_));
    let listener = match lock(listeners).as_mut() {
        Some(all) if is_last => all.remove(&number),
        Some(all) => all.get(&number).cloned(),
        None => None,
    };
    if let Some(listener) = listener {
        let _ = listener.blocking_send(reply);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
