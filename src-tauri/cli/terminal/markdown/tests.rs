use super::*;
use crate::cli::terminal::lines::said;
use crate::cli::terminal::looks::{NUMBER, STRONG};

/// The lines of a text as they read, without what is behind them.
fn read(text: &str, columns: usize) -> Vec<String> {
    let cite = |number: u32| (number < 10).then(|| Span::new(format!("[{number}]"), NUMBER));
    let lines = markdown(text, columns, &cite);
    lines.iter().map(|line| said(line).trim_end().to_owned()).collect()
}

/// The looks of the stretches that say this.
fn looks(text: &str, of: &str) -> Vec<Style> {
    let lines = markdown(text, 80, &|number| Some(Span::new(format!("[{number}]"), NUMBER)));
    lines.into_iter().flatten().filter(|span| span.text == of).map(|span| span.style).collect()
}

#[test]
fn blocks_stand_apart_and_fit() {
    let text = "# The kettle\nIt is *on* the\nstove today.\n\n---\n\n> It whistles when\n> it boils.\n\nEnd.";
    let expected = [
        "The kettle",
        "",
        "It is on the",
        "stove today.",
        "",
        "────────────────",
        "",
        "│ It whistles",
        "│ when it boils.",
        "",
        "End.",
    ];
    assert_eq!(read(text, 16), expected);
}

#[test]
fn lists_have_markers_and_hang() {
    let text = "Take:\n\n1. a kettle of copper\n2. water\n   - cold\n   - clean\n\n- [x] done\n-\n\nThen boil.";
    let expected = [
        "Take:",
        "",
        "1. a kettle of",
        "   copper",
        "2. water",
        "   • cold",
        "   • clean",
        "",
        "• ☑ done",
        "•",
        "",
        "Then boil.",
    ];
    assert_eq!(read(text, 15), expected);
}

#[test]
fn code_keeps_its_lines() {
    let text = "Run:\n```sh\nls  -l | sort [1] --and-a-very-long-option\n\n\tx\n```\nand `a[1]` too.";
    let expected = ["Run:", "", "  ls  -l | sort [1] --and-a-very-long-option", "", "      x", "", "and a[1] too."];
    assert_eq!(read(text, 20), expected);
    assert_eq!(looks("`a[1]`", "a[1]"), [CODE]);
}

#[test]
fn tables_fit() {
    let text = "| Pot | Litres | Note |\n|---|--:|---|\n| kettle | 1.5 | whistles when it boils [1] |\n| pan | 12 | |";
    let expected = [
        "Pot    │ Litres │ Note",
        "───────┼────────┼──────────────",
        "kettle │    1.5 │ whistles when",
        "       │        │ it boils [1]",
        "pan    │     12 │",
    ];
    let read = read(text, 31);
    assert_eq!(read, expected);
    assert_eq!(looks(text, "Litres"), [STRONG]);
}

#[test]
fn words_have_looks() {
    let text = "**so** and *thus* ~~gone~~ `code` ***both***";
    assert_eq!(looks(text, "so"), [STRONG]);
    assert_eq!(looks(text, "thus"), [Style::new().italic()]);
    assert_eq!(looks(text, "gone"), [Style::new().strikethrough()]);
    assert_eq!(looks(text, "code"), [CODE]);
    assert_eq!(looks(text, "both"), [Style::new().bold().italic()]);
    assert_eq!(looks("# Head", "Head"), [Style::new().bold().underline()]);
}

#[test]
fn citations_are_no_links_of_markdown() {
    let text = "It **boils.** [1][2] And [12] is none.\n\n[1]: https://evil.example\n\n**Done.**[3]";
    let read = read(text, 80);
    assert_eq!(read[0], "It boils. [1][2] And [12] is none.");
    assert!(read.iter().any(|line| line == "[1]: https://evil.example"), "it defines nothing: {read:?}");
    assert_eq!(read[read.len() - 1], "Done.[3]");
    assert_eq!(looks(text, "Done."), [STRONG]);
}

#[test]
fn links_show_where_they_would_lead() {
    let text = "See [the *docs*](https://evil.example/?q=1), <https://a.example> and ![a cat](cat.png).";
    let lines = markdown(text, 200, &|_| None);
    let shown = "See the docs (https://evil.example/?q=1), https://a.example and (picture: a cat).";
    assert_eq!(said(&lines[0]), shown);
    assert!(lines[0].iter().all(|span| span.link.is_none()), "nothing that a model wrote can be clicked");
}

#[test]
fn html_is_text() {
    assert_eq!(read("a <b>c</b><br>d", 80), ["a <b>c</b>", "d"]);
    assert_eq!(read("<script>\nalert(1)\n</script>", 80), ["<script>", "alert(1)", "</script>"]);
}
