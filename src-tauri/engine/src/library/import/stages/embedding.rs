//! Second stage: passages to vectors.

use std::ops::ControlFlow;

use crossbeam_channel::Sender;
use uuid::Uuid;

use super::{EmbeddedDocument, ReadDocument, stop_if_cancelled};
use crate::catalog::EmbeddedPassage;
use crate::embed::{EmbedError, Priority};
use crate::messages::Stage;
use crate::read::ReadError;
use crate::search::Searcher;
use crate::{Error, Result};

/// The namespace of passage ids, made once at random.
const PASSAGES: Uuid = Uuid::from_u128(0x9d6f_04a1_6c1b_4a0e_8f7e_5b1d_2c3a_7e42);

/// Second stage: passages to vectors.
pub(in crate::library::import) struct Embedding {
    pub(in crate::library::import) searcher: Searcher,
    pub(in crate::library::import) next: Sender<EmbeddedDocument>,
}

impl Embedding {
    /// Embeds a document's passages and hands it on.
    pub(in crate::library::import) fn take(&self, mut read: ReadDocument) {
        match self.embed(&mut read) {
            Ok(passages) => {
                if let Err(refused) = self.next.send(EmbeddedDocument { read, passages }) {
                    refused.into_inner().read.job.fail(&Error::Closed);
                }
            }
            Err(error) => read.job.fail(&error),
        }
    }

    fn embed(&self, read: &mut ReadDocument) -> Result<Vec<EmbeddedPassage>> {
        stop_if_cancelled(&read.job)?;
        let total = read.passages.len() as u32;
        let texts: Vec<String> = read.passages.iter().map(|passage| passage.text.clone()).collect();
        let job = &mut read.job;
        job.progress(Stage::Embedding, 0, total);
        let embedded = self.searcher.embedder.embed_blocking(texts, Priority::Background, &mut |done| {
            job.progress(Stage::Embedding, done as u32, total);
            if job.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let vectors = embedded.map_err(|error| match error {
            EmbedError::Cancelled => Error::Read(ReadError::Cancelled),
            error => error.into(),
        })?;
        let document = &read.id;
        Ok(std::mem::take(&mut read.passages)
            .into_iter()
            .zip(vectors)
            .map(|(passage, vector)| {
                let name = format!("{document}/{}", passage.ordinal);
                EmbeddedPassage { id: Uuid::new_v5(&PASSAGES, name.as_bytes()), passage, vector }
            })
            .collect())
    }
}
