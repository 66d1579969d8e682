//! Timelines: whatever the events, the axis has no gaps, bars do not overlap, labels cover nothing, and signs can be read.

mod decode;

use ibid::time::{
    axis::{Window, Zoom, fit, ticks},
    chart::{Sign, line, row},
    edtf::Edtf,
    file,
    interval::Day,
    pack::{Bar, Packing},
    timeline::{Event, EventId, Lane, LaneId, Otherwise, Timeline},
};
use proptest::prelude::*;

/// The bundled timeline.
fn bundled() -> Timeline {
    let bytes = include_bytes!("../../texts/international-red-aid.timeline.toml");
    file::read("international-red-aid.timeline.toml", bytes).unwrap().value
}

/// A date of EDTF in a quarter of a century, of any kind, in any doubt.
fn date() -> impl Strategy<Value = String> {
    let doubt = prop::sample::select(vec!["", "", "", "?", "~", "%"]);
    let year = 1915_u32..1940;
    let one = (year, 1_u32..=12, 1_u32..=28, 0..4, doubt).prop_map(|(year, month, day, grain, doubt)| match grain {
        0 => format!("{year}{doubt}"),
        1 => format!("{year}-{month:02}{doubt}"),
        _ => format!("{year}-{month:02}-{day:02}{doubt}"),
    });
    (one, 0_u32..400, 0..20).prop_map(|(first, later, kind)| {
        let year = first[..4].parse::<u32>().unwrap();
        let last = format!("{:04}-{:02}", year + 1 + later / 100, later % 12 + 1);
        let rest = first.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == '-');
        match kind {
            0..8 => first,
            8..14 => format!("{first}/{last}{rest}"),
            14 => format!("{first}/{year}{rest}"),
            15 => format!("{first}/.."),
            16 => format!("../{first}"),
            17 => format!("{first}/"),
            18 => format!("[{first},{last}]"),
            _ => format!("{{{first},{last}}}"),
        }
    })
}

/// An event before it is one: its date, its lane, its title, and by a chance of ten another date.
type Told = (String, u16, &'static str, (i32, String));

/// Events in three lanes; a tenth of them have another account.
fn timeline(most: usize) -> impl Strategy<Value = Timeline> {
    let other = (0..10, date());
    let title = prop::sample::select(vec!["Congress", "A committee of the Red Aid is founded", "国際赤色救援会", "", "X"]);
    prop::collection::vec((date(), 0_u16..3, title, other), 0..most).prop_map(|events| {
        let lanes = ["one", "two", "three"].map(|name| Lane { name: name.to_owned(), title: name.to_owned() });
        let event = |(index, (date, lane, title, (chance, other))): (usize, Told)| {
            let parsed = Edtf::parse(&date).or_else(|_| Edtf::parse(&date[..4])).unwrap();
            let mut event = Event::new(format!("event-{index}"), LaneId(lane), title, parsed);
            if let (0, Ok(date)) = (chance, Edtf::parse(&other)) {
                let extent = ibid::time::extent::Extent::of(&date);
                event.otherwise.push(Otherwise { date, extent, by: "Another".to_owned() });
            }
            event
        };
        Timeline::new(None, lanes.into(), events.into_iter().enumerate().map(event).collect())
    })
}

/// The steps at which a quarter of a century is looked at.
fn zoom() -> impl Strategy<Value = Zoom> {
    prop::sample::select(Zoom::all().filter(|zoom| (Zoom::DAYS..=Zoom::YEARS.coarser().unwrap()).contains(zoom)).collect::<Vec<_>>())
}

fn any_zoom() -> impl Strategy<Value = Zoom> {
    prop::sample::select(Zoom::all().collect::<Vec<_>>())
}

/// A day: of our time, of antiquity, or of any year at all that a date can have.
fn day() -> impl Strategy<Value = Day> {
    let year = prop_oneof![-3000_i64..3000, -20_i64..20, -1_000_000_000_000_i64..1_000_000_000_000];
    (year, 1_u8..=12, 1_u8..=31).prop_map(|(year, month, day)| Day::new(year, month, day))
}

/// A window that all that has ends lies in, with a margin.
fn whole(packing: &Packing) -> Window {
    let reach = packing.reach();
    Window { origin: reach.start - 4, cols: u16::try_from(reach.end - reach.start + 8).unwrap_or(u16::MAX) }
}

/// All bars of a lane, row by row.
fn rows_of(packing: &Packing, lane: LaneId) -> Vec<Vec<Bar>> {
    (0..packing.rows(lane)).map(|row| packing.bars_in(lane, row, i64::MIN / 2..i64::MAX / 2).to_vec()).collect()
}

/// How many bars take the cell that most take.
fn most_at_once(bars: &[&Bar]) -> usize {
    let at = |cell: i64| bars.iter().filter(|bar| bar.cells.contains(&cell)).count();
    bars.iter().map(|bar| at(bar.cells.start)).max().unwrap_or(0)
}

proptest! {
    #[test]
    fn cells_follow_each_other_without_a_gap(zoom in any_zoom(), day in day()) {
        let cell = zoom.cell(day);
        let (first, last) = (zoom.first_day(cell), zoom.last_day(cell));
        prop_assert!(first <= day && day <= last, "{day:?} is not in {first:?} to {last:?}");
        prop_assert_eq!(zoom.cell(first), cell);
        prop_assert_eq!(zoom.cell(last), cell);
        prop_assert_eq!(zoom.cell(last.plus(1)), zoom.last_cell(last) + 1);
        if first < last {
            prop_assert!(!zoom.half(first) && zoom.half(last));
        }
        if zoom <= Zoom::YEARS {
            let year = Day::new(day.year, 1, 1);
            prop_assert_eq!(zoom.first_day(zoom.cell(year)), year);
        }
        if zoom <= Zoom::MONTHS {
            let month = Day::new(day.year, day.month, 1);
            prop_assert_eq!(zoom.first_day(zoom.cell(month)), month);
        }
    }

    #[test]
    fn the_finest_step_that_shows_the_whole_is_taken(one in day(), other in day(), cols in 2_u16..300) {
        let zoom = Zoom::fitting(one, other, cols);
        let (first, last) = (one.min(other), one.max(other));
        let taken = |zoom: Zoom| zoom.last_cell(last) - zoom.cell(first) + 1;
        prop_assert!(taken(zoom) <= i64::from(cols) || zoom == Zoom::COARSEST);
        if let Some(finer) = zoom.finer() {
            prop_assert!(taken(finer) > i64::from(cols));
        }
    }

    #[test]
    fn labels_of_the_axis_stand_apart_on_their_cells(zoom in any_zoom(), day in day(), cols in 1_u16..300) {
        let origin = zoom.cell(day) - i64::from(cols / 2);
        let mut free = origin;
        for tick in ticks(zoom, origin..origin + i64::from(cols)) {
            prop_assert!(tick.cell >= free, "{tick:?} begins before {free}");
            free = tick.cell + 1 + i64::try_from(tick.label.chars().count()).unwrap();
            prop_assert!(free <= origin + i64::from(cols), "{tick:?} goes beyond the window");
        }
    }

    #[test]
    fn a_lane_has_as_many_rows_as_bars_overlap_and_none_do_in_a_row(timeline in timeline(80), zoom in zoom()) {
        let packing = Packing::of(&timeline, zoom);
        let mut all = 0;
        for lane in (0..packing.lanes()).map(LaneId::at) {
            let rows = rows_of(&packing, lane);
            for (index, bars) in rows.iter().enumerate() {
                for pair in bars.windows(2) {
                    prop_assert!(pair[0].cells.end <= pair[1].cells.start);
                }
                for bar in bars {
                    prop_assert_eq!(packing.row_of(bar.event, bar.which), Some(index));
                    let around = packing.bars_in(lane, index, bar.cells.start..bar.cells.start + 1);
                    prop_assert_eq!(around, std::slice::from_ref(bar));
                }
            }
            let bars: Vec<&Bar> = rows.iter().flatten().collect();
            prop_assert_eq!(rows.len(), most_at_once(&bars));
            all += bars.len();
        }
        prop_assert_eq!(all, timeline.events().iter().map(|event| 1 + event.otherwise.len()).sum::<usize>());
    }

    #[test]
    fn labels_cover_no_sign_and_no_other_label(
        timeline in timeline(60), zoom in zoom(), cols in 1_u16..200, from in 0.0..1.0_f64, first in 0_u32..60,
    ) {
        let packing = Packing::of(&timeline, zoom);
        let reach = packing.reach();
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a few thousand cells")]
        let origin = reach.start - 3 + ((reach.end - reach.start) as f64 * from) as i64;
        let window = Window { origin, cols };
        for lane in (0..packing.lanes()).map(LaneId::at) {
            for index in 0..packing.rows(lane) {
                let row = row(&timeline, &packing, lane, index, window, &|event| u8::from(event == EventId(first)));
                let mut taken = vec![false; usize::from(cols)];
                for mark in &row.marks {
                    prop_assert!(mark.sign != Sign::Blank);
                    prop_assert!(!std::mem::replace(&mut taken[usize::from(mark.col)], true));
                }
                for label in &row.labels {
                    let end = label.col + ibid::unit::width(&label.text).0;
                    prop_assert!(end > label.col && end <= cols, "{label:?} in {cols}");
                    for col in label.col..end {
                        prop_assert!(!std::mem::replace(&mut taken[usize::from(col)], true), "{label:?} covers column {col}");
                    }
                    // A space keeps it apart from what is not its own.
                    if !label.inside {
                        prop_assert!(label.col == 0 || !taken[usize::from(label.col) - 1] || row.labels.iter().all(|other| other.col <= label.col));
                    }
                }
                for mark in &row.marks {
                    let beside = row.labels.iter().filter(|label| !label.inside);
                    for label in beside {
                        let end = label.col + ibid::unit::width(&label.text).0;
                        prop_assert!(mark.col + 1 != label.col && mark.col != end, "{label:?} touches {mark:?}");
                    }
                }
                prop_assert!(ibid::unit::width(&line(&row, cols, false)).0 <= cols);
            }
        }
    }
}

/// The share of an entire timeline's bars that change their row from one step to another.
fn moved(timeline: &Timeline, zoom: Zoom, to: Zoom) -> f64 {
    let (one, other) = (Packing::of(timeline, zoom), Packing::of(timeline, to));
    let bars: Vec<(EventId, u16)> =
        timeline.event_ids().flat_map(|id| (0_u16..).zip(timeline.event(id).extents()).map(move |(which, _)| (id, which))).collect();
    let moved = bars.iter().filter(|(event, which)| one.row_of(*event, *which) != other.row_of(*event, *which)).count();
    #[expect(clippy::cast_precision_loss, reason = "hundreds")]
    let share = moved as f64 / bars.len().max(1) as f64;
    share
}

/// The steps between which a cell holds twice as much.
fn doublings() -> Vec<(Zoom, Zoom)> {
    let step = |name: &str| Zoom::all().find(|zoom| zoom.to_string() == name).unwrap();
    let named = [
        "2 cells a month",
        "a month a cell",
        "8 cells a year",
        "6 cells a year",
        "4 cells a year",
        "3 cells a year",
        "2 cells a year",
        "a year a cell",
    ]
    .map(step);
    let [half_months, months, eight, six, quarters, three, half_years, years] = named;
    vec![(half_months, months), (months, six), (eight, quarters), (six, three), (quarters, half_years), (half_years, years)]
}

#[expect(clippy::cast_precision_loss, reason = "a handful")]
fn mean(shares: &[f64]) -> f64 {
    shares.iter().sum::<f64>() / shares.len() as f64
}

#[test]
fn zooming_out_by_two_moves_few_bars_to_another_row() {
    let timeline = bundled();
    let shares: Vec<f64> = doublings().into_iter().map(|(zoom, to)| moved(&timeline, zoom, to)).collect();
    assert!(mean(&shares) <= 0.1, "{shares:.3?}");
    assert!(shares.iter().all(|share| *share <= 0.16), "{shares:.3?}");
}

#[test]
fn zooming_random_events_out_by_two_moves_few_of_them_to_another_row() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut shares = Vec::new();
    for _ in 0..20 {
        let timeline = timeline(300).new_tree(&mut runner).unwrap().current();
        shares.extend(doublings().into_iter().map(|(zoom, to)| moved(&timeline, zoom, to)));
    }
    assert!(mean(&shares) <= 0.3, "{shares:.3?}");
}

#[test]
fn what_is_in_view_at_first_leaves_out_a_few_stragglers() {
    let timeline = bundled();
    for cols in [30, 66, 146] {
        let (zoom, origin) = fit(&timeline, cols);
        let (before, after) = Packing::of(&timeline, zoom).outside(Window { origin, cols });
        assert!(before + after <= timeline.events().len() / 20 + 1);
    }
}
