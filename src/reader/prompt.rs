//! One line that is being typed: its text, its cursor, what was typed before, and what it could become.

use unicode_segmentation::UnicodeSegmentation;

/// What the line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Words to look for in the text.
    Search,
    /// A command.
    Command,
    /// A date, or words of an event, to look for in the timeline.
    Date,
    /// What a date in the text means.
    Correction,
}

/// A line being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// A byte of `text`, on the boundary of a grapheme cluster.
    cursor: usize,
    /// Lines typed before, oldest first.
    older: Vec<String>,
    /// Which of them is shown, counted from the latest; `None` is the new line.
    shown: Option<usize>,
    /// The new line, while an older one is shown.
    kept: String,
    completions: Vec<String>,
    completion: Option<usize>,
    /// What was typed before completing began.
    typed: String,
}

impl Line {
    /// An empty line, with those typed before, oldest first.
    pub fn new(older: Vec<String>) -> Self {
        Self { older, ..Self::default() }
    }

    /// A line that already holds `text`, the cursor behind it.
    pub fn holding(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len(), ..Self::default() }
    }

    /// What stands there.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor.
    pub fn before_cursor(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// The completions offered, and which of them is taken.
    pub fn completions(&self) -> (&[String], Option<usize>) {
        (&self.completions, self.completion)
    }

    /// Puts `text` where the cursor is, without line feeds and control characters.
    pub fn insert(&mut self, text: &str) {
        self.settle();
        let text: String = text.chars().filter(|character| !character.is_control()).collect();
        self.text.insert_str(self.cursor, &text);
        self.cursor += text.len();
    }

    /// Takes away the cluster before the cursor; tells whether there was one.
    pub fn backspace(&mut self) -> bool {
        self.settle();
        let from = self.left_of(self.cursor);
        self.take(from)
    }

    /// Takes away the cluster under the cursor.
    pub fn delete(&mut self) {
        self.settle();
        let to = self.right_of(self.cursor);
        self.text.replace_range(self.cursor..to, "");
    }

    /// Takes away the word before the cursor, and the blanks behind it.
    pub fn delete_word(&mut self) {
        self.settle();
        let before = self.before_cursor().trim_end();
        let from = before.rfind(char::is_whitespace).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        self.take(from);
    }

    /// Takes away everything before the cursor.
    pub fn delete_to_start(&mut self) {
        self.settle();
        self.take(0);
    }

    /// Moves the cursor a cluster to the left.
    pub fn left(&mut self) {
        self.cursor = self.left_of(self.cursor);
    }

    /// Moves the cursor a cluster to the right.
    pub fn right(&mut self) {
        self.cursor = self.right_of(self.cursor);
    }

    /// Moves the cursor to the beginning.
    pub fn home(&mut self) {
        self.cursor = 0;
    }

    /// Moves the cursor to the end.
    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }

    /// Shows the line typed before the one shown.
    pub fn older(&mut self) {
        let next = self.shown.map_or(0, |shown| shown + 1);
        if next < self.older.len() {
            if self.shown.is_none() {
                self.kept = self.text.clone();
            }
            self.show(Some(next));
        }
    }

    /// Shows the line typed after the one shown; after the latest, the new line again.
    pub fn newer(&mut self) {
        if let Some(shown) = self.shown {
            self.show(shown.checked_sub(1));
        }
    }

    /// Takes the next of `offers` in place of what was typed, or with `back` the one before; after the last comes what was
    /// typed. `offers` is asked only when completing begins.
    pub fn complete(&mut self, back: bool, offers: impl FnOnce(&str) -> Vec<String>) {
        if self.completions.is_empty() {
            self.completions = offers(&self.text);
            self.typed = self.text.clone();
            self.completion = None;
        }
        let count = self.completions.len();
        if count == 0 {
            return;
        }
        self.completion = match (self.completion, back) {
            (None, false) => Some(0),
            (None, true) => Some(count - 1),
            (Some(index), false) => (index + 1 < count).then_some(index + 1),
            (Some(index), true) => index.checked_sub(1),
        };
        self.text = self.completion.map_or_else(|| self.typed.clone(), |index| self.completions[index].clone());
        self.cursor = self.text.len();
    }

    /// What stands there is typed from now on, whether it was completed or shown from before.
    fn settle(&mut self) {
        self.completions.clear();
        self.completion = None;
        self.shown = None;
    }

    fn show(&mut self, shown: Option<usize>) {
        self.shown = shown;
        self.text = match shown {
            Some(back) => self.older[self.older.len() - 1 - back].clone(),
            None => std::mem::take(&mut self.kept),
        };
        self.cursor = self.text.len();
    }

    fn take(&mut self, from: usize) -> bool {
        let some = from < self.cursor;
        self.text.replace_range(from..self.cursor, "");
        self.cursor = from;
        some
    }

    fn left_of(&self, at: usize) -> usize {
        self.text[..at].grapheme_indices(true).next_back().map_or(0, |(index, _)| index)
    }

    fn right_of(&self, at: usize) -> usize {
        self.text[at..].graphemes(true).next().map_or(at, |cluster| at + cluster.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_taken_away_whole() {
        let mut line = Line::default();
        line.insert("né🇵🇱");
        assert!(line.backspace());
        assert_eq!(line.text(), "né");
        line.left();
        line.insert("x");
        assert_eq!(line.text(), "nxé");
        line.delete();
        assert_eq!(line.text(), "nx");
    }

    #[test]
    fn words_are_taken_away_one_by_one() {
        let mut line = Line::holding("theme high contrast ");
        line.delete_word();
        assert_eq!(line.text(), "theme high ");
        line.delete_word();
        assert_eq!(line.text(), "theme ");
        line.delete_to_start();
        assert!(!line.backspace());
    }

    #[test]
    fn older_lines_are_shown_and_the_new_one_comes_back() {
        let mut line = Line::new(vec!["first".into(), "second".into()]);
        line.insert("new");
        line.older();
        assert_eq!(line.text(), "second");
        line.older();
        line.older();
        assert_eq!(line.text(), "first");
        line.newer();
        line.newer();
        assert_eq!(line.text(), "new");
    }

    #[test]
    fn completions_go_round_and_come_back_to_what_was_typed() {
        let mut line = Line::holding("theme ");
        let offers = |_: &str| vec!["theme ink".to_owned(), "theme paper".to_owned()];
        line.complete(false, offers);
        assert_eq!(line.text(), "theme ink");
        line.complete(false, offers);
        line.complete(false, offers);
        assert_eq!(line.text(), "theme ");
        line.complete(true, offers);
        assert_eq!(line.text(), "theme paper");
        line.insert("!");
        assert_eq!(line.completions(), (&[][..], None));
    }

    #[test]
    fn pasted_control_characters_are_left_out() {
        let mut line = Line::default();
        line.insert("a\u{1b}[31m\nb");
        assert_eq!(line.text(), "a[31mb");
    }
}
