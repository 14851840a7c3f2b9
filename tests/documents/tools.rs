//! Runs the tools that read PDFs, and gives back what they saw.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use bourse::pdf::Rect;

const DOTS_PER_INCH: u16 = 200;

/// A folder of its own for one file under test, removed afterwards.
struct Workplace(PathBuf);

impl Workplace {
    fn new() -> Self {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("bourse-documents-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn with(file: &[u8]) -> Self {
        let workplace = Self::new();
        std::fs::write(workplace.pdf(), file).unwrap();
        workplace
    }

    fn pdf(&self) -> PathBuf {
        self.0.join("file.pdf")
    }

    /// Every page as a greyscale picture, in order.
    fn pages(&self) -> Vec<PathBuf> {
        let resolution = DOTS_PER_INCH.to_string();
        run(Command::new("pdftoppm")
            .args(["-gray", "-r", &resolution])
            .arg(self.pdf())
            .arg(self.0.join("page")));
        let mut pages: Vec<PathBuf> = std::fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "pgm"))
            .collect();
        pages.sort();
        pages
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Standard output of a tool that must succeed.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a scanner reads on each picture, in their order; a picture without a code adds nothing.
pub fn scanned_one_by_one(pictures: &[Picture]) -> Vec<String> {
    let workplace = Workplace::new();
    let mut command = Command::new("zbarimg");
    command.args(["--raw", "--quiet"]);
    for (index, picture) in pictures.iter().enumerate() {
        let path = workplace.0.join(format!("{index}.pgm"));
        picture.write(&path);
        command.arg(path);
    }
    run(&mut command).lines().map(str::to_owned).collect()
}

/// Every code on the pages of a file, page by page; pages without one add nothing.
pub fn scanned_pages(file: &[u8]) -> Vec<String> {
    let workplace = Workplace::with(file);
    let mut codes = Vec::new();
    for page in workplace.pages() {
        let output = Command::new("zbarimg").args(["--raw", "--quiet"]).arg(page).output().unwrap();
        // 4: nothing to read on this page.
        assert!(matches!(output.status.code(), Some(0 | 4)), "{}", String::from_utf8_lossy(&output.stderr));
        codes.extend(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned));
    }
    codes
}

/// The text as people would copy it, no-break spaces as plain ones.
pub fn text(file: &[u8]) -> String {
    let workplace = Workplace::with(file);
    run(Command::new("pdftotext").arg("-layout").arg(workplace.pdf()).arg("-")).replace('\u{a0}', " ")
}

/// The text of one page, from 1.
pub fn text_of_page(file: &[u8], page: usize) -> String {
    let workplace = Workplace::with(file);
    let page = page.to_string();
    let mut command = Command::new("pdftotext");
    command.args(["-layout", "-f", &page, "-l", &page]).arg(workplace.pdf()).arg("-");
    run(&mut command).replace('\u{a0}', " ")
}

/// What `pdfinfo` says.
pub fn info(file: &[u8]) -> String {
    let workplace = Workplace::with(file);
    run(Command::new("pdfinfo").arg(workplace.pdf()))
}

pub fn page_count(file: &[u8]) -> usize {
    let info = info(file);
    let line = info.lines().find(|line| line.starts_with("Pages:")).unwrap();
    line["Pages:".len()..].trim().parse().unwrap()
}

/// Fails when the file's structure has any flaw.
pub fn assert_sound(file: &[u8]) {
    let workplace = Workplace::with(file);
    run(Command::new("qpdf").arg("--check").arg(workplace.pdf()));
}

/// A page as a greyscale picture.
pub struct Picture {
    width: usize,
    pixels: Vec<u8>,
}

/// Every page as a picture.
pub fn pictures(file: &[u8]) -> Vec<Picture> {
    Workplace::with(file).pages().iter().map(|path| Picture::read(path)).collect()
}

impl Picture {
    /// Reads the simplest of formats: `P5 width height 255`, then a byte per dot.
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        let header: Vec<&[u8]> = bytes.splitn(4, u8::is_ascii_whitespace).take(3).collect();
        assert_eq!(header[0], b"P5");
        let number = |digits: &[u8]| std::str::from_utf8(digits).unwrap().parse::<usize>().unwrap();
        let (width, height) = (number(header[1]), number(header[2]));
        let pixels = bytes[bytes.len() - width * height..].to_vec();
        Self { width, pixels }
    }

    fn write(&self, path: &Path) {
        let height = self.pixels.len() / self.width;
        let mut bytes = format!("P5\n{} {height}\n255\n", self.width).into_bytes();
        bytes.extend_from_slice(&self.pixels);
        std::fs::write(path, bytes).unwrap();
    }

    /// The part of the page within `area`.
    pub fn cut(&self, area: Rect) -> Self {
        let columns = dot(area.x)..dot(area.right());
        let rows = dot(area.y)..dot(area.bottom());
        let width = columns.len();
        let pixels =
            rows.flat_map(|row| &self.pixels[row * self.width + columns.start..][..width]).copied().collect();
        Self { width, pixels }
    }

    /// Shade of the dot at (x, y) millimetres from the top left corner: 0 is black, 255 white.
    pub fn shade(&self, x: f32, y: f32) -> u8 {
        self.pixels[dot(y) * self.width + dot(x)]
    }
}

fn dot(mm: f32) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place on the page")]
    let dot = (mm / 25.4 * f32::from(DOTS_PER_INCH)) as usize;
    dot
}
