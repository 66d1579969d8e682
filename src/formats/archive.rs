//! Zip archives that others have packed: bounded, and forgiving.
//!
//! 1. [`open()`] lists what the archive holds, by its directory at the end; where that is cut off or damaged, by the headers that
//!    stand before each entry.
//! 2. [`Archive::read`] expands one entry in memory. Nothing is ever written to disk. Several threads may each take entries out of one
//!    archive ([`Archive::take`]), each on an [`Account`] of its own.
//!
//! An archive need not be in memory: it is read by [`Parts`], and of a file only those that are asked for are fetched.
//!
//! Limits stand against archives that are made to do harm ([`MOST_ENTRIES`] and those below it); what breaks one is refused with an
//! error. Everything else is forgiven as far as it goes: a wrong checksum, a wrong length, an entry that breaks off, names in
//! another case, with percent signs or in an encoding that nobody noted; what was forgiven is told by [`Archive::take_problems`].
//!
//! The format is read here, not by a library, because a library takes an archive's own word for what it holds: damaged packages are
//! ordinary, and half a book is better than none.

mod checksum;
mod listing;
mod name;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    ops::Range,
};

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

pub(crate) use self::name::{folded, percent_decoded};
use self::{
    checksum::checksum,
    listing::{END, Entry, LOCAL, beginning, directory, scan, u16_at},
    name::{blurred, inside},
};
use crate::problem::Problem;

/// More entries than this no book has; the longest editions, with all their pictures, have some thousands.
const MOST_ENTRIES: usize = 20_000;

/// One entry expanded. The longest texts there are have some tens of megabytes.
const LARGEST_ENTRY: u64 = 256 * 1024 * 1024;

/// All entries, expanded: an edition may have hours of sound.
const LARGEST_ALTOGETHER: u64 = 1024 * 1024 * 1024;

/// All entries that are read, expanded: what is made of them takes three times as much, and a gigabyte is all that a text may take.
const LARGEST_READ: u64 = 256 * 1024 * 1024;

/// How many times larger than packed an entry may become, and all that are read together, once they are longer than this: prose packs
/// three times, markup up to thirty times. What somebody made to try a reader with repeats itself a hundred times over, and is small;
/// only what is a single sign throughout reaches the 1,032 that the method allows.
const HIGHEST_RATIOS: [(u64, u64); 2] = [(4 * 1024 * 1024, 1_000), (64 * 1024 * 1024, 200)];

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
    /// Names beyond ASCII by what of them every encoding keeps; none where several are alike.
    by_blurred_name: HashMap<String, Option<usize>>,
    account: Account,
}

/// What was taken out of an archive: how much, and what had to be forgiven.
#[derive(Debug, Default)]
pub(crate) struct Account {
    packed: u64,
    expanded: u64,
    problems: Vec<Problem>,
}

/// How much may have been put before an archive: headers of a server or of a message.
const MOST_BEFORE: usize = 4096;

/// Tells whether `bytes` are a zip archive, by its beginning.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    begins(bytes).is_some()
}

/// Where a zip archive begins among the first of `bytes`, if there is one.
pub(crate) fn begins(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(LOCAL) || bytes.starts_with(END) { Some(0) } else { beginning(&bytes[..bytes.len().min(MOST_BEFORE)]) }
}

/// Opens an archive: reads what it holds, and expands nothing.
///
/// # Errors
/// A [`Problem`] when it is no archive, holds nothing, or breaks a limit by what it says of itself.
pub(crate) fn open(parts: &dyn Parts) -> Result<Archive<'_>, Problem> {
    if !is_zip(&parts.part(0..MOST_BEFORE)) {
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
        by_blurred_name: HashMap::new(),
        account: Account { problems, ..Account::default() },
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
        // What was packed again is packed behind: the last of a name is the newest.
        archive.by_name.insert(entry.name.clone(), index);
        archive.by_folded_name.insert(folded(&entry.name), index);
        if entry.name.contains('%') {
            archive.by_folded_name.entry(folded(&percent_decoded(&entry.name))).or_insert(index);
        }
        if let Some(blurred) = blurred(&entry.name) {
            archive.by_blurred_name.entry(blurred).and_modify(|other| *other = None).or_insert(Some(index));
        }
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
        let blurred = blurred(&inside(&plain)?)?;
        self.by_blurred_name.get(&blurred).copied().flatten()
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
        let left = LARGEST_ENTRY.min(LARGEST_READ.saturating_sub(account.expanded));
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
        account.packed += packed_length;
        account.expanded += length;
        bounded("the archive", account.packed, account.expanded)?;
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
        self.account.packed += account.packed;
        self.account.expanded += account.expanded;
        self.account.problems.extend(account.problems);
        if self.account.expanded > LARGEST_READ {
            return Err(too_large("the archive"));
        }
        bounded("the archive", self.account.packed, self.account.expanded)
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
    Problem::error(format!("{name} takes more than 256 MB when unpacked")).mend("it may be made to do harm")
}

/// Refuses an entry of such sizes.
fn bounded(name: &str, packed: u64, expanded: u64) -> Result<(), Problem> {
    if expanded > LARGEST_ENTRY {
        return Err(too_large(name));
    }
    let ratio = expanded / packed.max(1);
    if let Some((_, highest)) = HIGHEST_RATIOS.iter().find(|(longer, highest)| expanded > *longer && ratio > *highest) {
        let what = format!("{name} becomes more than {highest} times larger when unpacked");
        return Err(Problem::error(what).mend("it may be made to do harm"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::{
        listing::{CENTRAL, u32_at},
        *,
    };

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
    fn names_in_an_encoding_nobody_noted_are_found() {
        let files: [(&str, &[u8]); 2] = [("n_r.txt", b"one"), ("a%20b.txt", b"two")];
        // As code page 437 has it, and as Latin-1 has it.
        for letter in [0x81, 0xfc] {
            let mut bytes = packed(&files, CompressionMethod::Stored);
            while let Some(at) = memchr::memmem::find(&bytes, b"n_r") {
                bytes[at + 1] = letter;
            }
            let mut archive = open(&bytes).unwrap();
            for name in ["n\u{fc}r.txt", "N%C3%BCR.txt", "n%FCr.txt"] {
                assert_eq!(archive.read(name).unwrap(), b"one", "{name}");
            }
            assert_eq!(archive.read("a b.txt").unwrap(), b"two");
        }
    }

    #[test]
    fn of_two_entries_with_one_name_the_newer_is_read() {
        let mut bytes = packed(&[("a.txt", b"old"), ("b.txt", b"new")], CompressionMethod::Stored);
        while let Some(at) = memchr::memmem::find(&bytes, b"b.txt") {
            bytes[at] = b'a';
        }
        assert_eq!(open(&bytes).unwrap().read("a.txt").unwrap(), b"new");
    }

    #[test]
    fn lines_of_a_server_before_an_archive_do_not_matter() {
        let packed = packed(&FILES, CompressionMethod::Deflated);
        let bytes = [b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n\r\n", &packed[..]].concat();
        for end in [bytes.len(), bytes.len() - 30] {
            assert_eq!(open(&&bytes[..end]).unwrap().read("Text/Ch 1.xhtml").unwrap(), FILES[1].1);
        }
        assert_eq!(begins(b"a line that has PK\x03\x04 in it, and no more than these words"), None);
    }

    #[test]
    fn a_directory_whose_own_place_is_wrong_leads_to_the_entries_all_the_same() {
        let mut bytes = packed(&FILES, CompressionMethod::Deflated);
        let end = memchr::memmem::rfind(&bytes, END).unwrap();
        bytes[end + 16..end + 20].copy_from_slice(&5_u32.to_le_bytes());
        assert_eq!(open(&bytes).unwrap().read("Text/Ch 1.xhtml").unwrap(), FILES[1].1);
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
    fn many_small_bombs_are_one() {
        let part = b"the road went on and on, ".repeat(120_000);
        let names: Vec<String> = (0..24).map(|number| format!("{number}.txt")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &part[..])).collect();
        let bytes = packed(&files, CompressionMethod::Deflated);
        let mut archive = open(&bytes).unwrap();
        let refused = names.iter().find_map(|name| archive.read(name).err());
        assert_eq!(refused.map(|problem| problem.what).as_deref(), Some("the archive becomes more than 200 times larger when unpacked"));
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
}
