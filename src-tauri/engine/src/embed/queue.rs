//! A handle to threads that embed, questions before everything else.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, bounded};
use tokio::sync::oneshot;

use super::EmbedError;
use super::bert::{Bert, Scratch};
use super::pace::{Effort, Pace};
use super::tokenizer::{SPECIAL_TOKENS, Tokenizer};
use crate::config::MODEL_FOLDER;
use crate::priority;

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

/// Embeds texts on its own threads: those for questions at once, those for imports when nobody else wants the
/// processor. Cheap to clone; the threads end with the last clone.
#[derive(Clone)]
pub struct Embedder {
    model: Arc<Model>,
    questions: Sender<Request>,
    background: Sender<Request>,
    pace: Arc<OpenPace>,
}

/// Closes the pace with the last handle to the embedder.
struct OpenPace(Arc<Pace>);

impl Drop for OpenPace {
    fn drop(&mut self) {
        self.0.close();
    }
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

/// A vector that is on its way. Dropping it cancels what has not begun.
pub struct Answer(oneshot::Receiver<Result<Vec<f32>, EmbedError>>);

impl Answer {
    /// The vector, of length one. Blocks until it is there.
    ///
    /// # Errors
    /// [`EmbedError::Tokenizer`], [`EmbedError::Stopped`].
    pub fn wait(self) -> Result<Vec<f32>, EmbedError> {
        self.0.blocking_recv().map_err(|_| EmbedError::Stopped)?
    }
}

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
        let pace = Arc::new(Pace::new());
        let (questions, asked) = bounded(WAITING * threads);
        let (background, imported) = bounded(WAITING * threads);
        for number in 0..threads {
            let (asking, requests) = (Arc::clone(&model), asked.clone());
            spawn(format!("ask-{number}"), move || answer_all(&asking, &requests))?;
            let (model, requests, pace) = (Arc::clone(&model), imported.clone(), Arc::clone(&pace));
            spawn(format!("embed-{number}"), move || {
                priority::give_way();
                answer_at_pace(&model, &requests, &pace, number, threads);
            })?;
        }
        Ok(Self { model, questions, background, pace: Arc::new(OpenPace(pace)) })
    }

    /// Says how much of the machine imports may take from now on.
    pub fn set_effort(&self, effort: Effort) {
        self.pace.0.set(effort);
    }

    /// The person is doing something just now, and should not be kept waiting.
    pub fn note_attention(&self) {
        self.pace.0.note_attention();
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
            vectors.push(answer.0.await.map_err(|_| EmbedError::Stopped)??);
        }
        sent.await.map_err(|_| EmbedError::Stopped)?;
        Ok(vectors)
    }

    /// Puts one text in the queue, from a thread that may wait until there is room.
    ///
    /// # Errors
    /// [`EmbedError::Stopped`].
    pub fn submit(&self, text: String, priority: Priority) -> Result<Answer, EmbedError> {
        let (request, answer) = request(text);
        self.queue(priority).send(request).map_err(|_| EmbedError::Stopped)?;
        Ok(answer)
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
    (Request { text, answer }, Answer(answered))
}

fn spawn(name: String, work: impl FnOnce() + Send + 'static) -> Result<(), EmbedError> {
    std::thread::Builder::new().name(name).spawn(work).map(drop).map_err(|_| EmbedError::Stopped)
}

/// Takes one text after the other until all handles are gone.
fn answer_all(model: &Model, requests: &Receiver<Request>) {
    let mut scratch = Scratch::default();
    requests.iter().for_each(|request| answer(model, request, &mut scratch));
}

/// The same, but no more than imports may take of the machine.
fn answer_at_pace(model: &Model, requests: &Receiver<Request>, pace: &Pace, number: usize, of: usize) {
    let mut scratch = Scratch::default();
    loop {
        pace.wait(number, of);
        let Ok(request) = requests.recv() else { return };
        let began = Instant::now();
        answer(model, request, &mut scratch);
        pace.rest_after(began.elapsed());
    }
}

fn answer(model: &Model, request: Request, scratch: &mut Scratch) {
    let Request { text, answer } = request;
    // Nobody waits for it any more.
    if answer.is_closed() {
        return;
    }
    let tokens = model.tokenizer.encode(&text);
    let _ = answer.send(tokens.and_then(|tokens| model.bert.embed(&tokens, scratch)));
}
