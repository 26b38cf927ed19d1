//! What axe finds wrong in the window for people who do not see or point well.

use std::path::Path;

use serde_json::Value;

use super::app::App;

/// So bad is what must not be there.
const BAD: [&str; 2] = ["serious", "critical"];

/// Looks through all that is shown now. Nothing serious may be wrong; what is, is told with its place.
pub fn check(app: &App, what: &str) {
    let script =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js"))
            .expect("axe-core is installed with the packages of the UI");
    app.run(&format!(
        "if (!window.axe) {{ {script} }} window.found = undefined; \
        axe.run(document, {{ resultTypes: ['violations'] }}).then((results) => (window.found = results.violations), \
        (error) => (window.found = String(error)));"
    ));
    let mut found = Value::Null;
    app.wait_for("what axe finds", super::PATIENCE, || {
        found = app.run("return window.found === undefined ? null : window.found");
        !found.is_null()
    });
    let found = found.as_array().unwrap_or_else(|| panic!("axe could not look at {what}: {found}"));
    let bad: Vec<String> = found
        .iter()
        .filter(|rule| BAD.contains(&rule["impact"].as_str().unwrap_or_default()))
        .map(|rule| format!("{} ({}): {}", rule["id"], rule["impact"], rule["nodes"][0]["html"]))
        .collect();
    assert!(bad.is_empty(), "{what}: {bad:#?}");
}
