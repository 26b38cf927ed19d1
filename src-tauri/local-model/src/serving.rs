//! What the app asks, one after the other.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use paperside_engine::confined::{Allowance, enter, private_output, read_frame, write_frame};
use paperside_engine::local_model::{About, Hello, PROTOCOL, Reply, Request, UNASKED};

use crate::running::{Halt, Memory, Model};

/// A model may be in many files.
const OPEN_FILES: u64 = 256;

/// How every file of a model begins.
const MAGIC: &[u8] = b"GGUF";

/// Answers that nobody wants any more.
#[derive(Clone, Default)]
struct Stopped(Arc<Mutex<HashSet<u32>>>);

/// Serves requests on standard input until it ends. This is the whole of the process's work: its program calls it
/// before anything else, when it was started with
/// [`RUN_MODEL_ARGUMENT`](paperside_engine::local_model::RUN_MODEL_ARGUMENT).
pub fn serve_model() -> ExitCode {
    if serve().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn serve() -> io::Result<()> {
    let mut output = private_output()?;
    let Some(hello) = read_frame::<Hello>(&mut io::stdin().lock())? else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    let model = match load(&hello) {
        Ok(model) => model,
        Err(reason) => return write_frame(&mut output, &(UNASKED, Reply::Refused(reason))),
    };
    let about = About { context_tokens: model.context_tokens() };
    write_frame(&mut output, &(UNASKED, Reply::Ready(about)))?;
    let stopped = Stopped::default();
    let requests = listen(stopped.clone())?;
    work(&model, &requests, &stopped, &mut output)
}

/// Gives up all rights but to read the model, and loads it.
fn load(hello: &Hello) -> Result<Model, String> {
    if hello.protocol != PROTOCOL {
        return Err("Paperside was updated while it ran; start it again".to_owned());
    }
    if !can_compute() {
        return Err("this processor is too old to run language models: it has no AVX2".to_owned());
    }
    let allowance = Allowance { memory: memory(), open_files: OPEN_FILES };
    enter(&readable(&hello.file), allowance).map_err(|error| error.to_string())?;
    let mut beginning = [0; MAGIC.len()];
    let opened = File::open(&hello.file).and_then(|mut file| file.read_exact(&mut beginning));
    if opened.is_err() || beginning != *MAGIC {
        return Err("it is not a model as llama.cpp stores them (GGUF)".to_owned());
    }
    Model::load(&hello.file, hello.threads)
}

/// What llama.cpp was built for: see `.cargo/config.toml`.
fn can_compute() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        let has = [is_x86_feature_detected!("avx2"), is_x86_feature_detected!("fma"), is_x86_feature_detected!("f16c")];
        has.iter().all(|has| *has) && is_x86_feature_detected!("bmi2")
    }
    #[cfg(not(target_arch = "x86_64"))]
    true
}

/// All memory there is: what a file makes a process ask for beyond that is no reason to bring the system down.
fn memory() -> u64 {
    let told = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = told.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kilobytes = total.and_then(|total| total.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.map_or(i64::MAX as u64, |kilobytes| kilobytes * 1024)
}

/// A large model may be parted into files that lie side by side, `…-00001-of-00003.gguf`.
fn readable(file: &Path) -> PathBuf {
    let is_part = file.file_name().is_some_and(|name| name.to_string_lossy().contains("-of-"));
    match file.parent() {
        Some(folder) if is_part => folder.to_owned(),
        _ => file.to_owned(),
    }
}

/// Hears what is asked while the model is at work. When the app is gone, so is the process.
fn listen(stopped: Stopped) -> io::Result<Receiver<(u32, Request)>> {
    let (sender, requests) = channel();
    std::thread::Builder::new().name("requests".to_owned()).spawn(move || {
        while let Ok(Some((number, request))) = read_frame::<(u32, Request)>(&mut io::stdin().lock()) {
            match request {
                Request::Stop(which) => drop(stopped.numbers().insert(which)),
                request => drop(sender.send((number, request))),
            }
        }
        std::process::exit(0);
    })?;
    Ok(requests)
}

fn work(model: &Model, requests: &Receiver<(u32, Request)>, stopped: &Stopped, output: &mut File) -> io::Result<()> {
    let mut memory: Option<Memory<'_>> = None;
    while let Ok((number, request)) = requests.recv() {
        match request {
            Request::Count(texts) => {
                let counted = texts.iter().map(|text| model.count(text)).collect();
                write_frame(output, &(number, Reply::Counted(counted)))?;
            }
            Request::Answer(prompt) => {
                let mut say = |reply: Option<Reply>| {
                    if stopped.numbers().remove(&number) {
                        return Err(Halt::Stopped);
                    }
                    let told = reply.map_or(Ok(()), |reply| write_frame(output, &(number, reply)));
                    told.map_err(|error| Halt::Failed(error.to_string()))
                };
                if let Err(Halt::Failed(how)) = model.answer(&mut memory, &prompt, &mut say) {
                    // What it has read is not known any more.
                    memory = None;
                    write_frame(output, &(number, Reply::Failed(how)))?;
                }
            }
            Request::Stop(_) => {}
        }
    }
    Ok(())
}

impl Stopped {
    fn numbers(&self) -> MutexGuard<'_, HashSet<u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
