//! Packs the OpenAPI document for programs that do not write it themselves (feature `describe`).

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;

const DOCUMENT: &str = "frontend/openapi.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_DESCRIBE").is_some() {
        return Ok(());
    }
    println!("cargo::rerun-if-changed={DOCUMENT}");
    let target = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR")?).join("openapi.json.gz");
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&fs::read(DOCUMENT)?)?;
    fs::write(target, packed.finish()?)?;
    Ok(())
}
