//! The clean system: made once by the distribution's own tools, and packed for the next check.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::process::{Failure, cache, command, output, run_to_end};

/// What desktops have besides, that shows whether files are associated.
const DESKTOP: [&str; 1] = ["desktop-file-utils"];

/// How old a system gets before it is made anew, in days: meanwhile its packages are updated where they come from.
const OLDEST: u64 = 30;

/// The packed system in which a package can be installed without a network.
pub(super) fn ensure(deb: &Path) -> Result<PathBuf, Failure> {
    let (depends, sources) = (depends(deb)?, sources()?);
    let folder = cache().join("clean-system");
    let (system, note) = (folder.join("system.tar.zst"), folder.join("made-of.txt"));
    let wanted = format!("{}\n{}\n", depends.join("\n"), contents(&sources)?);
    let is_young = |file: &Path| {
        let made = std::fs::metadata(file).and_then(|file| file.modified()).ok();
        made.and_then(|made| made.elapsed().ok()).is_some_and(|age| age.as_secs() < OLDEST * 24 * 60 * 60)
    };
    if is_young(&system) && std::fs::read_to_string(&note).is_ok_and(|made_of| made_of == wanted) {
        return Ok(system);
    }
    println!("Making a clean system, once: it takes minutes, and 250 MB in {}.", folder.display());
    std::fs::create_dir_all(&folder)?;
    // The note is the last thing that is written, so half a system is never taken for one.
    let _ = std::fs::remove_file(&note);
    let _ = std::fs::remove_file(&system);
    let mut tool = command("mmdebstrap", &["--quiet", "--variant=apt", "--skip=output/mknod"]);
    tool.arg(format!("--include={}", depends.join(",")));
    for settings in apt_settings()? {
        tool.arg(format!("--aptopt={}", settings.display()));
    }
    run_to_end(tool.arg("").arg(&system).args(&sources))?;
    std::fs::write(note, wanted)?;
    Ok(system)
}

/// The packages that a package says it cannot do without, and nothing that it only recommends. Of alternatives the
/// first is taken, as apt does.
fn depends(deb: &Path) -> Result<Vec<String>, Failure> {
    let file = deb.to_string_lossy();
    let field = output("dpkg-deb", &["--field", &file, "Depends"]);
    let field = field.ok_or_else(|| Failure::Found(format!("{file} is no package of Debian’s")))?;
    let first_word = |package: &str| package.split_whitespace().next().map(str::to_owned);
    let needed = field.split(',').filter_map(first_word).chain(DESKTOP.map(str::to_owned));
    Ok(needed.collect::<BTreeSet<_>>().into_iter().collect())
}

/// The lists of this machine's apt that name the distribution itself. Others are no part of a clean system.
fn sources() -> Result<Vec<PathBuf>, Failure> {
    let release = std::fs::read_to_string("/etc/os-release")?;
    let id = release.lines().find_map(|line| line.strip_prefix("ID=")).unwrap_or_default().trim_matches('"');
    let asked = ["indextargets", "--format", "$(ORIGIN) $(SOURCESENTRY)", "Created-By: Packages"];
    let known = || output("apt-get", &asked).unwrap_or_default();
    let mut listed = known();
    if listed.trim().is_empty() && super::is_root() {
        run_to_end(&mut command("apt-get", &["update", "--quiet"]))?;
        listed = known();
    }
    let own = listed.lines().filter_map(|line| line.split_once(' '));
    let own = own.filter(|(origin, _)| origin.eq_ignore_ascii_case(id));
    // What follows the colon counts the entries of the file.
    let files: BTreeSet<PathBuf> =
        own.filter_map(|(_, entry)| entry.rsplit_once(':')).map(|(file, _)| file.into()).collect();
    if files.is_empty() {
        return Err(Failure::Needed(format!(
            "apt knows no packages of {id} itself. Run `apt-get update` first, then start again."
        )));
    }
    Ok(files.into_iter().collect())
}

/// How this machine's apt fetches: through a proxy, or from a mirror in a way of its own.
fn apt_settings() -> Result<Vec<PathBuf>, Failure> {
    let folder = Path::new("/etc/apt/apt.conf.d");
    let mut settings = Vec::new();
    for file in std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()) {
        if std::fs::read_to_string(&file).is_ok_and(|text| text.contains("Acquire")) {
            settings.push(file);
        }
    }
    settings.sort();
    Ok(settings)
}

fn contents(files: &[PathBuf]) -> Result<String, Failure> {
    Ok(files.iter().map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>()?.join("\n"))
}
