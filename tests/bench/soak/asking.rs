//! What is searched for, asked and pinned, and that what is found is what stands there.

use std::collections::BTreeSet;

use paperside_engine::messages::{Pin, PinCheck, SearchHit, SearchResponse};
use serde_json::Value;

use super::Found;
use super::deeds::{Asked, Deed};
use super::person::Person;
use super::texts::question;

impl Person {
    /// Searches for a word, in quotation marks, by itself or in a question, everywhere or in a collection.
    pub(super) fn search(&mut self) -> Found<()> {
        let Some(marker) = self.markers.any(&mut self.chance) else { return Ok(()) };
        let collection = self.any_collection();
        let way = self.chance.below(3);
        let query = match way {
            0 => format!("\"{marker}\""),
            1 => marker.clone(),
            _ => question(&marker),
        };
        let response: SearchResponse = self.done(&Deed::Search { query, collection: collection.clone() })?;
        let is_in =
            |id: &String| collection.as_ref().is_none_or(|name| self.world.documents[id].collections.contains(name));
        let expected: BTreeSet<&String> = self.world.with(&marker).into_iter().filter(|id| is_in(id)).collect();
        let found: BTreeSet<&String> = response.hits.iter().flat_map(documents).collect();
        self.are_here(found.iter().copied())?;
        if let Some(outside) = found.iter().find(|id| !is_in(id)) {
            return Err(format!("{outside} was found, but is not in {collection:?}"));
        }
        if !expected.is_empty() && found.is_disjoint(&expected) {
            return Err(format!("{marker} stands in {expected:?}, but was found in {found:?}"));
        }
        // A phrase that stands nowhere is not there; other words may have others near them.
        if way == 0 && !found.is_subset(&expected) {
            return Err(format!("“{marker}” stands in {expected:?} alone, but was found in {found:?}"));
        }
        Ok(())
    }

    /// Asks a question, in a chat or in passing, and may leave before the answer.
    pub(super) fn ask(&mut self) -> Found<()> {
        let Some(marker) = self.markers.any(&mut self.chance) else { return Ok(()) };
        let is_kept = self.chance.once_in(2);
        let is_stopped = !is_kept && self.chance.once_in(3);
        let asked: Asked = self.done(&Deed::Ask { question: question(&marker), is_kept, is_stopped })?;
        self.are_here(asked.documents.iter())?;
        let expected = self.world.with(&marker);
        if !expected.is_empty() && !asked.documents.iter().any(|id| expected.contains(id)) {
            return Err(format!("{marker} stands in {expected:?}, but was answered from {:?}", asked.documents));
        }
        let is_missed = !asked.is_answered && !is_stopped;
        if is_missed || asked.chat.is_some() != is_kept || asked.problem.is_some() {
            return Err(format!("the answer ended so: {asked:?}"));
        }
        self.world.chats.extend(asked.chat);
        Ok(())
    }

    fn are_here<'a>(&self, mut found: impl Iterator<Item = &'a String>) -> Found<()> {
        let stranger = found.find(|id| !self.world.documents.contains_key(*id));
        stranger.map_or(Ok(()), |id| Err(format!("{id} was found, but is not in the library")))
    }

    /// Pins the page on which a word stands; texts have one page.
    pub(super) fn pin(&mut self) -> Found<()> {
        let of = |(id, document): (&String, &super::world::Document)| {
            document.markers.iter().map(|marker| (id.clone(), marker.clone())).collect::<Vec<_>>()
        };
        let Some((document, marker)) = self.chance.pick(self.world.documents.iter().flat_map(of)) else {
            return Ok(());
        };
        let question = question(&marker);
        self.done::<Value>(&Deed::Pin { question: question.clone(), document: document.clone() })?;
        self.world.pins.insert((question, document));
        Ok(())
    }

    /// Forgets a pin.
    pub(super) fn unpin(&mut self) -> Found<()> {
        let pins: Vec<Pin> = self.done(&Deed::Pins)?;
        let Some(pin) = self.chance.pick(pins) else { return Ok(()) };
        self.done::<Value>(&Deed::Unpin { pin: pin.id })?;
        self.world.pins.remove(&(pin.question, pin.document.id));
        Ok(())
    }

    /// Every pinned page is found.
    pub(super) fn check_pins(&mut self) -> Found<()> {
        let checks: Vec<PinCheck> = self.done(&Deed::CheckPins)?;
        let lost = checks.iter().find(|check| check.pin.rank.is_none());
        lost.map_or(Ok(()), |check| Err(format!("a pinned page is not found: {check:?}")))
    }

    /// Deletes a chat.
    pub(super) fn delete_chat(&mut self) -> Found<()> {
        let Some(chat) = self.chance.pick(self.world.chats.iter().copied()) else { return Ok(()) };
        self.done::<Value>(&Deed::DeleteChat { chat })?;
        self.world.chats.remove(&chat);
        Ok(())
    }
}

/// The document of a hit, and those that say the same.
fn documents(hit: &SearchHit) -> impl Iterator<Item = &String> {
    hit.copies.iter().map(|copy| &copy.document.id).chain([&hit.document.id])
}
