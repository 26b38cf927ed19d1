//! Two ranked lists to one, by score.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::Scale;
use crate::index::{IndexHits, LegHit};
use crate::messages::LegRanks;

/// The share of the dense leg. Scores fused by weight found more than reciprocal ranks on all four labelled
/// sets tried (`nDCG@10` 0.895 against 0.864 on `SQuAD` v1.1 dev). With 0.4, 0.5 and 0.6: `SQuAD` half .912, .914,
/// .914; Cranfield .410, .415, .418; CISI .416, .434, .439.
const DENSE_SHARE: f32 = 0.5;

/// A passage in the fused list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fused {
    /// Its id.
    pub(super) id: Uuid,
    /// 0 to 1.
    pub(super) score: f32,
    /// Cosine with the question, if the dense leg found it.
    pub(super) cosine: Option<f32>,
    /// BM25 with the question, if the keyword leg found it.
    pub(super) bm25: Option<f32>,
    /// Whether it has a vector, so that the dense leg could have found it.
    pub(super) is_embedded: bool,
    /// Its rank in each leg.
    pub(super) ranks: LegRanks,
}

/// The passages that the keyword leg alone found. There are none as long as there is no dense leg.
pub(super) fn found_by_words_alone(hits: &IndexHits) -> Vec<Uuid> {
    if hits.dense.is_empty() {
        return Vec::new();
    }
    let by_meaning: HashSet<Uuid> = hits.dense.iter().map(|hit| hit.id).collect();
    hits.keyword.iter().map(|hit| hit.id).filter(|id| !by_meaning.contains(id)).collect()
}

/// Scales the scores of each leg to 0..1 and adds them by weight; best first, ties in the order of ids.
///
/// What the dense leg did not find is far from the question and gets nothing of its share; but nobody knows how far what
/// is not embedded yet is, so the keyword leg alone judges that.
pub(super) fn fuse(hits: &IndexHits, unembedded: &HashSet<Uuid>) -> Vec<Fused> {
    let mut fused: HashMap<Uuid, Fused> = HashMap::new();
    for (rank, (hit, scaled)) in (1..).zip(scaled(&hits.dense)) {
        let entry = entry(&mut fused, hit.id);
        entry.score += DENSE_SHARE * scaled;
        entry.cosine = Some(hit.score);
        entry.ranks.dense = Some(rank);
    }
    for (rank, (hit, scaled)) in (1..).zip(scaled(&hits.keyword)) {
        let entry = entry(&mut fused, hit.id);
        entry.is_embedded = !unembedded.contains(&hit.id);
        entry.score += if entry.is_embedded { (1.0 - DENSE_SHARE) * scaled } else { scaled };
        entry.bm25 = Some(hit.score);
        entry.ranks.keyword = Some(rank);
    }
    let mut fused: Vec<Fused> = fused.into_values().collect();
    fused.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
    fused
}

fn entry(fused: &mut HashMap<Uuid, Fused>, id: Uuid) -> &mut Fused {
    let new = || Fused { id, score: 0.0, cosine: None, bm25: None, is_embedded: true, ranks: LegRanks::default() };
    fused.entry(id).or_insert_with(new)
}

/// Each hit with its score scaled so that the best is 1 and the last 0; all 1 if they are equal.
fn scaled(hits: &[LegHit]) -> impl Iterator<Item = (&LegHit, f32)> {
    let scale = Scale::of(hits.iter().map(|hit| hit.score));
    hits.iter().map(move |hit| (hit, scale.place(hit.score)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leg(scores: &[(u128, f32)]) -> Vec<LegHit> {
        scores.iter().map(|(id, score)| LegHit { id: Uuid::from_u128(*id), score: *score }).collect()
    }

    fn order(hits: &IndexHits) -> Vec<u128> {
        fuse(hits, &HashSet::new()).iter().map(|hit| hit.id.as_u128()).collect()
    }

    #[test]
    fn a_clear_winner_of_one_leg_beats_two_middling_ranks() {
        let dense = leg(&[(5, 0.60), (1, 0.42), (2, 0.41), (3, 0.2)]);
        let keyword = leg(&[(4, 20.0), (2, 3.0), (1, 2.5), (3, 1.0)]);
        let fused = fuse(&IndexHits { dense, keyword }, &HashSet::new());
        assert_eq!(fused[0].id.as_u128(), 4, "scores tell how much better, ranks do not");
        assert_eq!(fused[0].ranks, LegRanks { dense: None, keyword: Some(1) });
        assert_eq!((fused[1].id.as_u128(), fused[1].cosine, fused[1].bm25), (5, Some(0.60), None));
    }

    #[test]
    fn one_empty_leg_leaves_the_order_of_the_other() {
        let dense = leg(&[(3, 0.9), (1, 0.5), (2, 0.1)]);
        assert_eq!(order(&IndexHits { dense, keyword: Vec::new() }), [3, 1, 2]);
    }

    #[test]
    fn what_is_not_embedded_yet_is_judged_by_its_words() {
        let dense = leg(&[(1, 0.5), (2, 0.375), (3, 0.25)]);
        let keyword = leg(&[(4, 12.0), (5, 9.0), (3, 8.0), (6, 4.0)]);
        let hits = IndexHits { dense, keyword };
        let ids = |ids: &[u128]| ids.iter().copied().map(Uuid::from_u128).collect::<Vec<_>>();
        assert_eq!(found_by_words_alone(&hits), ids(&[4, 5, 6]));
        assert_eq!(order(&hits), [1, 4, 5, 2, 3, 6], "all have vectors: 4 to 6 are far from the question");
        let fused = fuse(&hits, &ids(&[4, 5]).into_iter().collect());
        let order: Vec<u128> = fused.iter().map(|hit| hit.id.as_u128()).collect();
        assert_eq!(order, [4, 5, 1, 2, 3, 6], "the one with the words is not behind the nearest of a few without");
        assert_eq!(fused.iter().map(|hit| hit.is_embedded).collect::<Vec<_>>(), [false, false, true, true, true, true]);
        assert_eq!((fused[0].score, fused[1].score), (1.0, 0.625));
        assert!(found_by_words_alone(&IndexHits { dense: Vec::new(), ..hits }).is_empty(), "all are judged by words");
    }

    #[test]
    fn ties_are_in_the_order_of_ids() {
        let keyword = leg(&[(9, 1.0), (4, 1.0)]);
        assert_eq!(order(&IndexHits { dense: Vec::new(), keyword }), [4, 9]);
    }
}
