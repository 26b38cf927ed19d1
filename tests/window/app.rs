//! The app on a display of its own, under a driver's control.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
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

/// The running app. All its processes end with this value.
pub struct App {
    session: Session,
    driver: Child,
    display: Display,
    /// Where the web view keeps what it remembers, so that no test sees another's.
    _home: TempDir,
}

impl App {
    /// Opens the window on a library.
    pub fn open(paperside: &Paperside) -> Self {
        Self::open_with(paperside, |_| {})
    }

    /// Opens it after the folder was prepared that programs keep their data in.
    pub fn open_with(paperside: &Paperside, prepare: impl FnOnce(&Path)) -> Self {
        let display = Display::start();
        let home = tempfile::tempdir().unwrap();
        prepare(home.path());
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let driver = Command::new("WebKitWebDriver")
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .env("DISPLAY", &display.name)
            .env("XDG_DATA_HOME", home.path())
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // The app belongs to the driver's group, so that both can be ended together.
            .process_group(0)
            .spawn()
            .expect("WebKitWebDriver is needed; `cargo xtask test` installs it");
        let arguments = ["--library".to_owned(), paperside.library().to_string_lossy().into_owned()];
        let session = Driver { port }.session(env!("CARGO_BIN_EXE_paperside"), &arguments);
        let app = Self { session, driver, display, _home: home };
        app.find("#question, [data-testid=empty-library]");
        app
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

    /// Waits until something is so.
    pub fn wait_for(&self, what: &str, patience: Duration, mut is_so: impl FnMut() -> bool) {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < patience, "{what} did not come: {}", self.run("return document.body.innerText"));
            std::thread::sleep(Duration::from_millis(50));
        }
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

    /// Keeps a picture of the display, if pictures are wanted: by ImageMagick, because the driver's own pictures
    /// wait for the next repaint, which an idle window never has.
    pub fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("PAPERSIDE_SCREENSHOTS") else { return };
        std::fs::create_dir_all(&folder).unwrap();
        std::thread::sleep(Duration::from_millis(700));
        let file = PathBuf::from(folder).join(format!("{name}.png"));
        let mut import = Command::new("import");
        import.env("DISPLAY", &self.display.name).args(["-window", "root", "-crop", "1280x820+0+0"]).arg(file);
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
