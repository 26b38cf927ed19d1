//! How words look on a terminal. The sixteen colours are used by name, so that they are those that the person chose
//! for it, and little else than a word or a number has one.

use anstyle::{AnsiColor, Color, Effects, Style};

/// As the terminal shows text.
pub(crate) const PLAIN: Style = Style::new();

/// What was looked for, names, titles.
pub(crate) const STRONG: Style = Style::new().bold();

/// What is read second.
pub(crate) const QUIET: Style = Style::new().dimmed();

/// Code in an answer.
pub(crate) const CODE: Style = coloured(AnsiColor::Cyan);

/// The number of a citation.
pub(crate) const NUMBER: Style = coloured(AnsiColor::Blue);

/// The sentence is the document's own.
pub(crate) const QUOTED: Style = coloured(AnsiColor::Green).dimmed();

/// The document says so in other words.
pub(crate) const SUPPORTED: Style = coloured(AnsiColor::Cyan).dimmed();

/// Nothing in the document was found to say so.
pub(crate) const UNSUPPORTED: Style = coloured(AnsiColor::Yellow);

const fn coloured(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(colour)))
}

/// A style with more effects.
pub(crate) fn with(style: Style, effects: Effects) -> Style {
    style.effects(style.get_effects().insert(effects))
}
