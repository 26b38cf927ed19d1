//! What a package holds besides the program, made anew each time.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Failure, command, output, run_to_end};
use crate::{notices, setup, test};

/// Files of a package.
#[derive(Debug)]
pub(super) struct Parts {
    /// The embedding model in eight bits, a quarter of the size that it has where it is fetched from.
    pub model: PathBuf,
    /// What shells complete commands by; none where packages do not bring any.
    pub shells: Option<Shells>,
    /// What is owed to others for what is compiled in.
    pub notices: PathBuf,
    /// Debian's names and versions of the libraries that the program was linked with; empty elsewhere.
    pub depends: Vec<String>,
}

/// What a package brings for terminals.
#[derive(Debug)]
pub(super) struct Shells {
    /// For bash.
    pub bash: PathBuf,
    /// For fish.
    pub fish: PathBuf,
    /// For zsh.
    pub zsh: PathBuf,
    /// The manual, compressed as every manual is.
    pub manual: PathBuf,
}

impl Parts {
    /// Makes them in a folder, by a program and its examples.
    pub(super) fn make(folder: &Path, program: &Path, examples: &Path) -> Result<Self, Failure> {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        let model = folder.join("model");
        let shrink = examples.join(format!("shrink{}", std::env::consts::EXE_SUFFIX));
        run_to_end(Command::new(shrink).arg(setup::model::folder()).arg(&model))?;
        Ok(Self {
            model,
            shells: if cfg!(target_os = "linux") { Some(Shells::make(folder, program)?) } else { None },
            notices: notices::write(test::ALL)?,
            depends: depends(folder, program)?,
        })
    }
}

impl Shells {
    /// What the program says of itself.
    fn make(folder: &Path, program: &Path) -> Result<Self, Failure> {
        let written = |name: &str, arguments: &[&str]| {
            let said = Command::new(program).args(arguments).output()?;
            if !said.status.success() {
                return Err(Failure::Program(format!("{} {}", program.display(), arguments.join(" "))));
            }
            let file = folder.join(name);
            std::fs::write(&file, said.stdout)?;
            Ok(file)
        };
        let manual = written("paperside.1", &["man"])?;
        run_to_end(command("gzip", &["-9", "--no-name"]).arg(manual))?;
        Ok(Self {
            bash: written("paperside.bash", &["completions", "bash"])?,
            fish: written("paperside.fish", &["completions", "fish"])?,
            zsh: written("_paperside", &["completions", "zsh"])?,
            manual: folder.join("paperside.1.gz"),
        })
    }
}

/// Asks Debian's own tool, which comes with the compiler, what the program needs of which version. It wants to be in a
/// folder with the sources of a package.
fn depends(folder: &Path, program: &Path) -> Result<Vec<String>, Failure> {
    if output("dpkg-shlibdeps", &["--version"]).is_none() {
        return Ok(Vec::new());
    }
    let sources = folder.join("debian");
    std::fs::create_dir_all(&sources)?;
    std::fs::write(sources.join("control"), "Source: paperside\n\nPackage: paperside\nArchitecture: any\n")?;
    let mut tool = command("dpkg-shlibdeps", &["-O", "--warnings=0"]);
    let said = tool.current_dir(folder).arg(program).output()?;
    let line = String::from_utf8_lossy(&said.stdout);
    let Some(depends) = line.trim().strip_prefix("shlibs:Depends=").filter(|_| said.status.success()) else {
        let complaint = String::from_utf8_lossy(&said.stderr).into_owned();
        return Err(Failure::Program(format!("dpkg-shlibdeps {}: {complaint}", program.display())));
    };
    Ok(depends.split(", ").map(str::to_owned).collect())
}
