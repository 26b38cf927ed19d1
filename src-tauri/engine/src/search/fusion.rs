//! Two ranked lists to one, by score.

use std::collections::HashMap;

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
    /// Its rank in each leg.
    pub(super) ranks: LegRanks,
}

/// Scales the scores of each leg to 0..1 and adds them by weight; best first, ties in the order of ids.
pub(super) fn fuse(hits: &IndexHits) -> Vec<Fused> {
    let mut fused: HashMap<Uuid, Fused> = HashMap::new();
    for (rank, (hit, scaled)) in (1..).zip(scaled(&hits.dense)) {
        let entry = entry(&mut fused, hit.id);
        entry.score += DENSE_SHARE * scaled;
        entry.cosine = Some(hit.score);
        entry.ranks.dense = Some(rank);
    }
    for (rank, (hit, scaled)) in (1..).zip(scaled(&hits.keyword)) {
        let entry = entry(&mut fused, hit.id);
        entry.score += (1.0 - DENSE_SHARE) * scaled;
        entry.bm25 = Some(hit.score);
        entry.ranks.keyword = Some(rank);
    }
    let mut fused: Vec<Fused> = fused.into_values().collect();
    fused.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
    fused
}

fn entry(fused: &mut HashMap<Uuid, Fused>, id: Uuid) -> &mut Fused {
    fused.entry(id).or_insert(Fused { id, score: 0.0, cosine: None, bm25: None, ranks: LegRanks::default() })
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
        fuse(hits).iter().map(|hit| hit.id.as_u128()).collect()
    }

    #[test]
    fn a_clear_winner_of_one_leg_beats_two_middling_ranks() {
        let dense = leg(&[(5, 0.60), (1, 0.42), (2, 0.41), (3, 0.2)]);
        let keyword = leg(&[(4, 20.0), (2, 3.0), (1, 2.5), (3, 1.0)]);
        let fused = fuse(&IndexHits { dense, keyword });
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
    fn ties_are_in_the_order_of_ids() {
        let keyword = leg(&[(9, 1.0), (4, 1.0)]);
        assert_eq!(order(&IndexHits { dense: Vec::new(), keyword }), [4, 9]);
    }
}
