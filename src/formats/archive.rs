//! Zip archives that others have packed: bounded, and forgiving.
//!
//! 1. [`open`] lists what the archive holds, by its directory at the end; where that is cut off or damaged, by the headers that
//!    stand before each entry.
//! 2. [`Archive::read`] expands one entry in memory. Nothing is ever written to disk. Several threads may each take entries out of one
//!    archive ([`Archive::take`]), each on an [`Account`] of its own.
//!
//! An archive need not be in memory: it is read by [`Parts`], and of a file only those that are asked for are fetched.
//!
//! Limits stand against archives that are made to do harm ([`MOST_ENTRIES`] and those below it); what breaks one is refused with an
//! error. Everything else is forgiven as far as it goes: a wrong checksum, a wrong length, an entry that breaks off, names in
//! another case or with percent signs; what was forgiven is told by [`Archive::take_problems`].
//!
//! The format is read here, not by a library, because a library takes an archive's own word for what it holds: damaged packages are
//! ordinary, and half a book is better than none.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    ops::Range,
};

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use crate::problem::Problem;

/// More entries than this no book has; the longest editions, with all their pictures, have some thousands.
const MOST_ENTRIES: usize = 20_000;

/// One entry expanded. The longest texts there are have some tens of megabytes.
const LARGEST_ENTRY: u64 = 256 * 1024 * 1024;

/// All entries that are read, expanded.
const LARGEST_ALTOGETHER: u64 = 1024 * 1024 * 1024;

/// How many times larger than packed an entry may become. Prose packs three times, markup up to thirty times; only repetition
/// reaches the 1,032 that the method allows.
const HIGHEST_RATIO: u64 = 1_000;

/// Entries smaller than this are small whatever their ratio.
const SMALL: u64 = 4 * 1024 * 1024;

const LOCAL: &[u8; 4] = b"PK\x03\x04";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const END: &[u8; 4] = b"PK\x05\x06";
const END_64: &[u8; 4] = b"PK\x06\x06";
const LOCATOR_64: &[u8; 4] = b"PK\x06\x07";

/// Bytes of which not all may be wanted: in memory, or in a file.
pub trait Parts: Sync {
    /// How many there are.
    fn length(&self) -> usize;

    /// Those at a range: fewer where they end before it, none where they cannot be had.
    fn part(&self, at: Range<usize>) -> Cow<'_, [u8]>;

    /// All of them, where they are in memory.
    fn all(&self) -> Option<&[u8]> {
        None
    }
}

impl<T: AsRef<[u8]> + Sync> Parts for T {
    fn length(&self) -> usize {
        self.as_ref().len()
    }

    fn part(&self, at: Range<usize>) -> Cow<'_, [u8]> {
        let bytes = self.as_ref();
        let end = at.end.min(bytes.len());
        Cow::Borrowed(bytes.get(at.start.min(end)..end).unwrap_or_default())
    }

    fn all(&self) -> Option<&[u8]> {
        Some(self.as_ref())
    }
}

/// A zip archive. See the [module](self).
pub(crate) struct Archive<'a> {
    parts: &'a dyn Parts,
    entries: Vec<Entry>,
    by_name: HashMap<String, usize>,
    by_folded_name: HashMap<String, usize>,
    account: Account,
}

/// What was taken out of an archive: how much, and what had to be forgiven.
#[derive(Debug, Default)]
pub(crate) struct Account {
    expanded: u64,
    problems: Vec<Problem>,
}

#[derive(Clone, Debug)]
struct Entry {
    name: String,
    /// Where its local header begins.
    header: usize,
    method: u16,
    encrypted: bool,
    checksum: u32,
    packed: u64,
    expanded: u64,
}

/// Tells whether `bytes` begin as a zip archive does.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(LOCAL) || bytes.starts_with(END)
}

/// Opens an archive: reads what it holds, and expands nothing.
///
/// # Errors
/// A [`Problem`] when it is no archive, holds nothing, or breaks a limit by what it says of itself.
pub(crate) fn open(parts: &dyn Parts) -> Result<Archive<'_>, Problem> {
    if !is_zip(&parts.part(0..4)) {
        return Err(Problem::error("it is not a zip archive"));
    }
    let mut problems = Vec::new();
    let entries = match directory(parts) {
        Some(entries) => entries,
        None => {
            problems.push(Problem::warning("the archive's directory is damaged: its entries were found one by one"));
            scan(&parts.part(0..parts.length()))
        }
    };
    if entries.len() > MOST_ENTRIES {
        return Err(Problem::error(format!("the archive has more than {MOST_ENTRIES} entries: no text has so many")));
    }
    let mut archive = Archive {
        parts,
        entries: Vec::with_capacity(entries.len()),
        by_name: HashMap::new(),
        by_folded_name: HashMap::new(),
        account: Account { expanded: 0, problems },
    };
    let (mut altogether, mut outside) = (0_u64, HashSet::new());
    for mut entry in entries {
        bounded(&entry.name, entry.packed, entry.expanded)?;
        altogether = altogether.saturating_add(entry.expanded);
        if altogether > LARGEST_ALTOGETHER {
            return Err(Problem::error("the archive would take more than 1,024 MB when unpacked").mend("it may be made to do harm"));
        }
        if entry.name.ends_with('/') {
            continue;
        }
        let Some(name) = inside(&entry.name) else {
            if outside.insert(entry.name.clone()) {
                archive.account.problems.push(Problem::warning(format!("{} lies outside of the archive and is left out", entry.name)));
            }
            continue;
        };
        entry.name = name;
        let index = archive.entries.len();
        archive.by_name.entry(entry.name.clone()).or_insert(index);
        archive.by_folded_name.entry(folded(&entry.name)).or_insert(index);
        archive.entries.push(entry);
    }
    if archive.entries.is_empty() {
        return Err(Problem::error("the archive is empty"));
    }
    Ok(archive)
}

impl Archive<'_> {
    /// The names of all entries that are files, in the order of the archive; `/` parts folders.
    pub(crate) fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The name under which the archive holds what is called `name`: as it is, without its percent signs, or in another case.
    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        self.index_of(name).map(|index| self.entries[index].name.as_str())
    }

    /// Tells whether the archive holds what is called `name`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.index_of(name).is_some()
    }

    fn index_of(&self, name: &str) -> Option<usize> {
        let plain = percent_decoded(name);
        for name in [name, &*plain] {
            let Some(name) = inside(name) else { continue };
            let index = self.by_name.get(&name).or_else(|| self.by_folded_name.get(&folded(&name)));
            if let Some(index) = index {
                return Some(*index);
            }
        }
        None
    }

    /// How many bytes what is called `name` takes packed; none where it is not there.
    pub(crate) fn weight(&self, name: &str) -> u64 {
        self.index_of(name).map_or(0, |index| self.entries[index].packed)
    }

    /// Expands the entry that is called `name`; see [`Archive::find`].
    ///
    /// # Errors
    /// A warning when there is no such entry or it cannot be expanded; an error when it breaks a limit, and the archive should
    /// not be trusted with anything else.
    pub(crate) fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        let mut account = std::mem::take(&mut self.account);
        let read = self.take(name, &mut account);
        self.account = account;
        read
    }

    /// The same on an account of one's own, which is to be [settled](Self::settle).
    ///
    /// # Errors
    /// As [`Archive::read`].
    pub(crate) fn take(&self, name: &str, account: &mut Account) -> Result<Vec<u8>, Problem> {
        let Some(index) = self.index_of(name) else {
            return Err(Problem::warning(format!("{name} is not in the archive")));
        };
        let entry = &self.entries[index];
        let name = &entry.name;
        if entry.encrypted {
            return Err(Problem::warning(format!("{name} is encrypted and cannot be read")));
        }
        let packed = self.packed(entry, usize::MAX).ok_or_else(|| Problem::warning(format!("{name} is cut off in the archive")))?;
        let left = LARGEST_ENTRY.min(LARGEST_ALTOGETHER.saturating_sub(account.expanded));
        let packed_length = packed.len() as u64;
        let (bytes, whole) = match entry.method {
            0 => (packed.into_owned(), true),
            8 => match decompress_to_vec_with_limit(&packed, usize::try_from(left).unwrap_or(usize::MAX)) {
                Ok(bytes) => (bytes, true),
                Err(failed) if failed.status == TINFLStatus::HasMoreOutput => return Err(too_large(name)),
                Err(failed) => (failed.output, false),
            },
            other => return Err(Problem::warning(format!("{name} is packed by a method that is not known here, number {other}"))),
        };
        let length = bytes.len() as u64;
        bounded(name, packed_length, length)?;
        if length > left {
            return Err(too_large(name));
        }
        account.expanded += length;
        if !whole && bytes.is_empty() {
            return Err(Problem::warning(format!("{name} is damaged: nothing of it can be unpacked")));
        }
        if !whole {
            account.problems.push(Problem::warning(format!("{name} is damaged: only its first {length} bytes could be unpacked")));
        } else if entry.checksum != 0 && checksum(&bytes) != entry.checksum {
            account.problems.push(Problem::warning(format!("{name} has another checksum than the archive says: it may be damaged")));
        }
        Ok(bytes)
    }

    /// The beginning of what is called `name`, as far as `most` bytes of it, without a look at whether it is sound.
    pub(crate) fn begin(&self, name: &str, most: usize) -> Option<Vec<u8>> {
        let entry = &self.entries[self.index_of(name)?];
        // What packs the beginning is no longer than it, but for a few bytes in each block.
        let packed = self.packed(entry, most + most / 16 + 64).filter(|_| !entry.encrypted)?;
        match entry.method {
            0 => Some(packed[..packed.len().min(most)].to_vec()),
            8 => Some(match decompress_to_vec_with_limit(&packed, most) {
                Ok(bytes) => bytes,
                Err(failed) => failed.output,
            }),
            _ => None,
        }
    }

    /// Adds what was taken on another account.
    ///
    /// # Errors
    /// An error when all that was taken is more than any text has.
    pub(crate) fn settle(&mut self, account: Account) -> Result<(), Problem> {
        self.account.expanded += account.expanded;
        self.account.problems.extend(account.problems);
        if self.account.expanded > LARGEST_ALTOGETHER { Err(too_large("the archive")) } else { Ok(()) }
    }

    /// What was forgiven so far.
    pub(crate) fn take_problems(&mut self) -> Vec<Problem> {
        std::mem::take(&mut self.account.problems)
    }

    /// The packed bytes of an entry, as many of them as there are, and no more than `most`.
    fn packed(&self, entry: &Entry, most: usize) -> Option<Cow<'_, [u8]>> {
        let header = self.parts.part(entry.header..entry.header.checked_add(30)?);
        if !header.starts_with(LOCAL) {
            return None;
        }
        // The local header's own lengths say where the data begin; its extra field need not be that of the directory.
        let start = entry.header + 30 + usize::from(u16_at(&header, 26)?) + usize::from(u16_at(&header, 28)?);
        let packed = usize::try_from(entry.packed).unwrap_or(usize::MAX).min(most);
        (start <= self.parts.length()).then(|| self.parts.part(start..start.saturating_add(packed)))
    }
}

fn too_large(name: &str) -> Problem {
    Problem::error(format!("{name} takes more than 256 MB when unpacked, or the archive more than 1,024 MB"))
        .mend("it may be made to do harm")
}

/// Refuses an entry of such sizes.
fn bounded(name: &str, packed: u64, expanded: u64) -> Result<(), Problem> {
    if expanded > LARGEST_ENTRY {
        return Err(too_large(name));
    }
    if expanded > SMALL && expanded / packed.max(1) > HIGHEST_RATIO {
        let what = format!("{name} becomes more than {HIGHEST_RATIO} times larger when unpacked");
        return Err(Problem::error(what).mend("it may be made to do harm"));
    }
    Ok(())
}

/// Reads the directory at the end; `None` when it is not whole, or does not lead to the entries.
fn directory(parts: &dyn Parts) -> Option<Vec<Entry>> {
    // A comment of at most 64 KiB may follow; before it stand, perhaps, the 76 bytes that 64-bit archives add.
    let length = parts.length();
    let from = length.saturating_sub(22 + usize::from(u16::MAX));
    let last = parts.part(from..length);
    let found = memchr::memmem::rfind(&last, END)?;
    let end = from + found;
    let mut count = u64::from(u16_at(&last, found + 10)?);
    let mut size = u64::from(u32_at(&last, found + 12)?);
    let mut start = u64::from(u32_at(&last, found + 16)?);
    let locator = end.checked_sub(20).map(|at| parts.part(at..end)).filter(|locator| locator.starts_with(LOCATOR_64));
    if let Some(locator) = locator {
        let at = usize::try_from(u64_at(&locator, 8)?).ok()?;
        let wide = parts.part(at..at.checked_add(56)?);
        if wide.starts_with(END_64) {
            count = u64_at(&wide, 32)?;
            size = u64_at(&wide, 40)?;
            start = u64_at(&wide, 48)?;
        }
    }
    // What was put before the archive (a program that unpacks it, say) moved everything by as much.
    let listed = usize::try_from(start).ok()?;
    let is_there = parts.part(listed..listed.checked_add(4)?).starts_with(CENTRAL);
    let real = if is_there { listed } else { end.checked_sub(usize::try_from(size).ok()?)? };
    let moved = real.checked_sub(listed)?;
    let bytes = parts.part(real..end);
    let mut entries = Vec::new();
    let mut at = 0;
    while entries.len() <= MOST_ENTRIES && bytes.get(at..).is_some_and(|rest| rest.starts_with(CENTRAL)) {
        let flags = u16_at(&bytes, at + 8)?;
        let (name, extra, comment) = (u16_at(&bytes, at + 28)?, u16_at(&bytes, at + 30)?, u16_at(&bytes, at + 32)?);
        let mut entry = Entry {
            name: text(bytes.get(at + 46..)?.get(..usize::from(name))?),
            header: 0,
            method: u16_at(&bytes, at + 10)?,
            encrypted: flags & 1 != 0,
            checksum: u32_at(&bytes, at + 16)?,
            packed: u64::from(u32_at(&bytes, at + 20)?),
            expanded: u64::from(u32_at(&bytes, at + 24)?),
        };
        let mut header = u64::from(u32_at(&bytes, at + 42)?);
        let extra_at = at + 46 + usize::from(name);
        let extra = bytes.get(extra_at..)?.get(..usize::from(extra))?;
        widen(extra, [&mut entry.expanded, &mut entry.packed, &mut header]);
        entry.header = usize::try_from(header).ok()?.checked_add(moved)?;
        // In a file each look costs a call; whoever reads the entry looks.
        if let Some(all) = parts.all()
            && !all.get(entry.header..)?.starts_with(LOCAL)
        {
            return None;
        }
        entries.push(entry);
        at = extra_at + extra.len() + usize::from(comment);
    }
    (entries.len() as u64 >= count.min(MOST_ENTRIES as u64) && !entries.is_empty()).then_some(entries)
}

/// Puts the sizes of 64 bits where those of 32 bits say that there are some.
fn widen(mut extra: &[u8], fields: [&mut u64; 3]) {
    while extra.len() >= 4 {
        let (Some(id), Some(length)) = (u16_at(extra, 0), u16_at(extra, 2)) else { return };
        let Some(data) = extra.get(4..4 + usize::from(length)) else { return };
        if id == 1 {
            let mut values = data.chunks_exact(8);
            for field in fields {
                if *field == u64::from(u32::MAX)
                    && let Some(value) = values.next().and_then(|value| u64_at(value, 0))
                {
                    *field = value;
                }
            }
            return;
        }
        extra = &extra[4 + data.len()..];
    }
}

/// Finds entries by the headers before them.
fn scan(bytes: &[u8]) -> Vec<Entry> {
    let headers: Vec<usize> = memchr::memmem::find_iter(bytes, LOCAL).take(MOST_ENTRIES + 2).collect();
    let mut entries: Vec<Entry> = Vec::new();
    let mut free = 0;
    for (index, at) in headers.iter().copied().enumerate() {
        if at < free {
            continue;
        }
        let Some(entry) = scanned(bytes, at, headers.get(index + 1).copied()) else { continue };
        // What is inside an entry that is only stored belongs to it.
        free = at + 30 + entry.name.len() + usize::try_from(entry.packed).unwrap_or(0).min(bytes.len());
        entries.push(entry);
    }
    entries
}

fn scanned(bytes: &[u8], at: usize, next: Option<usize>) -> Option<Entry> {
    let flags = u16_at(bytes, at + 6)?;
    let name_length = usize::from(u16_at(bytes, at + 26)?);
    let name = bytes.get(at + 30..)?.get(..name_length)?;
    let data = at + 30 + name_length + usize::from(u16_at(bytes, at + 28)?);
    let mut packed = u64::from(u32_at(bytes, at + 18)?);
    let mut expanded = u64::from(u32_at(bytes, at + 22)?);
    let mut checksum = u32_at(bytes, at + 14)?;
    // Written as a stream, its lengths come after it; it ends before the next header, the directory, or the end at the latest.
    if flags & 8 != 0 && packed == 0 {
        let rest = bytes.get(data..)?;
        let ends = memchr::memmem::find(rest, CENTRAL).map_or(bytes.len(), |end| data + end);
        packed = (next.unwrap_or(bytes.len()).min(ends).saturating_sub(data)) as u64;
        (expanded, checksum) = (0, 0);
    }
    if name.is_empty() || data > bytes.len() {
        return None;
    }
    Some(Entry { name: text(name), header: at, method: u16_at(bytes, at + 8)?, encrypted: flags & 1 != 0, checksum, packed, expanded })
}

/// Names are UTF-8 by now, whatever their flags say; older ones are mostly ASCII.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A name with `.`, `..`, backslashes and doubled slashes resolved; `None` when it leads out of the archive.
fn inside(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// What `name` is without the percent signs of an address.
pub(super) fn percent_decoded(name: &str) -> Cow<'_, str> {
    if !name.contains('%') {
        return Cow::Borrowed(name);
    }
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let code = match (first, tail) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)),
            _ => None,
        };
        match code {
            Some((high, low)) => {
                bytes.push(high * 16 + low);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(name), Cow::Owned)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|field| u16::from_le_bytes(*field))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|field| u32::from_le_bytes(*field))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|field| u64::from_le_bytes(*field))
}

/// CRC-32 as zip uses it (polynomial 0xEDB88320, reflected), eight bytes a step.
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut mixed = sum.to_le_bytes().into_iter().chain([0; 4]);
        let parts = chunk.iter().zip(SUMS.iter().rev()).map(|(byte, sums)| sums[usize::from(byte ^ mixed.next().unwrap_or(0))]);
        sum = parts.fold(0, |sum, part| sum ^ part);
    }
    for byte in chunks.remainder() {
        let [low, ..] = sum.to_le_bytes();
        sum = SUMS[0][usize::from(low ^ byte)] ^ (sum >> 8);
    }
    !sum
}

/// What each byte adds to a checksum, with nought to seven bytes after it.
static SUMS: [[u32; 256]; 8] = {
    let mut sums = [[0_u32; 256]; 8];
    let mut byte = 0;
    let mut first = 0_u32;
    while byte < 256 {
        let mut sum = first;
        let mut bit = 0;
        while bit < 8 {
            sum = if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
            bit += 1;
        }
        sums[0][byte] = sum;
        byte += 1;
        first += 1;
    }
    let mut after = 1;
    while after < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before = sums[after - 1][byte];
            let [low, ..] = before.to_le_bytes();
            sums[after][byte] = sums[0][low as usize] ^ (before >> 8);
            byte += 1;
        }
        after += 1;
    }
    sums
};

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn packed(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn refusal(bytes: &[u8]) -> String {
        open(&bytes).err().map(|problem| problem.what).unwrap_or_default()
    }

    const FILES: [(&str, &[u8]); 3] = [("mimetype", b"text"), ("Text/Ch 1.xhtml", b"<p>One one one one one</p>"), ("é.txt", b"")];

    #[test]
    fn entries_are_found_whatever_the_way_they_are_named() {
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let bytes = packed(&FILES, method);
            let mut archive = open(&bytes).unwrap();
            assert_eq!(archive.names().collect::<Vec<_>>(), ["mimetype", "Text/Ch 1.xhtml", "é.txt"]);
            for name in ["Text/Ch 1.xhtml", "Text/Ch%201.xhtml", "text/ch 1.XHTML", "./Text/x/../Ch 1.xhtml", "/Text\\Ch%201.xhtml"] {
                assert_eq!(archive.read(name).unwrap(), FILES[1].1, "{name}");
            }
            assert_eq!(archive.read("%C3%A9.txt").unwrap(), b"");
            assert_eq!(archive.read("../mimetype").unwrap_err().what, "../mimetype is not in the archive");
            assert_eq!(archive.take_problems(), []);
        }
    }

    #[test]
    fn what_is_left_of_a_cut_archive_is_read() {
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let bytes = packed(&FILES, method);
            let cut = &bytes[..bytes.len() - 30];
            let mut archive = open(&cut).unwrap();
            assert_eq!(archive.read("Text/Ch 1.xhtml").unwrap(), FILES[1].1);
            assert_eq!(archive.take_problems()[0].what, "the archive's directory is damaged: its entries were found one by one");
        }
    }

    #[test]
    fn a_wrong_checksum_is_told_and_forgiven() {
        let mut bytes = packed(&FILES, CompressionMethod::Stored);
        let at = memchr::memmem::find(&bytes, b"One").unwrap();
        bytes[at] = b'A';
        let mut archive = open(&bytes).unwrap();
        assert_eq!(archive.read("Text/Ch 1.xhtml").unwrap(), b"<p>Ane one one one one</p>");
        let problems = archive.take_problems();
        assert_eq!(problems[0].what, "Text/Ch 1.xhtml has another checksum than the archive says: it may be damaged");
    }

    #[test]
    fn what_was_put_before_an_archive_does_not_matter() {
        let mut bytes = packed(&FILES, CompressionMethod::Deflated);
        let end = memchr::memmem::rfind(&bytes, END).unwrap();
        // As if something had been taken away from before it: the directory's own place is wrong by 7.
        let start = u32_at(&bytes, end + 16).unwrap() - 7;
        bytes[end + 16..end + 20].copy_from_slice(&start.to_le_bytes());
        let mut archive = open(&bytes).unwrap();
        assert_eq!(archive.read("mimetype").unwrap(), b"text");
    }

    #[test]
    fn a_bomb_is_refused() {
        let zeros = vec![0; 12 * 1024 * 1024];
        let bytes = packed(&[("bomb", &zeros)], CompressionMethod::Deflated);
        assert_eq!(refusal(&bytes), "bomb becomes more than 1000 times larger when unpacked");
        // The same, where the directory does not own up to it.
        let mut bytes = bytes;
        for signature in [CENTRAL, LOCAL] {
            let at = memchr::memmem::find(&bytes, signature).unwrap() + if signature == CENTRAL { 24 } else { 22 };
            bytes[at..at + 4].copy_from_slice(&9_u32.to_le_bytes());
        }
        let mut archive = open(&bytes).unwrap();
        assert_eq!(archive.read("bomb").unwrap_err().what, "bomb becomes more than 1000 times larger when unpacked");
    }

    #[test]
    fn nothing_leaves_the_archive() {
        let bytes = packed(&[("../../etc/passwd", b"x"), ("a/../b", b"y")], CompressionMethod::Stored);
        let mut archive = open(&bytes).unwrap();
        assert_eq!(archive.names().collect::<Vec<_>>(), ["b"]);
        assert_eq!(archive.take_problems()[0].what, "../../etc/passwd lies outside of the archive and is left out");
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        assert_eq!(refusal(b""), "it is not a zip archive");
        assert_eq!(refusal(b"PK\x05\x06"), "the archive is empty");
        let bytes = packed(&FILES, CompressionMethod::Deflated);
        for cut in 0..bytes.len() {
            if let Ok(mut archive) = open(&&bytes[..cut]) {
                for name in FILES.map(|file| file.0) {
                    let _ = archive.read(name);
                }
            }
        }
    }

    #[test]
    fn the_checksum_is_that_of_zip() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum(b""), 0);
    }
}
