//! Measurements of speed and of what the app takes.

use crate::process::{Failure, cargo, command, run_to_end};
use crate::{USAGE, setup};

/// `bench NAME …`: one of the benchmarks that are built with the app, or `peers`.
pub(crate) fn bench(arguments: &[String]) -> Result<(), Failure> {
    let Some((name, rest)) = arguments.split_first() else { return Err(Failure::Usage(USAGE)) };
    setup::everything(setup::Packages::App)?;
    if name == "peers" {
        return peers(rest);
    }
    run_to_end(setup::model::named(cargo(&["bench", "--bench", name, "--"])).args(rest))
}

/// `bench peers [FOLDER]`: Paperside beside what people build or install instead.
fn peers(arguments: &[String]) -> Result<(), Failure> {
    let python = setup::peers::ensure()?;
    run_to_end(&mut cargo(&["build", "--release", "--bin", "paperside"]))?;
    let program = setup::peers::beside_built("release")?.join("paperside");
    let mut peers = command(&python.to_string_lossy(), &["tests/bench/peers/peers.py"]);
    peers.arg("--paperside").arg(program).arg("--model").arg(setup::model::folder());
    peers.arg("--models").arg(setup::peers::beside_built("peers-models")?);
    run_to_end(setup::model::named(peers).args(arguments))
}
