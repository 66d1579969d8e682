//! Where one came from: places to go back to, and forward again.

use super::Item;
use crate::typeset::Top;

/// How many places are kept: an evening of jumps.
const MOST: usize = 200;

/// Where one was: the page, and what was lit on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stop {
    /// The top of the page.
    pub top: Top,
    /// The noteref or link that was lit.
    pub lit: Option<Item>,
}

impl From<Top> for Stop {
    fn from(top: Top) -> Self {
        Self { top, lit: None }
    }
}

/// The places one came from and, after going back, those one can go forward to.
///
/// What is kept is the [`Top`] of the page and what was lit, so that going back shows the same page and not only the same place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    back: Vec<Stop>,
    forward: Vec<Stop>,
}

impl History {
    /// A history of these places, oldest first.
    pub fn of(back: Vec<Stop>) -> Self {
        Self { back, forward: Vec::new() }
    }

    /// One leaves `here` for somewhere new: what lay ahead is gone. Leaving the same page twice is kept once.
    pub fn leave(&mut self, here: Stop) {
        self.forward.clear();
        self.push(here);
    }

    /// As [`History::leave`], but what was lit counts as well: of two steps on one page both are kept.
    pub fn leave_exactly(&mut self, here: Stop) {
        if self.back.last().is_some_and(|last| last.top == here.top && *last != here) && self.back.len() < MOST {
            self.forward.clear();
            self.back.push(here);
        } else {
            self.leave(here);
        }
    }

    /// The place to go back to from `here`, if there is one.
    pub fn back(&mut self, here: Stop) -> Option<Stop> {
        let there = self.back.pop()?;
        self.forward.push(here);
        Some(there)
    }

    /// The place to go forward to from `here`, if there is one.
    pub fn forward(&mut self, here: Stop) -> Option<Stop> {
        let there = self.forward.pop()?;
        self.push(here);
        Some(there)
    }

    /// Changes places with the last one: doing it twice changes nothing.
    pub fn swap(&mut self, here: Stop) -> Option<Stop> {
        let there = self.back.pop()?;
        self.back.push(here);
        Some(there)
    }

    /// How many places there are to go back to, and forward.
    pub fn depth(&self) -> (usize, usize) {
        (self.back.len(), self.forward.len())
    }

    /// The places to go back to, oldest first.
    pub fn places(&self) -> &[Stop] {
        &self.back
    }

    fn push(&mut self, here: Stop) {
        if self.back.last().is_some_and(|last| last.top == here.top) {
            self.back.pop();
        } else if self.back.len() == MOST {
            self.back.remove(0);
        }
        self.back.push(here);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::Place;

    fn top(place: u32) -> Stop {
        Top { place: Place(place), lead: 0 }.into()
    }

    #[test]
    fn back_and_forward_retrace_the_same_steps() {
        let mut history = History::default();
        history.leave(top(1));
        history.leave(top(2));
        assert_eq!(history.back(top(3)), Some(top(2)));
        assert_eq!(history.back(top(2)), Some(top(1)));
        assert_eq!(history.back(top(1)), None);
        assert_eq!(history.forward(top(1)), Some(top(2)));
        assert_eq!(history.forward(top(2)), Some(top(3)));
        assert_eq!(history.forward(top(3)), None);
    }

    #[test]
    fn leaving_for_somewhere_new_gives_up_what_lay_ahead() {
        let mut history = History::default();
        history.leave(top(1));
        history.back(top(2));
        history.leave(top(5));
        assert_eq!(history.depth(), (1, 0));
    }

    #[test]
    fn the_last_place_twice_is_here_again() {
        let mut history = History::default();
        history.leave(top(1));
        assert_eq!(history.swap(top(9)), Some(top(1)));
        assert_eq!(history.swap(top(1)), Some(top(9)));
    }
}
