//! Drawing timelines: a step of zoom over ten thousand events in less than a frame, the rows of a pane in less than a millisecond.

use ibid::time::{
    axis::{Window, fit},
    chart::{self, row},
    edtf::Edtf,
    file,
    pack::Packing,
    timeline::{Event, Lane, LaneId, Timeline},
};

fn main() {
    divan::main();
}

/// The bundled timeline, or one of so many events in five lanes: days, months, years and spans over a quarter of a century.
fn timeline(events: usize) -> Timeline {
    if events == 114 {
        let bytes = include_bytes!("../texts/international-red-aid.timeline.toml");
        return file::read("international-red-aid.timeline.toml", bytes).unwrap().value;
    }
    let lanes = ["one", "two", "three", "four", "five"].map(|name| Lane { name: name.to_owned(), title: name.to_owned() });
    // Steps without a common factor spread over all years, months and days.
    let event = |index: usize| {
        let (year, month, day) = (1915 + index * 7 % 25, 1 + index * 5 % 12, 1 + index * 11 % 28);
        let date = match index % 6 {
            0 => format!("{year}"),
            1 => format!("{year}-{month:02}~"),
            2 => format!("{year}-{month:02}/{}", year + index % 4),
            3 => format!("{year}-{month:02}-{day:02}/{}-{month:02}?", year + 1),
            _ => format!("{year}-{month:02}-{day:02}"),
        };
        let date = Edtf::parse(&date).unwrap_or_else(|_| Edtf::parse(&year.to_string()).unwrap());
        Event::new(format!("event-{index}"), LaneId::at(index % 5), format!("What happened as number {index}"), date)
    };
    Timeline::new(None, lanes.into(), (0..events).map(event).collect())
}

/// The rows of all lanes that a pane of 160x45 shows.
#[divan::bench(args = [114, 1_000, 10_000])]
fn rows_of_a_pane(bencher: divan::Bencher, events: usize) {
    let timeline = timeline(events);
    let (zoom, origin) = fit(&timeline, 146);
    let packing = Packing::of(&timeline, zoom);
    let window = Window { origin, cols: 146 };
    let rows: Vec<(LaneId, usize)> =
        (0..packing.lanes()).map(LaneId::at).flat_map(|lane| (0..packing.rows(lane)).map(move |row| (lane, row))).take(45).collect();
    bencher.bench_local(|| {
        rows.iter().map(|(lane, index)| row(&timeline, &packing, *lane, *index, window, &|_| 0).marks.len()).sum::<usize>()
    });
}

#[divan::bench(args = [114, 1_000, 10_000])]
fn a_step_of_zoom(bencher: divan::Bencher, events: usize) {
    let timeline = timeline(events);
    let (zoom, _) = fit(&timeline, 146);
    bencher.bench_local(|| Packing::of(&timeline, zoom));
}

#[divan::bench(args = [114, 1_000, 10_000])]
fn ribbons(bencher: divan::Bencher, events: usize) {
    let timeline = timeline(events);
    let (zoom, origin) = fit(&timeline, 146);
    let packing = Packing::of(&timeline, zoom);
    bencher.bench_local(|| chart::levels(&packing.ribbon(None, Window { origin, cols: 146 })));
}

#[divan::bench(args = [114, 10_000])]
fn what_is_in_view_at_first(bencher: divan::Bencher, events: usize) {
    let timeline = timeline(events);
    bencher.bench_local(|| fit(&timeline, 146));
}
