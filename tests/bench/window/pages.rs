//! A PDF with many pages of text, written by hand: no more of the format than that needs (ISO 32000-1, 7.5).

/// Lines on a page.
const LINES: usize = 52;

/// As many pages, each full of text in a font that every reader has.
pub fn with_text(pages: usize) -> Vec<u8> {
    let text = "of a report on what was found in kettles, on stoves and in the notes of those who kept them";
    let page = |page| (0..LINES).map(move |line| format!("Page {page}, line {line} {text}")).collect();
    of_lines(&(0..pages).map(page).collect::<Vec<_>>())
}

/// A page for each of these, with its lines below each other. They hold no brackets and nothing beyond ASCII.
pub fn of_lines(pages: &[Vec<String>]) -> Vec<u8> {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let kids = kids.join(" ");
    objects.push(format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len()));
    objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>".to_owned());
    for (page, lines) in pages.iter().enumerate() {
        let line = |(line, text): (usize, &String)| format!("1 0 0 1 60 {} Tm ({text}) Tj\n", 790 - 14 * line as i32);
        let content = lines.iter().enumerate().map(line).collect::<Vec<_>>().concat();
        let content = format!("BT /F1 11 Tf\n{content}ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * page
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = file.len();
    let entries: Vec<String> = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let entries = entries.concat();
    let count = objects.len() + 1;
    file.extend(
        format!("xref\n0 {count}\n0000000000 65535 f \n{entries}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    file
}
