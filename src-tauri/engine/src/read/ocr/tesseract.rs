//! Finding Tesseract and running it.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::read::PageImage;

/// Names the program, before the search path.
const PROGRAM_VARIABLE: &str = "PAPERSIDE_TESSERACT";

/// A page takes about six seconds; one that takes ten times as long is given up.
const LONGEST: Duration = Duration::from_mins(1);

/// How often it is asked whether the page is still wanted.
const LOOK: Duration = Duration::from_millis(50);

/// After so long it is looked for again: the person may have installed it meanwhile.
const LOOKED_FOR_AGAIN: Duration = Duration::from_secs(10);

/// Bytes of an answer: a page of five thousand words has half a megabyte.
const LONGEST_ANSWER: u64 = 16 << 20;

/// The program, and what it can do.
#[derive(Debug, Clone)]
pub(super) struct Tesseract {
    program: PathBuf,
    version: String,
    languages: Vec<String>,
    /// Whether it can tell which way up a page is.
    orients: bool,
}

impl Tesseract {
    /// The program that [`PROGRAM_VARIABLE`] names or the search path holds; none if there is none, or if it knows
    /// no language.
    ///
    /// It is looked for again only after a while: asking it starts it twice, which takes longer than a short document.
    pub(super) fn find() -> Option<Self> {
        static LATEST: Mutex<Option<(Instant, Option<Tesseract>)>> = Mutex::new(None);
        let mut latest = LATEST.lock().unwrap_or_else(PoisonError::into_inner);
        match &*latest {
            Some((at, found)) if at.elapsed() < LOOKED_FOR_AGAIN => found.clone(),
            _ => {
                let found = Self::look();
                *latest = Some((Instant::now(), found.clone()));
                found
            }
        }
    }

    fn look() -> Option<Self> {
        let program = std::env::var_os(PROGRAM_VARIABLE).map_or_else(|| PathBuf::from("tesseract"), PathBuf::from);
        let version = said(Command::new(&program).arg("--version"))?;
        let version = version.lines().next()?.trim().to_owned();
        let listed = said(Command::new(&program).arg("--list-langs"))?;
        let (helpers, languages): (Vec<_>, Vec<_>) = listed
            .lines()
            .skip(1)
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .partition(|name| name == "osd" || name == "equ" || name.contains('/'));
        let orients = helpers.iter().any(|name| name == "osd");
        (!languages.is_empty()).then_some(Self { program, version, languages, orients })
    }

    /// Name and version, such as `tesseract 5.3.0`.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// The languages it knows, by its own names, such as `eng`.
    pub(super) fn languages(&self) -> &[String] {
        &self.languages
    }

    /// Looks for words in an image and answers Tesseract's table of them.
    ///
    /// # Errors
    /// What went wrong, in a few words.
    pub(super) fn run(
        &self,
        image: &PageImage,
        languages: &str,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<String, String> {
        // Automatic page segmentation, with finding out which way up the page is if that is possible.
        let mode = if self.orients { "1" } else { "3" };
        let resolution = (image.scale * 72.0).round().to_string();
        let mut command = Command::new(&self.program);
        command
            .args(["stdin", "stdout", "-l", languages, "--psm", mode, "--dpi", &resolution, "tsv"])
            // Several threads on one page cost more than they bring.
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = Running(command.spawn().map_err(|error| error.to_string())?);
        let (Some(mut input), Some(output)) = (child.0.stdin.take(), child.0.stdout.take()) else {
            return Err("it cannot be talked to".to_owned());
        };
        std::thread::scope(|scope| {
            scope.spawn(move || {
                // An image it does not want to the end is its own affair; its answer tells.
                let header = format!("P5\n{} {}\n255\n", image.width, image.height);
                let _ = input.write_all(header.as_bytes()).and_then(|()| input.write_all(&image.pixels));
            });
            let answer = scope.spawn(move || {
                let mut table = String::new();
                output.take(LONGEST_ANSWER).read_to_string(&mut table).map(|_| table)
            });
            let ended = child.wait(is_cancelled);
            let table = answer.join().map_err(|_| "its answer was lost")?.map_err(|error| error.to_string())?;
            ended.map(|()| table)
        })
    }
}

/// A process that does not outlive its use.
struct Running(Child);

impl Running {
    fn wait(&mut self, is_cancelled: &dyn Fn() -> bool) -> Result<(), String> {
        let began = Instant::now();
        loop {
            match self.0.try_wait().map_err(|error| error.to_string())? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(format!("Tesseract ended with {status}")),
                None if is_cancelled() || began.elapsed() > LONGEST => {
                    self.end();
                    return Err(format!("it takes longer than {} seconds", LONGEST.as_secs()));
                }
                None => std::thread::sleep(LOOK),
            }
        }
    }

    fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// What a short command prints, on either of its outputs.
fn said(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    let said = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    String::from_utf8(said).ok()
}
