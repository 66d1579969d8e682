//! Pictures: fetched, decoded and made into plates on a thread of their own, one after another; or opened outside.
//!
//! What the terminal draws pictures with follows from its name and from how large it says its cells are. Where that is not certain
//! it is taken for one that cannot: half blocks are drawn when a reader asks for them.

use std::{
    env,
    fs::{self, File},
    io::{self, Cursor, Read as _},
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        mpsc::{Sender, channel},
    },
    thread,
};

use image::{DynamicImage, ImageReader, Limits, imageops::FilterType};
use ratatui::layout::Size;
use ratatui_image::{
    FontSize, Resize,
    picker::{Picker, ProtocolType},
    protocol::halfblocks::Halfblocks,
    sliced::SlicedProtocol,
};

use super::{
    Event,
    open::{Packed, guarded},
};
use crate::{
    document::{Document, Origin, Picture},
    formats,
    problem::Problem,
    reader::{Action, Fit, PictureKey},
    store::{Pictures, Text},
    typeset::PictureSize,
    unit::Place,
    view::Plate,
};

/// No file of a picture is larger, and no picture takes more memory than this once it is decoded.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;
const LARGEST_DECODED: u64 = 256 * 1024 * 1024;

/// Half blocks have no pixels; a picture is taken to be as large in them as it would be in cells of this common size.
const USUAL_CELL: (u16, u16) = (10, 20);

/// How a terminal takes pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// By kitty's protocol, with placeholders among the text.
    Kitty,
    /// By iTerm2's.
    Iterm2,
    /// By sixels.
    Sixel,
}

/// Terminals that are known to take pictures, from which version on, and how. Of those that know kitty's protocol, only some know its
/// placeholders, without which a picture cannot move with the text; kitty itself has them since 0.28.
const PRESSES: &[(&str, (u32, u32), Press)] = &[
    ("kitty", (0, 28), Press::Kitty),
    ("ghostty", (1, 0), Press::Kitty),
    ("wezterm", (0, 0), Press::Iterm2),
    ("iterm2", (3, 0), Press::Iterm2),
    ("mintty", (3, 0), Press::Iterm2),
    ("foot", (1, 2), Press::Sixel),
    ("contour", (0, 0), Press::Sixel),
    ("mlterm", (3, 9), Press::Sixel),
];

/// What a terminal takes that says it is this: `kitty(0.36.4)`, `foot(1.16.2)`, `WezTerm 20240203-110809-5046fc22`.
pub(super) fn press_of(said: &str) -> Option<Press> {
    let said = said.to_lowercase();
    let (rest, since, press) = PRESSES.iter().find_map(|(name, since, press)| Some((said.strip_prefix(name)?, since, press)))?;
    let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    (version >= *since).then_some(*press)
}

/// What a reader has said that the terminal takes.
pub(super) fn press_wanted(pictures: Pictures) -> Option<Press> {
    match pictures {
        Pictures::Kitty => Some(Press::Kitty),
        Pictures::Iterm2 => Some(Press::Iterm2),
        Pictures::Sixel => Some(Press::Sixel),
        Pictures::Auto | Pictures::Blocks | Pictures::Off => None,
    }
}

/// Tells whether another program stands between this one and the terminal, which lets pictures through to the wrong place.
pub(super) fn is_between() -> bool {
    let says = |name: &str, word: &str| env::var(name).is_ok_and(|value| value.starts_with(word));
    env::var_os("TMUX").is_some() || env::var_os("STY").is_some() || says("TERM", "tmux") || says("TERM", "screen")
}

/// How many pixels a cell has, by what the terminal says of itself.
pub(super) fn cell() -> Option<(u16, u16)> {
    let size = crossterm::terminal::window_size().ok()?;
    let cell = (size.width.checked_div(size.columns)?, size.height.checked_div(size.rows)?);
    (cell.0 > 1 && cell.1 > 1).then_some(cell)
}

/// A picture to be made into a plate.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) picture: PictureKey,
    pub(super) fit: Fit,
    pub(super) text: Option<Text>,
    pub(super) origin: Origin,
    /// How the terminal takes it, in cells of how many pixels; half blocks where it does not.
    pub(super) press: Option<(Press, (u16, u16))>,
}

/// The thread on which plates are made; begun when the first is wanted.
#[derive(Debug, Default)]
pub(super) struct Platemaker {
    wanted: Option<Sender<Wanted>>,
}

impl Platemaker {
    /// Makes a plate; it comes as an [`Event::Plate`], or the reason why there is none as an answer.
    pub(super) fn make(&mut self, wanted: Wanted, events: &Sender<Event>) {
        let Some(sender) = &self.wanted else {
            let (sender, receiver) = channel::<Wanted>();
            let events = events.clone();
            let making = move || {
                for wanted in receiver {
                    let Wanted { picture, fit, .. } = wanted;
                    let event = match guarded(|| plate(&wanted)) {
                        Ok((plate, size)) => Event::Plate { picture, fit, size, plate },
                        Err(problem) => Event::Answer(Action::Pictured { picture, fit, shown: Err(problem) }),
                    };
                    if events.send(event).is_err() {
                        return;
                    }
                }
            };
            // Without a thread there are no pictures, and nothing else is missing.
            if thread::Builder::new().name("pictures".to_owned()).spawn(making).is_ok() {
                let _ = sender.send(wanted);
                self.wanted = Some(sender);
            }
            return;
        };
        let _ = sender.send(wanted);
    }
}

fn plate(wanted: &Wanted) -> Result<(Plate, PictureSize), Problem> {
    let image = decoded(&bytes(wanted.text.as_ref(), &wanted.origin)?)?;
    let Fit { in_blocks, cols, rows } = wanted.fit;
    let press = wanted.press.filter(|_| !in_blocks);
    let cell = press.map_or(USUAL_CELL, |(_, cell)| cell);
    let size = fitted((image.width(), image.height()), cell, (cols, rows));
    let drawn = match press {
        None => SlicedProtocol::Halfblocks(Halfblocks::new(image, size).map_err(|error| undrawn(&error))?),
        Some((press, (width, height))) => {
            #[expect(deprecated, reason = "the other ways to make one wait for the terminal to answer")]
            let mut picker = Picker::from_fontsize(FontSize::new(width, height));
            picker.set_protocol_type(match press {
                Press::Kitty => ProtocolType::Kitty,
                Press::Iterm2 => ProtocolType::Iterm2,
                Press::Sixel => ProtocolType::Sixel,
            });
            let resize = Resize::Fit(Some(FilterType::Triangle));
            SlicedProtocol::new_with_resize(&picker, image, size, resize).map_err(|error| undrawn(&error))?
        }
    };
    let size = drawn.size();
    Ok((Plate { drawn, is_letters: press.is_none() }, PictureSize { cols: size.width.min(cols), rows: size.height.min(rows) }))
}

fn undrawn(error: &dyn std::fmt::Display) -> Problem {
    Problem::warning(format!("it cannot be drawn: {error}"))
}

/// How many cells a picture of so many pixels takes: as many as it has pixels for, no more than there is room for, in its proportions.
fn fitted((width, height): (u32, u32), cell: (u16, u16), room: (u16, u16)) -> Size {
    let (wide, high) = (f64::from(width) / f64::from(cell.0), f64::from(height) / f64::from(cell.1));
    let scale = (f64::from(room.0) / wide).min(f64::from(room.1) / high).min(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within the room, which is a u16")]
    let cells = |cells: f64, most: u16| ((cells * scale).round().clamp(1.0, f64::from(most)) as u16).max(1);
    Size::new(cells(wide, room.0), cells(high, room.1))
}

/// Decodes a picture, within bounds.
fn decoded(bytes: &[u8]) -> Result<DynamicImage, Problem> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|error| Problem::warning(format!("it cannot be read: {error}")))?;
    if reader.format().is_none() {
        return Err(Problem::warning(format!("{} cannot be shown in the text", kind_of(bytes))).mend("x opens it outside"));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(LARGEST_DECODED);
    reader.limits(limits);
    reader.decode().map_err(|error| Problem::warning(format!("it is damaged, or too large: {error}")))
}

/// What a file is that is no picture of dots.
fn kind_of(bytes: &[u8]) -> &'static str {
    let begin = &bytes[..bytes.len().min(1024)];
    if memchr::memmem::find(begin, b"<svg").is_some() {
        "a drawing in SVG"
    } else if begin.starts_with(b"%PDF") {
        "a PDF"
    } else if begin.starts_with(b"II*\0") || begin.starts_with(b"MM\0*") {
        "a picture in TIFF"
    } else {
        "a picture of this kind"
    }
}

/// The bytes of what belongs to a text.
fn bytes(text: Option<&Text>, origin: &Origin) -> Result<Vec<u8>, Problem> {
    match origin {
        Origin::Part(name) => match text {
            Some(Text::File(path)) => formats::part(&Packed::open(path)?, name),
            _ => Err(Problem::warning("the file it is a part of is not at hand")),
        },
        Origin::Address(address) if address.starts_with("data:") => {
            formats::written(address).ok_or_else(|| Problem::warning("what is written in its address makes no sense"))
        }
        Origin::Address(address) => {
            let path = beside(text, address)?;
            let file = File::open(&path).and_then(|file| Ok((file.metadata()?, file)));
            let (metadata, file) = file.map_err(|error| Problem::warning(format!("it cannot be read: {error}")))?;
            if !metadata.is_file() || metadata.len() > LARGEST_FILE {
                return Err(Problem::warning("it is no file of a picture, or one too large"));
            }
            let mut bytes = Vec::new();
            let read = file.take(LARGEST_FILE).read_to_end(&mut bytes);
            read.map_err(|error| Problem::warning(format!("it cannot be read: {error}")))?;
            Ok(bytes)
        }
    }
}

/// The file that an address means, as it is seen from the text. Nothing is ever fetched from elsewhere.
fn beside(text: Option<&Text>, address: &str) -> Result<PathBuf, Problem> {
    let elsewhere = || Problem::warning("it is not beside the text, and is not fetched").mend("x opens it outside");
    if address.contains("://") && !address.starts_with("file://") || address.starts_with("//") {
        return Err(elsewhere());
    }
    let Some(Text::File(path)) = text else { return Err(elsewhere()) };
    let named = formats::file_named(address);
    let folder = path.parent().unwrap_or(Path::new(""));
    let whole = folder.join(&named);
    // LaTeX leaves endings out.
    let endings = ["png", "jpg", "jpeg", "pdf", "svg"].into_iter().map(|ending| {
        let mut name = whole.clone().into_os_string();
        name.push(format!(".{ending}"));
        PathBuf::from(name)
    });
    let found = std::iter::once(whole.clone()).chain(endings).find(|path| path.is_file());
    found.ok_or_else(|| Problem::warning(format!("there is no file {named} beside the text")))
}

/// The pictures of a text that are neither in its file nor beside it. Those that are elsewhere are not looked for. That a file has lost
/// a part is a fault of the file; that something does not lie beside it any more is only said.
pub fn missing_pictures(text: &Text, document: &Document) -> Vec<Problem> {
    let (mut parts, mut problems): (Vec<(Place, &str)>, Vec<Problem>) = (Vec::new(), Vec::new());
    for Picture { at, origin } in document.pictures() {
        match origin {
            Origin::Part(name) => parts.push((at.start, name)),
            Origin::Address(address) if address.starts_with("data:") || address.contains("://") || address.starts_with("//") => {}
            Origin::Address(address) if matches!(text, Text::File(_)) && beside(Some(text), address).is_err() => {
                let name = formats::file_named(address);
                problems.push(Problem::remark(format!("a picture is missing: there is no file {name} beside the text")).at_place(at.start));
            }
            Origin::Address(_) => {}
        }
    }
    if let Text::File(path) = text
        && !parts.is_empty()
        && let Ok(file) = Packed::open(path)
    {
        let names: Vec<&str> = parts.iter().map(|(_, name)| *name).collect();
        let lacking = parts.iter().zip(formats::has_parts(&file, &names)).filter(|(_, is_there)| !is_there);
        let missing = |at: Place, name: &str| Problem::warning(format!("a picture is missing: {name} is not in the file")).at_place(at);
        problems.extend(lacking.map(|((at, name), _)| missing(*at, name)));
    }
    problems
}

/// Opens a picture or an address with whatever program opens such things, and tells what was done.
///
/// # Errors
/// A [`Problem`] when it cannot be had, or nothing opens it.
pub(super) fn open_outside(text: Option<&Text>, origin: &Origin) -> Result<String, Problem> {
    // What the platform's launchers said is about them, not about the picture.
    let nothing_opens = |mend: &str| Problem::warning("there is no program here that opens it").mend(mend);
    let unkept = |error: io::Error| Problem::warning(format!("no copy of it can be made to be opened: {error}"));
    if let Origin::Address(address) = origin
        && ["https://", "http://", "mailto:"].iter().any(|scheme| address.to_ascii_lowercase().starts_with(scheme))
    {
        open::that_detached(&**address).map_err(|_| nothing_opens("Enter copies the address of a link"))?;
        return Ok(format!("opened {address}"));
    }
    let bytes = bytes(text, origin)?;
    // By what it is, not by what it is called: no program is started because a book calls it a picture.
    let ending = match image::guess_format(&bytes) {
        Ok(format) => format.extensions_str().first().copied().unwrap_or("png"),
        Err(_) => match kind_of(&bytes) {
            "a drawing in SVG" => "svg",
            "a PDF" => "pdf",
            "a picture in TIFF" => "tif",
            _ => return Err(Problem::warning("it is no picture that is known here, and is not opened")),
        },
    };
    let name = name_of(origin);
    let file = folder().map_err(unkept)?.join(format!("{name}.{ending}"));
    fs::write(&file, bytes).map_err(unkept)?;
    open::that_detached(&file).map_err(|_| nothing_opens(&format!("a copy is at {}", file.display())))?;
    Ok(format!("opened {name}.{ending} outside"))
}

/// What a copy of a picture is called: letters and figures of its own name.
fn name_of(origin: &Origin) -> String {
    let given = match origin {
        Origin::Address(address) if address.starts_with("data:") => "picture",
        Origin::Part(name) | Origin::Address(name) => name.rsplit(['/', '\\']).next().unwrap_or_default(),
    };
    let stem = given.rsplit_once('.').map_or(given, |(stem, _)| stem);
    let name: String = stem.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).take(60).collect();
    if name.is_empty() { "picture".to_owned() } else { name }
}

/// The folder for copies of pictures that are opened outside: of this program alone, made when it is first needed.
///
/// # Errors
/// When none can be made, or what is there was made by somebody else.
fn folder() -> io::Result<&'static Path> {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    if let Some(folder) = FOLDER.get() {
        return Ok(folder);
    }
    let base = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|base| base.is_dir()).unwrap_or_else(env::temp_dir);
    let id = std::process::id();
    let mut made = Err(io::ErrorKind::AlreadyExists.into());
    for more in 0..16 {
        let folder = base.join(format!("ibid-{id}-{more}"));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        made = builder.create(&folder).map(|()| folder);
        match &made {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            _ => break,
        }
    }
    made.map(|folder| FOLDER.get_or_init(|| folder).as_path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_known_by_name_and_version() {
        let check = |said: &str, expected: Option<Press>| assert_eq!(press_of(said), expected, "{said}");
        check("kitty(0.36.4)", Some(Press::Kitty));
        check("kitty(0.26.5)", None);
        check("ghostty 1.1.3", Some(Press::Kitty));
        check("foot(1.16.2)", Some(Press::Sixel));
        check("iTerm2 3.5.10", Some(Press::Iterm2));
        check("WezTerm 20240203-110809-5046fc22", Some(Press::Iterm2));
        check("mintty 3.7.4", Some(Press::Iterm2));
        check("XTerm(370)", None);
        check("tmux 3.4", None);
        check("", None);
    }

    #[test]
    fn a_picture_keeps_its_proportions_and_is_never_larger_than_it_is() {
        let check = |pixels, cell, room, expected: (u16, u16)| {
            let size = fitted(pixels, cell, room);
            assert_eq!((size.width, size.height), expected);
        };
        check((800, 500), (10, 20), (66, 30), (66, 21));
        check((800, 500), (10, 20), (200, 10), (32, 10));
        check((100, 100), (10, 20), (66, 30), (10, 5));
        check((1, 5000), (10, 20), (66, 30), (1, 30));
        check((5000, 1), (10, 20), (66, 30), (66, 1));
    }

    #[test]
    fn only_what_is_beside_the_text_is_read_and_only_pictures_are_opened() {
        let folder = env::temp_dir().join(format!("ibid-test-{}", std::process::id()));
        fs::create_dir_all(folder.join("img")).unwrap();
        fs::write(folder.join("img/a b.svg"), "<svg/>").unwrap();
        fs::write(folder.join("fig.pdf"), "%PDF-1.4").unwrap();
        fs::write(folder.join("run.png"), "#!/bin/sh\n").unwrap();
        let text = Some(Text::File(folder.join("book.md")));
        let read = |address: &str| bytes(text.as_ref(), &Origin::Address(address.into())).map_err(|problem| problem.to_string());
        assert_eq!(read("img/a%20b.svg#x").as_deref(), Ok(b"<svg/>".as_slice()));
        assert_eq!(read("fig").as_deref(), Ok(b"%PDF-1.4".as_slice()), "LaTeX leaves endings out");
        assert_eq!(read("gone.png"), Err("there is no file gone.png beside the text".to_owned()));
        assert_eq!(read("img"), Err("there is no file img beside the text".to_owned()));
        assert_eq!(
            read("https://example.org/a.png"),
            Err("it is not beside the text, and is not fetched\n  x opens it outside".to_owned())
        );
        let opened = open_outside(text.as_ref(), &Origin::Address("run.png".into()));
        assert_eq!(opened.unwrap_err().what, "it is no picture that is known here, and is not opened");
        assert_eq!(decoded(b"<svg/>").unwrap_err().what, "a drawing in SVG cannot be shown in the text");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_copy_is_called_by_letters_and_figures() {
        let check = |name: &str, expected: &str| assert_eq!(name_of(&Origin::Part(name.into())), expected);
        check("OEBPS/images/plate-12.jpg", "plate-12");
        check("../../etc/passwd", "passwd");
        check("..", "picture");
        check("a;rm -rf $HOME.png", "arm-rfHOME");
    }
}
