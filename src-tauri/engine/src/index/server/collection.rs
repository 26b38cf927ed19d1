//! Making a collection, and whether one is as it should be.

use std::collections::HashMap;

use qdrant_client::qdrant::vectors_config::Config;
use qdrant_client::qdrant::{
    BinaryQuantizationBuilder, CollectionInfo, CreateCollection, CreateCollectionBuilder,
    CreateFieldIndexCollectionBuilder, DeleteCollection, Distance, FieldType, GetCollectionInfoRequest,
    IntegerIndexParamsBuilder, KeywordIndexParamsBuilder, Modifier, ScalarQuantizationBuilder,
    SparseIndexConfigBuilder, SparseVectorParamsBuilder, SparseVectorsConfigBuilder, VectorParamsBuilder,
    VectorsConfigBuilder,
};

use super::ServerError;
use super::calls::{Calls, Haste};
use crate::index::points::{COLLECTIONS, DENSE, DOCUMENT, KEYWORD};
use crate::messages::{IndexQuantization, IndexServerOptions};

/// How long the nodes of a cluster may take to agree on a collection, in seconds.
const AGREEMENT: u64 = 50;

/// The fields of a passage by which it is looked for.
const FIELDS: [&str; 2] = [DOCUMENT, COLLECTIONS];

/// That a collection is there and keeps vectors of this length. Tells by which fields it cannot find passages yet.
///
/// # Errors
/// [`ServerError::NoCollection`], [`ServerError::OtherDimensions`], and that of a question.
pub(super) fn check(calls: &Calls, collection: &str, expected: usize) -> Result<Vec<&'static str>, ServerError> {
    let asked = GetCollectionInfoRequest { collection_name: collection.to_owned() };
    let answer =
        calls.ask(Haste::Asked, &asked, |services, asked| async move { services.collections().get(asked).await })?;
    let found = answer.result.as_ref().and_then(dimensions).unwrap_or(0);
    if found == expected {
        let known = answer.result.map(|info| info.payload_schema).unwrap_or_default();
        return Ok(FIELDS.into_iter().filter(|field| !known.contains_key(*field)).collect());
    }
    let (url, collection) = (calls.url().to_owned(), collection.to_owned());
    Err(ServerError::OtherDimensions { url, collection, found, expected })
}

/// The length of the vectors of meaning, if the collection has such and those of words.
fn dimensions(info: &CollectionInfo) -> Option<usize> {
    let params = info.config.as_ref()?.params.as_ref()?;
    params.sparse_vectors_config.as_ref()?.map.get(KEYWORD)?;
    match params.vectors_config.as_ref()?.config.as_ref()? {
        Config::ParamsMap(vectors) => Some(vectors.map.get(DENSE)?.size as usize),
        Config::Params(_) => None,
    }
}

/// Makes a collection, without what finds passages by their fields.
///
/// # Errors
/// That of a question.
fn make(calls: &Calls, collection: &str, dimensions: usize, options: &IndexServerOptions) -> Result<(), ServerError> {
    let wanted = wanted(collection, dimensions, options);
    let made = calls
        .ask(Haste::Written, &wanted, |services, wanted| async move { services.collections().create(wanted).await });
    match made {
        // It was made by a try of which the answer was lost.
        Err(ServerError::Refused { .. }) if check(calls, collection, dimensions).is_ok() => Ok(()),
        made => made.map(drop),
    }
}

/// Lets a collection find passages by these fields.
///
/// # Errors
/// That of a question.
pub(super) fn find_by(calls: &Calls, collection: &str, fields: &[&str]) -> Result<(), ServerError> {
    for field in fields {
        let index = if *field == DOCUMENT {
            CreateFieldIndexCollectionBuilder::new(collection, DOCUMENT, FieldType::Keyword)
                .field_index_params(KeywordIndexParamsBuilder::default())
        } else {
            // Documents are looked for in certain collections, and never in a range of them.
            CreateFieldIndexCollectionBuilder::new(collection, COLLECTIONS, FieldType::Integer)
                .field_index_params(IntegerIndexParamsBuilder::new(true, false))
        };
        let index = index.wait(true).build();
        calls.ask(Haste::Written, &index, |services, index| async move {
            services.points().create_field_index(index).await
        })?;
    }
    Ok(())
}

/// Makes a collection, with all that belongs to it.
///
/// # Errors
/// That of a question.
pub(super) fn make_whole(
    calls: &Calls,
    collection: &str,
    dimensions: usize,
    options: &IndexServerOptions,
) -> Result<(), ServerError> {
    make(calls, collection, dimensions, options)?;
    find_by(calls, collection, &FIELDS)
}

fn wanted(collection: &str, dimensions: usize, options: &IndexServerOptions) -> CreateCollection {
    let IndexServerOptions { shards, replicas, write_consistency, on_disk, quantization } = *options;
    let mut dense = VectorsConfigBuilder::default();
    dense
        .add_named_vector_params(DENSE, VectorParamsBuilder::new(dimensions as u64, Distance::Cosine).on_disk(on_disk));
    let mut keyword = SparseVectorsConfigBuilder::default();
    let words = SparseVectorParamsBuilder::default()
        .modifier(Modifier::Idf)
        .index(SparseIndexConfigBuilder::default().on_disk(on_disk));
    keyword.add_named_vector_params(KEYWORD, words);
    // For those who look after the server.
    let made_by = HashMap::from([("made_by".to_owned(), serde_json::Value::from("Paperside"))]);
    let wanted = CreateCollectionBuilder::new(collection)
        .vectors_config(dense)
        .sparse_vectors_config(keyword)
        .on_disk_payload(true)
        .replication_factor(replicas.max(1))
        .write_consistency_factor(write_consistency.unwrap_or(replicas / 2 + 1))
        .metadata(made_by)
        .timeout(AGREEMENT);
    let wanted = match shards {
        Some(shards) => wanted.shard_number(shards.max(1)),
        None => wanted,
    };
    match quantization {
        IndexQuantization::None => wanted.build(),
        IndexQuantization::Scalar => {
            wanted.quantization_config(ScalarQuantizationBuilder::default().always_ram(true)).build()
        }
        IndexQuantization::Binary => wanted.quantization_config(BinaryQuantizationBuilder::new(true)).build(),
    }
}

/// Removes a collection, if it is there.
///
/// # Errors
/// That of a question.
pub(super) fn remove(calls: &Calls, collection: &str) -> Result<(), ServerError> {
    let unwanted = DeleteCollection { collection_name: collection.to_owned(), timeout: Some(AGREEMENT) };
    let removed = calls.ask(Haste::Written, &unwanted, |services, unwanted| async move {
        services.collections().delete(unwanted).await
    });
    match removed {
        Err(ServerError::NoCollection { .. }) => Ok(()),
        removed => removed.map(drop),
    }
}
