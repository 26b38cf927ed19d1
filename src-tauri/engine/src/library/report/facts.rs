//! What is told of a library: how much there is of what, and how it is.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::connections::OFFLINE;
use super::super::language::ANSWERER;
use super::super::{Shared, backups, connections, doctor, embedders, language, place, settings, versions};
use super::reasons;
use crate::catalog::Census;
use crate::messages::{Connection, EmbedderChoice, LanguageModelChoice};
use crate::{Error, Result};

/// Settings that can be nothing but a few words or a number. Of the others is told whether something was chosen.
const HARMLESS: [&str; 8] = [
    ANSWERER,
    OFFLINE,
    backups::EVERY,
    backups::KEEP,
    settings::IMPORT_EFFORT,
    settings::OCR_LANGUAGE,
    settings::RERANK,
    versions::TELL,
];

/// Everything. Blocks.
pub(super) fn of(shared: &Shared) -> Value {
    json!({
        "checks": checks(shared),
        "counts": or_code(shared.searcher.catalog.census().map(|census| counts(&census))),
        "sizes": or_code(sizes(shared)),
        "settings": or_code(chosen(shared)),
        "embedder": or_code(embedder(shared)),
        "language_model": or_code(language_model(shared)),
        "index": or_code(index(shared)),
        "connections": connections::list(shared).iter().map(connection).collect::<Vec<_>>(),
    })
}

/// What is told of what cannot be: the kind of error.
fn or_code(told: Result<Value>) -> Value {
    told.unwrap_or_else(|error: Error| json!({"failed": error.code()}))
}

fn checks(shared: &Shared) -> Value {
    let looked = doctor::look(&shared.searcher, &shared.config, &shared.indexes);
    let told = |(part, seen): &(&str, Result<String>)| json!({"part": part, "sound": seen.is_ok(), "failed": seen.as_ref().err().map(Error::code)});
    looked.iter().map(told).collect()
}

fn counts(census: &Census) -> Value {
    json!({
        "rows": census.rows,
        "content_types": census.content_types,
        "documents": census.documents,
        "pages": census.pages,
        "readers": census.readers,
        "pages_failed": by_kind(&census.page_reasons),
        "imports": census.imports,
        "imports_failed": by_kind(&census.import_reasons),
    })
}

fn by_kind(reasons: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let mut kinds = BTreeMap::new();
    for (reason, count) in reasons {
        *kinds.entry(reasons::kind(reason)).or_default() += count;
    }
    kinds
}

fn sizes(shared: &Shared) -> Result<Value> {
    let place = place::of(&shared.config)?;
    Ok(json!({
        "library": place.bytes,
        "originals": place.originals,
        "catalog": place.catalog,
        "index": place.index,
        "models": place.models,
        "free": place.free,
    }))
}

fn chosen(shared: &Shared) -> Result<Value> {
    let all = settings::all(&shared.searcher, &shared.config)?;
    let told = |(name, value): (String, Option<String>)| {
        let told = if HARMLESS.contains(&name.as_str()) { json!(value) } else { json!(value.map(|_| "(chosen)")) };
        (name, told)
    };
    Ok(Value::Object(all.into_iter().map(|setting| told((setting.name, setting.value))).collect::<Map<_, _>>()))
}

/// Models of our own list are told by their ids; where others are, and what they are called, is the person's business.
fn embedder(shared: &Shared) -> Result<Value> {
    let choice = embedders::Chosen::of(&shared.searcher.catalog)?.choice;
    let (kind, id) = match choice {
        EmbedderChoice::Bundled => ("bundled", None),
        EmbedderChoice::Catalogue { id } => ("catalogue", Some(id)),
        EmbedderChoice::Folder { .. } => ("folder", None),
        EmbedderChoice::Server { .. } => ("server", None),
    };
    let embedder = &shared.searcher.spaces.current().embedder;
    Ok(json!({
        "kind": kind,
        "id": id,
        "dimensions": embedder.dimensions(),
        "arithmetic": embedder.arithmetic(),
        "threads": shared.config.embedding_threads,
    }))
}

fn language_model(shared: &Shared) -> Result<Value> {
    let kind = match language::chosen(shared)? {
        None => json!(null),
        Some(LanguageModelChoice::InFile(_)) => json!("file"),
        Some(LanguageModelChoice::Served(served)) => json!(served.kind),
    };
    Ok(json!({"kind": kind, "can_run_files": shared.config.model_runner.is_some()}))
}

fn index(shared: &Shared) -> Result<Value> {
    let state = shared.indexes.state()?;
    Ok(json!({
        "is_on_server": state.place.server().is_some(),
        "is_for_this_run": state.is_for_this_run,
        "is_in_step": state.is_in_step,
        "has_problem": state.problem.is_some(),
        "filled": state.filled,
        "passages": state.passages,
        "is_moving": state.moving.is_some(),
        "servers_to_clear": state.to_clear.len(),
    }))
}

/// Whom is left out, and what they said.
fn connection(connection: &Connection) -> Value {
    json!({
        "began": connection.began,
        "is_here": connection.is_here,
        "purpose": connection.purpose,
        "sent": connection.sent,
        "received": connection.received,
        "end": connection.end,
    })
}
