//! The ways to ask for every document, as patterns over words.
//!
//! A pattern is words with spaces between. `a|b` is either, `a_b` two words in a row, `a?` may be missing, `@name`
//! is a list from [`LISTS`], and `*` is what is asked for. A list for the forms of a noun or verb keeps a pattern
//! readable in each language; a grammar would promise more than these frames need.

use std::ops::Range;
use std::sync::LazyLock;

use super::words::{Word, words};

const LISTS: [(&str, &str); 26] = [
    (
        "documents",
        "documents|files|papers|contracts|reports|letters|emails|e_mails|mails|messages|pages|passages|articles|\
        books|notes|pdfs|records|invoices|sources|texts|memos|presentations|slides|spreadsheets|paragraphs|sentences|\
        chapters|sections|studies|manuscripts|agreements",
    ),
    (
        "document",
        "document|file|paper|contract|report|letter|email|e_mail|page|passage|article|pdf|invoice|memo|agreement",
    ),
    ("of_my", "of_my|of_the|of_our|of_these|of_those|of_all_my|of_all_the"),
    ("the", "the|my|our|these|those|of_the|of_my|of_our|of_these|of_those"),
    (
        "mention",
        "mention|mentions|contain|contains|discuss|discusses|reference|references|cite|cites|quote|quotes|cover|\
        covers|name|names|refer_to|refers_to|talk_about|talks_about|deal_with|deals_with|speak_of|speaks_of|is_about|\
        are_about|say_anything_about|says_anything_about|say_something_about|says_something_about|have_to_do_with",
    ),
    (
        "mentioning",
        "mentioning|containing|discussing|referencing|citing|quoting|covering|naming|referring_to|\
        talking_about|dealing_with",
    ),
    ("about", "about|on|with|concerning|regarding"),
    ("mentioned", "mentioned|discussed|referenced|cited|quoted|referred_to"),
    ("mentions", "mentions|mention|occurrences|occurrence|references|reference"),
    ("list", "list|find|show|give|get|search|search_for|look_for|name|enumerate|return|display|identify"),
    ("is", "is|are|was|were"),
    ("appears", "appears|appear|occurs|occur"),
    ("vorkommt", "vorkommt|vorkommen|auftaucht|erwähnt_wird|erwähnt_werden|genannt_wird"),
    (
        "dokument",
        "dokument|dokumente|dokumenten|datei|dateien|vertrag|verträge|verträgen|bericht|berichte|berichten|brief|\
        briefe|briefen|seite|seiten|stelle|stellen|textstellen|unterlagen|texte|texten|artikel|artikeln|rechnung|\
        rechnungen|mail|mails|e_mail|e_mails|quellen|pdf|pdfs|notizen|akte|akten|aufsätze|aufsätzen|bücher|büchern|\
        passagen|abschnitte|abschnitten|protokolle|protokollen",
    ),
    ("meiner", "meiner|unserer|der|dieser|von_meinen|von_den|von_diesen"),
    (
        "erwähnen",
        "erwähnen|erwähnt|nennen|nennt|enthalten|enthält|behandeln|behandelt|zitieren|zitiert|handeln_von|\
        handelt_von|sprechen_von|spricht_von|befassen_sich_mit|befasst_sich_mit|beschäftigen_sich_mit",
    ),
    ("erwähnt", "erwähnt|genannt|behandelt|zitiert|vor|auf|erwähnt_werden|erwähnt_wird"),
    (
        "liste",
        "liste|finde|zeige|zeig|suche|such|nenne|nenn|gib|liste_mir|finde_mir|zeige_mir|zeig_mir|suche_mir|nenne_mir",
    ),
    ("alle", "alle|sämtliche|jede|jedes|jeden|alle_meine|alle_unsere"),
    (
        "documents_fr",
        "documents|document|fichiers|fichier|contrats|contrat|rapports|rapport|lettres|lettre|articles|\
        article|pages|page|passages|textes|papiers|livres",
    ),
    (
        "mentionnent",
        "mentionnent|mentionne|contiennent|contient|citent|cite|évoquent|évoque|parlent_de|parlent_du|\
        parlent_des|parlent_d|parle_de|parle_du|parle_d|traitent_de|traitent_du|traitent_d",
    ),
    ("mentionné", "mentionné|mentionnée|mentionnés|mentionnées|cité|citée|cités|citées"),
    (
        "liste_fr",
        "liste|listez|lister|trouve|trouvez|trouver|montre|montrez|affiche|affichez|donne|donnez|cherche|énumère",
    ),
    (
        "documentos",
        "documentos|documento|archivos|archivo|contratos|contrato|informes|informe|cartas|carta|artículos|\
        artículo|páginas|página|textos|libros|pasajes",
    ),
    (
        "mencionan",
        "mencionan|menciona|mencionen|mencione|contienen|contiene|contengan|citan|cita|hablan_de|habla_de|\
        hablen_de|tratan_de|tratan_sobre",
    ),
    ("lista", "lista|listar|enumera|encuentra|encontrar|busca|buscar|muestra|muéstrame|dame"),
];

/// The first that fits counts, so those that say more stand before those that say less.
const FRAMES: [&str; 61] = [
    // English: with a question word.
    "which|what @of_my? @documents|@document @mention *",
    "in|on which|what @of_my? @documents|@document does|do|did * appear|occur|come_up|show_up",
    "in|on which|what @of_my? @documents|@document @is * @mentioned|found",
    "which|what @of_my? @documents|@document does|do|did * appear|occur|come_up|show_up in|on",
    "which|what @of_my? @documents|@document @is * @mentioned in|on",
    "how_many @of_my? @documents @mention *",
    "how_many mentions|occurrences of * are|is there",
    "how_many mentions|occurrences of *",
    "how_many_times|how_often @is * @mentioned",
    "where @is * @mentioned in the|my|our|these|all? @documents|collection|library",
    "where @is * @mentioned",
    "where do|does * appear|occur|come_up|show_up in the|my|our|these|all|all_my|all_the? @documents",
    "do|does|did any @of_my? @documents|@document @mention *",
    "is|are there any|a|an|some? @documents|@document that|which @mention *",
    "is|are there any|a|an|some? @documents|@document @mentioning|about|concerning|regarding *",
    "@is * @mentioned anywhere",
    "@is * @mentioned in any|any_of_the|any_of_my @documents|@document",
    // English: as an order.
    "@list me|us? all|every|each|any|all_of @the? @documents|@document that|which @mention *",
    "@list me|us? all|every|each|any|all_of @the? @documents|@document @mentioning|@about|@mention *",
    "@list me|us? all|every|each|any|all_of @the? @documents|@document where|in_which|on_which * @is @mentioned",
    "@list me|us? all|every|each|any|all_of @the? @documents|@document where|in_which|on_which * @appears",
    "@list me|us? @the? @documents that|which @mention *",
    "@list me|us? @the? @documents @mentioning|about|concerning|regarding *",
    "@list me|us? all|every|each|any|all_of? the? @mentions of|to *",
    "@list me|us? all|every? the? places|place where|in_which? * @is @mentioned",
    "@list me|us? all|every? the? places|place where|in_which? * @appears",
    // English: as a heading.
    "all|every|each|any|all_of @the? @documents|@document that|which @mention *",
    "all|every|each|any|all_of @the? @documents|@document @mentioning|about|concerning|regarding *",
    "all|every|each|any the? @mentions of|to *",
    "@documents that|which @mention *",
    "@documents @mentioning *",
    // German.
    "welche|welches|welcher @meiner? @dokument @erwähnen *",
    "in|auf|an welchen|welchem|welcher @meiner? @dokument kommt|kommen|wird|werden|ist|sind|taucht|tauchen * @erwähnt",
    "in|auf|an welchen|welchem|welcher @meiner? @dokument geht_es_um|steht_etwas_über|steht_etwas_zu *",
    "in|auf wie_vielen|wievielen @dokument kommt|kommen|wird|werden|ist|sind|taucht|tauchen * @erwähnt",
    "wie_viele|wieviele @meiner? @dokument @erwähnen *",
    "wie_oft wird|werden * erwähnt|genannt|zitiert",
    "wo wird|werden|ist|sind * erwähnt|zitiert",
    "wo kommt|kommen|taucht|tauchen * in den|meinen|diesen|allen @dokument vor|auf",
    "@liste @alle? @dokument auf? die|das|welche|der * @erwähnen",
    "@liste @alle? @dokument auf? die|das|welche|der von * handeln|handelt|sprechen|spricht",
    "@liste @alle? @dokument auf? in|an|auf denen * @vorkommt",
    "@liste @alle @dokument auf? mit|über|zu|zum|zur *",
    "@liste? @alle erwähnungen|erwähnung|nennungen von|des|der *",
    "@alle @dokument die|das|welche|der * @erwähnen",
    "@alle @dokument in|an|auf denen * @vorkommt",
    "gibt_es ein|eine|einen|irgendein|irgendwelche? @dokument die|das|der|welche * @erwähnen",
    "erwähnt|erwähnen ein|eine|irgendein|irgendeine|eines_der|irgendwelche @dokument *",
    "wird|werden|kommt|kommen * in|auf einem|einer|irgendeinem|irgendeiner @dokument erwähnt|genannt|vor",
    // French.
    "quels|quelles|quel|quelle @documents_fr @mentionnent *",
    "dans|sur quels|quelles|quel|quelle @documents_fr est|sont @mentionné *",
    "dans|sur quels|quelles|quel|quelle @documents_fr apparaît|apparaissent|figure|figurent *",
    "dans|sur quels|quelles|quel|quelle @documents_fr * est|sont il|elle|ils|elles? @mentionné",
    "combien de @documents_fr @mentionnent *",
    "@liste_fr moi? tous_les|toutes_les @documents_fr qui? @mentionnent|mentionnant|contenant|citant|sur|avec *",
    "@liste_fr? toutes_les mentions de|du|des|d *",
    "où * est|sont il|elle|ils|elles @mentionné",
    "où est|sont @mentionné *",
    // Spanish.
    "qué|cuáles|cuántos|cuántas|algún @documentos @mencionan *",
    "en qué|cuántos|cuántas @documentos aparece|aparecen|se_menciona|se_mencionan *",
    "@lista? todos_los|todas_las @documentos|menciones que? @mencionan|sobre|con|de *",
];

enum Part {
    /// Any of these runs of words.
    AnyOf { runs: Vec<Vec<String>>, may_be_missing: bool },
    /// What is asked for.
    Subject,
}

static PATTERNS: LazyLock<Vec<Vec<Part>>> =
    LazyLock::new(|| FRAMES.iter().map(|frame| frame.split_whitespace().map(part).collect()).collect());

fn part(written: &str) -> Part {
    if written == "*" {
        return Part::Subject;
    }
    let (either, may_be_missing) = written.strip_suffix('?').map_or((written, false), |either| (either, true));
    let list = |name: &str| LISTS.iter().find(|list| list.0 == name).map_or("", |list| list.1);
    let runs = either.split('|').flat_map(|one| one.strip_prefix('@').map_or(one, list).split('|'));
    let folded = |run: &str| words(run).into_iter().map(|word| word.folded).collect();
    Part::AnyOf { runs: runs.map(folded).collect(), may_be_missing }
}

/// Which words of a question are what is asked for, if it is one for every document.
pub(super) fn subject_words(question: &[Word]) -> Option<Range<usize>> {
    PATTERNS.iter().find_map(|pattern| fit(pattern, question, 0, 0..0))
}

/// Where the subject stands, if the words from `at` on fit the whole pattern; `subject` is what was found before.
fn fit(pattern: &[Part], question: &[Word], at: usize, subject: Range<usize>) -> Option<Range<usize>> {
    let Some((part, rest)) = pattern.split_first() else {
        return (at == question.len()).then_some(subject);
    };
    match part {
        Part::Subject => (at + 1..=question.len()).find_map(|end| fit(rest, question, end, at..end)),
        Part::AnyOf { runs, may_be_missing } => {
            let mut taken = runs.iter().filter(|run| begins_with(question, at, run));
            let fitting = taken.find_map(|run| fit(rest, question, at + run.len(), subject.clone()));
            fitting.or_else(|| if *may_be_missing { fit(rest, question, at, subject) } else { None })
        }
    }
}

fn begins_with(question: &[Word], at: usize, run: &[String]) -> bool {
    let words = question.get(at..at + run.len());
    words.is_some_and(|words| words.iter().zip(run).all(|(word, wanted)| word.folded == *wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_that_is_named_exists_and_every_pattern_has_one_subject() {
        for (frame, pattern) in FRAMES.iter().zip(PATTERNS.iter()) {
            let subjects = pattern.iter().filter(|part| matches!(part, Part::Subject)).count();
            assert_eq!(subjects, 1, "{frame}");
            for part in pattern {
                let Part::AnyOf { runs, .. } = part else { continue };
                assert!(runs.iter().all(|run| !run.is_empty()), "an empty run would fit anything: {frame}");
            }
        }
    }
}
