//! What is to be written: values, so that what another program keeps out for a while can be held back and merged.

use rusqlite::{Connection, TransactionBehavior, params};

use super::{Remembered, TextKey};
use crate::{
    citation::{CiteKey, Overrule},
    document::Locator,
    time::find::Correction,
};

/// One change to what is remembered.
#[derive(Clone, Debug)]
pub(super) enum Write {
    Place { key: TextKey, title: String, author: Option<String>, percent: u8, place: Locator, history: Vec<Locator>, now: i64 },
    Mark { key: TextKey, name: char, place: Option<Locator>, now: i64 },
    Overrule { key: TextKey, cite: CiteKey, overrule: Option<Overrule>, now: i64 },
    Correction { key: TextKey, at: Locator, correction: Option<Correction>, now: i64 },
    Forget { key: TextKey },
    Setting { name: String, value: String },
}

/// What a write is about: of two about the same thing the later is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum About {
    Place(TextKey),
    Mark(TextKey, char),
    Cite(TextKey, CiteKey),
    Date(TextKey, Locator),
    Text(TextKey),
    Setting(String),
}

impl Write {
    pub(super) fn about(&self) -> About {
        match self {
            Self::Place { key, .. } => About::Place(key.clone()),
            Self::Mark { key, name, .. } => About::Mark(key.clone(), *name),
            Self::Overrule { key, cite, .. } => About::Cite(key.clone(), cite.clone()),
            Self::Correction { key, at, .. } => About::Date(key.clone(), at.clone()),
            Self::Forget { key } => About::Text(key.clone()),
            Self::Setting { name, .. } => About::Setting(name.clone()),
        }
    }

    fn key(&self) -> Option<&TextKey> {
        match self {
            Self::Place { key, .. }
            | Self::Mark { key, .. }
            | Self::Overrule { key, .. }
            | Self::Correction { key, .. }
            | Self::Forget { key } => Some(key),
            Self::Setting { .. } => None,
        }
    }

    /// Tells whether `earlier` need not be written once this is.
    pub(super) fn replaces(&self, earlier: &Self) -> bool {
        match self {
            Self::Forget { key } => earlier.key() == Some(key),
            _ => self.about() == earlier.about(),
        }
    }

    /// Tells whether it is about something that is remembered at all.
    pub(super) fn is_remembered(&self) -> bool {
        self.key().is_none_or(TextKey::is_remembered)
    }

    /// Lays it over what is remembered of the text `of`, as if it had been written.
    pub(super) fn show(&self, of: &TextKey, remembered: &mut Remembered) {
        if self.key() != Some(of) {
            return;
        }
        match self {
            Self::Place { place, history, now, .. } => {
                remembered.place = Some(place.clone());
                remembered.history.clone_from(history);
                remembered.read_at = Some(*now);
            }
            Self::Mark { name, place: Some(place), .. } => {
                remembered.marks.insert(*name, place.clone());
            }
            Self::Mark { name, place: None, .. } => {
                remembered.marks.remove(name);
            }
            Self::Overrule { cite, overrule, .. } => {
                remembered.overrules.retain(|earlier| earlier.cite != *cite);
                remembered.overrules.extend(overrule.clone());
            }
            Self::Correction { at, correction, .. } => {
                remembered.corrections.retain(|earlier| earlier.at != *at);
                remembered.corrections.extend(correction.clone());
            }
            Self::Forget { .. } => *remembered = Remembered::default(),
            Self::Setting { .. } => {}
        }
    }
}

/// Carries out all of them, or none. All but the last `fresh` come late: where another program has written about the same
/// thing since, what it wrote stays.
pub(super) fn all(connection: &mut Connection, writes: &[Write], fresh: usize) -> rusqlite::Result<()> {
    // Immediate: a transaction that begins with reading could not become a writing one while another writes, however long it waits.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (index, write) in writes.iter().enumerate() {
        one(&transaction, write, index + fresh < writes.len())?;
    }
    transaction.commit()
}

/// Carries out one. In the statements, a write that is not late wins whatever the times say: a clock may have been put back.
fn one(connection: &Connection, write: &Write, late: bool) -> rusqlite::Result<()> {
    match write {
        Write::Place { key, title, author, percent, place, history, now } => {
            // Turns, not times, order the library: two texts read within a second, or a clock put back, keep their order.
            connection
                .prepare_cached(
                    "INSERT INTO text (key, title, author, percent, read_at, turn, place, history)
                     VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(turn), 0) + 1 FROM text), ?6, ?7)
                     ON CONFLICT (key) DO UPDATE SET title = excluded.title, author = excluded.author, percent = excluded.percent,
                         read_at = excluded.read_at, turn = excluded.turn, place = excluded.place, history = excluded.history
                     WHERE NOT ?8 OR text.read_at <= excluded.read_at",
                )?
                .execute(params![key.as_str(), title, author, percent, now, json(place), json(history), late])?;
        }
        Write::Mark { key, name, place: Some(place), now } => {
            connection
                .prepare_cached(
                    "INSERT INTO mark (key, name, place, set_at) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (key, name) DO UPDATE SET place = excluded.place, set_at = excluded.set_at
                     WHERE NOT ?5 OR mark.set_at <= excluded.set_at",
                )?
                .execute(params![key.as_str(), name.to_string(), json(place), now, late])?;
        }
        Write::Mark { key, name, place: None, now } => {
            connection.prepare_cached("DELETE FROM mark WHERE key = ?1 AND name = ?2 AND (NOT ?4 OR set_at <= ?3)")?.execute(params![
                key.as_str(),
                name.to_string(),
                now,
                late
            ])?;
        }
        Write::Overrule { key, cite, overrule: Some(Overrule { decision, .. }), now } => {
            connection
                .prepare_cached(
                    "INSERT INTO overrule (key, cite, decision, set_at) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (key, cite) DO UPDATE SET decision = excluded.decision, set_at = excluded.set_at
                     WHERE NOT ?5 OR overrule.set_at <= excluded.set_at",
                )?
                .execute(params![key.as_str(), json(cite), json(decision), now, late])?;
        }
        Write::Overrule { key, cite, overrule: None, now } => {
            connection
                .prepare_cached("DELETE FROM overrule WHERE key = ?1 AND cite = ?2 AND (NOT ?4 OR set_at <= ?3)")?
                .execute(params![key.as_str(), json(cite), now, late])?;
        }
        Write::Correction { key, at, correction: Some(Correction { date, .. }), now } => {
            connection
                .prepare_cached(
                    "INSERT INTO correction (key, place, edtf, set_at) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (key, place) DO UPDATE SET edtf = excluded.edtf, set_at = excluded.set_at
                     WHERE NOT ?5 OR correction.set_at <= excluded.set_at",
                )?
                .execute(params![key.as_str(), json(at), date.map(|when| when.to_string()), now, late])?;
        }
        Write::Correction { key, at, correction: None, now } => {
            connection
                .prepare_cached("DELETE FROM correction WHERE key = ?1 AND place = ?2 AND (NOT ?4 OR set_at <= ?3)")?
                .execute(params![key.as_str(), json(at), now, late])?;
        }
        Write::Forget { key } => {
            connection.prepare_cached("DELETE FROM correction WHERE key = ?1")?.execute([key.as_str()])?;
            connection.prepare_cached("DELETE FROM overrule WHERE key = ?1")?.execute([key.as_str()])?;
            connection.prepare_cached("DELETE FROM mark WHERE key = ?1")?.execute([key.as_str()])?;
            connection.prepare_cached("DELETE FROM text WHERE key = ?1")?.execute([key.as_str()])?;
        }
        Write::Setting { name, value } => {
            connection
                .prepare_cached(
                    "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                )?
                .execute(params![name, value])?;
        }
    }
    Ok(())
}

/// Locators, cites and works as text. They hold strings and numbers, for which JSON has no way to fail.
fn json(value: &(impl serde::Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
