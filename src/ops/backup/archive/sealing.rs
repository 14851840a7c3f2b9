//! The outermost layer of a backup: as it is, or encrypted with age to the association's key.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use age::stream::StreamWriter;
use age::x25519::Recipient;
use age::{DecryptError, Decryptor, Encryptor, IdentityFile};

use crate::error::{Result, conflict, internal, unprocessable};
use crate::ops::backup::{flaw, trouble};

/// How an encrypted file begins.
const AGE_MAGIC: &[u8] = b"age-encryption.org/v1\n";

/// How a zstd file begins.
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Where a backup is written to.
pub enum Sealed {
    /// As it is.
    Plain(File),
    /// Encrypted.
    Age(Box<StreamWriter<File>>),
}

impl Sealed {
    /// Encrypts what is written to `file` when there is a key to do it for.
    pub fn new(file: File, recipient: Option<&str>) -> Result<Self> {
        let Some(key) = recipient else { return Ok(Self::Plain(file)) };
        let key: Recipient = key.parse().map_err(|_| {
            unprocessable("recipient_invalid", "BACKUP_RECIPIENT n'est pas une clé publique age (age1...).")
        })?;
        let encryptor =
            Encryptor::with_recipients(std::iter::once(&key as &dyn age::Recipient)).map_err(internal)?;
        let writer =
            encryptor.wrap_output(file).map_err(trouble("La sauvegarde ne peut pas être écrite."))?;
        Ok(Self::Age(Box::new(writer)))
    }

    /// Writes what is left and gives the file back.
    pub fn finish(self) -> io::Result<File> {
        match self {
            Self::Plain(file) => Ok(file),
            Self::Age(writer) => writer.finish(),
        }
    }
}

impl Write for Sealed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Age(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Age(writer) => writer.flush(),
        }
    }
}

/// Opens a backup for reading, without its encryption.
pub fn unseal(file: File, identity: Option<&Path>) -> Result<Box<dyn Read>> {
    use std::io::BufRead as _;
    let mut file = BufReader::with_capacity(64 * 1024, file);
    let beginning = file.fill_buf().map_err(super::reading::fault)?;
    if beginning.starts_with(ZSTD_MAGIC) {
        return Ok(Box::new(file));
    }
    if !beginning.starts_with(AGE_MAGIC) {
        return Err(flaw("backup_foreign", "Ce fichier n'est pas une sauvegarde de Bourse."));
    }
    let Some(identity) = identity else {
        return Err(conflict(
            "backup_encrypted",
            "Cette sauvegarde est chiffrée. Indiquez le fichier de la clé secrète : --identity FICHIER.",
        ));
    };
    let keys = keys(identity)?;
    let decryptor = Decryptor::new_buffered(file).map_err(|error| refusal(&error))?;
    let reader = decryptor
        .decrypt(keys.iter().map(|key| &**key as &dyn age::Identity))
        .map_err(|error| refusal(&error))?;
    Ok(Box::new(reader))
}

fn keys(path: &Path) -> Result<Vec<Box<dyn age::Identity + Send + Sync>>> {
    let unusable = |_| {
        let words = format!("Le fichier {} ne contient pas de clé secrète age lisible.", path.display());
        unprocessable("identity_invalid", words)
    };
    let file = File::open(path).map_err(unusable)?;
    let keys = IdentityFile::from_buffer(BufReader::new(file)).map_err(unusable)?;
    keys.into_identities().map_err(internal)
}

fn refusal(error: &DecryptError) -> crate::error::Problem {
    match error {
        DecryptError::NoMatchingKeys => conflict(
            "backup_other_key",
            "Cette clé n'est pas celle pour laquelle la sauvegarde a été chiffrée.",
        ),
        DecryptError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            crate::ops::backup::truncated()
        }
        _ => flaw("backup_altered", "La sauvegarde chiffrée a été modifiée ou abîmée."),
    }
}
