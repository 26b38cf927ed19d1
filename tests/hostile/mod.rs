//! Files that are made to hurt: each ends with a reason inside its limits, the app lives, and the file beside it is
//! read. They are read as an import reads them, in the app's own reader process, with tighter limits so that the
//! tests are quick.

mod archives;
mod pdfs;

use std::ops::ControlFlow;
use std::path::Path;

use paperside_engine::messages::PageState;
use paperside_engine::reading::{DocumentInfo, DocumentReader, FileToRead, Page, PageSink};
use paperside_engine::{ReadError, ReadLimits, WorkerCommand};

use crate::support::{Paperside, corpus};

/// What became of a file.
#[derive(Default)]
pub struct Ended {
    pub info: DocumentInfo,
    pub pages: Vec<Page>,
    pub refused: Option<ReadError>,
}

impl PageSink for Ended {
    fn begin(&mut self, info: DocumentInfo) -> ControlFlow<()> {
        self.info = info;
        ControlFlow::Continue(())
    }

    fn page(&mut self, page: Page) -> ControlFlow<()> {
        self.pages.push(page);
        ControlFlow::Continue(())
    }
}

fn limits() -> ReadLimits {
    ReadLimits { memory: 512 << 20, page_cpu_seconds: 3, page_seconds: 30, output: 64 << 20, ..ReadLimits::default() }
}

/// Reads a file, and a good one after it with the same reader.
pub fn read(filename: &str, bytes: &[u8]) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let hostile = folder.path().join("hostile");
    let good = folder.path().join("good.txt");
    std::fs::write(&hostile, bytes).unwrap();
    std::fs::write(&good, "Kettles whistle when they boil.").unwrap();
    let command = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
    let mut reader = DocumentReader::new(command, folder.path().to_owned(), limits());
    let mut read = |file: &Path, filename: &str| {
        let mut ended = Ended::default();
        let result = reader.read(FileToRead { id: "", file, filename, password: None, from: 0 }, &mut ended);
        ended.refused = result.err();
        ended
    };
    let ended = read(&hostile, filename);
    for page in ended.pages.iter().filter(|page| page.state != PageState::Searchable) {
        assert!(page.reason.is_some(), "page {} of {filename} must say why it cannot be found", page.index);
    }
    let beside = read(&good, "good.txt");
    assert_eq!(beside.refused, None, "the file beside {filename} must be read");
    assert_eq!(beside.pages[0].text, "Kettles whistle when they boil.");
    ended
}

impl Ended {
    /// Asserts that nothing of it was read, for a reason that holds these words.
    pub fn assert_refused(&self, words: &str) {
        let reason =
            self.refused.as_ref().unwrap_or_else(|| panic!("{} pages were read", self.pages.len())).to_string();
        assert!(reason.contains(words), "it was refused because {reason}");
    }

    /// Asserts that it was read except for this page, which failed for a reason that holds these words.
    pub fn assert_only_failed(&self, page: usize, words: &str) {
        assert_eq!(self.refused, None);
        for (index, read) in self.pages.iter().enumerate() {
            let reason = read.reason.as_deref().unwrap_or_default();
            assert_eq!(read.state == PageState::Failed, index == page, "page {index}: {:?} {reason}", read.state);
        }
        let reason = self.pages[page].reason.as_deref().unwrap();
        assert!(reason.contains(words), "page {page} failed because {reason}");
    }
}

/// Numbers that look random and are the same in every run.
pub struct Noise(pub u64);

impl Iterator for Noise {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some(self.0 >> 33)
    }
}

/// The bytes with one bit turned over at so many places.
pub fn spoilt(whole: &[u8], seed: u64, places: usize) -> Vec<u8> {
    let mut spoilt = whole.to_vec();
    for place in Noise(seed).take(places) {
        let place = place as usize % spoilt.len();
        spoilt[place] ^= 1 << (seed % 8);
    }
    spoilt
}

#[test]
fn nothing_noise_and_zeros() {
    read("empty.pdf", b"").assert_refused("empty");
    read("zeros.pdf", &vec![0; 100_000]).assert_refused("damaged");
    read("zeros.txt", &vec![0; 100_000]).assert_refused("Binary");
    let noise: Vec<u8> = Noise(1).take(300_000).map(|number| number as u8).collect();
    for filename in ["noise.pdf", "noise.docx", "noise.xlsx", "noise.epub", "noise.txt", "noise.csv", "noise.html"] {
        let ended = read(filename, &noise);
        assert!(ended.refused.is_some() || ended.pages.iter().all(|page| page.text.len() <= 600_000));
    }
    let named_pdf = [b"%PDF-1.7\n".as_slice(), &noise].concat();
    read("noise.pdf", &named_pdf).assert_refused("damaged");
}

#[test]
fn wrong_names() {
    let pdf = std::fs::read(corpus("french.pdf")).unwrap();
    assert_eq!(read("it is a pdf.docx", &pdf).info.content_type, "application/pdf");
    read("it is a picture.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01").assert_refused("PNG");
    read("it is a program.txt", &[&b"\x7fELF\x02\x01\x01"[..], &[0; 100]].concat()).assert_refused("ELF program");
    read("it is a text.xlsx", b"a;b;c\n1;2;3\n").assert_refused("damaged");
}

#[test]
fn each_ends_with_a_reason_and_the_one_beside_is_imported() {
    let paperside = Paperside::new();
    let deep = paperside.file("deep.pdf", &pdfs::deep_arrays());
    let bomb = paperside.file("bomb.docx", &archives::bomb());
    let lies = paperside.file("lies.pdf", &pdfs::lying_sizes());
    let ended = paperside.add(&[&deep, &bomb, &lies, &corpus("french.pdf")]);
    assert_eq!(ended.code, 3, "some were imported and some were not: {:?}", ended.lines);
    assert_eq!(ended.document("french.pdf")["status"], "added");
    for name in ["deep.pdf", "bomb.docx", "lies.pdf"] {
        let document = ended.document(name);
        let is_told =
            document["status"] == "added" || document["reason"].as_str().is_some_and(|reason| reason.len() > 10);
        assert!(is_told, "{document}");
    }
    assert_eq!(paperside.json(&["doctor"]).code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn the_reader_process_cannot_reach_beyond_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(outside.path(), "A secret.").unwrap();
    let command = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
    let mut reader = DocumentReader::new(command, folder.path().to_owned(), limits());
    let mut ended = Ended::default();
    let file = FileToRead { id: "", file: outside.path(), filename: "secret.txt", password: None, from: 0 };
    let refused = reader.read(file, &mut ended).unwrap_err().to_string();
    assert!(refused.to_lowercase().contains("permission denied"), "{refused}");
    let status = std::fs::read_to_string(format!("/proc/{}/status", reader.process().unwrap())).unwrap();
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    assert_eq!((field("NoNewPrivs:"), field("Seccomp:")), (Some("1"), Some("2")), "it must be confined");
}
