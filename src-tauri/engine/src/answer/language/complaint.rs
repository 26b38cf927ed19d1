//! What servers complain about, told by their words. There is no standard for it.

use super::LanguageModelKind;
use crate::net::NetError;

/// What some of them say when prompt and answer together are more than the model can read at once.
const TOO_LONG: [&str; 16] = [
    "context length",
    "context size",
    "context window",
    "context_length",
    "exceed context limit",
    "exceed_context",
    "context the overflows",
    "n_ctx",
    "maximum model length",
    "prompt is too long",
    "input is too long",
    "input token count",
    "`inputs` tokens",
    "reduce the length",
    "too large for model with",
    "request_too_large",
];

/// What some of them say when there is no such model.
const UNKNOWN: [&str; 9] = [
    "not found",
    "not_found",
    "does not exist",
    "not exist",
    "unknown model",
    "invalid model",
    "not a valid model",
    "no such model",
    "no models loaded",
];

/// What some of them say when they have too much to do.
const BUSY: [&str; 6] = ["overloaded", "rate limit", "rate_limit", "too many requests", "unavailable", "loading model"];

/// Something that not every server wants to be told, and that an answer can do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// That it should count tokens.
    Usage,
    /// How freely it should choose its words.
    Temperature,
    /// How long the answer may become, by the name that most servers have for it.
    MostTokens,
}

impl Field {
    /// What a server wants to be told, or not.
    fn all(kind: LanguageModelKind) -> &'static [Self] {
        match kind {
            LanguageModelKind::OpenAi => &[Self::Usage, Self::Temperature, Self::MostTokens],
            LanguageModelKind::Anthropic => &[Self::Temperature],
            LanguageModelKind::Ollama => &[],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Usage => "stream_options",
            Self::Temperature => "temperature",
            Self::MostTokens => "max_tokens",
        }
    }
}

/// Which field the server refuses to be told, if that is what is wrong.
pub(super) fn refused(error: &NetError, kind: LanguageModelKind) -> Option<Field> {
    let NetError::Status { status: 400 | 422, body_excerpt, .. } = error else { return None };
    let fields = Field::all(kind).iter().copied();
    fields.filter(|_| !is_too_long(body_excerpt)).find(|field| body_excerpt.contains(field.name()))
}

/// Whether prompt and answer together are more than the model can read at once.
pub(super) fn is_too_long(said: &str) -> bool {
    any_of(said, &TOO_LONG)
}

/// Whether there is no such model.
pub(super) fn is_unknown_model(said: &str, model: &str) -> bool {
    said.to_lowercase().contains("model") && any_of(said, &UNKNOWN) || said == format!("model: {model}")
}

/// Whether there is too much to do.
pub(super) fn is_busy(said: &str) -> bool {
    any_of(said, &BUSY)
}

fn any_of(said: &str, phrases: &[&str]) -> bool {
    let said = said.to_lowercase();
    phrases.iter().any(|phrase| said.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_is_too_long() {
        let known = [
            "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens",
            "Your input exceeds the context window of this model",
            "request (2622 tokens) exceeds the available context size (512 tokens), try increasing it",
            "the input length exceeds the context length",
            "Trying to keep the first 9 tokens when context the overflows. However, the model is loaded with less",
            "The number of tokens to keep is greater than allowed (n_keep: 13055>= n_ctx: 4096)",
            "prompt is too long: 103078 tokens > 102398 maximum",
            "input length and `max_tokens` exceed context limit: 199000 + 9000 > 200000",
            "Requested tokens (516) exceed context window of 512",
            "The decoder prompt (length 9000) is longer than the maximum model length of 8192",
            "Prompt contains 65673 tokens, too large for model with 32768 maximum",
            "`inputs` tokens + `max_new_tokens` must be <= 4096",
            "exceed_context_size_error",
        ];
        assert_eq!(known.into_iter().filter(|said| !is_too_long(said)).collect::<Vec<_>>(), [""; 0]);
        assert!(!is_too_long("model 'small' not found"));
    }

    #[test]
    fn knows_that_a_model_is_not_there() {
        let known = [
            "model 'small' not found",
            "The model `small` does not exist or you do not have access to it.",
            "small is not a valid model ID",
            "No models loaded. Please load a model in the developer page",
            "model: small",
        ];
        assert_eq!(known.into_iter().filter(|said| !is_unknown_model(said, "small")).collect::<Vec<_>>(), [""; 0]);
        for other in ["File Not Found", "404 page not found", "model is loading", ""] {
            assert!(!is_unknown_model(other, "small") && !is_unknown_model(other, ""), "{other}");
        }
    }

    #[test]
    fn knows_which_field_is_refused() {
        let refused = |status, said: &str, kind| {
            let (url, body_excerpt, retry_after) = (String::new(), said.to_owned(), None);
            refused(&NetError::Status { url, status, body_excerpt, retry_after }, kind)
        };
        let open_ai = LanguageModelKind::OpenAi;
        assert_eq!(refused(400, "json: unknown field \"stream_options\"", open_ai), Some(Field::Usage));
        assert_eq!(refused(422, r#"{"loc":["body","stream_options"]}"#, open_ai), Some(Field::Usage));
        assert_eq!(refused(400, "'temperature' does not support 0.2", open_ai), Some(Field::Temperature));
        let renamed = "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
        assert_eq!(refused(400, renamed, open_ai), Some(Field::MostTokens));
        assert_eq!(refused(400, renamed, LanguageModelKind::Anthropic), None, "it is needed there");
        assert_eq!(refused(400, "max_tokens exceed context limit", open_ai), None, "that is another matter");
        assert_eq!(refused(500, "stream_options", open_ai), None);
    }
}
