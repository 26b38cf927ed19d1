//! A person who uses a library without rest: what is done next is drawn by chance, and what should come of it is known.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};

use super::chance::Chance;
use super::deeds::Deed;
use super::keeper::Keeper;
use super::texts::Markers;
use super::world::{Content, World};
use super::{Found, compare};

/// Steps that are told if something is wrong.
const TOLD: usize = 30;

/// Words that are looked for in a comparison, wherever they stand, or nowhere any more.
const WORDS: usize = 20;

/// The same at the end, besides all that stand somewhere.
const WORDS_AT_THE_END: usize = 300;

/// The person's disk has so many times as many files as the library is to have documents.
const FILES: usize = 2;

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Write,
    Again,
    Borrow,
    Edit,
    Move,
    Copy,
    CallOff,
    Remove,
    Put,
    Take,
    Rename,
    Delete,
    Search,
    Ask,
    Pin,
    Unpin,
    CheckPins,
    DeleteChat,
    Export,
    Import,
    Kill,
    Reopen,
    Tidy,
}

/// Somebody with a disk and a library.
pub(super) struct Person {
    pub(super) chance: Chance,
    pub(super) markers: Markers,
    pub(super) world: World,
    pub(super) home: PathBuf,
    /// Counts names, so that none comes twice.
    pub(super) named: usize,
    keeper: Option<Keeper>,
    /// How many documents there should be most of the time.
    wanted: usize,
    last: VecDeque<String>,
    done: BTreeMap<Step, usize>,
    steps: usize,
}

impl Person {
    /// With an empty library below this folder.
    pub(super) fn new(home: PathBuf, seed: u64, wanted: usize) -> Found<Self> {
        std::fs::create_dir_all(home.join("files")).map_err(|error| error.to_string())?;
        let mut person = Self {
            chance: Chance::new(seed),
            markers: Markers::default(),
            world: World::default(),
            home,
            named: 0,
            keeper: None,
            wanted,
            last: VecDeque::new(),
            done: BTreeMap::new(),
            steps: 0,
        };
        person.open()?;
        Ok(person)
    }

    /// Does something.
    pub(super) fn step(&mut self, may_be_killed: bool) -> Found<()> {
        let weights = self.weights(may_be_killed);
        let step = self.chance.weigh(&weights).unwrap_or(Step::Write);
        self.steps += 1;
        self.note(format!("{}: {step:?}, {} documents", self.steps, self.documents()));
        *self.done.entry(step).or_default() += 1;
        match step {
            Step::Write => self.write(),
            Step::Again => self.add_again(),
            Step::Borrow => self.borrow(),
            Step::Edit => self.edit(),
            Step::Move => self.move_file(),
            Step::Copy => self.copy_file(),
            Step::CallOff => self.call_off(),
            Step::Remove => self.remove(),
            Step::Put => self.put(),
            Step::Take => self.take(),
            Step::Rename => self.rename(),
            Step::Delete => self.delete(),
            Step::Search => self.search(),
            Step::Ask => self.ask(),
            Step::Pin => self.pin(),
            Step::Unpin => self.unpin(),
            Step::CheckPins => self.check_pins(),
            Step::DeleteChat => self.delete_chat(),
            Step::Export => self.export(),
            Step::Import => self.import(),
            Step::Kill => self.be_killed(),
            Step::Reopen => self.reopen(),
            Step::Tidy => self.tidy(),
        }
    }

    /// What is likelier: fuller libraries lose documents, emptier ones get more.
    fn weights(&self, may_be_killed: bool) -> Vec<(Step, usize)> {
        let documents = self.documents();
        let (more, fewer) = if documents < self.wanted { (24, 4) } else { (6, 6 + documents - self.wanted) };
        let killed = usize::from(may_be_killed);
        let files = if self.world.files.len() > FILES * self.wanted { 40 } else { 0 };
        vec![
            (Step::Write, more),
            (Step::Again, more / 4),
            (Step::Borrow, more / 6),
            (Step::Edit, 14),
            (Step::Move, 5),
            (Step::Copy, 3),
            (Step::CallOff, 4),
            (Step::Remove, fewer),
            (Step::Put, 6),
            (Step::Take, 3),
            (Step::Rename, 1),
            (Step::Delete, 1),
            (Step::Search, 16),
            (Step::Ask, 8),
            (Step::Pin, 3),
            (Step::Unpin, 2),
            (Step::CheckPins, 1),
            (Step::DeleteChat, if self.world.chats.len() > 20 { 6 } else { 1 }),
            (Step::Export, 1),
            (Step::Import, 1),
            (Step::Kill, 2 * killed),
            (Step::Reopen, killed),
            (Step::Tidy, files),
        ]
    }

    /// Whether the library is as it should be.
    pub(super) fn compare(&mut self, is_whole: bool) -> Found<()> {
        let markers = self.some_markers(WORDS);
        let library = self.library();
        let world = std::mem::take(&mut self.world);
        let keeper = self.keeper()?;
        let compared = if is_whole {
            compare::everything(keeper, &world, &markers, &library)
        } else {
            compare::lists(keeper, &world).and_then(|()| compare::words(keeper, &world, &markers))
        };
        self.world = world;
        compared
    }

    /// The last look: closed as a person closes it, opened again, and everything compared.
    pub(super) fn end(&mut self) -> Found<()> {
        self.note("the end".to_owned());
        self.reopen()?;
        let markers = self.some_markers(WORDS_AT_THE_END);
        let library = self.library();
        let world = std::mem::take(&mut self.world);
        let compared = compare::everything(self.keeper()?, &world, &markers, &library);
        self.world = world;
        compared?;
        self.keeper.take().map_or(Ok(()), Keeper::close)
    }

    fn some_markers(&mut self, count: usize) -> Vec<String> {
        (0..count).filter_map(|_| self.markers.any(&mut self.chance)).collect()
    }

    /// Opens the library.
    pub(super) fn open(&mut self) -> Found<()> {
        self.keeper = Some(Keeper::open(&self.library())?);
        Ok(())
    }

    /// Ends the process with the library, by killing it if nobody closes it.
    pub(super) fn leave(&mut self) -> Option<Keeper> {
        self.keeper.take()
    }

    /// The process with the library.
    pub(super) fn keeper(&mut self) -> Found<&mut Keeper> {
        self.keeper.as_mut().ok_or_else(|| "the library is not open".to_owned())
    }

    /// Something that must be possible, and what comes of it.
    pub(super) fn done<T: serde::de::DeserializeOwned>(&mut self, deed: &Deed) -> Found<T> {
        self.note(format!("  {deed:?}"));
        self.keeper()?.done(deed)
    }

    /// The number of the process, or none.
    pub(super) fn process(&self) -> u32 {
        self.keeper.as_ref().map_or(0, Keeper::id)
    }

    /// How many documents there should be.
    pub(super) fn documents(&self) -> usize {
        self.world.documents.len()
    }

    /// How often what was done.
    pub(super) fn account(&self) -> String {
        let done: Vec<String> = self.done.iter().map(|(step, times)| format!("{step:?} {times}")).collect();
        format!("{} steps: {}", self.steps, done.join(", "))
    }

    /// What was done last.
    pub(super) fn last_steps(&self) -> Vec<String> {
        self.last.iter().cloned().collect()
    }

    /// Notes what is done, to be told if it goes wrong.
    pub(super) fn note(&mut self, line: String) {
        self.last.push_back(line);
        if self.last.len() > TOLD {
            self.last.pop_front();
        }
    }

    fn library(&self) -> PathBuf {
        self.home.join("library")
    }

    /// A document of the library.
    pub(super) fn any_document(&mut self) -> Option<String> {
        self.chance.pick(self.world.documents.keys().cloned())
    }

    /// A collection, most of the time.
    pub(super) fn any_collection(&mut self) -> Option<String> {
        if self.chance.once_in(3) { None } else { self.chance.pick(self.world.collections.iter().cloned()) }
    }

    /// Puts a file on the person's disk, or other words into it.
    pub(super) fn save(&mut self, path: &Path, content: Content, bytes: &[u8]) -> Found<String> {
        std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        let path = path.to_string_lossy().into_owned();
        self.world.files.insert(path.clone(), content);
        Ok(path)
    }

    /// A path at which no file ever was.
    pub(super) fn new_path(&mut self, extension: &str) -> PathBuf {
        self.named += 1;
        self.home.join("files").join(format!("{}.{extension}", self.named))
    }
}
