//! A handle to threads that embed, questions before everything else.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded, select_biased};
use tokio::sync::oneshot;

use super::EmbedError;
use super::bert::{Bert, Scratch};
use super::tokenizer::{SPECIAL_TOKENS, Tokenizer};
use crate::config::MODEL_FOLDER;

/// Texts that wait in each queue, for each thread. Whoever asks for more waits with them.
const WAITING: usize = 4;

/// Which text goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// Somebody waits for it.
    Question,
    /// An import.
    Background,
}

/// Embeds texts on its own threads. Cheap to clone; the threads end with the last clone.
#[derive(Clone)]
pub struct Embedder {
    model: Arc<Model>,
    questions: Sender<Request>,
    background: Sender<Request>,
}

struct Model {
    name: String,
    bert: Bert,
    tokenizer: Tokenizer,
}

struct Request {
    text: String,
    answer: oneshot::Sender<Result<Vec<f32>, EmbedError>>,
}

type Answer = oneshot::Receiver<Result<Vec<f32>, EmbedError>>;

impl Embedder {
    /// Opens the model in a folder (`model.safetensors`, `tokenizer.json`, `config.json`) and starts threads.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
    pub fn load(folder: &Path, threads: usize) -> Result<Self, EmbedError> {
        let file = folder.join("tokenizer.json");
        if !file.exists() {
            return Err(EmbedError::ModelMissing { file });
        }
        let name = format!("{MODEL_FOLDER}/fp32");
        let model = Arc::new(Model { name, bert: Bert::load(folder)?, tokenizer: Tokenizer::load(&file)? });
        let threads = threads.max(1);
        let (questions, asked) = bounded(WAITING * threads);
        let (background, imported) = bounded(WAITING * threads);
        for number in 0..threads {
            let (model, asked, imported) = (Arc::clone(&model), asked.clone(), imported.clone());
            std::thread::Builder::new()
                .name(format!("embed-{number}"))
                .spawn(move || work(&model, &asked, &imported))
                .map_err(|_| EmbedError::Stopped)?;
        }
        Ok(Self { model, questions, background })
    }

    /// The vectors of texts, in their order, each of length one. Texts longer than the model takes are cut off.
    ///
    /// Dropping the future cancels what has not begun.
    ///
    /// # Errors
    /// [`EmbedError::Tokenizer`], [`EmbedError::Stopped`].
    pub async fn embed(&self, texts: Vec<String>, priority: Priority) -> Result<Vec<Vec<f32>>, EmbedError> {
        let queue = self.queue(priority).clone();
        let (requests, answers): (Vec<Request>, Vec<Answer>) = texts.into_iter().map(request).unzip();
        // A full queue makes the sender wait, which must not happen on the event loop.
        let sent = tokio::task::spawn_blocking(move || {
            requests
                .into_iter()
                .filter(|request| !request.answer.is_closed())
                .all(|request| queue.send(request).is_ok())
        });
        let mut vectors = Vec::with_capacity(answers.len());
        for answer in answers {
            vectors.push(answer.await.map_err(|_| EmbedError::Stopped)??);
        }
        sent.await.map_err(|_| EmbedError::Stopped)?;
        Ok(vectors)
    }

    /// As [`Embedder::embed`], from a thread that may wait. After each text `progress` is told how many are
    /// done; `Break` cancels the rest.
    ///
    /// # Errors
    /// [`EmbedError::Cancelled`], [`EmbedError::Tokenizer`], [`EmbedError::Stopped`].
    pub fn embed_blocking(
        &self,
        texts: Vec<String>,
        priority: Priority,
        progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<Vec<Vec<f32>>, EmbedError> {
        let mut texts = texts.into_iter();
        let mut under_way = std::collections::VecDeque::new();
        let mut vectors = Vec::with_capacity(texts.len());
        let most = self.queue(priority).capacity().unwrap_or(WAITING);
        loop {
            while under_way.len() < most
                && let Some(text) = texts.next()
            {
                let (request, answer) = request(text);
                self.queue(priority).send(request).map_err(|_| EmbedError::Stopped)?;
                under_way.push_back(answer);
            }
            let Some(answer) = under_way.pop_front() else { return Ok(vectors) };
            vectors.push(answer.blocking_recv().map_err(|_| EmbedError::Stopped)??);
            if progress(vectors.len()).is_break() {
                return Err(EmbedError::Cancelled);
            }
        }
    }

    /// How many tokens a text has for this model, without the special ones.
    pub fn count_tokens(&self, text: &str) -> usize {
        self.model.tokenizer.count(text)
    }

    /// The longest text that is embedded whole, in tokens as [`Embedder::count_tokens`] counts.
    pub fn max_tokens(&self) -> usize {
        self.model.tokenizer.most_tokens() - SPECIAL_TOKENS
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.model.bert.dimensions()
    }

    /// Names the model and its arithmetic: vectors of different names must not be compared.
    pub fn model_name(&self) -> &str {
        &self.model.name
    }

    fn queue(&self, priority: Priority) -> &Sender<Request> {
        match priority {
            Priority::Question => &self.questions,
            Priority::Background => &self.background,
        }
    }
}

fn request(text: String) -> (Request, Answer) {
    let (answer, answered) = oneshot::channel();
    (Request { text, answer }, answered)
}

/// Takes one text after the other, a question if there is one, until all handles are gone.
fn work(model: &Model, questions: &Receiver<Request>, background: &Receiver<Request>) {
    let mut scratch = Scratch::default();
    loop {
        let received = select_biased! {
            recv(questions) -> request => request,
            recv(background) -> request => request,
        };
        let Ok(Request { text, answer }) = received else { return };
        // Nobody waits for it any more.
        if answer.is_closed() {
            continue;
        }
        let tokens = model.tokenizer.encode(&text);
        let _ = answer.send(tokens.and_then(|tokens| model.bert.embed(&tokens, &mut scratch)));
    }
}
