//! Whether a file is still the one last seen: a cheap look at its entry, and a hash where that look cannot be trusted.
//! Knows nothing of what the file holds.

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use crate::storage::disk::{Disk, Step};
use crate::storage::fault::{Fault, Kept};

/// Bytes read or written at a time.
pub const BLOCK: usize = 64 * 1024;

/// Two writes this close together may carry the same time: some file systems count in 2-second steps.
const RACY: Duration = Duration::from_secs(3);

/// 64 bits that change with any single changed byte. Against accidents, not against malice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hash(u64);

impl Hash {
    pub fn of(bytes: &[u8]) -> Hash {
        let mut hashing = Hashing::default();
        hashing.take(bytes);
        hashing.hash()
    }
}

/// A hash on its way: whatever the pieces, their hash is that of the whole.
///
/// Eight bytes at a time (a book is hashed before the first frame), each word turned, mixed in and multiplied by an
/// odd number, so that no step forgets anything.
#[derive(Clone, Debug)]
pub struct Hashing {
    state: u64,
    /// Bytes that do not make a word yet, the first lowest, and how many they are.
    rest: u64,
    len: u64,
}

impl Default for Hashing {
    fn default() -> Hashing {
        Hashing {
            state: 0xcbf2_9ce4_8422_2325,
            rest: 0,
            len: 0,
        }
    }
}

impl Hashing {
    pub fn take(&mut self, bytes: &[u8]) {
        let missing = usize::try_from((8 - self.len % 8) % 8).expect("fewer than eight");
        let (first, bytes) = bytes.split_at(missing.min(bytes.len()));
        self.take_bytes(first);
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.state = mixed(
                self.state,
                u64::from_le_bytes(word.try_into().expect("eight bytes")),
            );
        }
        self.len += (bytes.len() - words.remainder().len()) as u64;
        self.take_bytes(words.remainder());
    }

    fn take_bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.rest |= u64::from(*byte) << (8 * (self.len % 8));
            self.len += 1;
            if self.len.is_multiple_of(8) {
                self.state = mixed(self.state, std::mem::take(&mut self.rest));
            }
        }
    }

    /// The hash of all that was taken.
    pub fn hash(&self) -> Hash {
        let mut state = mixed(mixed(self.state, self.rest), self.len);
        // The last words reach every bit (the end of splitmix64).
        state = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ state >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        Hash(state ^ state >> 31)
    }
}

fn mixed(state: u64, word: u64) -> u64 {
    (state.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Hash {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Hash, Self::Err> {
        u64::from_str_radix(text, 16).map(Hash)
    }
}

/// What the file system says of a file: enough to notice nearly every change without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    #[cfg(unix)]
    entry: (u64, u64),
    len: u64,
    modified: SystemTime,
}

impl Fingerprint {
    pub fn of(meta: &Metadata) -> Fingerprint {
        Fingerprint {
            #[cfg(unix)]
            entry: {
                use std::os::unix::fs::MetadataExt;
                (meta.dev(), meta.ino())
            },
            len: meta.len(),
            modified: meta.modified().unwrap_or(SystemTime::UNIX_EPOCH),
        }
    }

    /// Whether any later change is bound to carry a later time, seen from `now`.
    fn is_settled(&self, now: SystemTime) -> bool {
        self.modified + RACY < now
    }
}

/// A file as it was last read or written.
#[derive(Clone, Debug)]
pub struct Seen {
    pub fingerprint: Fingerprint,
    pub hash: Hash,
    settled: bool,
}

/// How a file compares with what was seen of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Same,
    Changed,
    Gone,
}

impl Seen {
    /// `now` is a moment before the content was read (or when it was written).
    pub fn new(fingerprint: Fingerprint, hash: Hash, now: SystemTime) -> Seen {
        Seen {
            settled: fingerprint.is_settled(now),
            fingerprint,
            hash,
        }
    }

    /// Compares the file at `path` with what was seen. One `stat` in the quiet case; reads the file where the
    /// entry changed but not the length, or where the last change is too fresh for its time to be trusted.
    ///
    /// # Errors
    /// A fault when the system does not let us look.
    pub fn look<D: Disk>(&mut self, disk: &D, path: &Path) -> Result<Look, Fault> {
        let fault = |answer| Fault::of(path, answer, Kept::Untouched);
        let meta = match disk.call(Step::Stat, path, || fs::metadata(path)) {
            Ok(meta) => meta,
            Err(answer) if answer.kind() == io::ErrorKind::NotFound => return Ok(Look::Gone),
            Err(answer) => return Err(fault(answer)),
        };
        let current = Fingerprint::of(&meta);
        if current == self.fingerprint && self.settled {
            return Ok(Look::Same);
        }
        if !meta.is_file() || current.len != self.fingerprint.len {
            return Ok(Look::Changed);
        }
        let now = disk.now();
        match hash_at(disk, path) {
            Ok((hash, fingerprint)) if hash == self.hash => {
                *self = Seen::new(fingerprint, hash, now);
                Ok(Look::Same)
            }
            Ok(_) => Ok(Look::Changed),
            Err(answer) if answer.kind() == io::ErrorKind::NotFound => Ok(Look::Gone),
            Err(answer) => Err(fault(answer)),
        }
    }
}

/// The hash of the file at `path`, with the fingerprint it had before it was read.
pub(in crate::storage) fn hash_at<D: Disk>(
    disk: &D,
    path: &Path,
) -> io::Result<(Hash, Fingerprint)> {
    let mut file = disk.call(Step::Open, path, || File::open(path))?;
    let meta = disk.call(Step::Stat, path, || file.metadata())?;
    Ok((
        hash_rest(disk, Step::Read, path, &mut file)?,
        Fingerprint::of(&meta),
    ))
}

/// The hash of what is left to read of an open file.
pub(in crate::storage) fn hash_rest<D: Disk>(
    disk: &D,
    step: Step,
    path: &Path,
    file: &mut File,
) -> io::Result<Hash> {
    let mut block = vec![0; BLOCK];
    let mut hashing = Hashing::default();
    loop {
        match disk.call(step, path, || file.read(&mut block)) {
            Ok(0) => return Ok(hashing.hash()),
            Ok(count) => hashing.take(&block[..count]),
            Err(answer) if answer.kind() == io::ErrorKind::Interrupted => {}
            Err(answer) => return Err(answer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::disk::fake::Fake;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + seconds)
    }

    /// Writes in place, and gives the file the time `seconds`.
    fn put(path: &Path, text: &str, seconds: u64) {
        fs::write(path, text).unwrap();
        let file = fs::OpenOptions::new().write(true).open(path).unwrap();
        file.set_modified(at(seconds)).unwrap();
    }

    fn seen(path: &Path, seconds: u64) -> Seen {
        let fingerprint = Fingerprint::of(&fs::metadata(path).unwrap());
        Seen::new(fingerprint, Hash::of(&fs::read(path).unwrap()), at(seconds))
    }

    fn looks(disk: &Fake, seen: &mut Seen, path: &Path, seconds: u64) -> (Look, bool) {
        disk.now.set(at(seconds));
        disk.steps.borrow_mut().clear();
        let look = seen.look(disk, path).unwrap();
        (look, disk.steps.borrow().contains(&Step::Read))
    }

    #[test]
    fn a_change_in_the_same_instant_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        put(&path, "old", 0);
        let mut seen = seen(&path, 1);
        put(&path, "new", 0);
        assert_eq!(
            looks(&Fake::sound(), &mut seen, &path, 60),
            (Look::Changed, true)
        );
    }

    #[test]
    fn a_quiet_file_is_read_until_its_time_can_be_trusted_and_then_no_more() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.json");
        put(&path, "old", 0);
        let mut seen = seen(&path, 1);
        let disk = Fake::sound();
        assert_eq!(looks(&disk, &mut seen, &path, 2), (Look::Same, true));
        assert_eq!(looks(&disk, &mut seen, &path, 4), (Look::Same, true));
        assert_eq!(looks(&disk, &mut seen, &path, 6), (Look::Same, false));
        put(&path, "old", 10);
        assert_eq!(looks(&disk, &mut seen, &path, 20), (Look::Same, true));
        assert_eq!(looks(&disk, &mut seen, &path, 22), (Look::Same, false));
        put(&path, "longer", 10);
        assert_eq!(looks(&disk, &mut seen, &path, 24), (Look::Changed, false));
        fs::remove_file(&path).unwrap();
        assert_eq!(looks(&disk, &mut seen, &path, 26), (Look::Gone, false));
    }

    #[test]
    fn a_hash_is_the_same_on_every_machine_and_survives_being_written_down() {
        let hash = Hash::of(b"a book of referrals");
        assert_eq!(hash.to_string(), "0fec45263b291cbf");
        assert_eq!(hash.to_string().parse(), Ok(hash));
    }

    #[test]
    fn a_changed_byte_a_zero_more_and_bytes_in_another_order_change_the_hash() {
        let text = b"0123456789abcdef0123456789".to_vec();
        let hash = Hash::of(&text);
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut other = text.clone();
                other[at] ^= 1 << bit;
                assert_ne!(Hash::of(&other), hash, "{at} {bit}");
            }
        }
        assert_ne!(Hash::of(&[0; 8]), Hash::of(&[0; 9]));
        assert_ne!(Hash::of(b""), Hash::of(b"\0"));
        assert_ne!(Hash::of(b"firstfirstsecond"), Hash::of(b"tsecondfirstfirs"));
    }

    proptest::proptest! {
        #[test]
        fn pieces_hash_like_the_whole(bytes: Vec<u8>, cuts in proptest::collection::vec(0usize..40, 0..8)) {
            let mut hashing = Hashing::default();
            let mut rest = bytes.as_slice();
            for cut in cuts {
                let (piece, after) = rest.split_at(cut.min(rest.len()));
                hashing.take(piece);
                rest = after;
            }
            hashing.take(rest);
            proptest::prop_assert_eq!(hashing.hash(), Hash::of(&bytes));
        }
    }
}
