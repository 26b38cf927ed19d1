//! Which languages a page is looked through for.

/// What is known before a page is recognised.
pub(super) struct Language<'a> {
    /// What the person chose.
    pub(super) chosen: Option<&'a str>,
    /// What Tesseract knows.
    pub(super) installed: &'a [String],
    /// What the document was found to be written in.
    pub(super) known: &'a mut Option<String>,
}

/// Words that are enough to tell a language from.
const ENOUGH: usize = 20;

impl Language<'_> {
    /// Recognises with `run`, which is given languages and answers a table, until the language fits the text: at
    /// first with that of the page before, or with English, which finds most letters of any Latin text; then, if
    /// the text turns out to be in another language, with that.
    ///
    /// # Errors
    /// Those of `run`.
    pub(super) fn settle(
        self,
        run: &mut dyn FnMut(&str) -> Result<String, String>,
    ) -> Result<(String, String), String> {
        if let Some(chosen) = self.chosen {
            return Ok((chosen.to_owned(), run(chosen)?));
        }
        let is_installed = |name: &str| self.installed.iter().any(|installed| installed == name);
        let usual = || if is_installed("eng") { "eng".to_owned() } else { self.installed[0].clone() };
        let first = self.known.take().unwrap_or_else(usual);
        let table = run(&first)?;
        let detected = detect(&super::table::text(&table)).filter(|detected| is_installed(detected));
        let language = detected.map_or_else(|| first.clone(), str::to_owned);
        *self.known = Some(language.clone());
        if language == first {
            return Ok((first, table));
        }
        let table = run(&language)?;
        Ok((language, table))
    }
}

/// The language of a text by Tesseract's name, if that can be told with confidence.
pub(super) fn detect(text: &str) -> Option<&'static str> {
    if text.split_whitespace().count() < ENOUGH {
        return None;
    }
    let found = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    // Tesseract's names are those of ISO 639-3 but for these.
    Some(match found.lang() {
        whatlang::Lang::Cmn => "chi_sim",
        other => other.code(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Der Kessel steht auf dem Herd und pfeift, sobald das Wasser darin zu kochen beginnt; dann \
        nimmt die Köchin ihn herunter und gießt den Tee auf, den alle schon erwarten.";

    fn table(text: &str) -> String {
        let rows = text.split(' ').map(|word| format!("5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t90\t{word}\n"));
        rows.collect()
    }

    #[test]
    fn what_turns_out_to_be_german_is_looked_through_for_german() {
        let installed = ["deu".to_owned(), "eng".to_owned()];
        let (mut known, mut asked) = (None, Vec::new());
        let mut run = |language: &str| {
            asked.push(language.to_owned());
            Ok(table(GERMAN))
        };
        let language = Language { chosen: None, installed: &installed, known: &mut known };
        assert_eq!(language.settle(&mut run).expect("it runs").0, "deu");
        let next = Language { chosen: None, installed: &installed, known: &mut known };
        assert_eq!(next.settle(&mut run).expect("it runs").0, "deu");
        assert_eq!(asked, ["eng", "deu", "deu"], "the next page is not guessed again");
    }

    #[test]
    fn what_the_person_chose_is_not_questioned() {
        let installed = ["deu".to_owned(), "eng".to_owned()];
        let language = Language { chosen: Some("eng"), installed: &installed, known: &mut None };
        assert_eq!(language.settle(&mut |_| Ok(table(GERMAN))).expect("it runs").0, "eng");
    }

    #[test]
    fn a_few_words_tell_nothing() {
        assert_eq!(detect("Kessel pfeift"), None);
    }
}
