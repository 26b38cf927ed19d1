//! The small words of a few languages, by which a question that needs an earlier one is known.
//!
//! Lists are words without case and accents, with spaces between.

use super::words::{Word, among};

/// The small words of one language.
pub(super) struct Language {
    /// Whether nouns have capital letters, so that these do not tell names.
    pub(super) capital_nouns: bool,
    /// Words that ask.
    pub(super) asking: &'static str,
    /// Words that ask for somebody or something: the answer is a new thing to talk of.
    pub(super) asking_for_thing: &'static str,
    /// Words that make a noun of what follows them and ask for it, each with what must follow (`how many`) or none.
    pub(super) asking_with_noun: &'static str,
    /// Words for a number, which follow `how` and its like.
    pub(super) amounts: &'static str,
    /// Verbs that help others.
    pub(super) auxiliaries: &'static str,
    /// Those of them that mean "to have".
    pub(super) having: &'static str,
    /// Words before a place, time or thing.
    pub(super) prepositions: &'static str,
    /// Articles and their like, which stand before a noun.
    pub(super) determiners: &'static str,
    /// Words that go on from what was said.
    pub(super) going_on: &'static str,
    /// Words that begin another clause.
    pub(super) joining: &'static str,
    /// He, she, it, they.
    pub(super) nominatives: &'static str,
    /// Him, them.
    pub(super) objects: &'static str,
    /// His, her, its, their.
    pub(super) possessives: &'static str,
    /// This, these.
    pub(super) pointing: &'static str,
    /// There and its like, where they mean a place or thing.
    pub(super) places: &'static str,
    /// Words of orders.
    pub(super) orders: &'static str,
    /// Words that ask for more of the same.
    pub(super) more: &'static str,
    /// All other words that mean nothing alone.
    pub(super) others: &'static str,
    /// Ways to turn to another thing, with bars between.
    pub(super) turning: &'static str,
}

/// Nouns and verbs that name what the library is made of, or a time that is now: "this document" and "this year"
/// point at nothing that was said.
pub(super) const NOT_SAID_BEFORE: &str = "document documents file files paper page pages report contract text book \
    article library collection app letter email year month week day morning century time way dokument dokumente \
    datei dateien seite seiten bericht vertrag text buch artikel jahr jahres monat woche tag";

/// English, German, Spanish, French; the earlier one has it where a question fits two.
pub(super) const LANGUAGES: [Language; 4] = [
    Language {
        capital_nouns: false,
        asking: "what which who whom whose when where why how 为什么 為什麼 なぜ 왜",
        asking_for_thing: "what which who whom whose",
        asking_with_noun: "what which whose how",
        amounts: "many much",
        auxiliaries: "is are was were be been am do does did has have had can could will would shall should may \
            might must isn aren wasn weren don doesn didn won wouldn couldn can't hasn haven hadn",
        having: "has have had",
        prepositions: "in on at by for with about from to into of since before after during until under over between \
            against without within near through",
        determiners: "the a an every each any all some no my your our my another both several",
        going_on: "and but or also so then",
        joining: "and or but if when while that who whose which because after before as than to until although where \
            why",
        nominatives: "he she it they",
        objects: "him them",
        possessives: "his her hers its their theirs",
        pointing: "this that these those",
        places: "there",
        orders: "list find show tell give explain describe name compare summarise summarize define count",
        more: "more else details detail elaborate explain continue example examples cause causes reason reasons \
            consequence consequences result results effects outcome outcomes advantages disadvantages difference \
            differences",
        others: "i me we us you your not no yes s t d ll re ve m there here please go ever one ones too very just \
            even again on really exactly thanks thank ok okay hello hi hey now mean meant happen happened happens \
            tell give show some say same long old first last next other only most few out up it",
        turning: "what about|how about|and what about|and how about|same for|the same for|the same in|likewise for",
    },
    Language {
        capital_nouns: true,
        asking: "was welche welcher welches welchen welchem wer wen wem wessen wann wo warum wie weshalb wieso wohin \
            woher womit wodurch woran wofur wieviel wieviele",
        asking_for_thing: "was welche welcher welches welchen wer wen wem wessen",
        asking_with_noun: "welche welcher welches welchen welchem wessen wie wieviele wieviel",
        amounts: "viele viel vielen",
        auxiliaries: "ist sind war waren sei wurde wurden wird werden hat haben hatte hatten kann konnen konnte soll \
            sollte muss mussen musste darf durfte heisst hiess gibt gab",
        having: "hat haben hatte hatten",
        prepositions: "in im an am auf bei fur mit uber von vom zu zum zur aus seit vor nach wahrend bis unter \
            zwischen gegen ohne durch um",
        determiners: "der die das den dem des ein eine einen einem einer eines jede jeder jedes alle kein keine mein \
            meine dein deine unser unsere",
        going_on: "und aber oder auch",
        joining: "und oder aber wenn dass weil wahrend nachdem bevor als damit ob der die das",
        nominatives: "er sie",
        objects: "ihn ihm ihnen es",
        possessives: "seine seiner seinen seinem seines ihre ihrer ihren ihrem ihres deren dessen",
        pointing: "diese dieser dieses diesen diesem",
        places: "dort davon dazu daruber darin dafur dagegen daran daraus dadurch",
        orders: "liste finde zeige zeig sag nenne erklare beschreibe vergleiche erzahl erzahle gib",
        more: "mehr weiter genauer naher beispiel beispiele details einzelheiten ursache ursachen grund grunde folge \
            folgen ergebnis ergebnisse unterschied unterschiede vorteile nachteile erklare",
        others: "ich mir mich wir uns du dir nicht nein ja so denn doch mal noch bitte danke hallo da hier es sich \
            nur schon dann genau eigentlich sonst erzahl erzahle sag gib",
        turning: "was ist mit|wie steht es mit|wie sieht es mit|und was ist mit|wie ist es mit|dasselbe fur|das \
            gleiche fur",
    },
    Language {
        capital_nouns: false,
        asking: "que quien quienes cual cuales cuando donde como cuanto cuantos cuantas por",
        asking_for_thing: "que quien quienes cual cuales",
        asking_with_noun: "que cual cuantos cuantas",
        amounts: "",
        auxiliaries: "es son era eran fue fueron esta estan ha han habia hay puede debe",
        having: "ha han habia",
        prepositions: "en de del a al para con sobre desde antes despues durante sin entre contra por hasta",
        determiners: "el la los las un una unos unas cada mi mis nuestro nuestra",
        going_on: "y e pero tambien",
        joining: "y o pero si cuando que porque",
        nominatives: "ella ellos ellas",
        objects: "",
        possessives: "",
        pointing: "",
        places: "alli",
        orders: "lista encuentra muestra explica describe compara",
        more: "mas detalles ejemplo ejemplos causas consecuencias razones explica",
        others: "yo me nos tu te no si gracias hola lo se su sus dime eso esto",
        turning: "que hay de|y que hay de|que tal|y para",
    },
    Language {
        capital_nouns: false,
        asking: "qui que quoi quel quelle quels quelles quand ou pourquoi comment combien qu",
        asking_for_thing: "qui que quel quelle quels quelles qu",
        asking_with_noun: "quel quelle quels quelles combien",
        amounts: "de d",
        auxiliaries: "est sont etait etaient fut a ont avait peut doit",
        having: "a ont avait",
        prepositions: "en dans a au aux sur pour avec de du des depuis avant apres pendant sans entre contre",
        determiners: "le la les l un une des du ce cette ces mon ma mes notre nos chaque",
        going_on: "et mais aussi",
        joining: "et ou mais si quand que qui parce",
        nominatives: "elle ils elles",
        objects: "eux",
        possessives: "",
        pointing: "",
        places: "",
        orders: "liste trouve montre explique decris compare",
        more: "plus details exemple exemples causes consequences raisons explique",
        others: "je me nous vous tu te ne pas non oui merci bonjour t il y ca cela c s se plait moi dis",
        turning: "et pour|qu en est il de|et en ce qui concerne",
    },
];

impl Language {
    /// The one most of whose small words are used; the first of them if it is a draw.
    pub(super) fn of(words: &[Word]) -> &'static Self {
        let [english, others @ ..] = &LANGUAGES;
        let known = |language: &Self| words.iter().filter(|word| language.is_small(&word.folded)).count();
        let first = (known(english), english);
        let better = |best: (usize, &'static Self), next: &'static Self| {
            let count = known(next);
            if count > best.0 { (count, next) } else { best }
        };
        others.iter().fold(first, better).1
    }

    /// Whether a word means nothing alone.
    pub(super) fn is_small(&self, word: &str) -> bool {
        let lists = [
            self.asking,
            self.amounts,
            self.auxiliaries,
            self.prepositions,
            self.determiners,
            self.going_on,
            self.joining,
            self.nominatives,
            self.objects,
            self.possessives,
            self.pointing,
            self.places,
            self.more,
            self.others,
        ];
        lists.iter().any(|list| among(list, word))
    }
}
