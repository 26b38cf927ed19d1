//! The verdict on a sentence: first by the sources that it cites, then by all others.

use super::carried::{Carried, Trial};
use super::corpus::Corpus;
use super::evidence::{Evidence, best};
use super::finding::{CheckedCitation, ClaimedBy, Problem};
use crate::messages::Verdict;

/// So many other sources are looked at closely, the best first.
const LOOKED_AT: usize = 3;

/// A source among several must bring this weighted share of the claim that the others lack, or carry it alone.
const LEAST_PART: f32 = 0.08;

/// A cited source that has less of the claim than this has only a share of it by chance, if another has it word for
/// word.
const CHANCE: f32 = 0.8;

/// With less of a claim in a source, its names and numbers are missing because all of it is.
const SAME_SUBJECT: f32 = 0.4;

/// Verdict, citations and problems.
pub(super) type Judgement = (Verdict, Vec<CheckedCitation>, Vec<Problem>);

/// Judges a claim by the numbers it cites.
pub(super) fn judge(trial: &Trial<'_, '_>, cited: &[u32]) -> Judgement {
    let place = |number: &u32| trial.corpus.sources.iter().position(|source| source.number == *number);
    let unknown = unknown(trial.corpus, cited);
    let cited: Vec<usize> = cited.iter().filter_map(place).collect();
    let all: Vec<Option<Evidence>> =
        (0..trial.corpus.sources.len()).map(|source| best(trial.claim, trial.corpus, trial.found, source)).collect();
    let (verdict, citations, mut problems) = Judge { trial, cited, all }.judge();
    problems.splice(0..0, unknown);
    (verdict, citations, problems)
}

/// The numbers that no source has.
pub(super) fn unknown(corpus: &Corpus<'_>, cited: &[u32]) -> Vec<Problem> {
    let known = |number: &&u32| corpus.sources.iter().any(|source| source.number == **number);
    let unknown = cited.iter().filter(|number| !known(number));
    unknown.map(|number| Problem::UnknownSource { number: *number }).collect()
}

struct Judge<'a, 'b, 'c> {
    trial: &'a Trial<'b, 'c>,
    cited: Vec<usize>,
    all: Vec<Option<Evidence>>,
}

impl Judge<'_, '_, '_> {
    fn judge(&self) -> Judgement {
        let own: Vec<&Evidence> = self.cited.iter().filter_map(|source| self.all[*source].as_ref()).collect();
        let carried = self.trial.carried(&own);
        if carried.verdict != Verdict::Unsupported && !own.is_empty() {
            return self.by_cited(&carried, &own);
        }
        match self.by_others(&own) {
            Some(judgement) => judgement,
            None => self.unsupported(carried),
        }
    }

    /// The cited sources carry it; but perhaps not each, or by chance.
    fn by_cited(&self, carried: &Carried, own: &[&Evidence]) -> Judgement {
        let better =
            (carried.coverage < CHANCE && carried.verdict == Verdict::Supported).then(|| self.quoting()).flatten();
        if let Some((source, quoted)) = better {
            return self.moved(source, &quoted);
        }
        let mut problems = Vec::new();
        let mut citations = Vec::new();
        for source in &self.cited {
            let verdict = if self.cited.len() == 1 { carried.verdict } else { self.part(*source, own) };
            if verdict == Verdict::Unsupported {
                let better =
                    self.cited.iter().find(|other| *other != source && self.part(**other, own) != Verdict::Unsupported);
                problems.push(Problem::WrongSource {
                    cited: self.number(*source),
                    better: better.map(|other| self.number(*other)),
                });
            }
            citations.push(self.citation(*source, ClaimedBy::Model, verdict, carried));
        }
        (carried.verdict, citations, problems)
    }

    /// How one of several cited sources carries the claim: alone, or a part that the others lack.
    fn part(&self, source: usize, own: &[&Evidence]) -> Verdict {
        let Some(evidence) = &self.all[source] else { return Verdict::Unsupported };
        let alone = self.trial.carried(&[evidence]).verdict;
        let brings = self.brings_a_part(evidence, own);
        if alone == Verdict::Unsupported && brings { Verdict::Supported } else { alone }
    }

    /// Another source that has the claim word for word.
    fn quoting(&self) -> Option<(usize, Carried)> {
        self.others().into_iter().take(LOOKED_AT).find_map(|evidence| {
            let carried = self.trial.carried(&[evidence]);
            (carried.verdict == Verdict::Quoted).then_some((evidence.source, carried))
        })
    }

    /// The evidence of sources that are not cited, the best first.
    fn others(&self) -> Vec<&Evidence> {
        let mut others: Vec<&Evidence> =
            self.all.iter().flatten().filter(|evidence| !self.cited.contains(&evidence.source)).collect();
        others.sort_by(|one, other| other.coverage.total_cmp(&one.coverage));
        others
    }

    /// A source that is not cited carries it, alone or together with those that are.
    fn by_others(&self, own: &[&Evidence]) -> Option<Judgement> {
        let others = self.others();
        let facts = self.trial.claim.facts();
        let reach = |evidence: &Evidence| self.trial.claim.share(evidence.terms | facts);
        let enough = |evidence: &&&Evidence| reach(evidence) >= self.trial.thresholds.coverage;
        let alone = others
            .iter()
            .filter(enough)
            .take(LOOKED_AT)
            .map(|evidence| (evidence.source, self.trial.carried(&[evidence])));
        let alone: Vec<(usize, Carried)> =
            alone.filter(|(_, carried)| carried.verdict != Verdict::Unsupported).collect();
        let quoted = alone.iter().find(|(_, carried)| carried.verdict == Verdict::Quoted);
        if let Some((source, carried)) = quoted.or(alone.first()) {
            return Some(self.moved(*source, carried));
        }
        self.together(own, others.first()?)
    }

    /// Two sources of which each brings a part, one of them not cited.
    fn together(&self, own: &[&Evidence], other: &Evidence) -> Option<Judgement> {
        let others = self.others();
        let mut set: Vec<&Evidence> = own.to_vec();
        set.push(other);
        set.extend(others.get(1).filter(|_| own.is_empty()));
        if set.len() < 2 || !set.iter().all(|one| self.brings_a_part(one, &set)) {
            return None;
        }
        let carried = self.trial.carried(&set);
        (carried.verdict != Verdict::Unsupported).then(|| self.by_several(&set, &carried))
    }

    fn brings_a_part(&self, evidence: &Evidence, set: &[&Evidence]) -> bool {
        let others =
            set.iter().filter(|other| other.source != evidence.source).fold(0, |terms, other| terms | other.terms);
        self.trial.claim.share(evidence.terms & !others) >= LEAST_PART
    }

    /// Sources that carry the claim together; a cited one that is not among them is wrong.
    fn by_several(&self, set: &[&Evidence], carried: &Carried) -> Judgement {
        let is_in_set = |source: &&usize| set.iter().any(|evidence| evidence.source == **source);
        let (mut citations, mut problems) = (Vec::new(), Vec::new());
        for source in self.cited.iter().filter(|source| !is_in_set(source)) {
            let better = set.first().map(|evidence| self.number(evidence.source));
            problems.push(Problem::WrongSource { cited: self.number(*source), better });
            citations.push(self.empty(*source));
        }
        citations.extend(set.iter().map(|evidence| {
            let by = if self.cited.contains(&evidence.source) { ClaimedBy::Model } else { ClaimedBy::Us };
            self.citation(evidence.source, by, Verdict::Supported, carried)
        }));
        (Verdict::Supported, citations, problems)
    }

    /// The claim stands, but elsewhere than it says.
    fn moved(&self, source: usize, carried: &Carried) -> Judgement {
        let better = Some(self.number(source));
        let wrong = |cited: &usize| Problem::WrongSource { cited: self.number(*cited), better };
        let problems = self.cited.iter().map(wrong).collect();
        let mut citations: Vec<CheckedCitation> = self.cited.iter().map(|cited| self.empty(*cited)).collect();
        citations.push(self.citation(source, ClaimedBy::Us, carried.verdict, carried));
        (carried.verdict, citations, problems)
    }

    /// Nothing carries it. What is wrong is told of the source that comes nearest.
    fn unsupported(&self, own: Carried) -> Judgement {
        let nearest = || self.others().first().map(|evidence| self.trial.carried(&[evidence]));
        let told = if self.cited.is_empty() { nearest().unwrap_or(own) } else { own };
        let citations =
            self.cited.iter().map(|source| self.citation(*source, ClaimedBy::Model, Verdict::Unsupported, &told));
        let citations = citations.collect();
        let near = told.coverage >= SAME_SUBJECT && !told.problems.is_empty();
        (Verdict::Unsupported, citations, if near { told.problems } else { vec![Problem::NoEvidence] })
    }

    fn citation(&self, source: usize, claimed_by: ClaimedBy, verdict: Verdict, carried: &Carried) -> CheckedCitation {
        let lit = carried.lit.iter().find(|(other, _)| *other == source).map(|(_, lit)| lit.clone());
        let evidence = lit.filter(|_| verdict != Verdict::Unsupported).unwrap_or_default();
        CheckedCitation { number: self.number(source), claimed_by, evidence, verdict }
    }

    fn empty(&self, source: usize) -> CheckedCitation {
        let number = self.number(source);
        CheckedCitation { number, claimed_by: ClaimedBy::Model, evidence: Vec::new(), verdict: Verdict::Unsupported }
    }

    fn number(&self, source: usize) -> u32 {
        self.trial.corpus.sources[source].number
    }
}
