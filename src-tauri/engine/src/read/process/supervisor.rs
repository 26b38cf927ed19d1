//! The app's side of reading: a document goes to a process, and on to the next one if that dies.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::ReadLimits;
use super::child::{Death, Heard, WorkerCommand, WorkerProcess};
use super::protocol::{Reply, Request};
use crate::read::ocr::{Recognised, Recogniser};
use crate::read::{DocumentInfo, Page, PageImage, PageSink, ReadError, go_on};

/// How often it is asked whether the document is still wanted.
const LOOK: Duration = Duration::from_millis(50);

/// How long a new process may take to report: it is five milliseconds on an idle machine.
const START: Duration = Duration::from_secs(20);

/// A page that ends two processes is not tried again.
const TRIES: u32 = 2;

/// A document to be read.
#[derive(Debug, Clone, Copy)]
pub struct FileToRead<'a> {
    /// Names it: what is recognised in its images is kept under this.
    pub id: &'a str,
    /// Where it is, in the folder that the reader was made for.
    pub file: &'a Path,
    /// What the person calls it; its ending tells texts apart.
    pub filename: &'a str,
    /// What opens it, if it is encrypted.
    pub password: Option<&'a str>,
    /// The first page that is wanted; earlier ones are not delivered.
    pub from: u32,
}

/// Reads documents, one after the other, in a process that is confined to that.
///
/// Blocks; keep it on a thread of its own.
pub struct DocumentReader {
    command: WorkerCommand,
    folder: PathBuf,
    limits: ReadLimits,
    recogniser: Option<Recogniser>,
    process: Option<WorkerProcess>,
}

impl DocumentReader {
    /// A reader of the files in `folder`. The process is started with the first document.
    pub fn new(command: WorkerCommand, folder: PathBuf, limits: ReadLimits) -> Self {
        Self { command, folder, limits, recogniser: None, process: None }
    }

    /// Recognises the text of pages that are images from now on, or no longer does.
    pub fn set_recogniser(&mut self, recogniser: Option<Recogniser>) {
        self.recogniser = recogniser;
    }

    /// The process that reads, if one is running.
    pub fn process(&self) -> Option<u32> {
        self.process.as_ref().map(WorkerProcess::id)
    }

    /// Reads a document. A page that cannot be read is delivered as failed and the rest goes on.
    ///
    /// # Errors
    /// [`ReadError`], if nothing of it can be read.
    pub fn read(&mut self, file: FileToRead<'_>, sink: &mut dyn PageSink) -> Result<(), ReadError> {
        let size = std::fs::metadata(file.file).map_or(0, |metadata| metadata.len());
        let mut reading = Reading { next: file.from, ..Reading::new(size, self.limits) };
        let mut recognised = Recognised { id: file.id, language: None };
        loop {
            match self.attempt(file, &mut reading, &mut recognised, sink)? {
                Attempt::Done => return Ok(()),
                Attempt::Died(death) => {
                    tracing::debug!(file = file.filename, page = reading.next, %death, "a reader process died");
                    if reading.give_up_after(&death, sink)? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Reads from the page that comes next until the document ends or the process does.
    fn attempt(
        &mut self,
        file: FileToRead<'_>,
        reading: &mut Reading,
        recognised: &mut Recognised<'_>,
        sink: &mut dyn PageSink,
    ) -> Result<Attempt, ReadError> {
        let mut process = match self.process.take() {
            Some(process) => process,
            None => self.start()?,
        };
        process.ask(&Request {
            file: file.file.to_owned(),
            filename: file.filename.to_owned(),
            password: file.password.map(str::to_owned),
            from: reading.next,
            distrust: reading.deaths_here > 0,
            pictures: self.recogniser.is_some(),
        });
        let mut picture = None;
        loop {
            let reply = match wait(&mut process, reading, sink)? {
                Ok(reply) => reply,
                Err(Some(death)) => return Ok(Attempt::Died(death)),
                Err(None) => return Ok(Attempt::Died(process.death())),
            };
            match reply {
                Reply::Begin(info) => reading.begin(info, sink)?,
                Reply::Picture(image) => picture = Some(image),
                Reply::Page(page) if page.index == reading.next => {
                    let page = self.recognise(*page, picture.take(), recognised, sink)?;
                    reading.deliver(page, sink)?;
                }
                Reply::Done => {
                    self.process = Some(process);
                    return Ok(Attempt::Done);
                }
                Reply::Refused(error) => {
                    self.process = Some(process);
                    return Err(error);
                }
                Reply::Page(_) | Reply::Ready | Reply::Foreign => {
                    return Ok(Attempt::Died(Death::Crash("it spoke out of turn".to_owned())));
                }
            }
        }
    }

    fn start(&self) -> Result<WorkerProcess, ReadError> {
        let failed = |reason: String| ReadError::NoReader { reason };
        let started = WorkerProcess::start(&self.command, &self.folder, self.limits);
        let mut process = started.map_err(|error| failed(error.to_string()))?;
        match process.hear(START) {
            Heard::Reply(Reply::Ready) => Ok(process),
            Heard::Reply(_) => Err(failed("Paperside was updated; start it again".to_owned())),
            Heard::Nothing => Err(failed("it does not report".to_owned())),
            Heard::Gone => Err(failed(process.death().to_string())),
        }
    }

    fn recognise(
        &self,
        page: Page,
        picture: Option<PageImage>,
        recognised: &mut Recognised<'_>,
        sink: &mut dyn PageSink,
    ) -> Result<Page, ReadError> {
        match (&self.recogniser, picture) {
            (Some(recogniser), Some(picture)) => {
                sink.recognising();
                recogniser.recognise(page, &picture, recognised, &|| sink.is_cancelled())
            }
            _ => Ok(page),
        }
    }
}

enum Attempt {
    Done,
    Died(Death),
}

/// The next reply; or the reason why the process was ended, or none if it ended itself.
fn wait(
    process: &mut WorkerProcess,
    reading: &mut Reading,
    sink: &dyn PageSink,
) -> Result<Result<Reply, Option<Death>>, ReadError> {
    let began = Instant::now();
    loop {
        let heard = process.hear(LOOK);
        let waited = began.elapsed();
        match heard {
            Heard::Reply(reply) => {
                reading.waited += waited;
                return Ok(Ok(reply));
            }
            Heard::Gone => return Ok(Err(None)),
            Heard::Nothing if sink.is_cancelled() => return Err(ReadError::Cancelled),
            Heard::Nothing if waited > Duration::from_secs(reading.limits.page_seconds) => {
                reading.waited += waited;
                return Ok(Err(Some(Death::Time)));
            }
            Heard::Nothing => {}
        }
    }
}

/// How far the reading of a document has come, over all the processes it took.
struct Reading {
    limits: ReadLimits,
    info: Option<DocumentInfo>,
    /// The page that comes next.
    next: u32,
    /// Processes that died over that page.
    deaths_here: u32,
    deaths: u32,
    /// How long the processes were waited for; the time that others take for the pages is not theirs.
    waited: Duration,
    /// Bytes of pages that may still come.
    room: u64,
}

impl Reading {
    fn new(size: u64, limits: ReadLimits) -> Self {
        let room = limits.output.saturating_add(size.saturating_mul(4));
        Self { limits, info: None, next: 0, deaths_here: 0, deaths: 0, waited: Duration::ZERO, room }
    }

    fn begin(&mut self, info: DocumentInfo, sink: &mut dyn PageSink) -> Result<(), ReadError> {
        if self.info.is_some() {
            return Ok(());
        }
        self.info = Some(info.clone());
        go_on(sink.begin(info))
    }

    fn deliver(&mut self, page: Page, sink: &mut dyn PageSink) -> Result<(), ReadError> {
        self.next += 1;
        self.deaths_here = 0;
        let size = page.size();
        if size > self.room {
            return Err(ReadError::TooMuch {
                reason: format!("its text is larger than {} MB", self.limits.output >> 20),
            });
        }
        self.room -= size;
        let most = Duration::from_secs(self.limits.document_seconds) + 2 * Duration::from_secs(1) * self.next;
        if self.waited > most {
            let reason = format!("it takes longer than {} seconds", most.as_secs());
            return Err(ReadError::TooMuch { reason });
        }
        go_on(sink.page(page))
    }

    /// What follows from a death: another try, a failed page, or (true) that the document has ended.
    fn give_up_after(&mut self, death: &Death, sink: &mut dyn PageSink) -> Result<bool, ReadError> {
        self.deaths += 1;
        self.deaths_here += 1;
        let Some(pages) = self.info.as_ref().map(|info| info.pages) else {
            return if self.deaths_here < TRIES {
                Ok(false)
            } else {
                Err(ReadError::TooMuch { reason: death.to_string() })
            };
        };
        let is_late = self.waited > Duration::from_secs(self.limits.document_seconds);
        if self.deaths >= self.limits.deaths || is_late {
            let rest = pages.max(self.next + 1);
            for _ in self.next..rest {
                self.deliver_failed(&format!("reading was given up, because {death}"), sink)?;
            }
            return Ok(true);
        }
        if self.deaths_here == TRIES {
            self.deliver_failed(&death.to_string(), sink)?;
            return Ok(self.next == pages);
        }
        Ok(false)
    }

    fn deliver_failed(&mut self, reason: &str, sink: &mut dyn PageSink) -> Result<(), ReadError> {
        let page = Page::failed(self.next, reason);
        self.next += 1;
        self.deaths_here = 0;
        go_on(sink.page(page))
    }
}
