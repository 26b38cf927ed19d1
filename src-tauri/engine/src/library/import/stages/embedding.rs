//! Second stage: passages to vectors.

use std::ops::ControlFlow;
use std::sync::Arc;

use crossbeam_channel::Sender;
use uuid::Uuid;

use super::{Chunk, Part, stop_if_cancelled};
use crate::catalog::EmbeddedPassage;
use crate::embed::{EmbedError, Priority};
use crate::library::import::job::Job;
use crate::messages::Stage;
use crate::passage::Passage;
use crate::read::ReadError;
use crate::search::Searcher;
use crate::{Error, Result};

/// The namespace of passage ids, made once at random.
const PASSAGES: Uuid = Uuid::from_u128(0x9d6f_04a1_6c1b_4a0e_8f7e_5b1d_2c3a_7e42);

/// Second stage: passages to vectors.
pub(in crate::library::import) struct Embedding {
    searcher: Searcher,
    next: Sender<Part<EmbeddedPassage>>,
    /// The document whose parts are coming; none once its end was passed on.
    current: Option<Current>,
}

struct Current {
    job: Arc<Job>,
    id: String,
    embedded: u32,
}

impl Embedding {
    /// Embeds with the searcher's model and hands on to `next`.
    pub(in crate::library::import) fn new(searcher: Searcher, next: Sender<Part<EmbeddedPassage>>) -> Self {
        Self { searcher, next, current: None }
    }

    /// Embeds a part and hands it on. After a failure the rest of the document is let pass by.
    pub(in crate::library::import) fn take(&mut self, part: Part<Passage>) {
        match part {
            Part::Begin(beginning) => {
                let (job, id) = (Arc::clone(&beginning.job), beginning.id.clone());
                self.current = Some(Current { job, id, embedded: 0 });
                self.hand_on(Part::Begin(beginning));
            }
            Part::Pages(chunk) => {
                let Some(current) = &mut self.current else { return };
                match embed(&self.searcher, current, chunk) {
                    Ok(chunk) => self.hand_on(Part::Pages(chunk)),
                    Err(error) => {
                        current.job.cancel();
                        self.end(Err(error));
                    }
                }
            }
            Part::End(ended) => self.end(ended),
        }
    }

    fn end(&mut self, ended: Result<()>) {
        if let Some(current) = self.current.take()
            && self.next.send(Part::End(ended)).is_err()
        {
            current.job.fail(&Error::Closed);
        }
    }

    fn hand_on(&mut self, part: Part<EmbeddedPassage>) {
        if self.next.send(part).is_err()
            && let Some(current) = self.current.take()
        {
            current.job.fail(&Error::Closed);
        }
    }
}

fn embed(searcher: &Searcher, current: &mut Current, chunk: Chunk<Passage>) -> Result<Chunk<EmbeddedPassage>> {
    let Current { job, id, embedded } = current;
    stop_if_cancelled(job)?;
    let Chunk { pages, passages, expected } = chunk;
    let texts: Vec<String> = passages.iter().map(|passage| passage.text.clone()).collect();
    let before = *embedded;
    *embedded += texts.len() as u32;
    let expected = expected.max(*embedded);
    job.progress(Stage::Embedding, before, expected);
    let vectors = searcher.embedder.embed_blocking(texts, Priority::Background, &mut |done| {
        job.progress(Stage::Embedding, before + done as u32, expected);
        if job.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let vectors = vectors.map_err(|error| match error {
        EmbedError::Cancelled => Error::Read(ReadError::Cancelled),
        error => error.into(),
    })?;
    let with_vector = |(passage, vector): (Passage, Vec<f32>)| {
        let name = format!("{id}/{}", passage.ordinal);
        EmbeddedPassage { id: Uuid::new_v5(&PASSAGES, name.as_bytes()), passage, vector }
    };
    let passages = passages.into_iter().zip(vectors).map(with_vector).collect();
    Ok(Chunk { pages, passages, expected })
}
