//! Claims that a paragraph carries, in other words made by rule.

use super::dice::Dice;
use super::lists::{AUXILIARIES, MONTHS, NUMBER_WORDS, SYNONYMS};
use super::material::{Article, Paragraph};
use super::phrases::{bare, digits, large_start, names, replaced, small_start, words};

/// A way to say a sentence of a paragraph in other words.
pub(super) type Rule = fn(&Article, &Paragraph, usize, &mut Dice) -> Option<String>;

/// All ways, by name.
pub(super) const RULES: &[(&str, Rule)] = &[
    ("verbatim", |_, paragraph, at, _| Some(sentence(paragraph, at).to_owned())),
    ("clause dropped", |_, paragraph, at, _| clause_dropped(sentence(paragraph, at))),
    ("voice turned", |article, paragraph, at, _| voice_turned(sentence(paragraph, at), article)),
    ("reordered", |article, paragraph, at, _| reordered(sentence(paragraph, at), article)),
    ("synonyms", |_, paragraph, at, dice| synonyms(sentence(paragraph, at), dice)),
    ("numbers written otherwise", |_, paragraph, at, _| renumbered(sentence(paragraph, at))),
    ("pronoun resolved", |_, paragraph, at, _| resolved(paragraph, at)),
    ("according to", |article, paragraph, at, _| {
        Some(format!("According to the document, {}", small_start(sentence(paragraph, at), &text(article))))
    }),
    ("several at once", |article, paragraph, at, dice| several(article, paragraph, at, dice)),
];

pub(super) fn sentence(paragraph: &Paragraph, at: usize) -> &str {
    &paragraph.text[paragraph.sentences[at].clone()]
}

fn text(article: &Article) -> String {
    article.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Sentences that are worth a claim: whole ones of some length.
pub(super) fn is_whole(sentence: &str) -> bool {
    (7..45).contains(&words(sentence).len())
        && sentence.ends_with('.')
        && sentence.starts_with(|letter: char| letter.is_uppercase())
        && !sentence.contains(['"', '[', '\n', '“'])
}

/// Without a remark in brackets, a clause with "which", or what is behind the last comma.
fn clause_dropped(sentence: &str) -> Option<String> {
    if let (Some(open), Some(close)) = (sentence.find(" ("), sentence.find(')'))
        && open < close
    {
        return Some(replaced(sentence, &(open..close + 1), ""));
    }
    for start in
        [", which ", ", who ", ", where ", ", whose ", ", including ", ", although ", ", while ", ", as well as "]
    {
        let Some(open) = sentence.find(start) else { continue };
        let rest = &sentence[open + 2..];
        let end = rest.find(", ").map_or(sentence.len() - 1, |end| open + 2 + end + 1);
        return (open > 30).then(|| replaced(sentence, &(open..end), ""));
    }
    let end = sentence.rfind(", ").filter(|end| *end > 40 && words(&sentence[*end..]).len() > 3)?;
    (sentence.matches(", ").count() == 1).then(|| format!("{}.", &sentence[..end]))
}

/// "A was founded by B." to "B founded A.", and only so simple.
fn voice_turned(sentence: &str, article: &Article) -> Option<String> {
    let own = bare(sentence);
    let (before, agent) = own.split_once(" by ")?;
    let (subject, verb) = [" was ", " were ", " is ", " are "].iter().find_map(|be| before.split_once(be))?;
    let single = verb.ends_with("ed") && words(verb).len() == 1;
    let simple = words(subject).len() < 8 && words(agent).len() < 14 && !subject.contains(',') && !agent.contains(',');
    let doer = names(&format!("x {agent}")).first().is_some_and(|name| name.start < 7);
    (single && simple && doer)
        .then(|| format!("{} {verb} {}.", large_start(agent), small_start(subject, &text(article))))
}

/// "In 1507, he …" to "he … in 1507", or the other way round.
fn reordered(sentence: &str, article: &Article) -> Option<String> {
    let own = bare(sentence);
    if let Some((lead, rest)) = own.split_once(", ")
        && words(lead).len() < 8
        && ["In ", "On ", "By ", "At ", "During ", "After ", "Before ", "Since ", "From "]
            .iter()
            .any(|start| lead.starts_with(start))
        && rest.len() > 30
    {
        return Some(format!("{} {}.", large_start(rest), small_start(lead, &text(article))));
    }
    let (rest, tail) = own.rsplit_once(" in ")?;
    let year = tail.len() == 4 && tail.bytes().all(|byte| byte.is_ascii_digit());
    year.then(|| format!("In {tail}, {}.", small_start(rest, &text(article))))
}

/// Up to three words for others.
fn synonyms(sentence: &str, dice: &mut Dice) -> Option<String> {
    let mut own = sentence.to_owned();
    let start = dice.roll(SYNONYMS.len());
    let mut changed = 0;
    for step in 0..SYNONYMS.len() {
        let (word, other) = SYNONYMS[(start + step) % SYNONYMS.len()];
        let Some(at) = own.find(&format!(" {word} ")).filter(|_| changed < 3) else { continue };
        own = replaced(&own, &(at + 1..at + 1 + word.len()), other);
        changed += 1;
    }
    (changed > 0).then_some(own)
}

/// Per cent as words, thousands without commas, small numbers as words or digits, the day before the month.
fn renumbered(sentence: &str) -> Option<String> {
    let mut own = sentence.replace('%', " percent").replace(" percent percent", " percent");
    for month in MONTHS {
        let Some(at) = own.find(&format!("{month} ")) else { continue };
        let day = at + month.len() + 1;
        let Some(range) = digits(&own).into_iter().find(|range| range.start == day && range.len() <= 2) else {
            continue;
        };
        let written = format!("{} {month}", &own[range.clone()]);
        own = replaced(&own, &(at..range.end), &written).replace(&format!("{month}, "), &format!("{month} "));
    }
    for range in digits(&own).into_iter().rev() {
        let number = own[range.clone()].to_owned();
        let before_unit = !own[range.end..].starts_with([',', ')', '%', '-', '–', ':', '/']);
        if number.len() > 4 && number.contains(',') && !number.contains('.') {
            own = replaced(&own, &range, &number.replace(',', ""));
        } else if number.len() <= 2 && before_unit && !own[..range.start].ends_with(['$', '£', '–', '-', ':', '/', '.'])
        {
            let word =
                number.parse::<usize>().ok().filter(|value| *value > 1).and_then(|value| NUMBER_WORDS.get(value));
            let day = MONTHS.iter().any(|month| own[range.end..].starts_with(&format!(" {month}")));
            own = word.filter(|_| !day).map_or(own.clone(), |word| replaced(&own, &range, word));
        }
    }
    for (value, word) in NUMBER_WORDS.iter().enumerate().skip(3) {
        own = own.replace(&format!(" {word} "), &format!(" {value} "));
    }
    (own != sentence).then_some(own)
}

/// "He" by the person that the sentence before begins with.
fn resolved(paragraph: &Paragraph, at: usize) -> Option<String> {
    let own = sentence(paragraph, at);
    let rest = own.strip_prefix("He ").or_else(|| own.strip_prefix("She "))?;
    let before = format!("x {}", sentence(paragraph, at.checked_sub(1)?));
    let name = names(&before).into_iter().next().filter(|name| name.start == 2)?;
    let name = &before[name];
    (![
        "He", "She", "In", "The", "It", "They", "His", "Her", "On", "By", "As", "After", "When", "This", "At",
        "However", "During", "While", "For", "From",
    ]
    .contains(&name)
        && !name.starts_with("In ")
        && !name.starts_with("The ")
        && !name.starts_with("On ")
        && !name.starts_with("By "))
    .then(|| format!("{name} {rest}"))
}

/// Two or three of the others after each other.
fn several(article: &Article, paragraph: &Paragraph, at: usize, dice: &mut Dice) -> Option<String> {
    let own = sentence(paragraph, at);
    let shorter = clause_dropped(own);
    let other = synonyms(shorter.as_deref().unwrap_or(own), dice);
    let turned = reordered(other.as_deref().or(shorter.as_deref())?, article);
    (usize::from(shorter.is_some()) + usize::from(other.is_some()) + usize::from(turned.is_some()) >= 2)
        .then(|| turned.or(other).or(shorter))
        .flatten()
}

/// Two sentences of one paragraph as one.
pub(super) fn joined(article: &Article, paragraph: &Paragraph, one: usize, other: usize) -> String {
    let (first, second) = (sentence(paragraph, one), sentence(paragraph, other));
    format!("{}, and {}", bare(first), small_start(second, &text(article)))
}

/// A question with its answer in place of the question word, where nothing else must change.
pub(super) fn declared(question: &str, answer: &str) -> Option<String> {
    let own = question.trim().trim_end_matches('?').trim();
    let answer = bare(answer);
    let rest = ["Who ", "What ", "Which "].iter().find_map(|start| own.strip_prefix(start))?;
    let first = rest.split(' ').next()?;
    let long = (3..25).contains(&words(rest).len()) && words(answer).len() < 12;
    let has = |list: &[&str], word: &str| list.contains(&word);
    let inner = words(rest).into_iter().skip(1).any(|word| has(AUXILIARIES, &rest[word]));
    if !long || rest.contains(" or ") || own.contains("what") || has(&["did", "does", "do"], first) {
        return None;
    }
    if has(&["is", "was", "are", "were"], first) {
        let what = rest[first.len()..].trim();
        let ends_open =
            [" for", " of", " in", " by", " to", " as", " at", " on", " with", " from", "called", "named", "known"];
        let simple = ["the ", "a "].iter().any(|start| what.starts_with(start))
            && !inner
            && !ends_open.iter().any(|end| what.ends_with(end));
        return simple.then(|| format!("{} {first} {answer}.", large_start(what)));
    }
    let verb = first.ends_with("ed")
        || has(
            &["wrote", "led", "became", "made", "won", "gave", "built", "held", "took", "said", "has", "had"],
            first,
        );
    (verb && !inner).then(|| format!("{} {rest}.", large_start(answer)))
}
