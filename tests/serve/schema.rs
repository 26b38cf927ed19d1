//! Whether an answer is what the description says: as much of JSON Schema as that uses.

use serde_json::Value;

/// That a value is as a schema of a document says.
pub fn assert_fits(document: &Value, schema: &Value, value: &Value) {
    if let Err(why) = fits(document, schema, value) {
        panic!("{why}\nin {value}");
    }
}

fn fits(document: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let Some(rules) = schema.as_object() else {
        return if schema == &Value::Bool(true) { Ok(()) } else { Err(format!("{schema} allows nothing")) };
    };
    for (rule, expected) in rules {
        let all = || expected.as_array().unwrap().iter();
        match rule.as_str() {
            "$ref" => {
                let place = expected.as_str().unwrap().trim_start_matches('#');
                let named = document.pointer(place).unwrap_or_else(|| panic!("{place} is not described"));
                fits(document, named, value).map_err(|why| format!("{place}: {why}"))?;
            }
            "type" if !is_of(expected, value) => return Err(format!("{value} is no {expected}")),
            "const" if expected != value => return Err(format!("{value} is not {expected}")),
            "enum" if !all().any(|one| one == value) => return Err(format!("{value} is none of {expected}")),
            "allOf" => all().try_for_each(|part| fits(document, part, value))?,
            "anyOf" | "oneOf" => {
                let whys: Vec<String> = all().filter_map(|part| fits(document, part, value).err()).collect();
                if whys.len() == all().count() {
                    return Err(format!("none of these: {}", whys.join("; ")));
                }
            }
            "required" => {
                if let Some(missing) = all().find(|name| value.get(name.as_str().unwrap()).is_none()) {
                    return Err(format!("{missing} is missing"));
                }
            }
            "properties" => {
                for (name, property) in expected.as_object().unwrap() {
                    let Some(field) = value.get(name) else { continue };
                    fits(document, property, field).map_err(|why| format!("{name}: {why}"))?;
                }
            }
            "items" => {
                // Those that have a schema of their own are not items.
                let own = rules.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
                let mut items = value.as_array().into_iter().flatten().skip(own);
                items.try_for_each(|item| fits(document, expected, item))?;
            }
            "prefixItems" => {
                let items = value.as_array().into_iter().flatten();
                all().zip(items).try_for_each(|(schema, item)| fits(document, schema, item))?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_of(expected: &Value, value: &Value) -> bool {
    match expected {
        Value::Array(names) => names.iter().any(|name| is_of(name, value)),
        name => match name.as_str().unwrap() {
            "null" => value.is_null(),
            "boolean" => value.is_boolean(),
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            other => panic!("there is no type {other}"),
        },
    }
}
