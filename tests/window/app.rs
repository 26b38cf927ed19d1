//! The app on a display of its own, under a driver's control.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::display::Display;
use super::webdriver::{Driver, Element, Session};
use crate::support::Paperside;

/// How long an element may take to appear. Generous, because machines that run tests are busy.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long the system may take to clear away what was ended.
const CLEARING: Duration = Duration::from_secs(10);

/// Where programs keep what they remember, so that no test sees another's.
pub struct Home {
    folder: TempDir,
    /// What else the app is told by its environment.
    pub environment: Vec<(&'static str, String)>,
}

impl Home {
    /// Where nothing is remembered yet.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), environment: Vec::new() }
    }

    /// The folder for data.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }
}

/// The running app. All its processes end with this value.
pub struct App {
    session: Session,
    driver: Child,
    display: Display,
    home: Rc<Home>,
}

impl App {
    /// Opens the window on a library.
    pub fn open(paperside: &Paperside) -> Self {
        Self::open_at(Home::new(), &paperside.library())
    }

    /// Opens the window on a library with files, as a desktop does that opens them with the app.
    pub fn open_with(paperside: &Paperside, files: &[&Path]) -> Self {
        Self::start(Rc::new(Home::new()), &paperside.library(), files)
    }

    /// Opens the window on a library, where it was opened before.
    pub fn open_at(home: impl Into<Rc<Home>>, library: &Path) -> Self {
        Self::start(home.into(), library, &[])
    }

    fn start(home: Rc<Home>, library: &Path, files: &[&Path]) -> Self {
        let display = Display::start();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let driver = Command::new("WebKitWebDriver")
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .env("DISPLAY", &display.name)
            .env("XDG_DATA_HOME", home.data())
            .env("XDG_CONFIG_HOME", home.data().join("config"))
            .envs(home.environment.iter().map(|(name, value)| (*name, value.as_str())))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // The app belongs to the driver's group, so that both can be ended together.
            .process_group(0)
            .spawn()
            .expect("WebKitWebDriver is needed; `cargo xtask test` installs it");
        let mut arguments = vec!["--library".to_owned(), library.to_string_lossy().into_owned()];
        arguments.extend(files.iter().map(|file| file.to_string_lossy().into_owned()));
        let session = Driver { port }.session(env!("CARGO_BIN_EXE_paperside"), &arguments);
        let app = Self { session, driver, display, home };
        app.find("#question, [data-testid=empty-library]");
        app
    }

    /// Where the app keeps what it remembers.
    pub fn home(&self) -> Rc<Home> {
        Rc::clone(&self.home)
    }

    /// The first element that matches, as soon as there is one.
    pub fn find(&self, selector: &str) -> Element<'_> {
        let began = Instant::now();
        loop {
            if let Some(element) = self.session.find_all(selector).into_iter().next() {
                return element;
            }
            assert!(
                began.elapsed() < PATIENCE,
                "there is no {selector}, but: {}",
                self.run("return document.body.innerText")
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The elements that match now.
    pub fn find_all(&self, selector: &str) -> Vec<Element<'_>> {
        self.session.find_all(selector)
    }

    /// Runs a script in the page and returns what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.session.run(script)
    }

    /// The text of the first element that matches, in sight or not: what is clipped or scrolled away has none for the
    /// driver. Empty if there is none.
    pub fn text_of(&self, selector: &str) -> String {
        let text = self.run(&format!("return document.querySelector({selector:?})?.textContent ?? ''"));
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Presses what may be out of the driver's reach: shown only while the pointer is near it, scrolled away, or behind
    /// what stays in sight.
    pub fn press(&self, selector: &str) {
        self.find(selector);
        self.run(&format!("document.querySelector({selector:?}).click()"));
    }

    /// Presses keys together, such as `Control+Shift+f` or `F6`, wherever the focus is.
    pub fn keys(&self, chord: &str) {
        self.session.press_keys(chord);
    }

    /// Types into what has the focus, letter by letter.
    pub fn type_keys(&self, text: &str) {
        text.chars().for_each(|letter| self.session.press_keys(&letter.to_string()));
    }

    /// Loads the page anew, as when the window is opened again.
    pub fn reload(&self) {
        self.session.reload();
        self.find("#question, [data-testid=empty-library]");
    }

    /// Waits until as many elements match as are wanted.
    pub fn wait_for_count(&self, selector: &str, wanted: usize) {
        self.wait_for(&format!("{wanted} of {selector}"), PATIENCE, || self.find_all(selector).len() == wanted);
    }

    /// Waits until a text stands in the first element that matches.
    pub fn wait_for_text(&self, selector: &str, wanted: &str) {
        self.wait_for(&format!("“{wanted}” in {selector}"), PATIENCE, || self.text_of(selector).contains(wanted));
    }

    /// Waits until something is so.
    pub fn wait_for(&self, what: &str, patience: Duration, mut is_so: impl FnMut() -> bool) {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < patience, "{what} did not come: {}", self.run("return document.body.innerText"));
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Makes the window so large, in pixels.
    pub fn resize(&self, width: u32, height: u32) {
        let id = self.window();
        self.display.xdotool(&["windowsize", "--sync", &id, &width.to_string(), &height.to_string()]);
    }

    /// The number of the app's own process.
    #[allow(dead_code, reason = "a benchmark looks at it")]
    pub fn process(&self) -> u32 {
        let processes = std::fs::read_dir("/proc").unwrap().flatten();
        let numbers = processes.filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok());
        let group = self.driver.id().to_string();
        let is_app = |number: &u32| {
            let stat = std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
            let (head, tail) = stat.rsplit_once(')').unwrap_or_default();
            head.ends_with("(paperside") && tail.split_whitespace().nth(2) == Some(&group)
        };
        numbers.filter(is_app).min().expect("the app runs")
    }

    /// Its number on the display.
    fn window(&self) -> String {
        let found = self.display.xdotool(&["search", "--onlyvisible", "--name", "^Paperside$"]);
        found.lines().next().expect("the window is there").to_owned()
    }

    /// Drags files from another program's window and drops them in the middle of this one.
    pub fn drop_files(&self, files: &[&Path]) {
        let mut source = Command::new(example("drag-source"))
            .args(files)
            .env("DISPLAY", &self.display.name)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the example `drag-source` must be built");
        self.wait_for("the other window", PATIENCE, || {
            !self.display.xdotool(&["search", "--name", "drag-source"]).is_empty()
        });
        let steps = [
            "mousemove 1220 40",
            "mousedown 1",
            // A drag begins only after the mouse has moved by a few pixels.
            "mousemove 1216 46",
            "mousemove 1208 54",
            "mousemove 1196 66",
            "mousemove 900 300",
            "mousemove 700 400",
            "mousemove 690 410",
            "mousemove 680 420",
            "mousemove 680 424",
            "mouseup 1",
        ];
        std::thread::sleep(Duration::from_millis(300));
        for step in steps {
            self.display.xdotool(&step.split(' ').collect::<Vec<_>>());
            std::thread::sleep(Duration::from_millis(80));
        }
        // The files' names are handed over after the drop.
        std::thread::sleep(Duration::from_millis(500));
        let _ = source.kill();
        let _ = source.wait();
    }

    /// Types a path into the system's dialog that is called so, in place of what it proposes, and confirms it.
    pub fn type_into_dialog(&self, title: &str, path: &Path) {
        let title = format!("^{title}$");
        let dialogs = || self.display.xdotool(&["search", "--onlyvisible", "--name", &title]);
        self.wait_for("the system's dialog", PATIENCE, || !dialogs().trim().is_empty());
        let id = dialogs().lines().next().expect("it is there").to_owned();
        // It is drawn before it listens, and without a window manager nobody gives it the focus.
        std::thread::sleep(Duration::from_millis(500));
        self.display.xdotool(&["windowfocus", &id]);
        self.display.xdotool(&["key", "ctrl+a"]);
        self.display.xdotool(&["type", "--delay", "40", &path.to_string_lossy()]);
        self.display.xdotool(&["key", "Return"]);
        self.wait_for("the end of the system's dialog", PATIENCE, || dialogs().trim().is_empty());
    }

    /// Keeps a picture of the display, if pictures are wanted: by ImageMagick, because the driver's own pictures
    /// wait for the next repaint, which an idle window never has.
    pub fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("PAPERSIDE_SCREENSHOTS") else { return };
        std::fs::create_dir_all(&folder).unwrap();
        std::thread::sleep(Duration::from_millis(700));
        let file = PathBuf::from(folder).join(format!("{name}.png"));
        let mut import = Command::new("import");
        let size = self.run("return `${outerWidth}x${outerHeight}`");
        let crop = format!("{}+0+0", size.as_str().unwrap());
        import.env("DISPLAY", &self.display.name).args(["-window", "root", "-crop", &crop]).arg(file);
        assert!(import.status().unwrap().success(), "ImageMagick takes the pictures");
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.session.close();
        let group = format!("-{}", self.driver.id());
        let signal = |name: &str| {
            let sent = Command::new("kill").args([name, "--", &group]).stderr(Stdio::null()).status();
            sent.is_ok_and(|status| status.success())
        };
        signal("-KILL");
        let _ = self.driver.wait();
        // The app holds its library until the system has cleared it away, and the test may want to go on with it.
        let began = Instant::now();
        while signal("-0") && began.elapsed() < CLEARING {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// An example of this package, which stands beside the program.
fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_paperside")).with_file_name("examples").join(name)
}
