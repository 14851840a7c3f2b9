//! The objects of the finished file: page tree, fonts, forms, bookmarks, trailer.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::NaiveDateTime;
use lopdf::{
    Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary, text_string,
};
use sha2::{Digest, Sha256};

use super::document::{Meta, PAGE_HEIGHT, PAGE_WIDTH, PdfError, TOTAL_FORM, compress};
use super::font::{CAP_HEIGHT, Font, Fonts};
use super::geometry::points;
use super::style::Face;
use crate::kernel::clock::paris;

/// Side of the square in which symbols are drawn.
pub(super) const SYMBOL_UNITS: f32 = 24.0;

/// An entry of the outline.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct Bookmark {
    pub(super) level: usize,
    pub(super) title: String,
    /// Index of the page, from 0.
    pub(super) page: usize,
}

/// Everything that goes into a file.
pub(super) struct Parts<'a> {
    pub(super) meta: &'a Meta,
    pub(super) fonts: &'a Fonts,
    /// Compressed content streams.
    pub(super) pages: Vec<Vec<u8>>,
    /// Content that shows the number of pages.
    pub(super) total_form: Vec<u8>,
    pub(super) symbols: &'a BTreeMap<Cow<'static, str>, Cow<'static, str>>,
    pub(super) bookmarks: &'a [Bookmark],
}

/// Builds the file.
pub(super) fn write(parts: Parts<'_>) -> Result<Vec<u8>, PdfError> {
    let mut file = Document::with_version("1.7");
    let id = file_id(&parts);
    let resources = resources(&mut file, &parts)?;
    let pages = page_tree(&mut file, parts.pages, resources);
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => pages.root,
        "Lang" => text_string("fr-FR"),
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
    };
    if let Some(outlines) = outline(&mut file, parts.bookmarks, &pages.leaves) {
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", "UseOutlines");
    }
    let catalog = file.add_object(catalog);
    let info = file.add_object(dictionary! {
        "Title" => text_string(&parts.meta.title),
        "Author" => text_string(&parts.meta.author),
        "Creator" => text_string("Bourse"),
        "CreationDate" => text_string(&date(parts.meta.made_at)),
    });
    file.trailer.set("Root", catalog);
    file.trailer.set("Info", info);
    file.trailer.set("ID", vec![id.clone(), id]);
    let options =
        SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(6).build();
    let mut bytes = Vec::new();
    file.save_with_options(&mut bytes, options)?;
    Ok(bytes)
}

/// `D:20251103093122+01'00'`: what clocks in Paris show, and how far they are ahead of UTC.
fn date(local: NaiveDateTime) -> String {
    let ahead = (local - paris::to_utc(local).naive_utc()).num_hours();
    format!("D:{}+{ahead:02}'00'", local.format("%Y%m%d%H%M%S"))
}

/// An identifier drawn from the contents, so that the same data make the same file.
fn file_id(parts: &Parts<'_>) -> Object {
    let mut digest = Sha256::new();
    digest.update(&parts.meta.title);
    digest.update(parts.meta.made_at.format("%Y%m%d%H%M%S").to_string());
    for page in &parts.pages {
        digest.update(page);
    }
    Object::String(digest.finalize()[..16].to_vec(), StringFormat::Hexadecimal)
}

struct Pages {
    root: ObjectId,
    leaves: Vec<ObjectId>,
}

fn page_tree(file: &mut Document, contents: Vec<Vec<u8>>, resources: ObjectId) -> Pages {
    let root = file.new_object_id();
    let leaves: Vec<ObjectId> = contents
        .into_iter()
        .map(|content| {
            let content = file.add_object(flate_stream(Dictionary::new(), content));
            file.add_object(dictionary! { "Type" => "Page", "Parent" => root, "Contents" => content })
        })
        .collect();
    let kids: Vec<Object> = leaves.iter().copied().map(Object::from).collect();
    let tree = dictionary! {
        "Type" => "Pages",
        "Count" => count(leaves.len()),
        "Kids" => kids,
        "MediaBox" => vec![0.into(), 0.into(), points(PAGE_WIDTH).into(), points(PAGE_HEIGHT).into()],
        "Resources" => resources,
    };
    file.objects.insert(root, Object::Dictionary(tree));
    Pages { root, leaves }
}

/// The one resource dictionary that all pages inherit.
fn resources(file: &mut Document, parts: &Parts<'_>) -> Result<ObjectId, PdfError> {
    let mut fonts = Dictionary::new();
    for (name, face) in [("R", Face::Regular), ("B", Face::Bold)] {
        let font = parts.fonts.get(face);
        if !font.used().is_empty() {
            fonts.set(name, embed(file, font)?);
        }
    }
    let fonts = file.add_object(fonts);
    let mut forms = Dictionary::new();
    // Wide enough for six figures, high enough for the letters of a footer.
    let total = form(&parts.total_form, [-10.0, -10.0, 60.0, 20.0], dictionary! { "Font" => fonts })?;
    forms.set(TOTAL_FORM, file.add_object(total));
    for (name, drawing) in parts.symbols {
        // Symbols are drawn with y pointing down and round pens.
        let content = format!("0 g 0 G 1 J 1 j 1 0 0 -1 0 0 cm {drawing}");
        let bounds = [0.0, -SYMBOL_UNITS, SYMBOL_UNITS, 0.0];
        forms.set(name.as_bytes(), file.add_object(form(content.as_bytes(), bounds, Dictionary::new())?));
    }
    Ok(file.add_object(dictionary! { "Font" => fonts, "XObject" => forms }))
}

fn form(content: &[u8], bounds: [f32; 4], resources: Dictionary) -> Result<Stream, PdfError> {
    let entries = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => bounds.map(Object::from).to_vec(),
        "Resources" => resources,
    };
    Ok(flate_stream(entries, compress(content)?))
}

fn flate_stream(mut entries: Dictionary, compressed: Vec<u8>) -> Stream {
    entries.set("Filter", "FlateDecode");
    Stream::new(entries, compressed)
}

/// Embeds what was used of a font as a composite font, addressed by glyph number.
fn embed(file: &mut Document, font: &Font) -> Result<ObjectId, PdfError> {
    let program = font.subset_program()?;
    let (family, stem) = match font.face() {
        Face::Regular => ("NotoSans-Regular", 80),
        Face::Bold => ("NotoSans-Bold", 140),
    };
    let name = format!("{}+{family}", subset_tag(&program));
    let length = count(program.len());
    let program = file.add_object(flate_stream(dictionary! { "Length1" => length }, compress(&program)?));
    let metrics = font.metrics();
    let descriptor = file.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name.as_str(),
        // Symbolic: the glyphs are addressed by number, not through a standard encoding.
        "Flags" => 4,
        "FontBBox" => metrics.bounds.map(|bound| Object::from(i64::from(bound))).to_vec(),
        "ItalicAngle" => 0,
        "Ascent" => i64::from(metrics.ascent),
        "Descent" => i64::from(metrics.descent),
        "CapHeight" => CAP_HEIGHT * 1000.0,
        "StemV" => stem,
        "FontFile2" => program,
    });
    let widths: Vec<Object> = font.used().iter().map(|(_, advance)| i64::from(*advance).into()).collect();
    let descendant = file.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => name.as_str(),
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "CIDToGIDMap" => "Identity",
        "W" => vec![1.into(), widths.into()],
    });
    let to_unicode = file.add_object(flate_stream(Dictionary::new(), compress(to_unicode(font).as_bytes())?));
    Ok(file.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name.as_str(),
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![descendant.into()],
        "ToUnicode" => to_unicode,
    }))
}

/// The six capitals that mark an embedded subset, drawn from its contents.
fn subset_tag(program: &[u8]) -> String {
    Sha256::digest(program).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// The character map by which readers copy and search the text.
fn to_unicode(font: &Font) -> String {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n",
    );
    let mut glyph = 0;
    // The format allows a hundred entries at a time.
    for chunk in font.used().chunks(100) {
        // Writing to a string cannot fail.
        let _ = writeln!(map, "{} beginbfchar", chunk.len());
        for (character, _) in chunk {
            glyph += 1;
            let _ = write!(map, "<{glyph:04x}> <");
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(map, "{unit:04x}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

/// The outline as a tree: each bookmark belongs to the nearest one above it of a lower level.
fn outline(file: &mut Document, bookmarks: &[Bookmark], pages: &[ObjectId]) -> Option<ObjectId> {
    if bookmarks.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| file.new_object_id()).collect();
    // Parent of each bookmark, and the children of the root (at `len`) and of each bookmark.
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); bookmarks.len() + 1];
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(bookmarks.len());
    for (index, bookmark) in bookmarks.iter().enumerate() {
        while open.last().is_some_and(|&last| bookmarks[last].level >= bookmark.level) {
            open.pop();
        }
        let parent = open.last().copied().unwrap_or(bookmarks.len());
        children[parent].push(index);
        parents.push(parent);
        open.push(index);
    }
    for siblings in &children {
        for (position, &index) in siblings.iter().enumerate() {
            let bookmark = &bookmarks[index];
            let parent = ids.get(parents[index]).copied().unwrap_or(root);
            let mut item = dictionary! { "Title" => text_string(&bookmark.title), "Parent" => parent };
            if let Some(&page) = pages.get(bookmark.page) {
                item.set("Dest", vec![page.into(), "Fit".into()]);
            }
            if position > 0 {
                item.set("Prev", ids[siblings[position - 1]]);
            }
            if let Some(&next) = siblings.get(position + 1) {
                item.set("Next", ids[next]);
            }
            if let (Some(&first), Some(&last)) = (children[index].first(), children[index].last()) {
                item.set("First", ids[first]);
                item.set("Last", ids[last]);
                // Negative: closed until the reader opens it.
                item.set("Count", -count(children[index].len()));
            }
            file.objects.insert(ids[index], Object::Dictionary(item));
        }
    }
    let top = &children[bookmarks.len()];
    let mut tree = dictionary! { "Type" => "Outlines", "Count" => count(top.len()) };
    if let (Some(&first), Some(&last)) = (top.first(), top.last()) {
        tree.set("First", ids[first]);
        tree.set("Last", ids[last]);
    }
    file.objects.insert(root, Object::Dictionary(tree));
    Some(root)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::date;

    #[test]
    fn a_date_says_how_far_paris_is_ahead() {
        let at = |month| NaiveDate::from_ymd_opt(2026, month, 3).unwrap().and_hms_opt(9, 31, 22).unwrap();
        assert_eq!(date(at(11)), "D:20261103093122+01'00'");
        assert_eq!(date(at(7)), "D:20260703093122+02'00'");
    }
}
