//! A handle to threads that embed, questions before everything else.

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::endpoint::Endpoint;
use super::kernels::normalize;
use super::model::{Model, Precision, Scratch, TextKind};
use super::pace::{Effort, Pace};
use super::server::ServerModel;
use super::tokens::{QuestionToken, TokenSigns};
use super::{EmbedError, Likeness};
use crate::priority;

/// Texts that wait in each queue, for each thread. Whoever asks for more waits with them.
const WAITING: usize = 4;

/// Requests to a server at the same time. One is answered while the next is on its way.
const SERVER_THREADS: usize = 2;

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

/// How an [`Embedder`] is to work.
#[derive(Debug, Clone, Copy)]
pub struct EmbedderOptions<'a> {
    /// Where the model is kept in the form it is computed in; if nowhere, that form is made at each start.
    pub cache: Option<&'a Path>,
    /// How it is computed.
    pub precision: Precision,
    /// How many texts of an import, and as many questions, may be embedded at the same time.
    pub threads: usize,
}

/// A text and who waits for it.
struct Request {
    text: String,
    waiting: Waiting,
}

/// What is wanted of a text, and where it goes.
enum Waiting {
    Vector(oneshot::Sender<Result<Vec<f32>, EmbedError>>),
    Passage(oneshot::Sender<Result<EmbeddedText, EmbedError>>),
    Question(oneshot::Sender<Result<EmbeddedQuestion, EmbedError>>),
}

impl Waiting {
    /// Whether nobody waits any more.
    fn is_closed(&self) -> bool {
        match self {
            Self::Vector(answer) => answer.is_closed(),
            Self::Passage(answer) => answer.is_closed(),
            Self::Question(answer) => answer.is_closed(),
        }
    }
}

/// What is kept of a text to find it by.
#[derive(Debug, Clone, PartialEq)]
pub struct EmbeddedText {
    /// Names the model that made it, as [`Embedder::model_name`] does.
    pub model: Arc<str>,
    /// Of length one.
    pub vector: Vec<f32>,
    /// Of its tokens that carry meaning.
    pub tokens: TokenSigns,
}

/// What a question is compared by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EmbeddedQuestion {
    /// Names the model that made it, as [`Embedder::model_name`] does.
    pub model: Arc<str>,
    /// Of length one.
    pub vector: Vec<f32>,
    /// All but the model's own marks.
    pub tokens: Vec<QuestionToken>,
}

/// A text that is being embedded. Dropping it cancels what has not begun.
pub struct Answer(oneshot::Receiver<Result<EmbeddedText, EmbedError>>);

impl Answer {
    /// Blocks until it is there.
    ///
    /// # Errors
    /// [`EmbedError::Tokenizer`], [`EmbedError::Stopped`].
    pub fn wait(self) -> Result<EmbeddedText, EmbedError> {
        self.0.blocking_recv().map_err(|_| EmbedError::Stopped)?
    }

    /// Blocks until it is there, or until it is not wanted any more: a server may think for minutes.
    ///
    /// # Errors
    /// Those of the text; [`EmbedError::Stopped`] when `is_stopped` holds.
    pub fn wait_unless(self, is_stopped: &dyn Fn() -> bool) -> Result<EmbeddedText, EmbedError> {
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        let mut answer = pin!(self.0);
        loop {
            if let Poll::Ready(answered) = answer.as_mut().poll(&mut Context::from_waker(&waker)) {
                return answered.map_err(|_| EmbedError::Stopped)?;
            }
            if is_stopped() {
                return Err(EmbedError::Stopped);
            }
            std::thread::park_timeout(LOOK);
        }
    }
}

/// How often somebody who waits looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(100);

/// Wakes the thread that waits.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl Embedder {
    /// Opens the model in a folder (`model.safetensors`, `tokenizer.json`, `config.json`, and what sentence-transformers
    /// puts beside them) and starts threads. Words of which `is_filler` holds count little when texts are compared
    /// token by token.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
    pub fn load(
        folder: &Path,
        options: EmbedderOptions<'_>,
        is_filler: &dyn Fn(&str) -> bool,
    ) -> Result<Self, EmbedError> {
        let EmbedderOptions { cache, precision, threads } = options;
        Self::start(Model::load(folder, cache, precision, is_filler)?, threads.max(1))
    }

    /// Embeds by a server, of which nothing is asked now. Texts are counted by the tokenizer in a folder.
    ///
    /// # Errors
    /// [`EmbedError::ModelMissing`], [`EmbedError::ModelUnusable`].
    pub fn of_server(
        endpoint: Endpoint,
        likeness: Likeness,
        runtime: Handle,
        folder: &Path,
        is_filler: &dyn Fn(&str) -> bool,
    ) -> Result<Self, EmbedError> {
        let server = ServerModel::new(endpoint, runtime);
        Self::start(Model::of_server(server, likeness, folder, is_filler)?, SERVER_THREADS)
    }

    /// The same, asking the server how its vectors lie. Blocks.
    ///
    /// # Errors
    /// Also [`EmbedError::Server`].
    pub fn of_new_server(
        endpoint: Endpoint,
        runtime: Handle,
        folder: &Path,
        is_filler: &dyn Fn(&str) -> bool,
    ) -> Result<Self, EmbedError> {
        let server = ServerModel::new(endpoint, runtime);
        let model = Model::of_server(server, Likeness::REFERENCE, folder, is_filler)?;
        Self::start(model.measured()?, SERVER_THREADS)
    }

    fn start(model: Model, threads: usize) -> Result<Self, EmbedError> {
        let model = Arc::new(model);
        let pace = Arc::new(Pace::new());
        let waiting = WAITING * threads * model.texts_at_once();
        let (questions, asked) = bounded(waiting);
        let (background, imported) = bounded(waiting);
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

    /// The vectors of texts that somebody waits for, in their order, each of length one. Texts longer than the model
    /// takes are cut off.
    ///
    /// Dropping the future cancels what has not begun.
    ///
    /// # Errors
    /// [`EmbedError::Tokenizer`], [`EmbedError::Stopped`].
    pub async fn vectors(&self, texts: Vec<String>) -> Result<Vec<Vec<f32>>, EmbedError> {
        let (requests, answers): (Vec<_>, Vec<_>) = texts
            .into_iter()
            .map(|text| {
                let (answer, answered) = oneshot::channel();
                (Request { text, waiting: Waiting::Vector(answer) }, answered)
            })
            .unzip();
        let sent = self.ask(requests);
        let mut vectors = Vec::with_capacity(answers.len());
        for answer in answers {
            vectors.push(answer.await.map_err(|_| EmbedError::Stopped)??);
        }
        sent.await.map_err(|_| EmbedError::Stopped)?;
        Ok(vectors)
    }

    /// A question, ahead of all that is being imported.
    ///
    /// # Errors
    /// [`EmbedError::Tokenizer`], [`EmbedError::Stopped`].
    pub async fn question(&self, text: String) -> Result<EmbeddedQuestion, EmbedError> {
        let (answer, answered) = oneshot::channel();
        let sent = self.ask(vec![Request { text, waiting: Waiting::Question(answer) }]);
        let question = answered.await.map_err(|_| EmbedError::Stopped)??;
        sent.await.map_err(|_| EmbedError::Stopped)?;
        Ok(question)
    }

    /// Puts requests in the queue of questions. A full queue makes the sender wait, which must not happen on the
    /// event loop.
    fn ask(&self, requests: Vec<Request>) -> tokio::task::JoinHandle<bool> {
        let queue = self.questions.clone();
        tokio::task::spawn_blocking(move || {
            requests
                .into_iter()
                .filter(|request| !request.waiting.is_closed())
                .all(|request| queue.send(request).is_ok())
        })
    }

    /// Puts a passage in the queue, from a thread that may wait until there is room.
    ///
    /// # Errors
    /// [`EmbedError::Stopped`].
    pub fn submit(&self, text: String) -> Result<Answer, EmbedError> {
        let (answer, answered) = oneshot::channel();
        let request = Request { text, waiting: Waiting::Passage(answer) };
        self.background.send(request).map_err(|_| EmbedError::Stopped)?;
        Ok(Answer(answered))
    }

    /// How many tokens a text has for this model, without the special ones.
    pub fn count_tokens(&self, text: &str) -> usize {
        self.model.tokenizer.count(text)
    }

    /// The longest text that is embedded whole, in tokens as [`Embedder::count_tokens`] counts.
    pub fn max_tokens(&self) -> usize {
        self.model.tokenizer.most_tokens()
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.model.dimensions()
    }

    /// Names the model and its numbers: vectors of different names must not be compared.
    pub fn model_name(&self) -> &Arc<str> {
        self.model.name()
    }

    /// What its cosines say.
    pub fn likeness(&self) -> Likeness {
        self.model.likeness()
    }

    /// What it is computed with: the name of an [`InstructionSet`](super::InstructionSet), `fp32`, `onnx`, or
    /// `server`.
    pub fn arithmetic(&self) -> &'static str {
        self.model.arithmetic()
    }
}

fn spawn(name: String, work: impl FnOnce() + Send + 'static) -> Result<(), EmbedError> {
    std::thread::Builder::new().name(name).spawn(work).map(drop).map_err(|_| EmbedError::Stopped)
}

/// Takes one text after the other until all handles are gone.
fn answer_all(model: &Model, requests: &Receiver<Request>) {
    let mut scratch = model.scratch();
    requests.iter().for_each(|request| answer_with_those_behind(model, request, requests, &mut scratch));
}

/// The same, but no more than imports may take of the machine.
fn answer_at_pace(model: &Model, requests: &Receiver<Request>, pace: &Pace, number: usize, of: usize) {
    let mut scratch = model.scratch();
    loop {
        pace.wait(number, of);
        let Ok(request) = requests.recv() else { return };
        let began = Instant::now();
        answer_with_those_behind(model, request, requests, &mut scratch);
        pace.rest_after(began.elapsed());
    }
}

/// Answers a request, and with it as many of those that wait behind it as the model takes at once.
fn answer_with_those_behind(model: &Model, request: Request, requests: &Receiver<Request>, scratch: &mut Scratch) {
    if model.texts_at_once() == 1 {
        // Somebody may not wait any more.
        if !request.waiting.is_closed() {
            let computed = model.embed(&request.text, request.kind(), scratch);
            request.waiting.answer(model, computed, scratch);
        }
        return;
    }
    let behind = requests.try_iter().take(model.texts_at_once() - 1);
    let requests = std::iter::once(request).chain(behind).filter(|request| !request.waiting.is_closed());
    let requests: Vec<Request> = requests.collect();
    let texts: Vec<_> = requests.iter().map(|request| (request.text.as_str(), request.kind())).collect();
    // Nobody may wait any more while a server thinks.
    let is_given_up = || requests.iter().all(|request| request.waiting.is_closed());
    match model.embed_together(&texts, &is_given_up) {
        Ok(vectors) => {
            for (request, vector) in requests.into_iter().zip(vectors) {
                request.waiting.answer(model, Ok((vector, Vec::new())), scratch);
            }
        }
        Err(error) => {
            let error = Arc::new(error);
            for request in requests {
                request.waiting.answer(model, Err(EmbedError::Together(Arc::clone(&error))), scratch);
            }
        }
    }
}

impl Request {
    fn kind(&self) -> TextKind {
        if matches!(self.waiting, Waiting::Question(_)) { TextKind::Question } else { TextKind::Passage }
    }
}

impl Waiting {
    /// Gives whoever waits what was computed: a vector, and the tokens whose vectors are in the scratch.
    fn answer(self, model: &Model, computed: Result<(Vec<f32>, Vec<u32>), EmbedError>, scratch: &Scratch) {
        match self {
            Self::Vector(answer) => drop(answer.send(computed.map(|(vector, _)| vector))),
            Self::Passage(answer) => {
                drop(answer.send(computed.map(|(vector, tokens)| passage(model, vector, &tokens, scratch))));
            }
            Self::Question(answer) => {
                drop(answer.send(computed.map(|(vector, tokens)| question(model, vector, &tokens, scratch))));
            }
        }
    }
}

fn passage(model: &Model, vector: Vec<f32>, tokens: &[u32], scratch: &Scratch) -> EmbeddedText {
    let is_wanted = |token| !model.tokenizer.is_filler(token);
    let tokens = TokenSigns::of(tokens, scratch.states(), model.dimensions(), is_wanted);
    EmbeddedText { model: Arc::clone(model.name()), vector, tokens }
}

fn question(model: &Model, vector: Vec<f32>, tokens: &[u32], scratch: &Scratch) -> EmbeddedQuestion {
    let states = scratch.states().chunks_exact(model.dimensions());
    let token = |(number, state): (&u32, &[f32])| {
        let mut vector = state.to_vec();
        normalize(&mut vector);
        QuestionToken { number: *number, is_filler: model.tokenizer.is_filler(*number), vector }
    };
    let inner = 1..tokens.len().saturating_sub(1).max(1);
    let tokens = tokens.iter().zip(states).map(token).collect::<Vec<_>>();
    let tokens = tokens.get(inner).unwrap_or_default().to_vec();
    EmbeddedQuestion { model: Arc::clone(model.name()), vector, tokens }
}
