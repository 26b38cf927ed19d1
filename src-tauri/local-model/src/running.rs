//! The model, and answers of it.

use std::num::NonZeroU32;
use std::path::Path;

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;
use paperside_engine::local_model::{EndReason, Prompt, Reply, Usage};

use crate::prompt;
use crate::words::Words;

/// Tokens that are read at a time: between them, somebody may say that no answer is wanted any more.
const READ_AT_ONCE: usize = 256;

/// Tokens that a model may read at once if nothing else is said.
const USUAL_ROOM: u32 = 4096;

/// An answer should have room for so many tokens at least.
const LEAST_ANSWER: usize = 64;

/// The same question should have the same answer.
const SEED: u32 = 1;

/// A model that is loaded.
pub(crate) struct Model {
    backend: LlamaBackend,
    weights: LlamaModel,
    threads: i32,
}

/// What a model has read, so that it need not read the same beginning again.
pub(crate) struct Memory<'a> {
    context: LlamaContext<'a>,
    room: u32,
    read: Vec<LlamaToken>,
}

/// Why an answer goes no further.
pub(crate) enum Halt {
    /// Nobody wants it any more.
    Stopped,
    /// The model failed, and how.
    Failed(String),
}

impl Model {
    /// Loads a model.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(crate) fn load(file: &Path, threads: u32) -> Result<Self, String> {
        let mut backend = LlamaBackend::init().map_err(|error| error.to_string())?;
        backend.void_logs();
        let weights = LlamaModel::load_from_file(&backend, file, &LlamaModelParams::default()).map_err(|_| {
            "it is damaged, cut short, or of a kind that this version of Paperside does not know".to_owned()
        })?;
        Ok(Self { backend, weights, threads: i32::try_from(threads).unwrap_or(1).max(1) })
    }

    /// How many tokens it was made to read at once.
    pub(crate) fn context_tokens(&self) -> u32 {
        self.weights.n_ctx_train()
    }

    /// How many tokens a text has.
    pub(crate) fn count(&self, text: &str) -> u32 {
        prompt::count(&self.weights, text)
    }

    /// Answers a prompt; `say` is told what comes and may stop it.
    ///
    /// # Errors
    /// [`Halt`].
    pub(crate) fn answer<'a>(
        &'a self,
        memory: &mut Option<Memory<'a>>,
        asked: &Prompt,
        say: &mut dyn FnMut(Option<Reply>) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        let tokens = prompt::tokens(&self.weights, asked).map_err(Halt::Failed)?;
        let room = asked.context_tokens.unwrap_or(USUAL_ROOM).min(self.context_tokens());
        let left = (room as usize).saturating_sub(tokens.len());
        let most = (asked.most_answer_tokens as usize).min(left);
        if most < LEAST_ANSWER.min(asked.most_answer_tokens as usize) {
            return say(Some(Reply::TooLong(tokens.len() as u32)));
        }
        say(Some(Reply::Reading(tokens.len() as u32)))?;
        let kept = memory.take().filter(|memory| memory.room == room);
        let memory = memory.insert(kept.map_or_else(|| self.memory(room), Ok)?);
        memory.read(&tokens, say)?;
        self.write(memory, asked.temperature, tokens.len(), most, say)
    }

    fn memory(&self, room: u32) -> Result<Memory<'_>, Halt> {
        let params = LlamaContextParams::default()
            .with_n_ctx(NonZeroU32::new(room))
            .with_n_batch(READ_AT_ONCE as u32)
            .with_n_ubatch(READ_AT_ONCE as u32)
            .with_n_threads(self.threads)
            .with_n_threads_batch(self.threads);
        let no_room = |_| Halt::Failed(format!("there is not enough memory for it to read {room} tokens at once"));
        let context = self.weights.new_context(&self.backend, params).map_err(no_room)?;
        Ok(Memory { context, room, read: Vec::new() })
    }

    fn write(
        &self,
        memory: &mut Memory<'_>,
        temperature: f32,
        prompt_tokens: usize,
        most: usize,
        say: &mut dyn FnMut(Option<Reply>) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        let (vocab, mut words) = (self.weights.vocab(), Words::default());
        let mut sampler = if temperature > 0.0 {
            LlamaSampler::chain_simple([LlamaSampler::temp(temperature), LlamaSampler::dist(SEED)])
        } else {
            LlamaSampler::greedy()
        };
        let (mut written, mut reason) = (0, EndReason::CutOff);
        while written < most {
            let token = sampler.sample(&memory.context, -1);
            sampler.accept(token);
            if vocab.is_eog(token) {
                reason = EndReason::Finished;
                break;
            }
            written += 1;
            let mut bytes = Vec::new();
            vocab.token_to_piece_into(token, &mut bytes, false, None);
            let text = words.push(&bytes);
            say((!text.is_empty()).then_some(Reply::Text(text)))?;
            memory.take(&[token])?;
        }
        let usage = Usage { prompt_tokens: prompt_tokens as u32, answer_tokens: written as u32 };
        say(Some(Reply::End { reason, usage }))
    }
}

impl Memory<'_> {
    /// Reads a prompt, but for what it has read at the same place before.
    fn read(
        &mut self,
        tokens: &[LlamaToken],
        say: &mut dyn FnMut(Option<Reply>) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        let same = self.read.iter().zip(tokens).take_while(|(one, other)| one == other).count();
        // The last one is read in any case: what comes next is told of what was read last.
        self.forget_after(same.min(tokens.len().saturating_sub(1)));
        for some in tokens[self.read.len()..].chunks(READ_AT_ONCE) {
            say(None)?;
            self.take(some)?;
        }
        Ok(())
    }

    /// Forgets all but the beginning. A kind of model that cannot forget in part forgets all.
    fn forget_after(&mut self, kept: usize) {
        self.read.truncate(kept);
        let removed = self.context.kv_cache_seq_rm(0, Some(kept as u32), None);
        let (first, last) = (self.context.kv_cache_seq_pos_min(0), self.context.kv_cache_seq_pos_max(0));
        if kept == 0 || removed.is_err() || first != 0 || last + 1 != kept as i32 {
            self.context.clear_kv_cache();
            self.read.clear();
        }
    }

    fn take(&mut self, tokens: &[LlamaToken]) -> Result<(), Halt> {
        let mut batch = LlamaBatch::new(tokens.len(), 1);
        for (number, token) in tokens.iter().enumerate() {
            let place = (self.read.len() + number) as i32;
            let added = batch.add(*token, place, &[0], number + 1 == tokens.len());
            added.map_err(|error| Halt::Failed(error.to_string()))?;
        }
        self.context.decode(&mut batch).map_err(|error| Halt::Failed(error.to_string()))?;
        self.read.extend_from_slice(tokens);
        Ok(())
    }
}
