//! A connection that began as a request and goes on in another protocol, with a program on this computer.
//!
//! It stays one entry of the ledger, from the request to the end, with all that it carried.

use reqwest::Upgraded;

use super::wire::Wire;

/// What is said goes both ways. Dropping it closes the connection. Nothing cuts it: it does not leave this computer.
pub type Conversation = Wire<Upgraded>;

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::super::loopback::{Loopback, Reply};
    use super::super::{Net, NetError, Outcome};

    #[tokio::test]
    async fn what_is_said_on_it_is_in_the_ledger_until_it_ends() {
        let server = Loopback::start(|_, asked| {
            assert_eq!((asked.header("upgrade"), asked.header("authorization")), (Some("echo"), Some("Bearer key")));
            Reply::new(101, "hello").header("connection", "upgrade").header("upgrade", "echo")
        })
        .await;
        let net = Net::for_tests();
        let url = server.url("/talk");
        let mut talk = net.get(&url, "a test").key(Some("key")).converse("echo").await.expect("it agrees");
        let entry = net.entries().remove(0);
        assert_eq!(entry.outcome, Outcome::Underway, "it has only begun");
        let mut said = String::new();
        talk.read_to_string(&mut said).await.expect("it speaks");
        assert_eq!(said, "hello");
        let now = net.entries().remove(0);
        assert_eq!((now.received - entry.received, now.outcome), (5, Outcome::Answered(101)));
        let _ = talk.write_all(b"goodbye").await;
        assert_eq!(net.entries().remove(0).sent - entry.sent, 7);
        assert_eq!(net.entries().len(), 1);
    }

    #[tokio::test]
    async fn one_that_is_not_agreed_to_is_told() {
        let server = Loopback::start(|number, _| Reply::new(if number == 0 { 404 } else { 200 }, "no")).await;
        let net = Net::for_tests();
        let refused = net.get(&server.url("/"), "a test").converse("echo").await.err().expect("there is no such thing");
        assert!(matches!(refused, NetError::Status { status: 404, .. }), "{refused}");
        let refused = net.get(&server.url("/"), "a test").converse("echo").await.err().expect("it only answers");
        assert!(matches!(refused, NetError::InvalidAnswer { .. }), "{refused}");
    }

    #[tokio::test]
    async fn nobody_elsewhere_is_asked_to() {
        let net = Net::for_tests();
        let refused = net.get("http://192.0.2.1/", "a test").converse("echo").await.err().expect("it is elsewhere");
        assert!(matches!(refused, NetError::Unsendable { .. }), "{refused}");
        assert!(net.entries().is_empty(), "nothing was sent");
    }
}
