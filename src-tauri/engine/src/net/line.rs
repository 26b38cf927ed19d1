//! Waiting for a server: what it does, how long that may take, and whether the app went offline meanwhile.

use std::time::Duration;

use reqwest::Url;

use super::address::{host, is_loopback, shown};
use super::{Net, NetError};

/// The way to one server.
pub(super) struct Line {
    net: Net,
    url: Url,
    patience: Duration,
}

impl Line {
    /// The way to the server of an address.
    pub(super) fn new(net: Net, url: Url, patience: Duration) -> Self {
        Self { net, url, patience }
    }

    /// Where it leads, for the ledger.
    pub(super) fn host(&self) -> String {
        host(&self.url)
    }

    /// Where it leads, for errors.
    pub(super) fn shown(&self) -> String {
        shown(&self.url)
    }

    /// Where it leads.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Refuses what must not leave.
    ///
    /// # Errors
    /// [`NetError::Offline`].
    pub(super) fn check(&self) -> Result<(), NetError> {
        if self.net.is_offline() && !is_loopback(&self.url) {
            return Err(NetError::Offline { host: self.host() });
        }
        Ok(())
    }

    /// Waits for what the server does next.
    ///
    /// # Errors
    /// [`NetError::Offline`] also if the app goes offline meanwhile, [`NetError::TimedOut`], and what the client
    /// reports.
    pub(super) async fn wait<T>(&self, work: impl Future<Output = Result<T, reqwest::Error>>) -> Result<T, NetError> {
        self.wait_for(async { work.await.map_err(|error| NetError::of(&error, &self.url)) }).await
    }

    /// Waits for something else than the client to deal with the server.
    ///
    /// # Errors
    /// [`NetError::Offline`] also if the app goes offline meanwhile, [`NetError::TimedOut`], and those of the work.
    pub(super) async fn wait_for<T>(&self, work: impl Future<Output = Result<T, NetError>>) -> Result<T, NetError> {
        tokio::select! {
            biased;
            () = self.offline() => Err(NetError::Offline { host: self.host() }),
            done = work => done,
            () = tokio::time::sleep(self.patience) => Err(NetError::TimedOut { url: self.shown() }),
        }
    }

    /// Ends when the server must not be reached any more.
    pub(super) async fn offline(&self) {
        let mut switch = self.net.shared.offline.subscribe();
        if is_loopback(&self.url) || switch.wait_for(|offline| *offline).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::address::parse;
    use super::*;

    fn line(net: &Net, url: &str, patience: Duration) -> Line {
        Line::new(net.clone(), parse(url).expect("an address"), patience)
    }

    #[tokio::test]
    async fn going_offline_cuts_off_what_waits_for_others() {
        let net = Net::new();
        let far = line(&net, "https://example.org/x", Duration::from_mins(1));
        let waiting = tokio::spawn(async move { far.wait(std::future::pending::<Result<(), _>>()).await });
        tokio::task::yield_now().await;
        net.set_offline(true);
        let error = waiting.await.expect("it does not panic").expect_err("it is cut off");
        assert!(matches!(&error, NetError::Offline { host } if host == "example.org:443"), "{error}");
    }

    #[tokio::test]
    async fn going_offline_spares_this_computer() {
        let net = Net::new();
        net.set_offline(true);
        let near = line(&net, "http://127.0.0.1:1/", Duration::from_mins(1));
        near.check().expect("it is this computer");
        assert_eq!(near.wait(async { Ok(7) }).await.expect("it is this computer"), 7);
    }

    #[tokio::test]
    async fn waits_only_so_long() {
        let near = line(&Net::new(), "http://127.0.0.1:1/x?key=secret", Duration::ZERO);
        let error = near.wait(std::future::pending::<Result<(), _>>()).await.expect_err("nothing comes");
        assert_eq!(error.to_string(), "http://127.0.0.1:1/x did not answer in time; try again later");
    }
}
