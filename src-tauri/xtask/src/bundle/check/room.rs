//! A clean system, unpacked into memory, and what runs in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::process::Failure;

/// The person who uses the system.
pub(super) const HOME: &str = "/home/ada";

/// Number of that person, and of their group.
const PERSON: &str = "1000:1000";

/// What programs expect to find in `/dev`.
const DEVICES: [&str; 6] = ["full", "null", "random", "tty", "urandom", "zero"];

/// A system. It is mounted in a namespace that ends with this process, so nobody has to tidy up.
#[derive(Debug)]
pub(super) struct Room {
    folder: PathBuf,
}

impl Room {
    /// Unpacks a system at a folder.
    pub(super) fn unpack(folder: &Path, packed: &Path) -> Result<Self, Failure> {
        std::fs::create_dir_all(folder)?;
        let room = Self { folder: folder.to_owned() };
        run(Command::new("mount").args(["-t", "tmpfs", "-o", "mode=755", "paperside"]).arg(folder))?;
        // Devices cannot be unpacked without the rights of the machine's root; they are mounted below.
        let mut tar = Command::new("tar");
        tar.args(["--extract", "--zstd", "--numeric-owner", "--exclude=./dev/*", "--file"]).arg(packed);
        run(tar.arg("--directory").arg(folder))?;
        room.mount_devices()?;
        run(Command::new("mount").args(["-t", "proc", "proc"]).arg(room.path("/proc")))?;
        room.settle_person()?;
        Ok(room)
    }

    fn mount_devices(&self) -> Result<(), Failure> {
        let dev = self.path("/dev");
        run(Command::new("mount").args(["-t", "tmpfs", "-o", "mode=755", "devices"]).arg(&dev))?;
        for device in DEVICES {
            std::fs::write(dev.join(device), [])?;
            run(Command::new("mount").arg("--bind").arg(Path::new("/dev").join(device)).arg(dev.join(device)))?;
        }
        std::fs::create_dir(dev.join("shm"))?;
        run(Command::new("chmod").arg("1777").arg(dev.join("shm")))?;
        Ok(())
    }

    /// An ordinary person, with a home that nobody else can read.
    fn settle_person(&self) -> Result<(), Failure> {
        let append = |file: &str, line: &str| {
            let file = self.path(file);
            let text = std::fs::read_to_string(&file)?;
            std::fs::write(file, format!("{text}{line}\n"))
        };
        append("/etc/passwd", &format!("ada:x:1000:1000::{HOME}:/bin/sh"))?;
        append("/etc/group", "ada:x:1000:")?;
        for folder in [HOME, "/run/user/1000"] {
            std::fs::create_dir_all(self.path(folder))?;
            run(Command::new("chown").arg(PERSON).arg(self.path(folder)))?;
            run(Command::new("chmod").arg("700").arg(self.path(folder)))?;
        }
        Ok(())
    }

    /// Where a file of the system is, seen from outside.
    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path.trim_start_matches('/'))
    }

    /// A program of the system, run by its administrator.
    pub(super) fn program(&self, program: &str) -> Command {
        let mut chroot = Command::new("chroot");
        chroot.arg(&self.folder);
        clean(&mut chroot, program, "/root");
        chroot
    }

    /// A program of the system, run by the person.
    pub(super) fn by_person(&self, program: &str) -> Command {
        let mut chroot = Command::new("chroot");
        chroot.arg(format!("--userspec={PERSON}")).arg("--groups=").arg(&self.folder);
        clean(&mut chroot, program, HOME);
        chroot
    }

    /// Puts a copy of a file into the person's home, and names it as they would.
    pub(super) fn give(&self, file: &Path) -> Result<String, Failure> {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let place = format!("{HOME}/{name}");
        std::fs::copy(file, self.path(&place))?;
        run(Command::new("chown").arg(PERSON).arg(self.path(&place)))?;
        Ok(place)
    }
}

/// Of the environment nothing is passed on: it could name the model, a proxy or another library.
fn clean(chroot: &mut Command, program: &str, home: &str) {
    let path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
    chroot.args(["/usr/bin/env", "-i", path, "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]);
    chroot.args([&format!("HOME={home}"), "XDG_RUNTIME_DIR=/run/user/1000", program]);
}

/// Runs a program to its end. What it said is told only if it failed.
pub(super) fn run(command: &mut Command) -> Result<Output, Failure> {
    let said = command.output()?;
    if said.status.success() {
        return Ok(said);
    }
    Err(Failure::Program(format!(
        "{command:?}\n{}{}",
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&said.stderr)
    )))
}
