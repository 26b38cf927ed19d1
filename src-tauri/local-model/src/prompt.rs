//! What is asked as tokens.
//!
//! A model tells its instructions from what is said by tokens of their own. A document that holds the text of such a
//! token could end its passage and go on in our name, so only what the model's template puts around what is said
//! becomes these tokens; what is said is tokenized by itself, as mere text.

use llama_cpp_2::model::{LlamaChatMessage, LlamaChatTemplate, LlamaModel};
use llama_cpp_2::token::LlamaToken;
use paperside_engine::local_model::Prompt;

/// The template of models that bring none, or one that llama.cpp does not know.
const USUAL_TEMPLATE: &str = "chatml";

/// Stands in a template for what is said: letters that no text has, around a number.
const OPEN: char = '\u{f0000}';
const CLOSE: char = '\u{f0001}';

/// A piece of a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    /// Of the template.
    Around(&'a str),
    /// What is said, by its number.
    Said(usize),
}

/// How many tokens a text has.
pub(crate) fn count(model: &LlamaModel, text: &str) -> u32 {
    model.vocab().tokenize(text.as_bytes(), false, false).len() as u32
}

/// The tokens of a prompt.
///
/// # Errors
/// If neither the model's template nor the usual one can be used.
pub(crate) fn tokens(model: &LlamaModel, prompt: &Prompt) -> Result<Vec<LlamaToken>, String> {
    let turns = prompt.turns.iter().map(|turn| (turn.role.name(), turn.text.as_str()));
    let system = (!prompt.system.is_empty()).then_some(("system", prompt.system.as_str()));
    let said: Vec<(&str, &str)> = system.into_iter().chain(turns).collect();
    let laid_out = lay_out(model, said.iter().map(|(role, _)| *role))?;
    let vocab = model.vocab();
    let mut tokens = Vec::new();
    for piece in pieces(&laid_out) {
        match piece {
            Piece::Around(text) => vocab.tokenize_into(text.as_bytes(), &mut tokens, false, true),
            Piece::Said(number) => {
                let text = said.get(number).map_or("", |(_, text)| text);
                vocab.tokenize_into(text.as_bytes(), &mut tokens, false, false);
            }
        }
    }
    if vocab.should_add_bos() && tokens.first() != Some(&vocab.bos()) {
        tokens.insert(0, vocab.bos());
    }
    Ok(tokens)
}

/// The model's template with marks for what these say.
fn lay_out<'a>(model: &LlamaModel, roles: impl Iterator<Item = &'a str>) -> Result<String, String> {
    let messages = roles.enumerate().map(|(number, role)| {
        let mark = format!("{OPEN}{number}{CLOSE}");
        LlamaChatMessage::new(role.to_owned(), mark).map_err(|error| error.to_string())
    });
    let messages = messages.collect::<Result<Vec<_>, _>>()?;
    let own = model.chat_template(None).ok();
    if let Some(laid_out) = own.and_then(|own| model.apply_chat_template(&own, &messages, true).ok()) {
        return Ok(laid_out);
    }
    let usual = LlamaChatTemplate::new(USUAL_TEMPLATE).map_err(|error| error.to_string())?;
    model.apply_chat_template(&usual, &messages, true).map_err(|error| error.to_string())
}

/// A template with marks, taken apart.
fn pieces(laid_out: &str) -> Vec<Piece<'_>> {
    let (before, rest) = laid_out.split_once(OPEN).unwrap_or((laid_out, ""));
    let mut pieces = vec![Piece::Around(before)];
    for marked in rest.split(OPEN).filter(|marked| !marked.is_empty()) {
        let Some((number, after)) = marked.split_once(CLOSE) else { continue };
        pieces.extend(number.parse().ok().map(Piece::Said));
        pieces.push(Piece::Around(after));
    }
    pieces.retain(|piece| *piece != Piece::Around(""));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_taken_apart_at_what_is_said() {
        let laid_out = format!("<s>{OPEN}0{CLOSE}</s><u>{OPEN}1{CLOSE}{OPEN}2{CLOSE}</u>");
        assert_eq!(
            pieces(&laid_out),
            [
                Piece::Around("<s>"),
                Piece::Said(0),
                Piece::Around("</s><u>"),
                Piece::Said(1),
                Piece::Said(2),
                Piece::Around("</u>"),
            ]
        );
        assert_eq!(pieces("no mark"), [Piece::Around("no mark")]);
        assert!(pieces("").is_empty());
    }
}
