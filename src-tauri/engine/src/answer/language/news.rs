//! What a message of a server means, whoever wrote it.

use serde::Deserialize;
use serde_json::Value;

use super::EndReason;

/// What a message tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// The next words of the answer.
    Text(String),
    /// The next words of what the model thinks.
    Thinking(String),
    /// Why there will be no more words.
    Reason(EndReason),
    /// So many tokens had the prompt.
    Read(u32),
    /// So many tokens have been written so far.
    Written(u32),
    /// Nothing more will come.
    Done,
}

/// The words, unless there are none.
pub(super) fn words(text: Option<String>, news: fn(String) -> News) -> Option<News> {
    text.filter(|text| !text.is_empty()).map(news)
}

/// What a server says went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Fault {
    /// In words.
    pub(super) message: String,
    /// By a name of its own, such as `overloaded_error`.
    pub(super) kind: String,
}

#[derive(Deserialize)]
struct Details {
    #[serde(alias = "detail")]
    message: Option<String>,
    r#type: Option<Value>,
    code: Option<Value>,
}

impl Fault {
    /// What is wrong, if a message says that something is.
    pub(super) fn of(value: &Value) -> Option<Self> {
        let whole = || (value.get("object") == Some(&Value::from("error"))).then_some(value);
        value.get("error").filter(|error| !error.is_null()).or_else(whole).map(Self::told)
    }

    /// What is wrong, of a message that does nothing but say so.
    pub(super) fn told(value: &Value) -> Self {
        match value {
            Value::String(text) => Self::text(text),
            Value::Object(object) if object.contains_key("error") => Self::told(&object["error"]),
            other => Self::details(other),
        }
    }

    /// What is wrong, of the text of an error. Some servers hand on, as text, the JSON of another.
    pub(super) fn text(text: &str) -> Self {
        match serde_json::from_str::<Value>(text) {
            Ok(value @ Value::Object(_)) => Self::told(&value),
            _ => Self { message: text.to_owned(), kind: String::new() },
        }
    }

    fn details(value: &Value) -> Self {
        let Ok(details) = Details::deserialize(value) else {
            return Self { message: value.to_string(), kind: String::new() };
        };
        let names = [details.r#type, details.code].into_iter().flatten();
        let names: Vec<_> = names.map(|name| name.as_str().map_or_else(|| name.to_string(), str::to_owned)).collect();
        Self { message: details.message.unwrap_or_default(), kind: names.join(" ") }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fault(value: &Value) -> (String, String) {
        let fault = Fault::of(value).expect("something is wrong");
        (fault.message, fault.kind)
    }

    #[test]
    fn understands_how_servers_say_that_something_is_wrong() {
        let details = json!({"message": "too much", "type": "busy", "code": 429, "param": null});
        let expected = ("too much".to_owned(), "busy 429".to_owned());
        assert_eq!(fault(&json!({"error": details})), expected);
        assert_eq!(fault(&json!({"type": "error", "error": details})), expected);
        assert_eq!(fault(&json!({"error": json!({"error": details}).to_string()})), expected, "one in another");
        assert_eq!(fault(&json!({"error": "no model"})), ("no model".to_owned(), String::new()));
        let plain = json!({"object": "error", "message": "too much", "type": "busy", "code": 429});
        assert_eq!(fault(&plain), expected);
        assert_eq!(fault(&json!({"error": [1]})), ("[1]".to_owned(), String::new()));
        assert_eq!(Fault::of(&json!({"error": null, "choices": []})), None);
    }
}
