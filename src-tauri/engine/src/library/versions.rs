//! Whether there is a newer version of the app.
//!
//! Nobody is asked unless the person wants that, and then once a day at the most, whether an answer comes or not. What
//! is newer is told and never fetched: where it can be had is an address to read. Who is asked is for the one who built
//! the app to name; a build that names nobody does not offer it.

use std::sync::Arc;
use std::time::Duration;

use semver::Version;
use serde::{Deserialize, Serialize};

use super::{Shared, blocking, locations};
use crate::catalog::Catalog;
use crate::messages::NewVersion;
use crate::net::{Net, NetError, parse};
use crate::{Config, Result};

/// The setting that wants to know.
pub(super) const TELL: &str = "new-versions";

/// What was told last.
const TOLD: &str = "new-versions-told";

/// What the person reads in the list of connections.
const PURPOSE: &str = "look for a new version";

/// This one.
pub(super) const HERE: &str = env!("CARGO_PKG_VERSION");

/// Between two questions.
const DAILY: Duration = Duration::from_hours(24);

/// Nobody waits for this, but `doctor` waits until it is known.
const PATIENCE: Duration = Duration::from_secs(5);

/// What tells of a version is a few lines long; notes may stand beside, in bytes.
const LONGEST: u64 = 256 << 10;

/// What was told last, and when it was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    /// In milliseconds since 1970.
    asked_at: i64,
    version: Option<String>,
    page: Option<String>,
}

/// What is answered: a version, and where people get it. The other names are those of a widespread service.
#[derive(Debug, Deserialize)]
struct Release {
    #[serde(alias = "tag_name")]
    version: String,
    #[serde(default, alias = "html_url")]
    page: Option<String>,
}

/// Whether this build knows of somebody who could be asked.
pub(super) fn is_offered(config: &Config) -> bool {
    config.releases.is_some()
}

/// The newer version that was told of last, if there is one. Asks if it is time to.
///
/// # Errors
/// Those of the catalog. That nobody answers is none.
pub(super) async fn newer(shared: &Arc<Shared>) -> Result<Option<NewVersion>> {
    let Some(releases) = shared.config.releases.clone() else { return Ok(None) };
    let (asking, is_offline) = (Arc::clone(shared), shared.net.is_offline());
    let catalog = move || -> Result<(bool, bool)> {
        let catalog = &asking.searcher.catalog;
        let is_wanted = catalog.is_on(TELL)?;
        Ok((is_wanted, is_wanted && !is_offline && claim(catalog, locations::now())?))
    };
    let (is_wanted, is_due) = blocking(catalog).await?;
    if !is_wanted {
        return Ok(None);
    }
    if is_due {
        match ask(&shared.net, &releases).await {
            Ok(release) => {
                let remembering = Arc::clone(shared);
                blocking(move || remember(&remembering.searcher.catalog, release)).await?;
            }
            Err(error) => tracing::info!(%error, "whether there is a new version was not told"),
        }
    }
    let known = Arc::clone(shared);
    blocking(move || Ok(told(&known.searcher.catalog)?.and_then(|told| newer_than(HERE, told)))).await
}

/// Whether it is time; then nobody else asks today. A question from the future says that the clock was wrong then, or
/// is now.
fn claim(catalog: &Catalog, now: i64) -> Result<bool> {
    let mut is_due = false;
    catalog.change_setting(TOLD, |stored| {
        let told: Told = stored.as_deref().and_then(|stored| serde_json::from_str(stored).ok()).unwrap_or_default();
        is_due = told.asked_at > now || (now - told.asked_at) as u128 >= DAILY.as_millis();
        if is_due { serde_json::to_string(&Told { asked_at: now, ..told }).ok() } else { stored }
    })?;
    Ok(is_due)
}

async fn ask(net: &Net, releases: &str) -> Result<Release, NetError> {
    let request = net.get(releases, PURPOSE).header("accept", "application/json").patience(PATIENCE);
    request.send().await?.successful().await?.json(LONGEST).await
}

fn remember(catalog: &Catalog, release: Release) -> Result<()> {
    catalog.change_setting(TOLD, |stored| {
        let told: Told = stored.as_deref().and_then(|stored| serde_json::from_str(stored).ok()).unwrap_or_default();
        let told = Told { version: Some(release.version), page: release.page, ..told };
        serde_json::to_string(&told).ok()
    })
}

fn told(catalog: &Catalog) -> Result<Option<Told>> {
    Ok(catalog.setting(TOLD)?.and_then(|stored| serde_json::from_str(&stored).ok()))
}

/// What was told, if it is a version that is newer than this one. Whoever answers may say anything: what is shown is a
/// version and a web address, and nothing else that was said.
fn newer_than(here: &str, told: Told) -> Option<NewVersion> {
    let version = told.version?;
    let version = Version::parse(version.trim().trim_start_matches(['v', 'V'])).ok()?;
    // The build says nothing of what is newer.
    let is_newer = Version::parse(here).is_ok_and(|here| version.cmp_precedence(&here).is_gt());
    let page = told.page.and_then(|page| parse(&page).ok()).map(String::from);
    is_newer.then(|| NewVersion { version: version.to_string(), page })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tempfile::TempDir;

    use super::*;
    use crate::Library;
    use crate::net::loopback::{Loopback, Reply};
    use crate::read::process::WorkerCommand;

    async fn library(folder: &TempDir, releases: Option<String>) -> Library {
        let mut config = Config::locate(Some(folder.path().join("library")), None).expect("a library is named");
        config.worker = WorkerCommand { program: "there-is-no-such-program".into() };
        config.releases = releases;
        Library::open(config).await.expect("the model must be there: `cargo xtask setup` fetches it")
    }

    async fn choose(library: &Library, name: &str, value: &str) {
        library.set_setting(name.to_owned(), Some(value.to_owned())).await.expect("it can be chosen");
    }

    fn told(version: &str, page: Option<&str>) -> Told {
        Told { asked_at: 0, version: Some(version.to_owned()), page: page.map(str::to_owned) }
    }

    #[test]
    fn versions_are_compared_as_such() {
        let newer = |here: &str, there: &str| newer_than(here, told(there, None)).map(|newer| newer.version);
        for (here, there) in
            [("0.1.0", "0.1.1"), ("0.9.0", "0.10.0"), ("1.0.0-beta.2", "1.0.0-beta.11"), ("1.0.0-rc.1", "1.0.0")]
        {
            assert_eq!(newer(here, there).as_deref(), Some(there));
            assert_eq!(newer(there, here), None, "{here} is older than {there}");
        }
        assert_eq!(newer("0.1.0", " v0.2.0 ").as_deref(), Some("0.2.0"), "tags begin with a letter");
        for same in ["0.1.0", "v0.1.0", "0.1.0+build.7", "", "newest", "0.2", "<b>9.9.9</b>"] {
            assert_eq!(newer("0.1.0", same), None, "{same}");
        }
    }

    #[test]
    fn only_web_addresses_are_told() {
        let page = |page: &str| newer_than("0.1.0", told("1.0.0", Some(page))).expect("it is newer").page;
        assert_eq!(page("https://example.org/get").as_deref(), Some("https://example.org/get"));
        for odd in ["javascript:alert(1)", "file:///etc/passwd", "", "get it"] {
            assert_eq!(page(odd), None, "{odd}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn nobody_is_asked_unless_wanted_and_then_once_a_day() {
        let folder = tempfile::tempdir().expect("a folder");
        let body = json!({"version": "99.1.0", "page": "https://example.org/get", "notes": "many"});
        let server = Loopback::start(move |_, _| Reply::json(&body)).await;
        let library = library(&folder, Some(server.url("/latest"))).await;
        assert_eq!(library.newer_version().await.expect("it can be told"), None, "it is off unless it was chosen");
        assert!(library.health().await.sound);
        assert_eq!(server.asked().len(), 0);

        choose(&library, TELL, "on").await;
        choose(&library, "offline", "on").await;
        assert_eq!(library.newer_version().await.expect("it can be told"), None);
        assert!(server.asked().is_empty() && library.connections().is_empty(), "offline nobody is asked");

        choose(&library, "offline", "off").await;
        let both = tokio::join!(library.newer_version(), library.newer_version());
        let newer = library.newer_version().await.expect("it can be told").expect("there is one");
        assert_eq!((newer.version.as_str(), newer.page.as_deref()), ("99.1.0", Some("https://example.org/get")));
        assert!(both.0.is_ok() && both.1.is_ok());
        assert_eq!(server.asked().len(), 1, "and everybody knows from then on");
        assert_eq!(server.asked()[0].target, "/latest");
        assert_eq!(library.connections()[0].purpose, PURPOSE, "the person sees what for");
        let health = library.health().await;
        let line = health.checks.iter().find(|check| check.part == "version").expect("doctor tells it");
        assert!(line.sound && line.message.contains("99.1.0") && line.message.contains("https://example.org/get"));

        choose(&library, TELL, "off").await;
        assert_eq!(library.newer_version().await.expect("it can be told"), None, "who does not want it is not told");
        drop(library);
        let again = self::library(&folder, Some(server.url("/latest"))).await;
        choose(&again, TELL, "on").await;
        assert!(again.newer_version().await.expect("it can be told").is_some());
        assert_eq!(server.asked().len(), 1, "a restart is no reason to ask");
        let catalog = &again.shared.searcher.catalog;
        assert!(!claim(catalog, locations::now()).expect("a catalog"));
        assert!(claim(catalog, locations::now() + DAILY.as_millis() as i64).expect("a catalog"), "but tomorrow is");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whatever_is_answered_does_no_harm() {
        let bodies = [
            (200, "no JSON".to_owned()),
            (200, "{}".to_owned()),
            (200, json!({"version": 7}).to_string()),
            (200, json!({"version": "latest", "page": "https://example.org"}).to_string()),
            (200, json!({"version": "0.0.1"}).to_string()),
            (404, json!({"version": "99.0.0"}).to_string()),
            (500, String::new()),
            (200, format!("{{\"version\":\"99.0.0\",\"notes\":\"{}\"}}", "x".repeat(LONGEST as usize))),
        ];
        for (status, body) in bodies {
            let folder = tempfile::tempdir().expect("a folder");
            let answer = body.clone();
            let server = Loopback::start(move |_, _| Reply::new(status, answer.clone())).await;
            let library = library(&folder, Some(server.url("/"))).await;
            choose(&library, TELL, "on").await;
            assert_eq!(library.newer_version().await.expect("it is no error"), None, "{status} {body:.40}");
            assert_eq!(library.newer_version().await.expect("it is no error"), None);
            assert_eq!(server.asked().len(), 1, "it is not asked again today: {status} {body:.40}");
            assert!(library.health().await.sound, "and nothing is wrong here");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_build_that_knows_nobody_does_not_offer_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = async |releases| -> Vec<String> {
            let library = library(&folder, releases).await;
            library.settings().await.expect("settings").into_iter().map(|setting| setting.name).collect()
        };
        assert!(!names(None).await.iter().any(|name| name == TELL));
        assert!(names(Some("https://example.org".to_owned())).await.iter().any(|name| name == TELL));
    }
}
