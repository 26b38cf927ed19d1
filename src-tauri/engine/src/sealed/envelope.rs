//! The outside of a sealed file: compressed, and locked if a passphrase is given.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;
use std::rc::Rc;

use age::secrecy::SecretString;
use age::stream::{StreamReader, StreamWriter};
use age::{DecryptError, Decryptor, Encryptor, scrypt};
use zstd::stream::{read, write};

use super::error::{SealedError, damaged, read_error, reasons};
use crate::{Error, Result};

/// How a locked file begins.
const AGE: &[u8] = b"age-encryption.org/";

/// How a compressed one does.
const ZSTANDARD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// A file that a passphrase locks says how within this many bytes.
const LONGEST_HEADER: u64 = 4096;

/// How a line begins that ends what is said there.
const END_OF_HEADER: &[u8] = b"\n--- ";

/// How hard it is to try a passphrase (the `N` of scrypt as a power of two): about a second, and 256 MB.
#[cfg(not(any(test, fuzzing)))]
const WORK: u8 = 18;
#[cfg(any(test, fuzzing))]
const WORK: u8 = 4;

/// The hardest that is put up with: a file from anywhere may ask for any amount of memory.
const MOST_WORK: u8 = 20;

/// Zstandard's own middle, at which a disk is as quick as the processor.
const LEVEL: i32 = 3;

/// As far as a writer looks back, as a power of two; and as far as a reader must remember.
const WINDOW: u32 = 21;
const LONGEST_WINDOW: u32 = 23;

/// A file that is written, from the inside.
pub(super) struct Envelope {
    inside: write::Encoder<'static, Lock>,
}

/// What compressed bytes go through.
enum Lock {
    Open(BufWriter<File>),
    Closed(Box<StreamWriter<BufWriter<File>>>),
}

impl Envelope {
    /// Writes to a file, which is empty.
    pub(super) fn new(file: File, passphrase: Option<&str>) -> io::Result<Self> {
        let file = BufWriter::new(file);
        let lock = match passphrase {
            None => Lock::Open(file),
            Some(passphrase) => {
                let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase));
                recipient.set_work_factor(WORK);
                let recipient: &dyn age::Recipient = &recipient;
                let encryptor = Encryptor::with_recipients(std::iter::once(recipient)).map_err(io::Error::other)?;
                Lock::Closed(Box::new(encryptor.wrap_output(file)?))
            }
        };
        let mut inside = write::Encoder::new(lock, LEVEL)?;
        inside.include_checksum(true)?;
        inside.window_log(WINDOW)?;
        // One thread compresses what another looks up.
        inside.multithread(1)?;
        Ok(Self { inside })
    }

    /// Ends the file; says how large it is.
    pub(super) fn finish(self) -> io::Result<u64> {
        let file = match self.inside.finish()? {
            Lock::Open(file) => file,
            Lock::Closed(lock) => lock.finish()?,
        };
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        file.stream_position()
    }
}

impl Write for Envelope {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inside.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inside.flush()
    }
}

impl Write for Lock {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Open(file) => file.write(bytes),
            Self::Closed(lock) => lock.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Open(file) => file.flush(),
            Self::Closed(lock) => lock.flush(),
        }
    }
}

/// A file that is opened, from the inside.
pub(super) struct Opened {
    inside: read::Decoder<'static, BufReader<Unlocked>>,
    /// How many of its bytes were read.
    read: Rc<Cell<u64>>,
}

/// Where compressed bytes come from.
enum Unlocked {
    Open(Counted),
    Closed(Box<StreamReader<BufReader<Counted>>>),
}

/// Counts what is read.
struct Counted {
    file: File,
    read: Rc<Cell<u64>>,
}

impl Opened {
    /// Opens a file.
    ///
    /// # Errors
    /// [`SealedError::NotSealed`], [`SealedError::NeedsPassphrase`], [`SealedError::WrongPassphrase`],
    /// [`SealedError::Damaged`], those of the disk.
    pub(super) fn open(path: &Path, passphrase: Option<&str>) -> Result<Self> {
        let mut file = File::open(path).map_err(Error::file(path))?;
        let mut beginning = Vec::new();
        Read::by_ref(&mut file).take(LONGEST_HEADER).read_to_end(&mut beginning).map_err(Error::file(path))?;
        file.rewind().map_err(Error::file(path))?;
        let read = Rc::new(Cell::new(0));
        let file = Counted { file, read: Rc::clone(&read) };
        let unlocked = if beginning.starts_with(ZSTANDARD) {
            Unlocked::Open(file)
        } else if beginning.starts_with(AGE) {
            if !beginning.windows(END_OF_HEADER.len()).any(|window| window == END_OF_HEADER) {
                return Err(damaged(path, reasons::BROKEN));
            }
            let passphrase = passphrase.ok_or_else(|| SealedError::NeedsPassphrase { path: path.to_owned() })?;
            Unlocked::Closed(Box::new(unlock(path, BufReader::new(file), passphrase)?))
        } else {
            return Err(SealedError::NotSealed { path: path.to_owned() }.into());
        };
        let inside = read::Decoder::with_buffer(BufReader::new(unlocked)).map_err(read_error(path))?;
        let mut inside = inside.single_frame();
        inside.window_log_max(LONGEST_WINDOW).map_err(read_error(path))?;
        Ok(Self { inside, read })
    }

    /// Counts the bytes of the file that were read so far.
    pub(super) fn count(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.read)
    }

    /// Whether the file ends where what is in it does.
    pub(super) fn ends_here(self) -> io::Result<bool> {
        Ok(self.inside.finish().read(&mut [0])? == 0)
    }
}

/// Opens the lock.
fn unlock(path: &Path, file: BufReader<Counted>, passphrase: &str) -> Result<StreamReader<BufReader<Counted>>> {
    let decryptor = Decryptor::new_buffered(file).map_err(|error| match error {
        DecryptError::Io(error) => read_error(path)(error),
        _ => damaged(path, reasons::BROKEN),
    })?;
    if !decryptor.is_scrypt() {
        return Err(SealedError::NotSealed { path: path.to_owned() }.into());
    }
    let mut identity = scrypt::Identity::new(SecretString::from(passphrase));
    identity.set_max_work_factor(MOST_WORK);
    let identity: &dyn age::Identity = &identity;
    decryptor.decrypt(std::iter::once(identity)).map_err(|error| match error {
        DecryptError::Io(error) => read_error(path)(error),
        DecryptError::DecryptionFailed | DecryptError::NoMatchingKeys => {
            SealedError::WrongPassphrase { path: path.to_owned() }.into()
        }
        _ => damaged(path, reasons::BROKEN),
    })
}

impl Read for Opened {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.inside.read(into)
    }
}

impl Read for Unlocked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Open(file) => file.read(into),
            Self::Closed(lock) => lock.read(into),
        }
    }
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.read.set(self.read.get() + read as u64);
        Ok(read)
    }
}
