//! Starting the program, and what it printed.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A library of its own for one test, and the program to use it with.
pub struct Paperside {
    folder: TempDir,
}

/// What a command printed with `--json`, line by line, and how it ended.
pub struct Ended {
    pub lines: Vec<Value>,
    pub code: i32,
    pub stderr: String,
}

impl Paperside {
    /// An empty library.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A library with these documents of the corpus.
    pub fn with(documents: &[&str]) -> Self {
        let paperside = Self::new();
        let paths: Vec<PathBuf> = documents.iter().map(|name| corpus(name)).collect();
        let ended = paperside.add(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>());
        assert_eq!(ended.code, 0, "the corpus must be importable: {}", ended.stderr);
        paperside
    }

    /// The library's folder.
    pub fn library(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// A file beside the library, for the test to write.
    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The program with these arguments, to be started by the test itself.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paperside"));
        command.arg("--library").arg(self.library()).args(arguments);
        command
    }

    /// Runs a command with `--json` to its end.
    pub fn json(&self, arguments: &[&str]) -> Ended {
        Ended::from(self.command(&["--json"]).args(arguments).output().unwrap())
    }

    /// Runs a command as a person would and returns what it printed.
    pub fn text(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Imports files and folders.
    pub fn add(&self, paths: &[&Path]) -> Ended {
        let mut command = self.command(&["--json", "add"]);
        Ended::from(command.args(paths).output().unwrap())
    }

    /// The answer to a question: the last line.
    pub fn ask(&self, question: &str) -> Value {
        let ended = self.json(&["ask", question]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        ended.lines.last().unwrap().clone()
    }
}

impl Ended {
    /// The lines of one type.
    pub fn of_type(&self, name: &str) -> Vec<&Value> {
        self.lines.iter().filter(|line| line["type"] == name).collect()
    }

    /// The end of the import of the file with this name.
    pub fn document(&self, filename: &str) -> &Value {
        let found = self.of_type("document").into_iter().find(|line| line["filename"] == filename);
        found.unwrap_or_else(|| panic!("nothing was said of {filename}: {:?}", self.lines))
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let stdout = String::from_utf8(output.stdout).unwrap();
        let lines = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Self { lines, code: output.status.code().unwrap(), stderr }
    }
}

/// A document of the corpus.
pub fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name)
}
