//! What the web view refuses, whatever a page brings.

use std::collections::BTreeMap;
use std::time::Duration;

use super::app::App;
use crate::support::Paperside;

const PATIENCE: Duration = Duration::from_secs(30);

/// Brings into the page what a document would like to, and notes what is refused.
const BRING: &str = "
    window.refused = {};
    document.addEventListener('securitypolicyviolation', (event) => {
        window.refused[event.effectiveDirective.split('-')[0]] = event.originalPolicy;
    });
    const bring = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
    bring('script', { textContent: 'window.hasRun = true' });
    bring('style', { textContent: 'body { letter-spacing: 7px !important }' });
    bring('img', { src: 'http://127.0.0.1:9/picture.png' });
    bring('base', { href: 'http://127.0.0.1:9/' });
    fetch('http://127.0.0.1:9/').catch(() => {});
    const handler = document.createElement('p');
    handler.setAttribute('onclick', 'window.hasRun = true');
    document.body.append(handler);
    handler.click();
    handler.setAttribute('style', 'letter-spacing: 3px');
    window.handler = handler;
";

#[test]
fn neither_scripts_nor_styles_that_a_page_brings_are_run() {
    let paperside = Paperside::new();
    let app = App::open(&paperside);
    app.find("[data-testid=empty-library]");
    app.run(BRING);
    let refused = || app.run("return window.refused");
    for kind in ["script", "style", "img", "connect", "base"] {
        app.wait_for(&format!("the refusal of {kind}"), PATIENCE, || !refused()[kind].is_null());
    }
    assert!(app.run("return window.hasRun ?? null").is_null(), "no script of a page runs");
    let spacing = |of: &str| app.run(&format!("return getComputedStyle({of}).letterSpacing"));
    assert_ne!(spacing("document.body"), "7px", "no style of a page is used");
    assert_eq!(spacing("window.handler"), "3px", "looks of one element may be said, as formulas do");

    let told = refused();
    let policy = told["script"].as_str().unwrap();
    let policy: BTreeMap<&str, &str> =
        policy.split(';').filter_map(|directive| directive.trim().split_once(' ')).collect();
    assert_eq!(policy["default-src"], "'none'", "{policy:?}");
    let is_loose = |(name, sources): (&&str, &&str)| {
        sources.contains("unsafe-eval") && !sources.contains("wasm-unsafe-eval")
            || sources.contains("'unsafe-inline'") && *name != "style-src-attr"
            || sources.contains('*')
    };
    assert!(!policy.iter().any(is_loose), "{policy:?}");
}
