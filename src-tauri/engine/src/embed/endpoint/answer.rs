//! What an embedding server answers, checked.

use serde::Deserialize;

/// The answer to texts.
#[derive(Deserialize)]
pub(super) struct Embeddings {
    data: Vec<Embedding>,
}

#[derive(Deserialize)]
struct Embedding {
    /// Which text it is of. Servers that leave it out answer in order.
    index: Option<usize>,
    embedding: Vec<f32>,
}

impl Embeddings {
    /// One vector for each of so many texts, in their order, each of length one.
    ///
    /// # Errors
    /// What is wrong with them, in words.
    pub(super) fn vectors(self, texts: usize, dimensions: Option<usize>) -> Result<Vec<Vec<f32>>, String> {
        if self.data.len() != texts {
            return Err(format!("it gave {} vectors for {texts} texts", self.data.len()));
        }
        let dimensions = dimensions.or_else(|| self.data.first().map(|first| first.embedding.len())).unwrap_or(0);
        let mut vectors = vec![None; texts];
        for (place, Embedding { index, embedding }) in self.data.into_iter().enumerate() {
            if embedding.len() != dimensions {
                return Err(format!("it gave a vector of {} numbers instead of {dimensions}", embedding.len()));
            }
            let slot = vectors.get_mut(index.unwrap_or(place)).filter(|slot| slot.is_none());
            *slot.ok_or("it mixed up the texts")? = Some(normalized(embedding)?);
        }
        // So many vectors in so many places, none in the same: no place is empty.
        Ok(vectors.into_iter().flatten().collect())
    }
}

/// The vector with the length one.
fn normalized(mut vector: Vec<f32>) -> Result<Vec<f32>, String> {
    let length = vector.iter().map(|number| f64::from(*number).powi(2)).sum::<f64>().sqrt();
    if !length.is_finite() || length == 0.0 {
        return Err("it gave a vector without a direction".to_owned());
    }
    vector.iter_mut().for_each(|number| *number = (f64::from(*number) / length) as f32);
    Ok(vector)
}

/// The answer to what models there are.
#[derive(Deserialize)]
pub(super) struct Models {
    data: Vec<Model>,
}

#[derive(Deserialize)]
struct Model {
    id: String,
}

impl Models {
    /// What they are called.
    pub(super) fn names(self) -> Vec<String> {
        self.data.into_iter().map(|model| model.id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(json: &str, texts: usize, dimensions: Option<usize>) -> Result<Vec<Vec<f32>>, String> {
        serde_json::from_str::<Embeddings>(json).map_err(|error| error.to_string())?.vectors(texts, dimensions)
    }

    #[test]
    fn puts_vectors_in_the_order_of_texts() {
        let mixed = r#"{"data":[{"index":1,"embedding":[0,5]},{"index":0,"embedding":[3,4]}],"usage":{}}"#;
        assert_eq!(vectors(mixed, 2, Some(2)), Ok(vec![vec![0.6, 0.8], vec![0.0, 1.0]]));
        let without = r#"{"data":[{"embedding":[2,0]},{"embedding":[0,2]}]}"#;
        assert_eq!(vectors(without, 2, None), Ok(vec![vec![1.0, 0.0], vec![0.0, 1.0]]));
    }

    #[test]
    fn refuses_what_cannot_be_compared() {
        let refused = |json: &str, texts, dimensions| vectors(json, texts, dimensions).expect_err("it is refused");
        let one = r#"{"data":[{"index":0,"embedding":[1,2]}]}"#;
        assert_eq!(refused(one, 2, None), "it gave 1 vectors for 2 texts");
        assert_eq!(refused(one, 1, Some(3)), "it gave a vector of 2 numbers instead of 3");
        let twice = r#"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}"#;
        assert_eq!(refused(twice, 2, None), "it mixed up the texts");
        let far = r#"{"data":[{"index":7,"embedding":[1]}]}"#;
        assert_eq!(refused(far, 1, None), "it mixed up the texts");
        for number in ["0", "1e39", "-1e39"] {
            let json = format!(r#"{{"data":[{{"index":0,"embedding":[{number}]}}]}}"#);
            assert_eq!(refused(&json, 1, None), "it gave a vector without a direction", "{number}");
        }
        let none = r#"{"data":[{"index":0,"embedding":[]}]}"#;
        assert_eq!(refused(none, 1, None), "it gave a vector without a direction");
        assert!(vectors(r#"{"data":[{"index":0,"embedding":[NaN]}]}"#, 1, None).is_err());
        assert!(vectors(r#"{"data":[{"index":0,"embedding":[null]}]}"#, 1, None).is_err());
    }
}
