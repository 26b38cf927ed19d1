//! The rectangle of each word against those that another reader, Poppler, finds on the same page.

use std::ops::ControlFlow;
use std::process::Command;

use paperside_engine::reading::{DocumentInfo, DocumentReader, FileToRead, Page, PageSink};
use paperside_engine::{ReadLimits, WorkerCommand};

use crate::support::corpus;

/// A word somewhere on a page; left, top, right, bottom in points.
struct Placed {
    text: String,
    area: [f32; 4],
}

#[derive(Default)]
struct Pages(Vec<Vec<Placed>>);

impl PageSink for Pages {
    fn begin(&mut self, _: DocumentInfo) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn page(&mut self, page: Page) -> ControlFlow<()> {
        let words = page.words.iter().map(|word| Placed {
            text: page.text[word.start as usize..word.end as usize].to_owned(),
            area: [word.x0, word.y0, word.x1, word.y1],
        });
        self.0.push(words.collect());
        ControlFlow::Continue(())
    }
}

fn read(name: &str) -> Vec<Vec<Placed>> {
    let file = corpus(name);
    let command = WorkerCommand { program: env!("CARGO_BIN_EXE_paperside").into() };
    let mut reader = DocumentReader::new(command, file.parent().unwrap().to_owned(), ReadLimits::default());
    let mut pages = Pages::default();
    reader.read(FileToRead { id: "", file: &file, filename: name, password: None, from: 0 }, &mut pages).unwrap();
    pages.0
}

fn read_by_poppler(name: &str) -> Vec<Vec<Placed>> {
    let output = Command::new("pdftotext").args(["-q", "-bbox", "-cropbox"]).arg(corpus(name)).arg("-").output();
    let output = output.expect("`cargo xtask setup` installs poppler-utils");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split("<page ").skip(1).map(|page| page.split("<word ").skip(1).map(placed).collect()).collect()
}

/// From `xMin="…" yMin="…" xMax="…" yMax="…">text</word>`.
fn placed(element: &str) -> Placed {
    let (attributes, rest) = element.split_once('>').unwrap();
    let mut numbers = attributes.split('"').skip(1).step_by(2).map(|number| number.parse().unwrap());
    let text = rest.split("</word>").next().unwrap();
    let text = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (name, character)| text.replace(name, character));
    Placed { text, area: std::array::from_fn(|_| numbers.next().unwrap()) }
}

/// As both readers would spell it: without ligatures, accents on their own and case.
fn plain(text: &str) -> String {
    let ligatures = [("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl"), ("\u{2010}", "-")];
    ligatures.iter().fold(text.to_lowercase(), |text, (ligature, letters)| text.replace(ligature, letters))
}

/// Whether what the other reader finds under the word's rectangle is the word. Words may be divided differently.
fn is_there(word: &Placed, others: &[Placed]) -> bool {
    let [left, top, right, bottom] = word.area;
    let (across, down) = (f32::midpoint(left, right), f32::midpoint(top, bottom));
    let wanted = plain(&word.text);
    let on_line = || others.iter().filter(|other| other.area[1] - 1.0 <= down && down <= other.area[3] + 1.0);
    let within = on_line().any(|other| {
        let is_under = other.area[0] - 2.0 <= across && across <= other.area[2] + 2.0;
        is_under && is_in(&wanted, &plain(&other.text))
    });
    let mut parts: Vec<&Placed> = on_line()
        .filter(|other| (left - 2.0..right + 2.0).contains(&f32::midpoint(other.area[0], other.area[2])))
        .collect();
    parts.sort_by(|a, b| a.area[0].total_cmp(&b.area[0]));
    within || parts.iter().map(|part| plain(&part.text)).collect::<String>() == wanted
}

/// Poppler gives some right-to-left words in the order in which they are drawn.
fn is_in(wanted: &str, text: &str) -> bool {
    text.contains(wanted) || text.contains(&wanted.chars().rev().collect::<String>())
}

#[test]
fn what_is_under_a_words_rectangle_is_the_word() {
    let documents = [
        "programming-languages-in-economics.pdf",
        "table-structure.pdf",
        "french.pdf",
        "two-columns.pdf",
        "rotated-table.pdf",
        "court-transcript.pdf",
        "scanned.pdf",
    ];
    for name in documents {
        let (ours, theirs) = (read(name), read_by_poppler(name));
        assert_eq!(ours.len(), theirs.len(), "{name}");
        let words: usize = ours.iter().map(Vec::len).sum();
        let mut astray = Vec::new();
        for (index, (words, others)) in ours.iter().zip(&theirs).enumerate() {
            let lost = words.iter().filter(|word| !is_there(word, others));
            astray.extend(lost.map(|word| format!("page {}: {} at {:?}", index + 1, word.text, word.area)));
        }
        // Letters of an odd font are taken for others by one reader or both, and a formula's raised ones belong to
        // either word.
        assert!(words > 0 && astray.len() * 100 <= words, "{name}: {} of {words}\n{}", astray.len(), astray.join("\n"));
    }
}
