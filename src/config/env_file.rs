//! Finding and reading `.env`.

use std::path::{Path, PathBuf};

/// Finds the file: `BOURSE_ENV`, else `bourse/.env` or `.env` in a folder above the program, else `.env` here.
///
/// Unless `BOURSE_ENV` names it, never one that lies in a document root, where a careless server would hand it out.
pub fn find() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("BOURSE_ENV") {
        return Some(path.into());
    }
    let exe = std::env::current_exe().ok()?;
    let above = exe.ancestors().skip(1).flat_map(|dir| [dir.join("bourse/.env"), dir.join(".env")]);
    let here = std::env::current_dir().ok().map(|dir| dir.join(".env"));
    above.chain(here).find(|path| path.is_file() && !is_public(path))
}

/// The home that an installation's `.env` belongs to: the folder above `bourse/` that holds `storage/` too. Elsewhere (a
/// checkout, a container) there is none, and relative paths count from the current folder.
pub fn installation_of(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| folder.file_name().is_some_and(|name| name == "bourse"))?;
    let home = folder.parent().filter(|home| home.join("storage").is_dir() && home.is_absolute())?;
    Some(home.to_owned())
}

/// Whether a path lies in a document root.
pub fn is_public(path: &Path) -> bool {
    path.components().any(|part| matches!(part.as_os_str().to_str(), Some("public_html" | "www" | "htdocs")))
}

/// Reads a `.env` file into names and values.
pub fn read(path: &Path) -> Result<Vec<(String, String)>, String> {
    let items = dotenvy::from_path_iter(path)
        .map_err(|error| format!("le fichier {} ne peut pas être lu ({error})", path.display()))?;
    items
        .collect::<Result<_, _>>()
        .map_err(|error| format!("le fichier {} contient une ligne mal écrite ({error})", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_home_with_a_storage_folder_is_an_installation() {
        let home = std::env::temp_dir().join(format!("bourse-config-{}", std::process::id()));
        std::fs::create_dir_all(home.join("bourse")).unwrap();
        assert_eq!(installation_of(&home.join("bourse/.env")), None);
        std::fs::create_dir_all(home.join("storage")).unwrap();
        assert_eq!(installation_of(&home.join("bourse/.env")), Some(home.clone()));
        assert_eq!(installation_of(&home.join("storage/.env")), None);
        std::fs::remove_dir_all(&home).unwrap();
    }
}
