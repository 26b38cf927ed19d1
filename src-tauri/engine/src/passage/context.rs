//! What a passage stands under: the title of its document, the headings above it, the head of its table.

/// What stands between a title and the headings below it.
const SEPARATOR: &str = " › ";

/// A heading is cut to so many characters, the head of a table too.
const HEADING: usize = 80;
const TABLE_HEAD: usize = 160;

/// Headings nested more deeply do not help to tell a passage from others.
const DEEPEST: usize = 6;

/// Where in a document the splitter is just now.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    title: Option<String>,
    /// The headings that hold here, each with its level.
    path: Vec<(u8, String)>,
    /// The first row of the table that is being split.
    table_head: Option<String>,
}

impl Context {
    /// Notes the title that the document gives itself.
    pub(super) fn set_title(&mut self, title: Option<&str>) {
        self.title = title.map(|title| shorten(title, HEADING));
    }

    /// Notes that a heading was come to: those of its level and below no longer hold.
    pub(super) fn enter(&mut self, level: u8, heading: &str) {
        self.path.retain(|(above, _)| *above < level);
        self.path.truncate(DEEPEST - 1);
        self.path.push((level, shorten(heading, HEADING)));
        self.table_head = None;
    }

    /// Notes the first row of a table, or that no table goes on here.
    pub(super) fn set_table_head(&mut self, head: Option<&str>) {
        self.table_head = head.map(|head| shorten(head, TABLE_HEAD));
    }

    /// In words, for a passage that begins here. Headings and the head of a table are left out where the passage begins
    /// with them.
    pub(super) fn of_passage(&self, beginning: &str) -> String {
        let beginning = one_line(beginning);
        let titles = self.title.iter().chain(self.path.iter().map(|(_, heading)| heading));
        let mut parts: Vec<&str> = titles.map(String::as_str).filter(|part| !beginning.starts_with(*part)).collect();
        parts.dedup();
        let mut context = parts.join(SEPARATOR);
        if let Some(head) = self.table_head.as_deref().filter(|head| !beginning.starts_with(*head)) {
            if !context.is_empty() {
                context.push('\n');
            }
            context.push_str(head);
        }
        context
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shorten(text: &str, most: usize) -> String {
    let line = one_line(text);
    match line.char_indices().nth(most) {
        // Not in the middle of a word, unless it is one word.
        Some((end, _)) => line[..end].rsplit_once(' ').map_or(&line[..end], |(whole, _)| whole).to_owned(),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_ends_those_of_its_level_and_below() {
        let mut context = Context::default();
        context.set_title(Some("Annual\nreport"));
        context.enter(1, "Results");
        context.enter(2, "Costs");
        assert_eq!(context.of_passage("They rose."), "Annual report › Results › Costs");
        context.enter(2, "Income");
        assert_eq!(context.of_passage("Income\n\nIt fell."), "Annual report › Results", "the passage says it itself");
        context.enter(1, "Outlook");
        context.set_table_head(Some("Year | Sum"));
        assert_eq!(context.of_passage("2027 | 5"), "Annual report › Outlook\nYear | Sum");
        assert_eq!(context.of_passage("Year | Sum\n2026 | 4"), "Annual report › Outlook");
    }

    #[test]
    fn what_is_long_or_deep_is_cut() {
        let mut context = Context::default();
        (0..200).for_each(|level| context.enter(level, &"long words ".repeat(50)));
        let context = context.of_passage("");
        assert_eq!(context.split(SEPARATOR).count(), 1, "the same heading is said once");
        assert!(context.len() <= HEADING && context.ends_with("words"));
    }
}
