//! What an archive holds: by its directory, or by the headers that stand before each entry.

use super::{MOST_ENTRIES, Parts};

pub(super) const LOCAL: &[u8; 4] = b"PK\x03\x04";
pub(super) const CENTRAL: &[u8; 4] = b"PK\x01\x02";
pub(super) const END: &[u8; 4] = b"PK\x05\x06";
const END_64: &[u8; 4] = b"PK\x06\x06";
const LOCATOR_64: &[u8; 4] = b"PK\x06\x07";

/// What is known of an entry before it is read.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Where its local header begins.
    pub(super) header: usize,
    pub(super) method: u16,
    pub(super) encrypted: bool,
    pub(super) checksum: u32,
    pub(super) packed: u64,
    pub(super) expanded: u64,
}

/// Reads the directory at the end; `None` when it is not whole, or does not lead to the entries.
pub(super) fn directory(parts: &dyn Parts) -> Option<Vec<Entry>> {
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
    // Two bytes that are wrong tell another story than bytes put before: then the entries are where they say.
    let moved = [real.checked_sub(listed), Some(0)].into_iter().flatten().find(|moved| leads_to_entry(parts, real, *moved))?;
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

/// Tells whether the first line of a directory leads to an entry, if all of them have moved by as much.
fn leads_to_entry(parts: &dyn Parts, directory: usize, moved: usize) -> bool {
    let line = parts.part(directory..directory.saturating_add(46));
    let header = u32_at(&line, 42).and_then(|header| usize::try_from(header).ok()?.checked_add(moved));
    // What stands beyond four gigabytes has its place elsewhere; whoever reads the entry looks.
    header.is_some_and(|header| header >= u32::MAX as usize || parts.part(header..header.saturating_add(4)).starts_with(LOCAL))
}

/// Where the archive begins in bytes that something was put before: what a server says of them, or lines of a message.
pub(super) fn beginning(bytes: &[u8]) -> Option<usize> {
    let is_entry = |at: usize| {
        let (Some(version), Some(method), Some(name)) = (u16_at(bytes, at + 4), u16_at(bytes, at + 8), u16_at(bytes, at + 26)) else {
            return false;
        };
        let name = bytes.get(at + 30..).and_then(|rest| rest.get(..usize::from(name)));
        version < 100 && matches!(method, 0 | 8) && name.is_some_and(|name| !name.is_empty() && !name.iter().any(u8::is_ascii_control))
    };
    memchr::memmem::find_iter(bytes, LOCAL).take(MOST_BEGINNINGS).find(|at| is_entry(*at))
}

/// More places than this that look like an archive's beginning are none.
const MOST_BEGINNINGS: usize = 16;

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
pub(super) fn scan(bytes: &[u8]) -> Vec<Entry> {
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
    let extra = bytes.get(at + 30 + name_length..data).unwrap_or_default();
    widen(extra, [&mut expanded, &mut packed, &mut 0]);
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

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|field| u16::from_le_bytes(*field))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|field| u32::from_le_bytes(*field))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|field| u64::from_le_bytes(*field))
}
