//! What happens, as lines of the log.

use std::fmt;

use paperside_engine::logs::{Line, LogFiles};
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::layer::{Context, Layer};

/// What one text in a line may take, in bytes: an error that quotes a server may be long.
const LONGEST: usize = 2_000;

/// Writes what it hears of.
pub(super) struct Lines {
    files: LogFiles,
}

impl Lines {
    /// To these files.
    pub(super) fn new(files: LogFiles) -> Self {
        Self { files }
    }
}

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let mut said = Said::default();
        event.record(&mut said);
        let metadata = event.metadata();
        self.files.write(&line(metadata.level().as_str(), metadata.target(), said.message, said.fields));
    }
}

/// A line of this process and moment.
fn line(level: &str, target: &str, message: String, fields: Map<String, Value>) -> Line {
    let mut at = String::new();
    let _ = SystemTime.format_time(&mut Writer::new(&mut at));
    Line { at, process: std::process::id(), level: level.to_owned(), target: target.to_owned(), message, fields }
}

/// What an event tells.
#[derive(Default)]
struct Said {
    message: String,
    fields: Map<String, Value>,
}

impl Said {
    fn note(&mut self, field: &Field, value: Value) {
        self.fields.insert(field.name().to_owned(), value);
    }
}

impl Visit for Said {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.note(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.note(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.note(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.note(field, value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.note(field, shortened(value.to_owned()).into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = shortened(format!("{value:?}"));
        if field.name() == "message" {
            self.message = text;
        } else {
            self.note(field, text.into());
        }
    }
}

fn shortened(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    text
}
