//! The pictures of the text: which are wanted for the page, how large they are shown, and the way to them outside.
//!
//! Nothing waits for a picture. When the state has settled, the pictures of the page and of its neighbours are asked for
//! ([`State::wanted_pictures`]); when one has come its size is known, and room is made for it above its words. What is drawn there
//! is not known here.

use std::collections::HashMap;

use super::{BookId, Effect, Item, State, peek::Sight, state::Overlay};
use crate::{
    document::{Document, Origin, Picture, PictureId, Target},
    problem::Problem,
    typeset::PictureSize,
    unit::Place,
};

/// Whether pictures are wanted in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PicturesWanted {
    /// Where the terminal can draw them.
    #[default]
    Auto,
    /// Made of half blocks where it cannot.
    Blocks,
    /// No; their words stand for them.
    Off,
}

impl PicturesWanted {
    /// All of them, with the names by which the command line and the configuration know them.
    pub const NAMED: [(&'static str, Self); 3] = [("auto", Self::Auto), ("blocks", Self::Blocks), ("off", Self::Off)];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(_, wanted)| *wanted == self).map_or("auto", |(name, _)| name)
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(known, _)| *known == name).map(|(_, wanted)| *wanted)
    }
}

/// What the terminal can draw pictures with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Means {
    /// Pixels of its own.
    pub pixels: bool,
    /// Half blocks, in enough colours to tell something by.
    pub blocks: bool,
}

/// What a picture is drawn with, and within how many columns and rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// With half blocks, not with pixels.
    pub in_blocks: bool,
    /// At most so many columns.
    pub cols: u16,
    /// At most so many rows.
    pub rows: u16,
}

/// Which picture of which opened text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PictureKey {
    /// The text.
    pub book: BookId,
    /// The picture.
    pub id: PictureId,
}

/// What is known of the pictures of a text.
#[derive(Debug, Default)]
pub struct Pictures {
    /// How they are fitted; `None` where none are shown.
    fit: Option<Fit>,
    /// Those that were asked for.
    asked: HashMap<PictureId, Asked>,
}

#[derive(Debug)]
enum Asked {
    Waiting,
    Shown,
    Failed(Problem),
}

impl Pictures {
    /// What is known of a picture besides its words: where it is to be had, and why it is not shown.
    pub(super) fn known_of(&self, document: &Document, id: PictureId) -> Vec<String> {
        let origin = match &document.picture(id).origin {
            Origin::Part(name) => name,
            Origin::Address(address) if address.starts_with("data:") => "in the text itself",
            Origin::Address(address) => &**address,
        };
        let failed = match self.asked.get(&id) {
            Some(Asked::Failed(problem)) => Some(problem.to_string().replace("\n  ", " · ")),
            _ => None,
        };
        std::iter::once(origin.to_owned()).chain(failed).collect()
    }
}

impl State {
    /// Decides how pictures are fitted on this screen, and asks for all of them anew where that has changed.
    pub(super) fn fit_pictures(&mut self) {
        let in_blocks = match self.settings.pictures {
            PicturesWanted::Off => None,
            _ if self.means.pixels => Some(false),
            PicturesWanted::Blocks if self.means.blocks => Some(true),
            _ => None,
        };
        let text = self.layout.text;
        // Some lines of text stay beside a picture, and the notes that they call.
        let rows = text.rows.saturating_mul(3) / 5;
        let fit = in_blocks.map(|in_blocks| Fit { in_blocks, cols: self.layout.measure().cols().0, rows }).filter(|fit| fit.rows > 1);
        if self.book.pictures.fit != fit {
            self.forget_pictures();
            self.book.pictures.fit = fit;
        }
    }

    /// Forgets what pictures have come: what was drawn of them is gone.
    pub fn forget_pictures(&mut self) {
        if !self.book.pictures.asked.is_empty() {
            self.book.pictures = Pictures::default();
            self.book.galley.clear();
        }
    }

    /// The pictures of the page and of its neighbours that have not been asked for, to be fetched.
    pub fn wanted_pictures(&mut self) -> Vec<Effect> {
        let document = self.book.document.clone();
        let Some(fit) = self.book.pictures.fit.filter(|_| !document.pictures().is_empty()) else { return Vec::new() };
        let page = self.page.stretch();
        let length = page.end.0 - page.start.0;
        let near = Place(page.start.0.saturating_sub(length))..Place(page.end.0.saturating_add(length).saturating_add(1));
        // First those of the page itself.
        let (here, around): (Vec<_>, Vec<_>) = document.pictures_in(&near).partition(|id| page.contains(&document.picture(*id).at.start));
        let mut effects = Vec::new();
        for id in here.into_iter().chain(around) {
            let Picture { at, origin } = document.picture(id).clone();
            let is_caption = document.block_at(at.start).and_then(|block| document.picture_of(block)) == Some(id);
            if is_caption && !self.book.pictures.asked.contains_key(&id) {
                self.book.pictures.asked.insert(id, Asked::Waiting);
                let picture = PictureKey { book: self.book.id, id };
                effects.push(Effect::Picture { picture, key: self.book.key.clone(), origin, fit });
            }
        }
        effects
    }

    /// A picture has come, this large, or cannot be shown.
    pub(super) fn pictured(&mut self, id: PictureId, fit: Fit, shown: Result<PictureSize, Problem>) {
        if self.book.pictures.fit != Some(fit) || id.index() >= self.book.document.pictures().len() {
            return;
        }
        let size = match shown {
            Ok(size) => size,
            Err(problem) => {
                self.book.pictures.asked.insert(id, Asked::Failed(problem));
                return;
            }
        };
        self.book.pictures.asked.insert(id, Asked::Shown);
        let document = &self.book.document;
        // A page that begins with the words under the picture begins with the picture.
        let words = document.block_at(document.picture(id).at.start).map(|block| document.block(block).at.start);
        let top = self.book.top;
        let begins = top.lead == 0 && words == Some(self.book.galley.line_start(document, top.place));
        self.book.galley.show(document, id, size);
        if begins {
            self.book.top = self.book.galley.with_picture(document, top);
        }
    }

    /// What was drawn of a picture is not kept any more; when it comes into sight it is asked for again.
    pub(super) fn picture_forgotten(&mut self, id: PictureId) {
        self.book.pictures.asked.remove(&id);
    }

    /// Says once what can be done for the pictures of a text where the terminal draws none by itself.
    pub(super) fn offer_pictures(&mut self) {
        let count = self.book.document.pictures().len();
        let is_offered = self.settings.pictures == PicturesWanted::Auto && !self.means.pixels && self.means.blocks;
        if is_offered && count > 0 && self.message.is_none() {
            let pictures = if count == 1 { "1 picture".to_owned() } else { format!("{count} pictures") };
            self.say(format!("{pictures} in this text · I shows them in half blocks · x opens one outside"));
        }
    }

    /// Shows pictures in the text, or only their words.
    pub(super) fn turn_pictures(&mut self) -> Vec<Effect> {
        let is_shown = self.book.pictures.fit.is_some();
        let next = match (is_shown, self.means) {
            (true, _) => PicturesWanted::Off,
            (false, Means { pixels: true, .. }) => PicturesWanted::Auto,
            (false, Means { blocks: true, .. }) => PicturesWanted::Blocks,
            (false, Means { .. }) => {
                self.refuse("this terminal has too few colours for pictures · x opens one outside");
                return Vec::new();
            }
        };
        self.set_pictures(next)
    }

    /// Says whether pictures are wanted, for now and for the next time.
    pub(super) fn set_pictures(&mut self, wanted: PicturesWanted) -> Vec<Effect> {
        self.settings.pictures = wanted;
        self.say(match wanted {
            PicturesWanted::Auto if self.means.pixels => "pictures in the text",
            PicturesWanted::Auto => "pictures where the terminal can draw them; this one cannot",
            PicturesWanted::Blocks if self.means.pixels || self.means.blocks => {
                "pictures in the text, of half blocks where the terminal draws none"
            }
            PicturesWanted::Blocks => "this terminal has too few colours for pictures",
            PicturesWanted::Off => "pictures put away · their words stand for them · x opens one outside",
        });
        vec![Effect::KeepSetting { name: "pictures", value: wanted.name().to_owned() }]
    }

    /// Opens outside what is lit or looked at, or the first picture of the page.
    pub(super) fn open_outside(&mut self) -> Vec<Effect> {
        let document = self.book.document.clone();
        let lit = match &self.overlay {
            Overlay::Peek(peek) => peek.views.last().and_then(|view| match view.sight {
                Sight::Picture(id) => Some(Item::Picture(id)),
                Sight::Address(index) => Some(Item::Link(index)),
                Sight::Note(_) | Sight::Passage(_) => view.lit,
            }),
            _ => self.book.lit.filter(|lit| self.page.shows(lit.at(&document).start)),
        };
        let is_looking = matches!(self.overlay, Overlay::Peek(_));
        let first = || (!is_looking).then(|| document.pictures_in(&self.page.stretch()).next().map(Item::Picture)).flatten();
        let origin = match lit.or_else(first) {
            Some(Item::Picture(id)) => Some(document.picture(id).origin.clone()),
            Some(Item::Link(index)) => match &document.links()[index].target {
                Target::Address(address) => Some(Origin::Address(address.as_str().into())),
                Target::Place(_) | Target::Lost(_) => None,
            },
            Some(Item::Noteref(_)) | None => None,
        };
        match origin {
            Some(origin) => vec![Effect::OpenOutside { key: self.book.key.clone(), origin }],
            None => {
                self.refuse("no picture on this page, and no address is lit · Tab lights what leads somewhere");
                Vec::new()
            }
        }
    }
}
