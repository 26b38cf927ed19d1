//! Telling a client that there are other documents than it knows of.

use std::time::Duration;

use paperside_engine::messages::{ImportStatus, LibraryEvent};
use rmcp::RoleServer;
use rmcp::service::{Peer, SubscriptionSink};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

/// Between two notifications. A folder that is imported is so told of now and then, and not file by file.
const PAUSE: Duration = Duration::from_secs(1);

/// Who is told.
pub(super) enum Listener {
    /// A client that began as all did before the protocol of July 2026, and is told everything.
    Client(Peer<RoleServer>),
    /// One that asked for it.
    Subscription(SubscriptionSink),
}

impl Listener {
    /// Whether it still listens.
    async fn tell(&self) -> bool {
        match self {
            Self::Client(peer) => peer.notify_resource_list_changed().await.is_ok(),
            Self::Subscription(sink) => sink.notify_resource_list_changed().await.is_ok(),
        }
    }
}

/// Tells a listener whenever the list of documents has changed, until it is gone.
pub(super) async fn tell(listener: Listener, mut events: Receiver<LibraryEvent>, gone: CancellationToken) {
    let telling = async {
        while wait_for_change(&mut events).await && listener.tell().await {
            while pause(&mut events).await && listener.tell().await {}
        }
    };
    tokio::select! {
        () = telling => {}
        () = gone.cancelled() => {}
    }
}

/// Whether there was a change within a pause. It is read meanwhile: an import tells so much that what matters would be
/// lost.
async fn pause(events: &mut Receiver<LibraryEvent>) -> bool {
    let mut has_changed = false;
    let reading = async {
        while wait_for_change(events).await {
            has_changed = true;
        }
    };
    tokio::select! {
        () = reading => {}
        () = tokio::time::sleep(PAUSE) => {}
    }
    has_changed
}

/// Whether there will be more.
async fn wait_for_change(events: &mut Receiver<LibraryEvent>) -> bool {
    loop {
        match events.recv().await {
            Ok(event) if !is_change(&event) => {}
            // What was missed may have been one.
            Ok(_) | Err(RecvError::Lagged(_)) => return true,
            Err(RecvError::Closed) => return false,
        }
    }
}

/// Whether there are other documents than before.
fn is_change(event: &LibraryEvent) -> bool {
    match event {
        LibraryEvent::Document(outcome) => matches!(outcome.status, ImportStatus::Added | ImportStatus::Updated),
        LibraryEvent::Removed { .. } => true,
        _ => false,
    }
}
