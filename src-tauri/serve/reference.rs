//! `docs/http-paths.md`: every path with what is sent and answered, written from the description that programs read.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};

use serde_json::Value;

use super::routes::{ROUTES, Route};
use super::{mcp, openapi};
use crate::reference::{anchor, assert_up_to_date, table};

const HEAD: &str = "\
# Every HTTP path

All that `paperside serve` answers, written from its OpenAPI description by `cargo xtask renew`. [For other \
programs](http.md) tells how it is used. `GET /v1/openapi.json` describes every field, for programs that write clients.

Every request shows the token, unless something else is said. What has a question mark behind its name may be absent.";

/// The description, as the programs of others read it.
struct Description(Value);

#[test]
fn the_document_of_paths_has_all_that_is_answered() {
    let description = Description(openapi::document(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))));
    let name = |route: &Route| format!("{} {}", route.method, route.path);
    let paths = ROUTES.iter().map(|route| {
        let name = name(route);
        [format!("[`{name}`](#{})", anchor(&name)), route.summary.to_owned()]
    });
    let mut parts = vec![HEAD.to_owned(), table(["path", "does"], paths)];
    for route in ROUTES {
        let operation = &description.0["paths"][route.path][route.method.as_str().to_lowercase()];
        parts.push(format!("## `{}`", name(route)));
        parts.extend(description.section(operation));
    }
    parts.push("## The Model Context Protocol".to_owned());
    parts.push(format!(
        "Behind the same door, `{}` speaks it over HTTP [to assistants](mcp.md), and `{}` is where `paperside mcp` \
         meets the process that has the library open. Neither is part of the description.",
        mcp::PATH,
        mcp::lines::PATH
    ));
    assert_up_to_date("http-paths.md", &(parts.join("\n\n") + "\n"));
}

impl Description {
    /// What an operation does, takes and answers.
    fn section(&self, operation: &Value) -> Vec<String> {
        let open = if operation["security"].is_array() { " The token need not be shown." } else { "" };
        let mut parts = vec![format!("{}.{open}", text(&operation["summary"]))];
        let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        if !parameters.is_empty() {
            let row = |parameter: &Value| {
                let name = format!("`{}`", marked(&text(&parameter["name"]), parameter["required"] == true));
                [name, text(&parameter["in"]), self.value(&parameter["schema"]), text(&parameter["description"])]
            };
            parts.push(table(["parameter", "in the", "is", "means"], parameters.iter().map(row)));
        }
        for (kind, media) in contents(&operation["requestBody"]) {
            let fields = self.fields(&media["schema"]);
            let row = |(name, (schema, is_required)): (&str, (&Value, bool))| {
                [format!("`{}`", marked(name, is_required)), self.value(schema), text(&schema["description"])]
            };
            parts.push(format!("Sent as `{kind}`:"));
            parts.push(table(["field", "is", "means"], fields.into_iter().map(row)));
        }
        // By number, in whatever order they were described.
        let answers: BTreeMap<&String, &Value> = operation["responses"].as_object().into_iter().flatten().collect();
        let row = |(status, answer): (&String, &Value)| {
            let holds: Vec<String> = contents(answer).map(|(kind, media)| self.holds(kind, &media["schema"])).collect();
            [format!("`{status}`"), text(&answer["description"]), holds.join("<br>")]
        };
        parts.push(table(["answer", "means", "holds"], answers.into_iter().map(row)));
        parts
    }

    /// What an answer holds; of events, each on a line.
    fn holds(&self, kind: &str, schema: &Value) -> String {
        let shapes = self.shapes(schema);
        if kind == "text/event-stream" { format!("events:<br>{}", shapes.join("<br>")) } else { shapes.join(" or ") }
    }

    /// What a value may be, and what it is if nothing is said.
    fn value(&self, schema: &Value) -> String {
        let shapes = self.shapes(schema);
        let either = shapes.join(if shapes.len() > 2 { ", " } else { " or " });
        let default = match &schema["default"] {
            Value::String(default) => default.clone(),
            Value::Number(default) => default.to_string(),
            _ => String::new(),
        };
        if default.is_empty() { either } else { format!("{either} [default: {default}]") }
    }

    /// Each of the forms that a value may have, nothing at all aside.
    fn shapes(&self, schema: &Value) -> Vec<String> {
        let named = self.named(schema);
        if let Some(forms) = ["oneOf", "anyOf"].iter().find_map(|several| named[*several].as_array()) {
            return forms.iter().flat_map(|form| self.shapes(form)).collect();
        }
        let kind = match &named["type"] {
            Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null"),
            kind => Some(kind),
        };
        let shape = match kind.and_then(Value::as_str).unwrap_or_default() {
            "null" => return Vec::new(),
            "array" => format!("list of {}", self.shapes(&named["items"]).join(" or ")),
            "object" => self.object(schema),
            "boolean" => "`true` or `false`".to_owned(),
            "integer" => match (&named["minimum"], &named["maximum"]) {
                (Value::Number(least), Value::Number(most)) => format!("whole number from {least} to {most}"),
                _ => "whole number".to_owned(),
            },
            "string" if named["const"].is_string() => format!("`{}`", text(&named["const"])),
            "string" if named["contentMediaType"].is_string() => "bytes".to_owned(),
            "string" => "text".to_owned(),
            other => other.to_owned(),
        };
        vec![shape]
    }

    /// The names of an object's fields, and what stands in those that tell objects apart.
    fn object(&self, schema: &Value) -> String {
        let field = |(name, (field, is_required)): (&str, (&Value, bool))| match field["const"].as_str() {
            Some(constant) => format!("{name}: \"{constant}\""),
            None => marked(name, is_required),
        };
        let fields: Vec<String> = self.fields(schema).into_iter().map(field).collect();
        if fields.is_empty() { "object".to_owned() } else { format!("`{{{}}}`", fields.join(", ")) }
    }

    /// The fields of an object, each with whether it is always there. Where a schema has fields beside the one that it
    /// names, they come first.
    fn fields<'a>(&'a self, schema: &'a Value) -> Vec<(&'a str, (&'a Value, bool))> {
        let named = self.named(schema);
        let beside = (!std::ptr::eq(named, schema)).then_some(schema);
        let of = |schema: &'a Value| {
            let is_required =
                move |name: &String| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
            let fields = schema["properties"].as_object().into_iter().flatten();
            fields.map(move |(name, field)| (name.as_str(), (field, is_required(name))))
        };
        beside.into_iter().chain([named]).flat_map(of).collect()
    }

    /// The schema that another names, or that itself.
    fn named<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let place = schema["$ref"].as_str().and_then(|place| place.strip_prefix('#'));
        place.map_or(schema, |place| self.0.pointer(place).expect("every schema that is named is there"))
    }
}

/// A name, marked if what it names may be absent.
fn marked(name: &str, is_required: bool) -> String {
    format!("{name}{}", if is_required { "" } else { "?" })
}

/// What is sent or answered, by its media type.
fn contents(message: &Value) -> impl Iterator<Item = (&str, &Value)> {
    message["content"].as_object().into_iter().flatten().map(|(kind, media)| (kind.as_str(), media))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
