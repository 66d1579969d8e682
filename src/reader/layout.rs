//! Where the panes are: a pure function of the screen's size and the settings.

use crate::unit::{Cols, Measure, Rows};

/// With this many columns more than the text needs, notes stand beside it unless the reader wants them elsewhere: margins, a
/// gutter, and a column wide enough for a bibliographical entry in five or six lines. At a measure of 66 that is 110 columns.
const BESIDE: u16 = 44;

/// From this many columns on, the contents stand beside both.
const CONTENTS: u16 = 150;

/// The widest column of notes: wider than that it would vie with the text.
const NOTES_MOST: u16 = 46;

/// The narrowest column of notes worth having beside a text.
const NOTES_LEAST: u16 = 24;

/// The width of the contents beside the text.
const CONTENTS_COLS: u16 = 28;

/// Columns between text and notes: a margin, a rule, a margin.
const GUTTER: u16 = 4;

/// The least margin at either side of the text where the screen allows one; marks are shown in it.
const MARGIN: u16 = 2;

/// With fewer rows than this, text and timeline are not shown together.
const TIME_FROM: u16 = 16;

/// The most rows of a timeline below the text.
const TIME_MOST: u16 = 22;

/// A rectangle of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Its first column.
    pub x: u16,
    /// Its first row.
    pub y: u16,
    /// Its columns.
    pub cols: u16,
    /// Its rows.
    pub rows: u16,
}

impl Area {
    /// Tells whether a cell lies in it.
    pub fn holds(&self, col: u16, row: u16) -> bool {
        (self.x..self.x.saturating_add(self.cols)).contains(&col) && (self.y..self.y.saturating_add(self.rows)).contains(&row)
    }

    /// Its rows, as a quantity.
    pub fn height(&self) -> Rows {
        Rows(self.rows)
    }

    /// Its columns, as a quantity.
    pub fn width(&self) -> Cols {
        Cols(self.cols)
    }
}

/// Where the reader wants the notes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NotesWanted {
    /// Beside the text when there is room, else below it.
    #[default]
    Auto,
    /// Beside, however narrow.
    Beside,
    /// Below, however wide.
    Below,
    /// Nowhere: only when asked for.
    Off,
}

impl NotesWanted {
    /// The name in the configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Beside => "beside",
            Self::Below => "below",
            Self::Off => "off",
        }
    }

    /// The wish of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Auto, Self::Beside, Self::Below, Self::Off].into_iter().find(|wanted| wanted.name() == name)
    }
}

/// Where the notes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotesAt {
    /// In a column of their own.
    Beside(Area),
    /// At the foot of the text's column, as many rows as the page needs, at most these.
    Below {
        /// The most rows they may take, their rule included.
        most: Rows,
    },
    /// Nowhere.
    Off,
}

/// Where the reader wants the timeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeWanted {
    /// Nowhere.
    #[default]
    Off,
    /// Below the text.
    Below,
    /// Over the whole screen.
    Full,
}

impl TimeWanted {
    /// The name in the configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Below => "below",
            Self::Full => "full",
        }
    }

    /// The wish of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Off, Self::Below, Self::Full].into_iter().find(|wanted| wanted.name() == name)
    }
}

/// Where everything is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The whole screen.
    pub screen: Area,
    /// The column of the text (and of notes below it): as wide as the measure.
    pub text: Area,
    /// Columns to the left of the text that are free for signs.
    pub margin: u16,
    /// Where the notes are.
    pub notes: NotesAt,
    /// The contents, where there is room for them.
    pub contents: Option<Area>,
    /// The timeline, its rule included; over everything but the status line when it has the whole screen.
    pub time: Option<Area>,
    /// The status line, unless the screen has but a row or two.
    pub status: Option<Area>,
}

/// What the reader wants where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// How wide the text is to be.
    pub measure: Measure,
    /// Where the notes are to be.
    pub notes: NotesWanted,
    /// Where the timeline is to be.
    pub time: TimeWanted,
    /// Whether the contents are to stand beside the text.
    pub contents: bool,
}

impl Layout {
    /// Divides a screen.
    pub fn of(cols: u16, rows: u16, wanted: Wanted) -> Self {
        let Wanted { measure, notes, time, contents } = wanted;
        let screen = Area { x: 0, y: 0, cols, rows };
        let status_rows = u16::from(rows >= 3);
        let status = (status_rows > 0).then(|| Area { x: 0, y: rows - 1, cols, rows: 1 });
        let time_rows = match time {
            TimeWanted::Below if rows >= TIME_FROM => (rows * 9 / 20).min(TIME_MOST),
            TimeWanted::Off | TimeWanted::Below | TimeWanted::Full => 0,
        };
        let time = match time {
            TimeWanted::Off => None,
            TimeWanted::Below if time_rows > 0 => Some(Area { x: 0, y: rows - status_rows - time_rows, cols, rows: time_rows }),
            // Where there are not the rows for both, one of them is shown.
            TimeWanted::Below | TimeWanted::Full => Some(Area { x: 0, y: 0, cols, rows: rows - status_rows }),
        };
        // A row of air above the text where rows are not scarce.
        let air = u16::from(rows - time_rows >= 20);
        let height = rows - status_rows - time_rows - air;
        let contents_cols = if contents && cols >= CONTENTS { CONTENTS_COLS } else { 0 };
        let contents = (contents_cols > 0).then(|| Area { x: 1, y: air, cols: contents_cols - 2, rows: height });
        let free = cols - contents_cols;
        let margin = if free >= 30 { MARGIN } else { u16::from(free >= 20) };
        let beside = match notes {
            NotesWanted::Beside => free >= NOTES_LEAST * 2 + GUTTER + 2 * margin,
            NotesWanted::Auto => free >= measure.cols().0.saturating_add(BESIDE),
            NotesWanted::Below | NotesWanted::Off => false,
        };
        if beside {
            let text_cols = measure.cols().0.min(free - NOTES_LEAST - GUTTER - 2 * margin);
            let notes_cols = (free - text_cols - GUTTER - 2 * margin).min(NOTES_MOST);
            let left = (free - text_cols - GUTTER - notes_cols) / 2;
            let x = contents_cols + left.max(margin);
            let text = Area { x, y: air, cols: text_cols, rows: height };
            let notes = Area { x: x + text_cols + GUTTER, y: air, cols: notes_cols, rows: height };
            return Self { screen, text, margin, notes: NotesAt::Beside(notes), contents, time, status };
        }
        let text_cols = measure.cols().0.min(free.saturating_sub(2 * margin)).max(1).min(free.max(1));
        let x = contents_cols + (free.saturating_sub(text_cols)) / 2;
        let text = Area { x, y: air, cols: text_cols, rows: height };
        let most = Rows(height / 3);
        // Two rows are not enough for a rule and a note.
        let notes = if notes == NotesWanted::Off || most.0 < 2 { NotesAt::Off } else { NotesAt::Below { most } };
        Self { screen, text, margin, notes, contents, time, status }
    }

    /// Tells whether the timeline has the whole screen, so that nothing else is seen.
    pub fn is_all_time(&self) -> bool {
        self.time.is_some_and(|area| area.y == 0)
    }

    /// The measure of the text.
    pub fn measure(&self) -> Measure {
        Measure::or_one(self.text.cols)
    }

    /// The measure of the notes, wherever they are.
    pub fn notes_measure(&self) -> Measure {
        match self.notes {
            NotesAt::Beside(area) => Measure::or_one(area.cols),
            NotesAt::Below { .. } | NotesAt::Off => self.measure(),
        }
    }

    /// The room for an overlay: most of the screen, less a margin above where there is a row to spare, never the status line.
    pub fn overlay(&self) -> Area {
        let rows = self.screen.rows.saturating_sub(u16::from(self.status.is_some()));
        let y = u16::from(rows >= 16);
        let cols = self.screen.cols.min(84.max(self.screen.cols / 3 * 2));
        let x = (self.screen.cols - cols) / 2;
        Area { x, y, cols, rows: rows - y }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(cols: u16, rows: u16) -> Layout {
        let wanted = Wanted { measure: Measure::COMFORTABLE, notes: NotesWanted::Auto, time: TimeWanted::Off, contents: true };
        Layout::of(cols, rows, wanted)
    }

    #[test]
    fn notes_stand_beside_from_about_110_columns_on() {
        assert!(matches!(layout(80, 24).notes, NotesAt::Below { most: Rows(7) }));
        assert!(matches!(layout(110, 40).notes, NotesAt::Beside(_)));
        assert_eq!(layout(160, 45).contents.map(|area| area.cols), Some(26));
    }

    #[test]
    fn nothing_reaches_beyond_the_screen_or_into_another_pane_at_any_size() {
        for cols in 1..=220 {
            for rows in 1..=60 {
                for notes in [NotesWanted::Auto, NotesWanted::Beside, NotesWanted::Below, NotesWanted::Off] {
                    for (measure, time) in [(1, TimeWanted::Off), (20, TimeWanted::Below), (66, TimeWanted::Below), (120, TimeWanted::Full)]
                    {
                        let layout = Layout::of(cols, rows, Wanted { measure: Measure::or_one(measure), notes, time, contents: true });
                        let mut areas = vec![layout.text];
                        areas.extend(layout.contents);
                        if let NotesAt::Beside(area) = layout.notes {
                            areas.push(area);
                        }
                        let mut end = 0;
                        areas.sort_by_key(|area| area.x);
                        for area in &areas {
                            assert!(area.x >= end && area.cols > 0, "{cols}x{rows} {layout:?}");
                            end = area.x + area.cols;
                            assert!(end <= cols && area.y + area.rows <= rows, "{cols}x{rows} {layout:?}");
                        }
                        if let Some(area) = layout.time {
                            let text = layout.text;
                            assert!(layout.is_all_time() || text.y + text.rows <= area.y, "{cols}x{rows} {layout:?}");
                            assert!(area.y + area.rows + layout.status.map_or(0, |status| status.rows) <= rows, "{cols}x{rows} {layout:?}");
                        }
                        let overlay = layout.overlay();
                        assert!(overlay.x + overlay.cols <= cols && overlay.y + overlay.rows <= rows, "{cols}x{rows} {overlay:?}");
                    }
                }
            }
        }
    }
}
