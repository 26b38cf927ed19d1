//! The window as a screen reader hears of it: through the accessibility bus (AT-SPI), from the real web view.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use super::display::Display;
use super::{PAPER, PATIENCE};
use crate::support::Paperside;

/// What a thing is, by its number on the bus (`AtspiRole`, at-spi2-core 2.46); web views tell no names.
mod role {
    pub const LIST_ITEM: u32 = 32;
    pub const PAGE_TAB: u32 = 37;
    pub const PUSH_BUTTON: u32 = 43;
    pub const RADIO_BUTTON: u32 = 44;
    pub const TOGGLE_BUTTON: u32 = 62;
    pub const ENTRY: u32 = 79;
}

/// What can be pressed or typed into.
const PRESSED: [u32; 5] = [role::PUSH_BUTTON, role::TOGGLE_BUTTON, role::PAGE_TAB, role::ENTRY, role::RADIO_BUTTON];

/// Deeper than any window of ours.
const DEEPEST: usize = 60;

/// A message bus of its own, with an accessibility bus beside it, as a desktop has them.
pub struct Bus {
    daemon: Child,
    /// As in the environment variable `DBUS_SESSION_BUS_ADDRESS`.
    pub address: String,
}

impl Bus {
    /// Starts it, and says that a screen reader is there.
    pub fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is needed; `cargo xtask test` installs it");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let bus = Self { daemon, address: address.trim().to_owned() };
        let on = zbus::zvariant::Value::from(true);
        let set = ("org.a11y.Status", "IsEnabled", on);
        let properties = Some("org.freedesktop.DBus.Properties");
        bus.connect().call_method(Some("org.a11y.Bus"), "/org/a11y/bus", properties, "Set", &set).unwrap();
        bus
    }

    fn connect(&self) -> Connection {
        Builder::address(self.address.as_str()).unwrap().build().unwrap()
    }

    /// What is on the accessibility bus.
    pub fn accessibility(&self) -> Accessibility {
        let asked =
            self.connect().call_method(Some("org.a11y.Bus"), "/org/a11y/bus", Some("org.a11y.Bus"), "GetAddress", &());
        let address: String = asked.unwrap().body().deserialize().unwrap();
        let bus = Builder::address(address.as_str()).unwrap().build().unwrap();
        Accessibility { bus }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// All that programs tell of themselves.
pub struct Accessibility {
    bus: Connection,
}

/// A thing in a window.
#[derive(Debug, Clone)]
pub struct Thing {
    pub role: u32,
    pub name: String,
    place: Reference,
}

/// Its program's name on the bus, and its own there.
type Reference = (String, OwnedObjectPath);

impl Accessibility {
    /// Every thing in every window, in order, as soon as there is one as wanted.
    pub fn until(&self, is_wanted: impl Fn(&[Thing]) -> bool) -> Vec<Thing> {
        let began = Instant::now();
        loop {
            let things = self.things();
            if is_wanted(&things) {
                return things;
            }
            assert!(began.elapsed() < PATIENCE, "what is wanted is not among: {things:#?}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// Does what a thing is there for, as a screen reader asks for it.
    pub fn press(&self, thing: &Thing) {
        let (program, place) = &thing.place;
        let action = Some("org.a11y.atspi.Action");
        self.bus.call_method(Some(program.as_str()), place.as_str(), action, "DoAction", &(0_i32)).unwrap();
    }

    fn things(&self) -> Vec<Thing> {
        let desktop = "/org/a11y/atspi/accessible/root".try_into().unwrap();
        let mut things = Vec::new();
        self.walk(&("org.a11y.atspi.Registry".to_owned(), desktop), 0, &mut things);
        things
    }

    /// What has gone since it was told of is passed over.
    fn walk(&self, of: &Reference, depth: usize, things: &mut Vec<Thing>) {
        const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
        let to = Some(of.0.as_str());
        let call = |interface, method, arguments: &(&str, &str)| {
            if arguments.0.is_empty() {
                self.bus.call_method(to, of.1.as_str(), Some(interface), method, &())
            } else {
                self.bus.call_method(to, of.1.as_str(), Some(interface), method, arguments)
            }
        };
        let Ok(role) = call(ACCESSIBLE, "GetRole", &("", "")).and_then(|told| told.body().deserialize()) else {
            return;
        };
        let name = call("org.freedesktop.DBus.Properties", "Get", &(ACCESSIBLE, "Name"));
        let name: zbus::Result<OwnedValue> = name.and_then(|told| told.body().deserialize());
        let name = name.ok().and_then(|name| String::try_from(name).ok()).unwrap_or_default();
        things.push(Thing { role, name, place: of.clone() });
        // Not all at once: of a web view, which is another program, that tells nothing.
        let count = call("org.freedesktop.DBus.Properties", "Get", &(ACCESSIBLE, "ChildCount"));
        let count: zbus::Result<OwnedValue> = count.and_then(|told| told.body().deserialize());
        let count = count.ok().and_then(|count| i32::try_from(count).ok()).unwrap_or_default();
        for at in 0..if depth < DEEPEST { count } else { 0 } {
            let child = self.bus.call_method(to, of.1.as_str(), Some(ACCESSIBLE), "GetChildAtIndex", &(at));
            if let Ok(child) = child.and_then(|told| told.body().deserialize()) {
                self.walk(&child, depth + 1, things);
            }
        }
    }
}

/// The app without a driver: web views that are driven tell the accessibility bus nothing.
struct Undriven(Child);

impl Drop for Undriven {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_screen_reader_hears_what_is_in_the_window_and_can_press_it() {
    let paperside = Paperside::with(&[PAPER]);
    let (bus, display, home) = (Bus::start(), Display::start(), tempfile::tempdir().unwrap());
    let window = bus.accessibility();
    let mut command = paperside.command(&[]);
    command.env("DISPLAY", &display.name).env("DBUS_SESSION_BUS_ADDRESS", &bus.address).env_remove("WAYLAND_DISPLAY");
    command.env("XDG_DATA_HOME", home.path()).env("XDG_CONFIG_HOME", home.path()).env_remove("NO_AT_BRIDGE");
    command.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    let _app = Undriven(command.spawn().unwrap());
    let is = |role: u32, name: &'static str| move |thing: &Thing| thing.role == role && thing.name.contains(name);
    let things = window.until(|things| things.iter().any(|thing| thing.name.contains(PAPER)));
    for (role, name) in [
        (role::PAGE_TAB, "Documents"),
        (role::PAGE_TAB, "Chats"),
        (role::PUSH_BUTTON, "Add files"),
        (role::ENTRY, "Ask a question"),
        (role::RADIO_BUTTON, "Search"),
    ] {
        assert!(things.iter().any(is(role, name)), "there is no {role} “{name}” among: {things:#?}");
    }
    window.press(things.iter().find(|thing| thing.role == role::LIST_ITEM && thing.name.contains(PAPER)).unwrap());
    let things = window.until(|things| things.iter().any(is(role::ENTRY, "Page")));
    assert!(things.iter().any(is(role::PUSH_BUTTON, "Close the reader")), "{things:#?}");
    let nameless: Vec<&Thing> =
        things.iter().filter(|thing| PRESSED.contains(&thing.role) && thing.name.is_empty()).collect();
    assert!(nameless.is_empty(), "what can be pressed has a name: {nameless:#?}");
}
