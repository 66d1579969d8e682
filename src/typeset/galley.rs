//! The galley: sets blocks when they are asked for, and remembers the latest.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use super::{Line, PictureSize, Piece, Setting, draw, set};
use crate::document::{BlockId, Document, PictureId};

/// How many blocks are remembered: a few screens of the shortest ones, forwards and backwards.
const MOST_BLOCKS: usize = 512;

/// How many lines are remembered, some 80 bytes each: a block of 16 KiB has as many lines as bytes at a measure of one.
const MOST_LINES: usize = 64 * 1024;

/// Sets blocks on demand and remembers the latest few hundred. Drawing takes `&Galley`: what is remembered changes nothing
/// that can be seen.
#[derive(Debug)]
pub struct Galley {
    setting: Setting,
    /// The pictures that are shown, and how large.
    pictures: HashMap<PictureId, PictureSize>,
    memory: RefCell<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    blocks: HashMap<BlockId, Set>,
    lines: usize,
    /// Counts questions; what was asked for longest ago is forgotten first.
    asked: u64,
}

#[derive(Debug)]
struct Set {
    lines: Rc<[Line]>,
    asked: u64,
}

impl Galley {
    /// A galley that has set nothing yet.
    pub fn new(setting: Setting) -> Self {
        Self { setting, pictures: HashMap::new(), memory: RefCell::default() }
    }

    /// How it sets.
    pub fn setting(&self) -> Setting {
        self.setting
    }

    /// Sets differently from now on; forgets what was set if anything changed.
    pub fn set(&mut self, setting: Setting) {
        if self.setting != setting {
            self.setting = setting;
            self.memory.take();
        }
    }

    /// Forgets everything, pictures too: another document is read, or more of this one.
    pub fn clear(&mut self) {
        self.memory.take();
        self.pictures.clear();
    }

    /// Shows a picture this large from now on, above the words that stand for it; only those that are the caption of one have room.
    pub fn show(&mut self, document: &Document, id: PictureId, size: PictureSize) {
        self.pictures.insert(id, size);
        let block = document.block_at(document.picture(id).at.start);
        if let Some(set) = block.and_then(|block| self.memory.get_mut().blocks.remove(&block)) {
            self.memory.get_mut().lines -= set.lines.len();
        }
    }

    /// How large the picture of a block is shown, if it has one that is.
    pub fn shown(&self, document: &Document, block: BlockId) -> Option<(PictureId, PictureSize)> {
        if self.pictures.is_empty() {
            return None;
        }
        let id = document.picture_of(block)?;
        self.pictures.get(&id).map(|size| (id, *size))
    }

    /// The lines of a block, its gap first. Every block has at least one line of text, and ends with one.
    pub fn lines(&self, document: &Document, block: BlockId) -> Rc<[Line]> {
        let mut memory = self.memory.borrow_mut();
        memory.asked += 1;
        let asked = memory.asked;
        if let Some(set) = memory.blocks.get_mut(&block) {
            set.asked = asked;
            return Rc::clone(&set.lines);
        }
        let lines: Rc<[Line]> = set::set(document, self.setting, block, self.shown(document, block)).into();
        memory.lines += lines.len();
        memory.blocks.insert(block, Set { lines: Rc::clone(&lines), asked });
        memory.forget();
        lines
    }

    /// What is drawn of a line, left to right, without overlaps.
    pub fn pieces<'a>(&self, document: &'a Document, line: &Line) -> Vec<Piece<'a>> {
        draw::pieces(document, self.setting, line)
    }
}

impl Memory {
    /// Forgets the older half once there is too much: one sweep in hundreds of questions, instead of a list kept in order.
    fn forget(&mut self) {
        if self.blocks.len() <= MOST_BLOCKS && self.lines <= MOST_LINES {
            return;
        }
        let mut asked: Vec<u64> = self.blocks.values().map(|set| set.asked).collect();
        let middle = asked.len() / 2;
        let (_, oldest_kept, _) = asked.select_nth_unstable(middle);
        let oldest_kept = *oldest_kept;
        self.blocks.retain(|_, set| set.asked >= oldest_kept);
        self.lines = self.blocks.values().map(|set| set.lines.len()).sum();
    }
}
