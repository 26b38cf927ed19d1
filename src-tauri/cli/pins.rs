//! `pins`: pages known to be the right answer, and whether they are still found.

use paperside_engine::messages::{Pin, PinCheck};
use paperside_engine::{Library, Result};

use super::arguments::{PinAction, PinsArguments};
use super::{Exit, Output};

/// Lists the pins, changes them, or looks whether their pages are still found.
pub(super) async fn run(library: &Library, arguments: PinsArguments, output: Output) -> Result<Exit> {
    match arguments.action {
        None | Some(PinAction::List) => {}
        Some(PinAction::Check) => return check(library, output).await,
        Some(PinAction::Remove { pin }) => library.unpin(pin).await?,
        Some(PinAction::Add { question, document, page }) => {
            library.pin(question, document, page.saturating_sub(1)).await?;
        }
    }
    for pin in library.pins().await? {
        output.result(&pin, || format!("{}\n", describe(&pin)));
    }
    Ok(Exit::Done)
}

async fn check(library: &Library, output: Output) -> Result<Exit> {
    let checks = library.check_pins().await?;
    for check in &checks {
        output.result(check, || format!("{}\n   {}\n", describe(&check.pin), compare(check)));
    }
    Ok(Exit::Done)
}

fn describe(pin: &Pin) -> String {
    format!("{:>3}. “{}”  {}, page {}", pin.id, pin.question, pin.document.title, pin.page_label)
}

fn compare(check: &PinCheck) -> String {
    let place = |rank: Option<u32>| rank.map_or("not found".to_owned(), |rank| format!("hit {rank}"));
    let now = place(check.pin.rank);
    if check.was_checked && check.before != check.pin.rank {
        format!("{now}, before: {}", place(check.before))
    } else {
        now
    }
}
