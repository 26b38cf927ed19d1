//! Python's ONNX Runtime in a process of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde::Deserialize;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/embed/rivals.py");
const REQUIREMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/embed/requirements.txt");

/// A server that embeds what is written to it.
pub struct Rival {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

#[derive(Deserialize)]
struct Said {
    user_seconds: f64,
    system_seconds: f64,
}

/// Makes a Python environment and the models in it, if they are not there yet, and says where its Python is.
pub fn prepare(work: &Path, model: &Path) -> PathBuf {
    let python = work.join("environment/bin/python");
    if !work.join("is-ready").exists() {
        std::fs::create_dir_all(work).unwrap();
        run(Command::new("python3").args(["-m", "venv"]).arg(work.join("environment")));
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "-r", REQUIREMENTS]));
        run(Command::new(&python).args([SCRIPT, "prepare", "--model"]).arg(model).arg("--work").arg(work));
        std::fs::write(work.join("is-ready"), "").unwrap();
    }
    python
}

fn run(command: &mut Command) {
    assert!(command.status().unwrap().success(), "{command:?} failed");
}

impl Rival {
    /// Starts one on one thread, with batches of so many texts.
    pub fn start(python: &Path, work: &Path, model: &Path, precision: &str, batch: usize) -> Self {
        let mut process = Command::new(python)
            .args([SCRIPT, "serve", "--threads", "1", "--precision", precision, "--batch", &batch.to_string()])
            .arg("--model")
            .arg(model)
            .arg("--work")
            .arg(work)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (questions, answers) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        Self { process, questions, answers: BufReader::new(answers) }
    }

    /// Has all texts embedded and says how long that took on the processor.
    pub fn embed(&mut self, texts: &[String]) -> Duration {
        writeln!(self.questions, "{}", serde_json::json!({ "texts": texts })).unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let said: Said = serde_json::from_str(&line).unwrap();
        Duration::from_secs_f64(said.user_seconds + said.system_seconds)
    }
}

impl Drop for Rival {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
