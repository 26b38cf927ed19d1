//! The reader process: a copy of the app's own program that reads one document after another for it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use super::ReadLimits;
use super::protocol::{Hello, PROTOCOL, Reply, Request};
use crate::confined::{Allowance, allow_computing, enter, private_output, read_frame, write_frame};
use crate::mapped;
use crate::read::{self, Bytes, DocumentInfo, Page, PageImage, PageSink, ReadError, ReadOptions};

/// Documents nest, and so do the calls that read them.
const STACK: usize = 48 << 20;

/// Serves requests on standard input until it ends. This is the whole of the process's work: its program calls it
/// before anything else, when it was started with [`WORKER_ARGUMENT`](super::WORKER_ARGUMENT).
pub fn serve_reading() -> ExitCode {
    // A panic is caught and told where it happens; its message in the log would only frighten.
    std::panic::set_hook(Box::new(|_| {}));
    let served = prepare().and_then(|(output, limits)| {
        let work = move || serve(output, limits);
        let thread = std::thread::Builder::new().name("read".to_owned()).stack_size(STACK).spawn(work)?;
        thread.join().map_err(|_| io::Error::other("the reader broke down"))?
    });
    if served.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Takes the output for itself, reads the first frame and gives up all rights that reading does not need.
fn prepare() -> io::Result<(File, ReadLimits)> {
    let mut output = private_output()?;
    let Some(hello) = read_frame::<Hello>(&mut io::stdin().lock())? else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    if hello.protocol != PROTOCOL {
        write_frame(&mut output, &Reply::Foreign)?;
        return Err(io::ErrorKind::Unsupported.into());
    }
    let ReadLimits { memory, open_files, .. } = hello.limits;
    enter(&hello.folder, Allowance { memory, open_files })?;
    write_frame(&mut output, &Reply::Ready)?;
    Ok((output, hello.limits))
}

fn serve(output: File, limits: ReadLimits) -> io::Result<()> {
    let mut output = BufWriter::with_capacity(1 << 16, output);
    while let Some(request) = read_frame::<Request>(&mut io::stdin().lock())? {
        allow_computing(limits.page_cpu_seconds)?;
        let mut sink = Sender { output: &mut output, from: request.from, limits: &limits, failed: None };
        let ended = read_document(&request, &mut sink);
        if let Some(error) = sink.failed {
            return Err(error);
        }
        let reply = ended.map_or_else(Reply::Refused, |()| Reply::Done);
        write_frame(&mut output, &reply)?;
        output.flush()?;
    }
    Ok(())
}

fn read_document(request: &Request, sink: &mut dyn PageSink) -> Result<(), ReadError> {
    let unreadable = |error: io::Error| ReadError::Damaged { reason: format!("it cannot be opened ({error})") };
    let file = File::open(&request.file).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.len() == 0 {
        return Err(ReadError::Empty);
    }
    let bytes = Bytes::new(mapped::map(&file).map_err(unreadable)?);
    let options = ReadOptions {
        password: request.password.as_deref().unwrap_or_default(),
        from: request.from,
        distrust: request.distrust,
        pictures: request.pictures,
    };
    read::read(&bytes, &request.filename, &options, sink)
}

/// Sends each page as soon as it is read, so that none is lost if the next one ends the process.
struct Sender<'a> {
    output: &'a mut BufWriter<File>,
    from: u32,
    limits: &'a ReadLimits,
    failed: Option<io::Error>,
}

impl Sender<'_> {
    fn send(&mut self, reply: &Reply) -> ControlFlow<()> {
        let sent = write_frame(self.output, reply).and_then(|()| self.output.flush());
        match sent.and_then(|()| allow_computing(self.limits.page_cpu_seconds)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }
}

impl PageSink for Sender<'_> {
    fn begin(&mut self, info: DocumentInfo) -> ControlFlow<()> {
        self.send(&Reply::Begin(info))
    }

    fn picture(&mut self, image: PageImage) -> ControlFlow<()> {
        self.send(&Reply::Picture(image))
    }

    fn page(&mut self, page: Page) -> ControlFlow<()> {
        if page.index < self.from {
            return ControlFlow::Continue(());
        }
        self.send(&Reply::Page(Box::new(page)))
    }
}
