//! What a cosine says, whichever model it is of.
//!
//! With one model two texts that have nothing to do with each other are at 0.05, with another at 0.75. Whether
//! documents hold an answer is judged by cosines, so those of each model are brought to the scale of the one that the
//! judgement was fitted on. Two points make the scale: questions beside passages that answer them, and beside others.

use serde::{Deserialize, Serialize};

use super::EmbedError;

/// Questions and passages that answer them, from many fields.
pub(super) const PAIRS: [(&str, &str); 12] = [
    (
        "When was the lighthouse built?",
        "The lighthouse on the northern cape was built in 1874 and has been lit every night since then.",
    ),
    (
        "How do plants make sugar?",
        "In their leaves plants turn light, water and carbon dioxide into sugar and oxygen; this is photosynthesis.",
    ),
    (
        "What is the notice period for the flat?",
        "Either party may end the lease of the apartment by giving three months' notice in writing.",
    ),
    (
        "Who won the chess tournament?",
        "After eleven rounds the tournament was won by a student from Riga, half a point ahead of the favourite.",
    ),
    (
        "How is the pump's filter cleaned?",
        "To clean the filter of the pump, close the valve, unscrew the cover and rinse the mesh under running water.",
    ),
    (
        "What are the side effects of the medicine?",
        "The most common side effects of the drug are headache and dizziness, which pass within a few hours.",
    ),
    (
        "How much tax is due on imported wine?",
        "Wine that is brought in from other countries is taxed at 12 per cent of its value, besides the customs duty.",
    ),
    (
        "Why did the bridge collapse?",
        "The inquiry found that the bridge fell because its bolts had rusted through where water collected.",
    ),
    (
        "How many people live in the valley?",
        "At the last census the valley had 4,310 inhabitants, a third fewer than a generation before.",
    ),
    (
        "What does the function return if the list is empty?",
        "If the list has no elements the function returns None; otherwise it returns the largest of them.",
    ),
    (
        "Which bird is the fastest?",
        "The peregrine falcon reaches more than 300 kilometres an hour when it dives, faster than any other bird.",
    ),
    (
        "How long must the dough rest?",
        "Knead the dough for ten minutes and let it rest under a cloth for two hours, until it has doubled.",
    ),
];

/// How a model's cosines lie beside those of the reference, which is all-MiniLM-L6-v2.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Likeness {
    /// The median cosine of questions with passages that do not answer them.
    apart: f32,
    /// The median cosine of questions with passages that do.
    alike: f32,
}

impl Likeness {
    /// Of the model that everything was fitted on: measured on [`PAIRS`] in fp32.
    pub const REFERENCE: Self = Self { apart: 0.021_223, alike: 0.655_498 };

    /// What a model makes of the pairs.
    ///
    /// # Errors
    /// Those of `embed`, which gives the vectors of questions and then those of passages, each of length one.
    pub(super) fn measure(
        embed: impl Fn(Vec<String>, Vec<String>) -> Result<[Vec<Vec<f32>>; 2], EmbedError>,
    ) -> Result<Self, EmbedError> {
        let questions = PAIRS.iter().map(|(question, _)| (*question).to_owned()).collect();
        let passages = PAIRS.iter().map(|(_, passage)| (*passage).to_owned()).collect();
        let [questions, passages] = embed(questions, passages)?;
        let (mut apart, mut alike) = (Vec::new(), Vec::new());
        for (number, question) in questions.iter().enumerate() {
            for (other, passage) in passages.iter().enumerate() {
                let cosine = question.iter().zip(passage).map(|(a, b)| a * b).sum();
                if number == other { &mut alike } else { &mut apart }.push(cosine);
            }
        }
        Ok(Self { apart: median(apart), alike: median(alike) })
    }

    /// Whether cosines are those of the reference as they are.
    pub fn is_reference(self) -> bool {
        self == Self::REFERENCE
    }

    /// The cosine that the reference would have in this one's place.
    pub fn as_reference(self, cosine: f32) -> f32 {
        let range = self.alike - self.apart;
        if self.is_reference() || range <= f32::EPSILON {
            return cosine;
        }
        let place = (cosine - self.apart) / range;
        Self::REFERENCE.apart + place * (Self::REFERENCE.alike - Self::REFERENCE.apart)
    }
}

fn median(mut numbers: Vec<f32>) -> f32 {
    numbers.sort_by(f32::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_brought_to_the_scale_of_the_reference() {
        let narrow = Likeness { apart: 0.7, alike: 0.9 };
        let near = |a: f32, b: f32| (a - b).abs() < 1e-5;
        assert!(near(narrow.as_reference(0.7), Likeness::REFERENCE.apart));
        assert!(near(narrow.as_reference(0.9), Likeness::REFERENCE.alike));
        let between = f32::midpoint(Likeness::REFERENCE.apart, Likeness::REFERENCE.alike);
        assert!(near(narrow.as_reference(0.8), between));
        assert!(near(Likeness::REFERENCE.as_reference(0.3), 0.3));
    }

    #[test]
    fn a_model_that_tells_nothing_apart_is_taken_as_it_is() {
        let blind = Likeness { apart: 1.0, alike: 1.0 };
        assert!(blind.as_reference(1.0) <= 1.0);
    }
}
