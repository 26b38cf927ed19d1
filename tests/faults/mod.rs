//! Disks that are full or broken, files that are gone or not to be read: each failure ends with a reason, leaves the
//! library sound, and what failed can be added again.
//!
//! `interpose.c` stands between the program and the C library and lets one chosen call that changes the library's
//! folder fail, or ends the program there as a crash would. A first run without a fault tells which calls there are; a
//! sample is drawn from a fixed seed, at least one of each function. All that goes wrong is collected and told at the
//! end of a test, with the call at which it did.

#![expect(clippy::print_stdout, reason = "the seed and the counts belong to the result")]

mod files;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::crash::{SplitMix, files_in, leftovers};
use crate::support::{Paperside, corpus};

const SEED: u64 = 0xfa17_0f5e_ed00_0001;

/// For a more thorough search: how many sites a test tries, instead of those that there is time for every day.
const TRIES_VARIABLE: &str = "PAPERSIDE_FAULTS_TRIES";

/// Far more than any command here takes; what takes longer hangs.
const TIME_LIMIT: Duration = Duration::from_mins(1);

const EIO: i32 = 5;
const ENOSPC: i32 = 28;
const SIGKILL: i32 = 9;

#[test]
fn a_full_disk_costs_nothing_but_what_did_not_fit() {
    Lab::new().try_all(&Fault { errno: ENOSPC, keep: true, wants: |_| true }, 12);
}

#[test]
fn a_write_that_fails_costs_nothing_but_its_file() {
    Lab::new().try_all(&Fault { errno: EIO, keep: false, wants: |_| true }, 12);
}

#[test]
fn what_could_not_be_flushed_is_not_called_done() {
    Lab::new().try_all(&Fault { errno: EIO, keep: false, wants: is_flush }, 8);
}

#[test]
fn a_crash_at_any_write_loses_nothing() {
    Lab::new().try_all(&Fault { errno: 0, keep: false, wants: |_| true }, 12);
}

/// The catalog's log is flushed at the end of each of its changes, whose writes have been made by then; so a crash at
/// the flush is one between this change and the next.
#[test]
fn a_crash_between_any_two_steps_of_an_update_loses_nothing() {
    let lab = Lab::new();
    let wants =
        |site: &Site| site.place.starts_with("originals") || (is_flush(site) && site.place == "catalog.sqlite-wal");
    let fault = Fault { errno: 0, keep: false, wants };
    let sites = lab.sites(Scene::Update, &fault);
    assert!(sites.len() > 8, "an update takes at least so many steps: {sites:?}");
    let complaints = lab.try_each(Scene::Update, &sites, &fault);
    assert!(complaints.is_empty(), "in {} tries:\n{}", sites.len(), complaints.join("\n"));
}

/// The library's copy of a file comes before the catalog knows of it; when the file is another one by the next start,
/// nobody asks for that copy any more.
#[test]
fn a_copy_that_a_crash_left_is_swept_up() {
    let shim = Shim::build();
    let paperside = Paperside::with(&["prices.csv"]);
    let notes = paperside.file("notes.txt", b"The kettle is on the stove.");
    let other = paperside.file("other.txt", b"The kettle is on the floor.");
    let add = |file: &Path| {
        let mut add = paperside.command(&["--json", "add"]);
        add.arg(file);
        shim.watch(add, &paperside.library())
    };
    assert_eq!(run(add(&other)).status.code(), Some(0));
    let is_kept =
        |(function, path): &(String, PathBuf)| function == "rename" && path.to_string_lossy().contains("originals");
    let kept = shim.report().iter().position(is_kept).expect("a copy gets its name when it is whole");
    let mut killed = add(&notes);
    // They are counted from 1, and it is the next one.
    run(killed.env("FAULTS_AT", (kept + 2).to_string()).env("FAULTS_ERRNO", "0"));
    let copies = files_in(&paperside.library().join("originals")).len();
    assert_eq!(copies, 3, "it must have been killed right after the copy was made");
    paperside.file("notes.txt", b"The kettle is on the table.");
    assert_eq!(run(add(&notes)).status.code(), Some(0));
    assert_eq!(leftovers(&paperside), Vec::<String>::new());
}

/// A scan that was imported before a recogniser was installed is read again when it is added again. Until that is
/// done, what there is of it must stay.
#[test]
fn a_document_that_is_read_once_more_stays_whatever_happens() {
    if Command::new("tesseract").arg("--version").output().is_err() {
        return println!("skipped: there is no Tesseract to read it once more with");
    }
    let shim = Shim::build();
    let paperside = Paperside::new();
    let template = paperside.library().with_file_name("template");
    let add = || {
        let mut add = paperside.command(&["--json", "add"]);
        add.arg(corpus("scanned-letters.pdf"));
        add
    };
    assert_eq!(run(add().env("PATH", "/nowhere")).status.code(), Some(0), "without a recogniser one page has text");
    copy(&paperside.library(), &template);
    let mut complaints = Vec::new();
    for (errno, at) in [0, EIO].into_iter().flat_map(|errno| (3..20).step_by(4).map(move |at| (errno, at))) {
        std::fs::remove_dir_all(paperside.library()).unwrap();
        copy(&template, &paperside.library());
        let mut command = shim.watch(add(), &paperside.library());
        command.env("FAULTS_ONLY", "fsync").env("FAULTS_AT", at.to_string()).env("FAULTS_ERRNO", errno.to_string());
        let ended = run(command);
        let (told, listed) = (ended.of_type("document").count(), paperside.json(&["list"]).lines.len());
        if listed != 1 {
            complaints.push(format!("errno {errno} at flush {at}: the document is lost"));
        }
        if ended.status.code().is_some() && told + ended.reasons().len() == 0 {
            complaints.push(format!("errno {errno} at flush {at}: {}, and not a word of the document", ended.status));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn is_flush(site: &Site) -> bool {
    ["fsync", "fdatasync", "msync"].contains(&site.function.as_str())
}

/// What goes wrong, from the chosen call on.
struct Fault {
    /// 0 ends the process.
    errno: i32,
    /// Whether all later calls that take room fail too.
    keep: bool,
    /// The calls it can happen to.
    wants: fn(&Site) -> bool,
}

/// A call that changes the library: the so-manieth of a function, at a path.
#[derive(Debug, Clone)]
struct Site {
    function: String,
    number: usize,
    place: String,
}

/// What is done while the fault happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scene {
    /// Everything is imported into a new library.
    First,
    /// An edited file takes the place of its old version, one file is there already, the others are new.
    Later,
    /// The edited file is imported alone.
    Update,
    /// A document is removed.
    Removal,
}

/// A library in the state before a fault, and what it must be in the end.
struct Lab {
    shim: Shim,
    paperside: Paperside,
    paths: Vec<PathBuf>,
    /// The library with some documents, to be copied.
    template: PathBuf,
    removed: String,
    control: Holds,
}

/// What is in a library.
#[derive(Debug, PartialEq)]
struct Holds {
    documents: Vec<Value>,
    found: BTreeSet<String>,
}

impl Lab {
    fn new() -> Self {
        let paperside = Paperside::new();
        let notes = paperside.file("notes.txt", b"The kettle is on the stove.");
        let bread = paperside.file("bread.txt", b"The kettle is beside the bread.");
        let template = paperside.library().with_file_name("template");
        assert_eq!(paperside.add(&[&notes, &bread]).code, 0);
        copy(&paperside.library(), &template);
        paperside.file("notes.txt", b"The kettle is on the table.");
        let salt = paperside.file("salt.txt", "The kettle holds salt water. ".repeat(60).as_bytes());
        let paths = vec![notes, salt, corpus("two-columns.pdf"), bread, corpus("prices.csv")];
        assert_eq!(paperside.add(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>()).code, 0);
        let control = Holds::of(&paperside);
        assert_eq!(control.documents.len(), paths.len());
        let is_bread = |document: &&Value| document["title"] == "bread.txt";
        let removed = control.documents.iter().find(is_bread).unwrap()["id"].as_str().unwrap().to_owned();
        Self { shim: Shim::build(), paperside, paths, template, removed, control }
    }

    /// Tries so many sites over all scenes, and tells of all that went wrong.
    fn try_all(&self, fault: &Fault, tries: usize) {
        println!("seed {SEED:#x}");
        let tries = std::env::var(TRIES_VARIABLE).map_or(tries, |tries| tries.parse().unwrap());
        let (mut random, mut functions) = (SplitMix(SEED), BTreeSet::new());
        let (mut complaints, mut tried, mut sites) = (Vec::new(), 0, 0);
        for (scene, share) in [(Scene::Later, 3), (Scene::First, 2), (Scene::Removal, 1)] {
            let all = self.sites(scene, fault);
            let chosen = sample(&all, (tries * share).div_ceil(6), &mut functions, &mut random);
            sites += all.len();
            tried += chosen.len();
            complaints.extend(self.try_each(scene, &chosen, fault));
        }
        println!("{tried} of {sites} sites were tried");
        assert!(complaints.is_empty(), "in {tried} tries:\n{}", complaints.join("\n"));
    }

    fn try_each(&self, scene: Scene, sites: &[Site], fault: &Fault) -> Vec<String> {
        let complaints = |site: &Site| {
            let complaints = self.attempt(scene, site, fault);
            complaints.into_iter().map(|complaint| format!("{scene:?}, {site:?}: {complaint}")).collect::<Vec<_>>()
        };
        sites.iter().flat_map(complaints).collect()
    }

    /// The calls of an undisturbed run.
    fn sites(&self, scene: Scene, fault: &Fault) -> Vec<Site> {
        self.prepare(scene);
        let ended = run(self.shim.watch(self.command(scene), &self.paperside.library()));
        assert_eq!(ended.status.code(), Some(0), "without a fault all is well: {}", ended.stderr);
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut sites = Vec::new();
        for (function, path) in self.shim.report() {
            let number = numbers.entry(function.clone()).or_default();
            *number += 1;
            let place = place(path.strip_prefix(self.paperside.library()).unwrap());
            let site = Site { function, number: *number, place };
            if (fault.wants)(&site) {
                sites.push(site);
            }
        }
        sites
    }

    fn prepare(&self, scene: Scene) {
        std::fs::remove_dir_all(self.paperside.library()).unwrap();
        if scene != Scene::First {
            copy(&self.template, &self.paperside.library());
        }
    }

    fn command(&self, scene: Scene) -> Command {
        let mut command = self.paperside.command(&["--json"]);
        match scene {
            Scene::First | Scene::Later => command.arg("add").args(&self.paths),
            Scene::Update => command.arg("add").arg(&self.paths[0]),
            Scene::Removal => command.arg("remove").arg(&self.removed),
        };
        command
    }

    /// Lets a call fail; answers what is wrong with how the program took it, and with the library afterwards.
    fn attempt(&self, scene: Scene, site: &Site, fault: &Fault) -> Vec<String> {
        self.prepare(scene);
        let mut command = self.shim.watch(self.command(scene), &self.paperside.library());
        command.env("FAULTS_ONLY", &site.function).env("FAULTS_AT", site.number.to_string());
        command.env("FAULTS_ERRNO", fault.errno.to_string()).env("FAULTS_KEEP", u8::from(fault.keep).to_string());
        let ended = run(command);
        [ended.bore(fault), self.recovers(&ended)].into_iter().filter_map(Result::err).collect()
    }

    /// Without the fault the library is sound, and complete once everything is added again.
    fn recovers(&self, ended: &Ran) -> Result<(), String> {
        let doctor = run(self.paperside.command(&["--json", "doctor"]));
        if doctor.status.code() != Some(0) {
            let repaired = run(self.paperside.command(&["--json", "doctor", "--repair"]));
            require(repaired.status.code() == Some(0), || format!("it cannot be repaired: {repaired:?}"))?;
        }
        let mut again = self.paperside.command(&["--json", "add"]);
        let again = run(again.args(&self.paths));
        require(again.status.code() == Some(0), || format!("it cannot be added again: {again:?}"))?;
        for line in ended.of_type("document").filter(|line| line["status"] != "failed") {
            let path = &line["path"];
            let told = again.of_type("document").find(|told| told["path"] == *path).map(|told| &told["status"]);
            require(told == Some(&json!("unchanged")), || format!("{path} was said to be in the library: {told:?}"))?;
        }
        let holds = Holds::of(&self.paperside);
        require(holds == self.control, || format!("it holds {holds:?} instead of {:?}", self.control))?;
        let leftovers = leftovers(&self.paperside);
        require(leftovers.is_empty(), || format!("files are left or missing: {leftovers:?}"))
    }
}

impl Holds {
    /// The documents as they are listed, and all passages as they are found.
    fn of(paperside: &Paperside) -> Self {
        let fields = ["title", "id", "path", "pages", "pages_searchable", "passages"];
        let kept = |line: &Value| fields.iter().map(|field| ((*field).to_owned(), line[field].clone())).collect();
        let mut documents: Vec<Value> = paperside.json(&["list"]).lines.iter().map(kept).collect();
        documents.sort_by_key(ToString::to_string);
        let found = paperside.json(&["search", "kettle", "-k", "50"]).lines.remove(0);
        let hits = found["hits"].as_array().unwrap();
        let hit = |hit: &Value| json!([hit["document"]["id"], hit["passage"], hit["text"]]).to_string();
        let set: BTreeSet<String> = hits.iter().map(hit).collect();
        assert_eq!(set.len(), hits.len(), "a passage must not be found twice: {hits:?}");
        Self { documents, found: set }
    }
}

/// A part of the sites: one of each function that had none yet, then the rooms of the library in turn, since most
/// calls are those of the index.
fn sample(sites: &[Site], count: usize, functions: &mut BTreeSet<String>, random: &mut SplitMix) -> Vec<Site> {
    let mut shuffled: Vec<(u64, &Site)> = sites.iter().map(|site| (random.below(u64::MAX), site)).collect();
    shuffled.sort_by_key(|(key, _)| *key);
    let mut rooms: BTreeMap<String, usize> = BTreeMap::new();
    let turn = |(_, site): (u64, &Site)| {
        let room = site.place.split(['.', '/']).next().unwrap_or_default();
        let in_room = rooms.entry(room.to_owned()).or_default();
        *in_room += 1;
        (!functions.insert(site.function.clone()), *in_room, site.clone())
    };
    let mut ranked: Vec<(bool, usize, Site)> = shuffled.into_iter().map(turn).collect();
    ranked.sort_by_key(|(has_one, in_room, _)| (*has_one, *in_room));
    let needed = ranked.iter().filter(|(has_one, ..)| !has_one).count();
    ranked.into_iter().take(count.max(needed)).map(|(.., site)| site).collect()
}

/// A path without what differs from run to run, so that calls of one kind can be told from those of another.
fn place(path: &Path) -> String {
    let is_made_up = |part: &str| part.starts_with(".atomic") || (part.len() >= 24 && !part.contains('_'));
    let parts = path.iter().map(|part| part.to_string_lossy());
    parts.map(|part| if is_made_up(&part) { "*".into() } else { part }).collect::<Vec<_>>().join("/")
}

/// The library from `interpose.c`, and the file it reports to.
struct Shim {
    folder: TempDir,
}

impl Shim {
    fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/interpose.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o"]);
        let built = compiler.arg(folder.path().join("interpose.so")).arg(source).arg("-ldl").output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        Self { folder }
    }

    fn report_file(&self) -> PathBuf {
        self.folder.path().join("report")
    }

    /// The command with the shim before the C library, which counts what concerns `folder`.
    fn watch(&self, mut command: Command, folder: &Path) -> Command {
        let _ = std::fs::remove_file(self.report_file());
        command.env("LD_PRELOAD", self.folder.path().join("interpose.so"));
        command.env("FAULTS_FOLDER", folder).env("FAULTS_REPORT", self.report_file());
        command
    }

    /// The command under the permissions of a person, even if the tests run as root.
    fn as_person(&self, mut command: Command) -> Command {
        command.env("LD_PRELOAD", self.folder.path().join("interpose.so")).env("FAULTS_PERSON", "1");
        command
    }

    /// The functions that were called, and at which path.
    fn report(&self) -> Vec<(String, PathBuf)> {
        let report = std::fs::read_to_string(self.report_file()).unwrap();
        let call = |line: &str| {
            let mut parts = line.splitn(4, ' ').skip(2);
            (parts.next().unwrap().to_owned(), PathBuf::from(parts.next().unwrap()))
        };
        report.lines().map(call).collect()
    }
}

/// How a program ended, by itself or not.
#[derive(Debug)]
struct Ran {
    status: ExitStatus,
    lines: Vec<Value>,
    stderr: String,
}

/// Runs a command to its end, which must come before the time limit does.
fn run(mut command: impl std::borrow::BorrowMut<Command>) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let [stdout, stderr] = ["stdout", "stderr"].map(|name| folder.path().join(name));
    let command = command.borrow_mut();
    command.stdin(Stdio::null()).stdout(File::create(&stdout).unwrap()).stderr(File::create(&stderr).unwrap());
    let mut child = command.spawn().unwrap();
    let end = Instant::now() + TIME_LIMIT;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if Instant::now() > end {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("it did not end within {TIME_LIMIT:?}: {command:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let lines = std::fs::read_to_string(&stdout).unwrap();
    let lines = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let stderr = String::from_utf8_lossy(&std::fs::read(&stderr).unwrap()).into_owned();
    Ran { status, lines, stderr }
}

impl Ran {
    fn of_type(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.lines.iter().filter(move |line| line["type"] == name)
    }

    /// Why things failed, file by file or all at once.
    fn reasons(&self) -> Vec<String> {
        let files = self.of_type("document").filter(|line| line["status"] == "failed").map(|line| &line["reason"]);
        let errors = self.of_type("error").map(|line| &line["message"]);
        files.chain(errors).map(|reason| reason.as_str().unwrap_or_default().to_lowercase()).collect()
    }

    /// That the program took the fault as it should: it ends by itself and says what a person can act on.
    fn bore(&self, fault: &Fault) -> Result<(), String> {
        use std::os::unix::process::ExitStatusExt;

        if fault.errno == 0 && self.status.signal() == Some(SIGKILL) {
            return Ok(());
        }
        let Self { status, stderr, .. } = self;
        let beginning: String = stderr.chars().take(300).collect();
        let has_ended = matches!(status.code(), Some(0 | 1 | 3));
        require(has_ended && !stderr.contains("panicked"), || format!("it ended by {status}: {beginning}"))?;
        let reasons = self.reasons();
        let words: &[&str] = if fault.errno == ENOSPC { &["space", "full"] } else { &["disk", "input/output"] };
        for reason in &reasons {
            require(words.iter().any(|word| reason.contains(word)), || format!("no reason to act on: “{reason}”"))?;
        }
        require((status.code() == Some(0)) == reasons.is_empty(), || format!("{status}, and yet: {reasons:?}"))
    }
}

fn require(holds: bool, complaint: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(complaint()) }
}

/// Copies a folder; `cp` keeps the holes in the files of the index.
fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

/// On mapped files a full disk shows as a signal that no function of the C library can be made to return, so this disk
/// is really small: one in memory, in a name space of its own. Where the system grants none, nothing is tested.
#[test]
fn a_disk_that_is_really_full_is_told_of() {
    let mut complaints = Vec::new();
    for size in ["100k", "300k", "420k", "560k", "620k", "760k", "2m"] {
        match on_small_disk(size) {
            None => return println!("skipped: this system grants no mounts in a name space of one's own"),
            Some(Err(complaint)) => complaints.push(format!("with {size}: {complaint}")),
            Some(Ok(())) => {}
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Imports on a disk of this size, then again when the disk has grown. All in one shell, since the disk goes with it.
fn on_small_disk(size: &str) -> Option<Result<(), String>> {
    const SCRIPT: &str = "
        mount -t tmpfs -o size=$SIZE tmpfs \"$DISK\" || exit 77
        paperside() { \"$PROGRAM\" --library \"$DISK/library\" --json \"$@\"; }
        paperside add \"$@\" > \"$OUT/small\" 2> \"$OUT/small.stderr\"; echo $? > \"$OUT/code\"
        mount -o remount,size=200m \"$DISK\" || exit 77
        paperside doctor > \"$OUT/doctor\" || paperside doctor --repair > \"$OUT/doctor\" || exit 1
        paperside add \"$@\" > \"$OUT/again\" || exit 2
        paperside list > \"$OUT/list\"";
    let paperside = Paperside::new();
    let [disk, out] = ["disk/mark", "out/mark"].map(|name| paperside.file(name, b"").parent().unwrap().to_owned());
    let notes = paperside.file("notes.txt", "The kettle is on the stove. ".repeat(400).as_bytes());
    let mut shell = Command::new("unshare");
    shell.args(["--map-root-user", "--mount", "sh", "-c", SCRIPT, "sh"]).arg(notes).arg(corpus("two-columns.pdf"));
    shell.env("SIZE", size).env("DISK", disk).env("OUT", &out).env("PROGRAM", env!("CARGO_BIN_EXE_paperside"));
    let ended = shell.output().ok()?;
    let said = |name: &str| std::fs::read_to_string(out.join(name)).unwrap_or_default();
    if said("code").is_empty() || ended.status.code() == Some(77) {
        return None;
    }
    let (code, stderr) = (said("code"), said("small.stderr"));
    let bore = require(matches!(code.trim(), "0" | "1" | "3") && !stderr.contains("panicked"), || {
        format!("it ended with {}: {}", code.trim(), stderr.chars().take(300).collect::<String>())
    });
    let recovered = require(ended.status.success() && said("list").lines().count() == 2, || {
        format!("it did not recover: {} {} {}", ended.status, said("doctor"), said("list"))
    });
    Some(bore.and(recovered))
}
