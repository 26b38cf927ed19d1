//! The reader on PDFs whose words are known, and on PDFs that are broken.

use super::choice::{SecondReader, choose};
use super::glyph::{DrawnPage, Glyph};
use super::lines::{LaidOut, lay_out};
use super::made::{DOWNWARDS_FONT, MadePage, UNKNOWN_FONT, document};
use crate::messages::PageState;
use crate::read::tests::{Collector, assert_headings};
use crate::read::{Bytes, Page, ReadError, ReadOptions, read};

/// Width of a letter of Courier, in font sizes.
const LETTER: f64 = 0.6;

fn collect(bytes: &[u8]) -> Result<Collector, ReadError> {
    let mut collected = Collector::default();
    read(&Bytes::new(bytes.to_vec()), "made.pdf", &ReadOptions::default(), &mut collected).map(|()| collected)
}

fn pages(made: &[MadePage]) -> Vec<Page> {
    collect(&document(made, "", "")).expect("a sound document").pages
}

fn texts(made: MadePage) -> String {
    pages(&[made]).remove(0).text
}

/// Asserts that the word lies where it was drawn: its sides to 2 points, and over its letters' height.
fn assert_lies_on(page: &Page, word: &str, expected: [f64; 4]) {
    let found = page
        .words
        .iter()
        .find(|placed| &page.text[placed.start as usize..placed.end as usize] == word)
        .unwrap_or_else(|| panic!("{word} is not on the page: {}", page.text));
    let found = [found.x0, found.y0, found.x1, found.y1].map(f64::from);
    for (edge, (found, expected)) in found.iter().zip(expected).enumerate() {
        // A box reaches over ascenders and descenders, whatever the letters: 0.78 and 0.22 of the size.
        assert!((found - expected).abs() <= 2.0, "edge {edge} of {word} is at {found} and not at {expected}");
    }
}

#[test]
fn boxes_lie_on_the_words_however_the_page_is_turned_and_cropped() {
    let ((begin, baseline), size) = ((150.0, 500.0), 20.0);
    // Where "words" stands in the file, from the bottom left.
    let left = begin + 6.0 * LETTER * size;
    let (right, bottom, top) = (left + 5.0 * LETTER * size, baseline - 0.22 * size, baseline + 0.78 * size);
    let (crop_left, crop_bottom, crop_right, crop_top) = (100.0, 50.0, 580.0, 750.0);
    let (width, height) = (crop_right - crop_left, crop_top - crop_bottom);
    let (l, r) = (left - crop_left, right - crop_left);
    let (t, b) = (crop_top - top, crop_top - bottom);
    let expected = [
        (0, [l, t, r, b]),
        (90, [height - b, l, height - t, r]),
        (180, [width - r, height - b, width - l, height - t]),
        (270, [t, width - r, b, width - l]),
    ];
    for (turned, expected) in expected {
        let mut made = MadePage::new().text(begin, baseline, size, "Known words");
        (made.turned, made.crop) = (turned, Some([crop_left, crop_bottom, crop_right, crop_top]));
        let page = pages(&[made]).remove(0);
        assert_eq!(page.text, "Known words", "turned by {turned}");
        assert_lies_on(&page, "words", expected);
        let shown = if turned % 180 == 0 { (width, height) } else { (height, width) };
        assert_eq!((f64::from(page.width), f64::from(page.height)), shown);
    }
}

#[test]
fn the_second_reader_finds_the_same_words_at_the_same_places() {
    for turned in [0, 90, 180, 270] {
        let mut made = MadePage::new().text(150.0, 500.0, 20.0, "Known words");
        (made.turned, made.crop) = (turned, Some([100.0, 50.0, 580.0, 750.0]));
        let bytes = document(&[made], "", "");
        let second = super::extract::open(&bytes, "").expect("a sound document");
        let drawn = super::extract::draw(&second, 0).expect("a sound page");
        let LaidOut { text, words, .. } = lay_out(&drawn.glyphs, drawn.height);
        let first = collect(&bytes).expect("a sound document").pages.remove(0);
        assert_eq!(text, first.text);
        for (first, second) in first.words.iter().zip(&words) {
            let apart = [first.x0 - second.x0, first.y0 - second.y0, first.x1 - second.x1, first.y1 - second.y1];
            assert!(apart.iter().all(|apart| apart.abs() <= 2.0), "turned by {turned}: {first:?} and {second:?}");
        }
    }
}

#[test]
fn columns_are_read_one_after_the_other_below_their_heading() {
    let mut made = MadePage::new().text(50.0, 750.0, 14.0, "A heading over both of the columns here");
    for line in 0..8 {
        // The columns' lines are not level with each other.
        let y = 700.0 - f64::from(line) * 14.0;
        made = made.text(50.0, y, 10.0, &format!("left column line number {line}")).text(
            330.0,
            y - 5.0,
            10.0,
            &format!("right column line number {line}"),
        );
    }
    let text = texts(made);
    let heading = text.find("A heading").expect("it is there");
    let last_left = text.find("left column line number 7").expect("it is there");
    let first_right = text.find("right column line number 0").expect("it is there");
    assert!(heading < last_left && last_left < first_right, "{text}");
}

/// The headings of a page, with their levels.
fn headings(page: &Page) -> Vec<(&str, u8)> {
    assert_headings(page);
    page.headings.iter().map(|it| (&page.text[it.start as usize..it.end as usize], it.level)).collect()
}

/// Lines of print from a height downwards, each paragraph longer than any heading.
fn print(mut made: MadePage, y: f64) -> MadePage {
    for line in 0..5 {
        made =
            made.text(50.0, y - 12.0 * f64::from(line), 10.0, "The words of a line of the text that is printed here");
    }
    made
}

#[test]
fn what_is_short_and_larger_is_a_heading() {
    let mut made = MadePage::new().text(50.0, 700.0, 24.0, "Gr\\366\\337e");
    // The octal escapes are the letters' codes.
    made.content = made.content.replace("\\\\", "\\");
    made = print(made.text(50.0, 660.0, 14.0, "3.2 Costs"), 630.0);
    made = print(made.text(50.0, 540.0, 18.0, "A heading of the second size"), 510.0);
    made = print(made.text(50.0, 420.0, 10.5, "Hardly larger"), 390.0);
    made = print(made.text(50.0, 300.0, 18.0, "This is a sentence."), 270.0);
    let page = pages(&[made]).remove(0);
    assert_eq!(headings(&page), [("Größe", 1), ("3.2 Costs", 2), ("A heading of the second size", 2)], "{}", page.text);
}

#[test]
fn running_titles_are_no_headings() {
    let running = |size: f64| print(MadePage::new().text(50.0, 770.0, size, "Running title"), 700.0);
    let alone = pages(&[running(14.0)]).remove(0);
    assert_eq!(headings(&alone), [("Running title", 1)], "nothing on the page is larger");
    let below = pages(&[running(14.0).text(50.0, 600.0, 16.0, "A heading")]).remove(0);
    assert_eq!(headings(&below), [("A heading", 1)]);
    let twice = pages(&[running(14.0).text(50.0, 20.0, 14.0, "Running foot")]).remove(0);
    assert_eq!(headings(&twice), []);
    let mut stamped = running(10.0);
    stamped.content.push_str("BT /F1 40 Tf 0.707 0.707 -0.707 0.707 150 200 Tm (DRAFT) Tj ET\n");
    assert_eq!(headings(&pages(&[stamped]).remove(0)), []);
}

#[test]
fn what_the_outline_names_is_a_heading() {
    let made = print(print(MadePage::new().text(50.0, 700.0, 10.0, "Small  Heading"), 670.0), 570.0);
    let outline = "/Outlines << /First << /Title (small heading) /Dest [0 /Fit] \
                   /First << /Title (Not there) /Dest [0 /Fit] >> >> >>";
    let page = collect(&document(&[made], outline, "")).expect("a sound document").pages.remove(0);
    assert_eq!(headings(&page), [("Small Heading", 1)], "{}", page.text);
}

#[test]
fn rows_of_a_table_keep_label_and_value_together() {
    let mut made = MadePage::new();
    for (row, (label, value)) in
        [("Apples", "17"), ("Pears", "23"), ("Plums", "42"), ("Quinces", "5")].iter().enumerate()
    {
        let y = 700.0 - row as f64 * 16.0;
        made = made.text(50.0, y, 10.0, label).text(400.0, y, 10.0, value);
    }
    assert_eq!(texts(made), "Apples 17 Pears 23 Plums 42 Quinces 5");
}

#[test]
fn a_word_broken_at_a_line_end_is_one_word_with_two_boxes() {
    let page = MadePage::new().text(50.0, 700.0, 10.0, "an exam-").text(50.0, 688.0, 10.0, "ple of it");
    let page = pages(&[page]).remove(0);
    assert_eq!(page.text, "an example of it");
    let parts: Vec<_> = page.words.iter().map(|word| &page.text[word.start as usize..word.end as usize]).collect();
    assert_eq!(parts, ["an", "exam", "ple", "of", "it"]);
}

#[test]
fn paragraphs_are_separated_and_lines_are_not() {
    let page = MadePage::new().text(50.0, 700.0, 10.0, "One line").text(50.0, 688.0, 10.0, "and the next.").text(
        50.0,
        650.0,
        10.0,
        "Another paragraph.",
    );
    assert_eq!(texts(page), "One line and the next.\n\nAnother paragraph.");
}

#[test]
fn text_drawn_twice_is_read_once() {
    let page = MadePage::new().text(50.0, 700.0, 10.0, "bold all").text(50.3, 700.0, 10.0, "bold all");
    assert_eq!(texts(page), "bold all");
}

#[test]
fn text_along_the_margin_does_not_break_the_lines() {
    let mut page =
        MadePage::new().text(50.0, 700.0, 10.0, "first line of the page").text(50.0, 688.0, 10.0, "second line of it");
    page.content.push_str("BT /F1 10 Tf 0 1 -1 0 45 690 Tm (margin) Tj ET\n");
    assert_eq!(texts(page), "first line of the page second line of it\n\nmargin");
}

#[test]
fn labels_and_title_are_the_documents_own() {
    let labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /P (A-) /St 5 >>] >>";
    let bytes = document(&vec![MadePage::new().text(50.0, 700.0, 10.0, "text"); 4], labels, "/Title (On Being Read)");
    let collected = collect(&bytes).expect("a sound document");
    assert_eq!(collected.info.and_then(|info| info.title).as_deref(), Some("On Being Read"));
    let labels: Vec<_> = collected.pages.iter().map(|page| page.label.as_str()).collect();
    assert_eq!(labels, ["i", "ii", "A-5", "A-6"]);
}

#[test]
fn a_page_without_text_says_so() {
    let mut drawing = MadePage::new();
    drawing.content = "100 100 300 200 re f".to_owned();
    let pages = pages(&[MadePage::new(), MadePage::new().text(50.0, 700.0, 10.0, "text"), drawing]);
    let states: Vec<_> = pages.iter().map(|page| page.state).collect();
    assert_eq!(states, [PageState::Blank, PageState::Searchable, PageState::ImageOnly]);
    assert!(pages[2].reason.is_some(), "the person must learn why a page cannot be found");
}

#[test]
fn broken_files_end_with_a_reason() {
    let sound = document(&[MadePage::new().text(50.0, 700.0, 10.0, "text")], "", "");
    for length in [0, 5, 60, 200] {
        let ended = collect(&sound[..length]);
        assert!(matches!(ended, Err(ReadError::Damaged { .. } | ReadError::Empty)), "cut at {length}");
    }
    assert!(matches!(collect(b"%PDF-1.7 and then nothing of the sort"), Err(ReadError::Damaged { .. })));
}

#[test]
fn any_single_damage_ends_or_is_read() {
    let sound = document(&[MadePage::new().text(50.0, 700.0, 10.0, "text")], "", "");
    for at in (0..sound.len()).step_by(3) {
        let mut damaged = sound.clone();
        damaged[at] ^= 0x55;
        // Either is right; what must not happen is that this test dies.
        if let Ok(collected) = collect(&damaged) {
            assert!(!collected.pages.is_empty(), "a document that opens has pages");
        }
    }
}

#[test]
fn columns_are_found_between_a_running_title_and_a_page_number() {
    let mut made = MadePage::new().text(120.0, 770.0, 9.0, "The running title over all of it");
    for line in 0..12 {
        let y = 700.0 - f64::from(line) * 12.0;
        made = made.text(50.0, y, 10.0, &format!("left column line {line}"));
        made = made.text(330.0, y, 10.0, &format!("right column line {line}"));
    }
    let text = texts(made.text(296.0, 40.0, 9.0, "17"));
    let places: Vec<_> = ["running title", "left column line 11", "right column line 0", "17"]
        .map(|part| text.rfind(part).expect("it is there"))
        .into();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn blanks_below_each_other_are_no_gutter() {
    let mut made = MadePage::new();
    for line in 0..4 {
        let y = 700.0 - f64::from(line) * 12.0;
        for (word, x) in [(1, 50.0), (2, 95.0), (3, 140.0), (4, 185.0), (5, 230.0), (6, 275.0)] {
            made = made.text(x, y, 10.0, &format!("{line}w{word}x"));
        }
    }
    assert!(texts(made).starts_with("0w1x 0w2x 0w3x 0w4x 0w5x 0w6x 1w1x"));
}

#[test]
fn the_hyphen_of_a_compound_is_kept() {
    let page =
        MadePage::new().text(50.0, 700.0, 10.0, "therapy with Peg-").text(50.0, 688.0, 10.0, "IFN and more of it");
    assert_eq!(texts(page), "therapy with Peg-IFN and more of it");
}

#[test]
fn text_across_the_page_is_one_word() {
    let mut page = MadePage::new().text(50.0, 700.0, 10.0, "first line of the page");
    page.content.push_str("BT /F1 40 Tf 0.707 0.707 -0.707 0.707 150 200 Tm (DRAFT) Tj ET\n");
    let page = pages(&[page]).remove(0);
    assert_eq!(page.text, "first line of the page\n\nDRAFT");
    let stamp = page.words.last().expect("it has words");
    assert!(stamp.x0 < 160.0 && stamp.x1 > 230.0 && stamp.y1 > 595.0, "its box holds it: {stamp:?}");
}

#[test]
fn letters_of_a_font_that_is_not_there_stand_as_far_apart_as_declared() {
    let mut page = MadePage::new();
    page.content = format!("BT {UNKNOWN_FONT} 10 Tf 1 0 0 1 50 700 Tm (Will mimic) Tj ET");
    let page = pages(&[page]).remove(0);
    assert_eq!(page.text, "Will mimic");
    let left = 50.0 + 5.0 * LETTER * 10.0;
    assert_lies_on(&page, "mimic", [left, 800.0 - 707.8, left + 30.0, 800.0 - 697.8]);
}

#[test]
fn text_written_downwards_is_read_downwards() {
    let mut page = MadePage::new();
    page.content = format!("BT {DOWNWARDS_FONT} 20 Tf 1 0 0 1 300 700 Tm <4e004e8c4e09> Tj ET");
    let page = pages(&[page]).remove(0);
    assert_eq!(page.text, "一二三");
    assert_lies_on(&page, "一二三", [290.0, 100.0, 310.0, 160.0]);
}

#[test]
fn what_stands_beside_the_page_is_not_read() {
    let page = MadePage::new().text(50.0, 700.0, 10.0, "seen").text(700.0, 700.0, 10.0, "unseen");
    assert_eq!(texts(page), "seen");
}

/// Glyphs that stand in a row.
fn row(texts: &[&str]) -> DrawnPage {
    let glyph = |(at, text): (i32, &&str)| Glyph {
        text: super::glyph::normalize(text),
        origin: (50.0 + 6.0 * f64::from(at), 100.0),
        advance: (6.0, 0.0),
        up: (0.0, -10.0),
    };
    let glyphs = (0..).zip(texts).map(glyph).collect();
    DrawnPage { glyphs, width: 600.0, height: 800.0, ..DrawnPage::default() }
}

#[test]
fn right_to_left_words_are_read_from_the_right_and_their_numbers_are_not() {
    let page = row(&["2", "0", "2", "6", " ", "ם", "ו", "ל", "ש", "4", "2"]);
    assert_eq!(lay_out(&page.readable(), 800.0).text, "42שלום 2026");
}

#[test]
fn letters_are_as_one_would_type_them() {
    let page = row(&["ﬁ", "n", "\u{a0}", "o", "ﬃ", "c", "e", " ", "c", "o", "\u{ad}", "o", "p"]);
    assert_eq!(lay_out(&page.readable(), 800.0).text, "fin office co-op");
}

#[test]
fn the_second_reader_is_asked_where_the_first_fails() {
    let bytes = document(&[MadePage::new().text(50.0, 700.0, 10.0, "text")], "", "");
    let second = |bytes: &[u8]| SecondReader::new(Bytes::new(bytes.to_vec()), "");
    let page = choose(Err("it broke down".to_owned()), 0, &second(&bytes));
    assert_eq!((&*page.reader, page.state, page.text.as_str()), ("pdf-extract", PageState::Searchable, "text"));
    assert!(page.reason.is_some_and(|reason| reason.contains("it broke down")));

    let page = choose(Ok(row(&["\u{fffd}", ""])), 0, &second(&bytes));
    assert_eq!((&*page.reader, page.text.as_str()), ("pdf-extract", "text"));

    let page = choose(Err("it broke down".to_owned()), 0, &second(b"no document"));
    assert_eq!(page.state, PageState::Failed);
}

#[test]
fn noise_ends_with_a_reason() {
    let mut state = 0x2545_f491_u32;
    for length in [1_usize, 100, 5_000] {
        let mut noise = b"%PDF-1.7\n".to_vec();
        noise.extend(
            std::iter::repeat_with(|| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .take(length),
        );
        assert!(matches!(collect(&noise), Err(ReadError::Damaged { .. })), "{length} bytes of noise are no document");
    }
}

#[test]
fn labels_that_go_in_circles_end() {
    let labels = "/PageLabels << /Kids [<< /Kids [1 0 R] >> 9 0 R 9 0 R 9 0 R 9 0 R 9 0 R 9 0 R 9 0 R 9 0 R] >>";
    let mut bytes = document(&[MadePage::new().text(50.0, 700.0, 10.0, "text")], labels, "");
    // The page becomes a node of the tree that holds itself many times.
    let text = String::from_utf8_lossy(&bytes).replacen(
        "/Type /Page /Parent",
        "/Kids [9 0 R 9 0 R 9 0 R] /Type /Page /Parent",
        1,
    );
    bytes = text.into_bytes();
    let collected = collect(&bytes).expect("a sound document");
    assert_eq!(collected.pages[0].label, "1");
}
