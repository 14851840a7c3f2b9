//! Files of the web application, for the built-in server. On a host Apache or nginx serves them.

use std::path::{Component, Path, PathBuf};

use crate::http::{Request, Response};

/// Strict: scripts and styles from here only. `style-src` allows inline styles, which the component library sets, and
/// `script-src` WebAssembly, which reads QR codes. Apache's and nginx's configurations say the same (a test compares).
pub const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; \
     connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; frame-src 'self' blob:; object-src 'none'; \
     base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/// The file a path names, else the application's page, for it has its own addresses. `None` for what no page can be.
pub fn serve(root: &Path, request: &Request) -> Option<Response> {
    let relative = safe(&request.path)?;
    let named = root.join(&relative);
    let hashed = request.path.starts_with("/assets/");
    let (file, found) = if named.is_file() { (named, true) } else { (root.join("index.html"), false) };
    if !found && (hashed || relative.extension().is_some()) {
        return None;
    }
    let bytes = std::fs::read(&file).ok()?;
    let caching = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    Some(
        Response::bytes(200, content_type(&file), bytes)
            .with("Cache-Control", caching)
            .with("Content-Security-Policy", CONTENT_POLICY)
            .with("X-Content-Type-Options", "nosniff")
            .with("X-Frame-Options", "DENY")
            .with("Referrer-Policy", "same-origin"),
    )
}

/// The path below the root, or `None` when it tries to leave it or names a hidden file.
fn safe(path: &str) -> Option<PathBuf> {
    let relative = Path::new(path.trim_start_matches('/'));
    let plain = relative.components().all(|part| match part {
        Component::Normal(name) => !name.to_string_lossy().starts_with('.'),
        _ => false,
    });
    (plain && !path.contains('%') && !path.contains('\\') && !path.contains('\0'))
        .then(|| relative.to_path_buf())
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "application/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_and_nothing_hidden_is_served() {
        for path in
            ["/../Cargo.toml", "/.env", "/a/../../x", "/assets/.git/config", "/%2e%2e/x", "//etc/passwd/.."]
        {
            assert_eq!(safe(path), None, "{path}");
        }
        assert_eq!(safe("/assets/app-1.js"), Some(PathBuf::from("assets/app-1.js")));
        assert_eq!(safe("/"), Some(PathBuf::new()));
    }
}
