//! The table of what may be asked, as other programs read it: an `OpenAPI` 3.1 document.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Json;
use axum::extract::State;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::Shared;
use super::problem::{Dialect, ErrorBody, OpenAiErrorBody};
use super::routes::{Answer, Media, ROUTES, Route};

/// What stands in the braces of paths.
const PLACES: &[(&str, &str)] = &[
    ("id", "SHA-256 of the document's bytes, in hex. Of one that is in the library, the beginning is enough"),
    ("page", "Index of the page, from 0"),
];

/// Writes the description, and gathers the schemas that it names: of what is sent, and of what is answered.
struct Writer {
    sent: SchemaGenerator,
    answered: SchemaGenerator,
}

/// The description of this server.
pub(super) async fn describe(State(serving): State<Shared>) -> Json<Value> {
    Json(document(serving.address))
}

/// Any JSON.
pub(super) fn anything(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "object" })
}

/// The description of a server at this address.
pub(super) fn document(address: SocketAddr) -> Value {
    let settings = || {
        SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        })
    };
    let (sent, answered) = (settings().for_deserialize(), settings().for_serialize());
    let mut writer = Writer { sent: sent.into_generator(), answered: answered.into_generator() };
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for route in ROUTES {
        let operation = writer.operation(route);
        paths.entry(route.path).or_default().insert(route.method.as_str().to_lowercase(), operation);
    }
    let mut schemas = writer.sent.take_definitions(true);
    schemas.extend(writer.answered.take_definitions(true));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Paperside",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Documents in, cited answers out, on this computer.",
        },
        "servers": [{ "url": format!("http://{address}") }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "As `paperside serve` prints it" },
            },
            "schemas": schemas,
        },
    })
}

impl Writer {
    fn operation(&mut self, route: &Route) -> Value {
        let mut responses = Map::new();
        for Answer { status, meaning, media } in route.answers {
            let content = contents(&mut self.answered, media);
            responses.insert(status.to_string(), json!({ "description": meaning, "content": content }));
        }
        let checked = if route.is_open { &[403][..] } else { &[401, 403] };
        for status in checked.iter().chain(route.refusals) {
            responses.insert(status.to_string(), self.refusal(*status, Dialect::of(route.path)));
        }
        let mut operation = json!({
            "operationId": route.name,
            "summary": route.summary,
            "parameters": self.parameters(route),
            "responses": responses,
        });
        if let Some(media) = &route.body {
            let content = contents(&mut self.sent, std::slice::from_ref(media));
            operation["requestBody"] = json!({ "required": true, "content": content });
        }
        if route.is_open {
            operation["security"] = json!([{}, { "token": [] }]);
        }
        operation
    }

    fn refusal(&mut self, status: u16, dialect: Dialect) -> Value {
        let schema = match dialect {
            Dialect::Paperside => self.answered.subschema_for::<ErrorBody>(),
            Dialect::OpenAi => self.answered.subschema_for::<OpenAiErrorBody>(),
        };
        json!({ "description": meaning(status), "content": { "application/json": { "schema": schema } } })
    }

    fn parameters(&mut self, route: &Route) -> Vec<Value> {
        let mut parameters: Vec<Value> = places(route.path)
            .map(|name| {
                let meaning = PLACES.iter().find(|(place, _)| *place == name).map_or("", |(_, meaning)| meaning);
                let schema =
                    if name == "page" { u32::json_schema(&mut self.sent) } else { json_schema!({ "type": "string" }) };
                json!({ "name": name, "in": "path", "required": true, "description": meaning, "schema": schema })
            })
            .collect();
        let Some(query) = route.query else { return parameters };
        let query = query(&mut self.sent).to_value();
        for (name, schema) in query["properties"].as_object().into_iter().flatten() {
            let mut schema = schema.clone();
            let meaning = schema.as_object_mut().and_then(|schema| schema.remove("description"));
            parameters.push(json!({ "name": name, "in": "query", "description": meaning, "schema": schema }));
        }
        parameters
    }
}

/// What stands in the braces of a path.
fn places(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn contents(generator: &mut SchemaGenerator, media: &[Media]) -> Map<String, Value> {
    media.iter().map(|media| (media.kind.to_owned(), json!({ "schema": (media.schema)(generator) }))).collect()
}

/// What a status means that is not a good one.
fn meaning(status: u16) -> &'static str {
    match status {
        400 | 422 => "What was sent is not what is needed; the message says what of it",
        401 => "The token was not shown",
        403 => "The request names another host, or comes from a page in a browser",
        404 => "There is no such document, page, collection or model",
        409 => "The id fits more than one document",
        413 => "What was sent is too large",
        415 => "What was sent is nothing that can be read here",
        502 => "The language model did not answer, or the server that keeps the index",
        503 => "The server is about to end, or the index is being filled",
        507 => "The disk is full",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn described() -> Value {
        document(SocketAddr::from(([127, 0, 0, 1], 7427)))
    }

    /// Every value of `$ref`, however deep.
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|field| references(field, found));
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_operation_is_described_to_its_end() {
        let described = described();
        let mut names = BTreeSet::new();
        for route in ROUTES {
            let operation = &described["paths"][route.path][route.method.as_str().to_lowercase()];
            assert!(names.insert(route.name), "{} is the name of one operation only", route.name);
            assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{}", route.path);
            let parameters = operation["parameters"].as_array().expect("a list");
            for parameter in parameters {
                let meaning = parameter["description"].as_str().unwrap_or_default();
                assert!(!meaning.is_empty() && parameter["schema"].is_object(), "{}: {parameter}", route.path);
            }
            for place in places(route.path) {
                assert!(parameters.iter().any(|parameter| parameter["name"] == place), "{}: {place}", route.path);
            }
            let responses = operation["responses"].as_object().expect("some");
            assert!(responses.contains_key("200"), "{} can go well", route.path);
            for (status, response) in responses {
                let meaning = response["description"].as_str().unwrap_or_default();
                assert!(!meaning.is_empty(), "{} {status} must be explained", route.path);
                assert!(response["content"].as_object().is_some_and(|content| !content.is_empty()), "{status}");
            }
            assert_eq!(operation["requestBody"].is_object(), route.method == "POST", "{}", route.path);
        }
    }

    #[test]
    fn every_schema_that_is_named_is_there() {
        let described = described();
        let mut named = BTreeSet::new();
        references(&described, &mut named);
        assert!(named.contains("#/components/schemas/SearchRequest"), "schemas are named, not repeated: {named:?}");
        for name in named {
            let place = name.strip_prefix('#').unwrap_or_default();
            assert!(described.pointer(place).is_some_and(Value::is_object), "{name} is named and not there");
        }
    }

    #[test]
    fn no_schema_is_one_thing_sent_and_another_answered() {
        let settings = |is_sent| {
            let settings = SchemaSettings::draft2020_12();
            if is_sent { settings.for_deserialize() } else { settings.for_serialize() }.into_generator()
        };
        let mut writer = Writer { sent: settings(true), answered: settings(false) };
        ROUTES.iter().for_each(|route| drop(writer.operation(route)));
        for (name, sent) in writer.sent.definitions() {
            if let Some(answered) = writer.answered.definitions().get(name) {
                assert_eq!(sent, answered, "{name} would be described by one of them only");
            }
        }
    }
}
