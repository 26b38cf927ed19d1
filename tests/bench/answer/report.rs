//! Answers put together, checked, and counted.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant};

use super::dice::Dice;
use super::honest::{RULES, declared, is_whole, joined, sentence};
use super::lies::{negated, swapped_name, swapped_roles, turned, wrong_number};
use super::material::{Article, Paragraph, articles};
use super::meaning;
use super::phrases::{bare, small_start, words};
use paperside_engine::checking::{CheckedSentence, ClaimedBy, Keywords, Meaning, Source, Thresholds, check};
use paperside_engine::messages::Verdict;
use tokio::runtime::Runtime;

/// The right paragraph and seven others of its article.
const SOURCES: usize = 8;

/// Which number a claim is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cited {
    Right,
    Other,
    Unknown,
    None,
}

/// A claim in a scripted answer.
#[derive(Debug, Clone)]
struct Item {
    kind: String,
    honest: bool,
    claim: String,
    truth: Vec<Range<usize>>,
    cited: Cited,
}

/// What came of the claims of a kind.
#[derive(Debug, Clone, Default)]
struct Count {
    all: usize,
    flagged: usize,
    lit: usize,
    lit_right: usize,
}

/// By what answers are checked.
struct Check {
    thresholds: Thresholds,
    meaning: Option<(Meaning, Runtime)>,
}

#[derive(Default)]
struct Tally {
    honest: BTreeMap<String, Count>,
    lies: BTreeMap<String, Count>,
    shown: String,
    took: Duration,
    sentences: usize,
}

/// Evaluates on the articles of even or odd place and tells it as a table. Options: `even` or `odd`; `show=KIND`
/// prints what went wrong of a kind; `coverage=`, `run=`, `likeness=` set thresholds; `words` asks no embedding
/// model, so that only words count.
pub(super) fn run(folder: &Path, options: &[String]) -> String {
    let option = |name: &str| options.iter().find_map(|option| option.strip_prefix(name));
    let even = options.iter().any(|option| option == "even");
    let mut thresholds = Thresholds::default();
    thresholds.coverage = option("coverage=").and_then(|value| value.parse().ok()).unwrap_or(thresholds.coverage);
    thresholds.missing_run = option("run=").and_then(|value| value.parse().ok()).unwrap_or(thresholds.missing_run);
    let meaning = options.iter().all(|option| option != "words").then(meaning::load);
    thresholds.likeness = option("likeness=").and_then(|value| value.parse().ok()).unwrap_or(thresholds.likeness);
    let check = Check { thresholds, meaning };
    let all = articles(folder);
    if options.iter().any(|option| option == "speed") {
        return speed(&all);
    }
    let mut tally = Tally::default();
    for (at, article) in all.iter().enumerate().filter(|(at, _)| (at % 2 == 0) == even) {
        let strangers = &all[(at + 2) % all.len()];
        for place in 0..article.paragraphs.len() {
            let mut dice = Dice::new((at * 1000 + place + 1) as u64);
            let items = items(article, place, strangers, &mut dice);
            evaluate(article, place, &items, &check, &mut dice, &mut tally, option("show="));
        }
    }
    tally.told()
}

/// How long an answer of 2,000 words with 20 sources of 250 words each takes, the best and the middle of 21 times.
fn speed(all: &[Article]) -> String {
    let words: Vec<String> = all
        .iter()
        .flat_map(|article| &article.paragraphs)
        .flat_map(|paragraph| paragraph.text.split(' ').map(str::to_owned))
        .collect();
    let texts: Vec<String> = words.chunks(250).take(20).map(|chunk| chunk.join(" ")).collect();
    let sources: Vec<Source<'_>> =
        (1..).zip(&texts).map(|(number, text)| Source { number, text, context: "1973 oil crisis" }).collect();
    let told = words[..2000].join(" ").replace(". ", " [3]. ").replace(" many ", " numerous ");
    let mut times: Vec<Duration> = (0..21)
        .map(|_| {
            let started = Instant::now();
            let stems = Keywords::new().stems_like(&texts[0]);
            let checked = check(&told, &sources, &stems, &|_, _| None, &Thresholds::default());
            assert!(checked.len() > 50, "an answer of 2,000 words has many sentences");
            started.elapsed()
        })
        .collect();
    times.sort();
    format!("2,000 words, 20 sources of 250: best {:.1?}, middle {:.1?}\n", times[0], times[10])
}

/// The honest claims and lies about a paragraph.
fn items(article: &Article, place: usize, strangers: &Article, dice: &mut Dice) -> Vec<Item> {
    let paragraph = &article.paragraphs[place];
    let whole: Vec<usize> = (0..paragraph.sentences.len()).filter(|at| is_whole(sentence(paragraph, *at))).collect();
    let mut items = Vec::new();
    for (kind, rule) in RULES {
        let fitting = whole.iter().filter_map(|at| Some((*at, rule(article, paragraph, *at, dice)?)));
        let fitting: Vec<(usize, String)> = fitting.collect();
        let most = if fitting.len() > 4 { 2 } else { fitting.len() };
        for (at, claim) in fitting.into_iter().take(most) {
            items.push(item(kind, true, claim, vec![paragraph.sentences[at].clone()], Cited::Right));
        }
    }
    if let [one, .., other] = whole[..] {
        let truth = vec![paragraph.sentences[one].clone(), paragraph.sentences[other].clone()];
        items.push(item("two facts joined", true, joined(article, paragraph, one, other), truth, Cited::Right));
    }
    items.extend(paragraph.questions.iter().filter_map(|(question, answer)| {
        let truth =
            paragraph.sentences.iter().filter(|range| paragraph.text[(*range).clone()].contains(bare(answer))).cloned();
        Some(item("question and answer", true, declared(question, answer)?, truth.collect(), Cited::Right))
    }));
    let based: Vec<Item> = items
        .iter()
        .filter(|item| item.kind != "question and answer" && item.kind != "according to")
        .cloned()
        .collect();
    if let Some(base) = dice.pick(&based) {
        items.push(Item { kind: "without citation".to_owned(), cited: Cited::None, ..base.clone() });
    }
    items.extend(paragraph.questions.iter().filter_map(|(question, answer)| {
        let wrong = other_answer(paragraph, question, answer, dice)?;
        Some(item("wrong answer to a question", false, declared(question, wrong)?, Vec::new(), Cited::Right))
    }));
    items.extend(lies(article, paragraph, strangers, &based, dice));
    items
}

/// The answer to another question on the same paragraph, of the same kind and with no word of the right one.
fn other_answer<'a>(paragraph: &'a Paragraph, question: &str, answer: &str, dice: &mut Dice) -> Option<&'a str> {
    let kind =
        |text: &str| (text.starts_with(char::is_uppercase), text.starts_with(|letter: char| letter.is_ascii_digit()));
    let strange = |other: &str, text: &str| words(other).into_iter().all(|word| !text.contains(&other[word]));
    let others = paragraph.questions.iter().map(|(_, other)| other.as_str());
    let fitting =
        others.filter(|other| kind(other) == kind(answer) && strange(other, answer) && strange(other, question));
    dice.pick(&fitting.collect::<Vec<&str>>()).copied()
}

fn item(kind: &str, honest: bool, claim: String, truth: Vec<Range<usize>>, cited: Cited) -> Item {
    Item { kind: kind.to_owned(), honest, claim, truth, cited }
}

/// A way to turn a claim into a lie.
type Lie<'a> = &'a dyn Fn(&str, &mut Dice) -> Option<String>;

/// One lie of each kind that the honest claims allow; half of them are of paraphrases.
fn lies(article: &Article, paragraph: &Paragraph, strangers: &Article, based: &[Item], dice: &mut Dice) -> Vec<Item> {
    let mut found = Vec::new();
    let lie = |kind: &str, claim: String, cited: Cited| item(kind, false, claim, Vec::new(), cited);
    let rules: [(&str, Lie<'_>); 5] = [
        ("wrong number", &|claim, dice| wrong_number(claim, &paragraph.text, dice)),
        ("swapped name", &|claim, dice| swapped_name(claim, &article.names, dice)),
        ("swapped roles", &|claim, _| swapped_roles(claim, &article.names)),
        ("contradiction: negated", &|claim, _| negated(claim)),
        ("contradiction: opposite", &|claim, dice| turned(claim, dice)),
    ];
    for (kind, rule) in rules {
        let start = dice.roll(based.len());
        let told = (0..based.len()).find_map(|step| rule(&based[(start + step) % based.len()].claim, dice));
        found.extend(told.map(|claim| lie(kind, claim, Cited::Right)));
    }
    let true_claims: Vec<String> = based.iter().map(|item| item.claim.clone()).collect();
    found.extend(dice.pick(&true_claims).map(|claim| lie("invented source", claim.clone(), Cited::Unknown)));
    found.extend(dice.pick(&true_claims).map(|claim| lie("wrong citation", claim.clone(), Cited::Other)));
    let strange = dice.pick(&strangers.paragraphs).and_then(|paragraph| {
        let whole: Vec<&str> =
            (0..paragraph.sentences.len()).map(|at| sentence(paragraph, at)).filter(|text| is_whole(text)).collect();
        dice.pick(&whole).map(|text| (*text).to_owned())
    });
    if let Some(strange) = strange {
        found.extend(dice.pick(&true_claims).map(|claim| {
            let joined = format!("{}, and {}", bare(claim), small_start(&strange, &strange.to_lowercase()));
            lie("true and invented joined", joined, Cited::Right)
        }));
        found.push(lie("invented fact", strange, Cited::Right));
    }
    found
}

/// Puts the claims of a paragraph into one answer, checks it and counts.
fn evaluate(
    article: &Article,
    place: usize,
    items: &[Item],
    by: &Check,
    dice: &mut Dice,
    tally: &mut Tally,
    show: Option<&str>,
) {
    let mut others: Vec<usize> = (0..article.paragraphs.len()).filter(|at| *at != place).collect();
    let mut shown = vec![place];
    while shown.len() < SOURCES && !others.is_empty() {
        shown.push(others.swap_remove(dice.roll(others.len())));
    }
    let turn = dice.roll(shown.len());
    shown.rotate_left(turn);
    let sources: Vec<Source<'_>> = (1..)
        .zip(&shown)
        .map(|(number, at)| Source { number, text: &article.paragraphs[*at].text, context: &article.title })
        .collect();
    let right = shown.iter().position(|at| *at == place).map_or(0, |at| at as u32 + 1);
    let (answer, ranges) = written(items, right, shown.len() as u32, dice);
    let sample: Vec<&str> = sources.iter().map(|source| source.text).collect();
    let started = Instant::now();
    let stems = Keywords::new().stems_like(&sample.concat());
    let likeness = |one: &str, other: &str| by.meaning.as_ref().and_then(|(meaning, _)| meaning.likeness(one, other));
    let checked = check(&answer, &sources, &stems, &likeness, &by.thresholds);
    tally.took += started.elapsed();
    tally.sentences += checked.len();
    for (item, range) in items.iter().zip(ranges) {
        let own: Vec<&CheckedSentence> = checked
            .iter()
            .filter(|sentence| sentence.range.start < range.end && range.start < sentence.range.end)
            .collect();
        tally.count(item, &own, right, show, &article.paragraphs[place].text);
    }
}

/// The answer, and where each claim is in it. Numbers stand before or behind the full stop.
fn written(items: &[Item], right: u32, sources: u32, dice: &mut Dice) -> (String, Vec<Range<usize>>) {
    let mut answer = String::new();
    let mut ranges = Vec::new();
    for item in items {
        let number = match item.cited {
            Cited::Right => right,
            Cited::Other => 1 + (right + dice.roll(sources as usize - 1) as u32) % sources,
            Cited::Unknown => sources + 1 + dice.roll(90) as u32,
            Cited::None => 0,
        };
        let start = answer.len();
        match dice.roll(3) {
            _ if number == 0 => answer.push_str(&item.claim),
            0 => _ = write!(answer, "{} [{number}]", item.claim),
            1 => _ = write!(answer, "{} [{number}].", bare(&item.claim)),
            _ => _ = write!(answer, "{} (Source {number}).", bare(&item.claim)),
        }
        ranges.push(start..answer.len());
        answer.push_str("\n\n");
    }
    (answer, ranges)
}

impl Tally {
    fn count(&mut self, item: &Item, checked: &[&CheckedSentence], right: u32, show: Option<&str>, text: &str) {
        let bad = |sentence: &&&CheckedSentence| {
            sentence.verdict == Some(Verdict::Unsupported) || !sentence.problems.is_empty()
        };
        let flagged = checked.iter().any(|sentence| bad(&sentence));
        let missed = item.cited == Cited::None
            && !checked
                .iter()
                .flat_map(|one| &one.citations)
                .any(|one| one.number == right && one.claimed_by == ClaimedBy::Us);
        let flagged = flagged || missed;
        let table = if item.honest { &mut self.honest } else { &mut self.lies };
        let count = table.entry(item.kind.clone()).or_default();
        count.all += 1;
        count.flagged += usize::from(flagged);
        let lit = checked
            .iter()
            .flat_map(|one| &one.citations)
            .filter(|one| one.number == right)
            .flat_map(|one| &one.evidence);
        let lit: Vec<&Range<usize>> = lit.collect();
        if item.honest && !flagged && !lit.is_empty() {
            let length: usize = lit.iter().map(|range| range.len()).sum();
            let shared = |one: &Range<usize>| {
                item.truth
                    .iter()
                    .map(|truth| truth.end.min(one.end).saturating_sub(truth.start.max(one.start)))
                    .sum::<usize>()
            };
            count.lit += 1;
            count.lit_right += usize::from(2 * lit.iter().map(|one| shared(one)).sum::<usize>() >= length);
        }
        if show == Some(item.kind.as_str()) && flagged == item.honest {
            _ = writeln!(self.shown, "CLAIM {}", item.claim);
            for sentence in checked {
                _ = writeln!(self.shown, "   {:?} {:?} {:?}", sentence.verdict, sentence.problems, sentence.citations);
            }
            let evidence = checked
                .iter()
                .flat_map(|one| &one.citations)
                .filter(|one| one.number == right)
                .flat_map(|one| &one.evidence);
            for range in evidence {
                _ = writeln!(self.shown, "   LIT {}", &text[range.clone()]);
            }
            for truth in &item.truth {
                _ = writeln!(self.shown, "   TRUE {}", &text[truth.clone()]);
            }
        }
    }

    fn told(&self) -> String {
        let mut told = self.shown.clone();
        let share = |part: usize, all: usize| 100.0 * part as f32 / all.max(1) as f32;
        for (title, table) in [("Honest: flagged", &self.honest), ("Lies: caught", &self.lies)] {
            _ = writeln!(told, "\n{title:<30} {:>6} {:>7} {:>9}", "of", "share", "evidence");
            let mut all = Count::default();
            for (kind, count) in table {
                _ = writeln!(
                    told,
                    "{kind:<30} {:>6} {:>6.1} % {:>6.1} %",
                    count.all,
                    share(count.flagged, count.all),
                    share(count.lit_right, count.lit)
                );
                all.all += count.all;
                all.flagged += count.flagged;
                all.lit += count.lit;
                all.lit_right += count.lit_right;
            }
            _ = writeln!(
                told,
                "{:<30} {:>6} {:>6.1} % {:>6.1} %",
                "all",
                all.all,
                share(all.flagged, all.all),
                share(all.lit_right, all.lit)
            );
        }
        _ = writeln!(told, "\n{} sentences checked in {:.0?}", self.sentences, self.took);
        told
    }
}
