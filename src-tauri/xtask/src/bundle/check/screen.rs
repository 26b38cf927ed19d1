//! The window on a display without a screen: it lives, and what it draws can be read.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::room::{Room, run};
use super::using::DOCUMENT;
use crate::process::{Failure, output};

/// The display. It is in a network and a folder of its own, so no other has the number.
const DISPLAY: &str = ":7";

/// Where programs look for displays.
const SOCKETS: &str = "/tmp/.X11-unix";

/// Where the display keeps its picture.
const PICTURE: &str = "/tmp/picture";

/// How long the window may take until it shows the library. It takes seconds.
const PATIENCE: Duration = Duration::from_mins(2);

/// Opens the window in the system and waits until the name of a document in the library stands in it.
pub(super) fn check(room: &Room) -> Result<(), Failure> {
    let needed = [("Xvfb", "-help"), ("tesseract", "--version")];
    if let Some((program, _)) = needed.iter().find(|(program, ask)| Command::new(program).arg(ask).output().is_err()) {
        println!("  Left out: the window was not opened, because there is no {program}.");
        return Ok(());
    }
    let mut display = start_display(room)?;
    let mut window = room.by_person("/usr/bin/env");
    // Without a graphics card the web view is to copy its picture to the display.
    window.args([&format!("DISPLAY={DISPLAY}"), "WEBKIT_DISABLE_DMABUF_RENDERER=1", "/usr/bin/paperside"]);
    let mut window = window.stdout(Stdio::null()).spawn()?;
    let seen = wait_for_name(room, &mut window);
    let closed = window.kill().and_then(|()| window.wait());
    display.kill().and_then(|()| display.wait())?;
    seen.and(Ok(closed.map(drop)?))
}

fn start_display(room: &Room) -> Result<Child, Failure> {
    // What the display puts into its folder appears in the system.
    for folder in [SOCKETS, PICTURE] {
        std::fs::create_dir_all(room.path(folder))?;
    }
    std::fs::create_dir_all(SOCKETS)?;
    run(Command::new("mount").arg("--bind").arg(room.path(SOCKETS)).arg(SOCKETS))?;
    let mut display = Command::new("Xvfb");
    display.args([DISPLAY, "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-nolock", "-ac", "-fbdir"]);
    Ok(display.arg(room.path(PICTURE)).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)
}

/// What a person would do: look at the screen until the document is there.
fn wait_for_name(room: &Room, window: &mut Child) -> Result<(), Failure> {
    let (dump, picture) = (room.path(PICTURE).join("Xvfb_screen0"), room.path(PICTURE).join("screen.ppm"));
    let name = letters(DOCUMENT.trim_end_matches(".pdf"));
    let (began, mut read) = (Instant::now(), String::new());
    while began.elapsed() < PATIENCE {
        if let Some(ended) = window.try_wait()? {
            return Err(Failure::Found(format!("the window closed by itself ({ended})")));
        }
        if let Some(drawn) = std::fs::read(&dump).ok().and_then(|dump| portable(&dump)) {
            std::fs::write(&picture, drawn)?;
            read = words_in(&picture);
            if letters(&read).contains(&name[..name.len() / 2]) {
                return Ok(());
            }
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    Err(Failure::Found(format!("{DOCUMENT} does not stand in the window, where this can be read:\n{read}")))
}

/// What Tesseract reads in a picture.
fn words_in(picture: &Path) -> String {
    output("tesseract", &[&picture.to_string_lossy(), "stdout", "--psm", "11"]).unwrap_or_default()
}

/// Without blanks and hyphens, of which a reader sees now more and now fewer.
fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase()
}

/// The display's picture, in the form of X, as one in a form that every program reads; twice as large, since letters
/// on a screen are small for a reader that is used to paper.
fn portable(dump: &[u8]) -> Option<Vec<u8>> {
    let field = |at: usize| {
        let bytes = dump.get(at * 4..at * 4 + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
    };
    let (width, height, line) = (field(4)?, field(5)?, field(12)?);
    let pixels = dump.get(field(0)? + field(19)? * 12..)?;
    let mut picture = format!("P6 {} {} 255\n", width * 2, height * 2).into_bytes();
    for row in 0..height * 2 {
        let row = pixels.get(row / 2 * line..row / 2 * line + width * 4)?;
        for pixel in row.chunks_exact(4) {
            let (red, green, blue) = (pixel[2], pixel[1], pixel[0]);
            picture.extend([red, green, blue, red, green, blue]);
        }
    }
    Some(picture)
}
