//! Lines to the events of a server, as the standard of server-sent events has it.

use super::lines::{LONGEST, TooLong};

/// Something a server sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// What kind of thing it is, if the server says so.
    pub(super) name: Option<String>,
    /// What it is.
    pub(super) data: String,
}

/// Lines on their way to be an event.
#[derive(Default)]
pub(super) struct Events {
    name: Option<String>,
    data: Option<String>,
}

impl Events {
    /// Takes the next line, and gives the event that ends with it.
    ///
    /// # Errors
    /// [`TooLong`].
    pub(super) fn push(&mut self, line: &str) -> Result<Option<Event>, TooLong> {
        if line.is_empty() {
            return Ok(self.take());
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => self.add(value)?,
            "event" => self.name = Some(value.to_owned()),
            // Not of the standard: so does llama.cpp say that something went wrong.
            "error" => {
                self.name = Some("error".to_owned());
                self.add(value)?;
            }
            _ => {}
        }
        Ok(None)
    }

    /// The event so far. One without data is none.
    pub(super) fn take(&mut self) -> Option<Event> {
        let name = self.name.take();
        self.data.take().map(|data| Event { name, data })
    }

    fn add(&mut self, value: &str) -> Result<(), TooLong> {
        let data = match self.data.take() {
            Some(data) => data + "\n" + value,
            None => value.to_owned(),
        };
        if data.len() > LONGEST {
            return Err(TooLong);
        }
        self.data = Some(data);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(text: &str) -> Vec<(Option<String>, String)> {
        let mut events = Events::default();
        let all = text.lines().filter_map(|line| events.push(line).expect("it is not too long"));
        all.map(|event| (event.name, event.data)).collect()
    }

    fn plain(data: &str) -> (Option<String>, String) {
        (None, data.to_owned())
    }

    #[test]
    fn understands_the_examples_of_the_standard() {
        assert_eq!(events("data: YHOO\ndata: +2\ndata: 10\n\n"), [plain("YHOO\n+2\n10")]);
        let text = ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n";
        assert_eq!(events(text), [plain("first event"), plain("second event"), plain(" third event")]);
        assert_eq!(events("data\n\ndata\ndata\n\ndata:\n"), [plain(""), plain("\n")]);
        let text = "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: nothing\n\ndata: x\n\n";
        let named = |name: &str, data: &str| (Some(name.to_owned()), data.to_owned());
        assert_eq!(events(text), [named("add", "73857293"), named("remove", "2153"), plain("x")]);
    }

    #[test]
    fn skips_what_it_does_not_know() {
        assert_eq!(events("retry: 10\n:\nDATA: x\n data: y\ndata : z\nid: \n\n"), []);
    }

    #[test]
    fn an_error_may_stand_alone() {
        assert_eq!(events("error: {\"code\":500}\n\n"), [(Some("error".to_owned()), "{\"code\":500}".to_owned())]);
    }

    #[test]
    fn what_has_no_end_is_still_there() {
        let mut events = Events::default();
        assert_eq!(events.push("data: a"), Ok(None));
        assert_eq!(events.take(), Some(Event { name: None, data: "a".to_owned() }));
        assert_eq!(events.take(), None);
    }

    #[test]
    fn many_lines_have_a_limit_together() {
        let mut events = Events::default();
        let line = format!("data: {}", "a".repeat(LONGEST / 2));
        assert_eq!(events.push(&line), Ok(None));
        assert_eq!(events.push(&line), Err(TooLong));
    }
}
