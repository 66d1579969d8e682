//! Which text something is remembered of.

use std::{
    fmt,
    path::{Path, PathBuf},
};

/// Which text: `bundled:NAME`, `file:ABSOLUTE PATH`, or `stdin`, of which nothing is remembered.
///
/// A path that is not UTF-8 is kept with its odd bytes as `%XX` and begins with `file-bytes:`, so that no two files share a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextKey(String);

const BUNDLED: &str = "bundled:";
const FILE: &str = "file:";
const FILE_BYTES: &str = "file-bytes:";
const STDIN: &str = "stdin";

impl TextKey {
    /// The key of a text that comes with the program.
    pub fn bundled(name: &str) -> Self {
        Self(format!("{BUNDLED}{name}"))
    }

    /// The key of a file; the path should be absolute, or another folder will mean another text by it.
    pub fn file(path: &Path) -> Self {
        match path.to_str() {
            Some(path) => Self(format!("{FILE}{path}")),
            None => Self(format!("{FILE_BYTES}{}", escape(path.as_os_str().as_encoded_bytes()))),
        }
    }

    /// The key of standard input.
    pub fn stdin() -> Self {
        Self(STDIN.to_owned())
    }

    /// A key as it was stored; what is no key is one that nothing has.
    pub fn from_stored(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the bundled text it means.
    pub fn bundled_name(&self) -> Option<&str> {
        self.0.strip_prefix(BUNDLED)
    }

    /// The path of the file it means.
    pub fn path(&self) -> Option<PathBuf> {
        if let Some(path) = self.0.strip_prefix(FILE) {
            return Some(PathBuf::from(path));
        }
        Some(path_of(unescape(self.0.strip_prefix(FILE_BYTES)?)))
    }

    /// Tells whether anything is remembered of it.
    pub fn is_remembered(&self) -> bool {
        self.0 != STDIN
    }
}

impl fmt::Display for TextKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn escape(bytes: &[u8]) -> String {
    let escape = |byte: &u8| match byte {
        b'%' | 0x7f.. | ..0x20 => format!("%{byte:02X}"),
        plain => char::from(*plain).to_string(),
    };
    bytes.iter().map(escape).collect()
}

fn unescape(escaped: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, code) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

// Elsewhere only lone surrogates are not UTF-8, and the standard library has no safe way back to them.
#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_leads_back_to_its_text() {
        let key = TextKey::file(Path::new("/home/née/100%.txt"));
        assert_eq!(key.as_str(), "file:/home/née/100%.txt");
        assert_eq!(key.path(), Some(PathBuf::from("/home/née/100%.txt")));
        assert_eq!(key.bundled_name(), None);
        let key = TextKey::bundled("red-aid");
        assert_eq!((key.as_str(), key.bundled_name(), key.path()), ("bundled:red-aid", Some("red-aid"), None));
        assert!(key.is_remembered() && !TextKey::stdin().is_remembered());
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_not_utf8_are_kept_apart() {
        use std::os::unix::ffi::OsStringExt;
        let path = |bytes: &[u8]| PathBuf::from(std::ffi::OsString::from_vec(bytes.to_vec()));
        let (one, two) = (path(b"/tmp/caf\xe9 100%25.txt"), path(b"/tmp/caf\xe8 100%25.txt"));
        assert_eq!(TextKey::file(&one).as_str(), "file-bytes:/tmp/caf%E9 100%2525.txt");
        assert_ne!(TextKey::file(&one), TextKey::file(&two));
        assert_eq!(TextKey::file(&one).path(), Some(one));
    }
}
