//! A pasted line as its cells: what separators, quotes and brackets part.

use crate::kernel::text::tidy;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// No address.
    Text,
    /// An address, or what is meant for one.
    Bare,
    /// An address in `<...>`.
    Bracketed,
}

/// A cell that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Tidied, without quotes and brackets.
    pub(crate) text: String,
    pub(crate) mark: Mark,
    /// Place among the cells of the line, empty ones counted.
    pub(crate) column: usize,
    /// Whether no separator stands between it and the cell before it.
    pub(crate) joined: bool,
    /// Whether a comma ends it.
    pub(crate) comma_after: bool,
}

/// Parts a line at semicolons, commas and tabs, unless they stand in quotes; brackets are cells of their own.
pub(crate) fn split(line: &str) -> Vec<Cell> {
    let mut parts = Parts::default();
    let mut rest = line.chars().peekable();
    let mut quotes = line.matches('"').count();
    while let Some(c) = rest.next() {
        match c {
            // A quote that nothing closes is dust, not the beginning of a cell.
            '"' if parts.quoted || quotes > 1 => {
                quotes -= 1;
                if parts.quoted && rest.peek() == Some(&'"') {
                    rest.next();
                    quotes = quotes.saturating_sub(1);
                    parts.text.push('"');
                } else {
                    // What stands right behind a quoted text is another word.
                    parts.quoted = !parts.quoted;
                    parts.text.push(' ');
                }
            }
            '"' => parts.text.push(' '),
            '<' if !parts.quoted => {
                parts.end(false);
                parts.bracketed = true;
            }
            '>' if !parts.quoted && parts.bracketed => {
                parts.end(false);
                parts.bracketed = false;
            }
            ';' | ',' | '\t' if !parts.quoted => {
                parts.end(c == ',');
                parts.bracketed = false;
                parts.column += 1;
                parts.separated = true;
            }
            _ => parts.text.push(c),
        }
    }
    parts.end(false);
    parts.cells
}

/// The cells while the line is read.
#[derive(Default)]
struct Parts {
    cells: Vec<Cell>,
    text: String,
    column: usize,
    quoted: bool,
    bracketed: bool,
    /// Whether a separator has come since the last cell.
    separated: bool,
}

impl Parts {
    /// Ends a cell, which may hold several addresses, or an address and a name, with nothing but blanks between them.
    fn end(&mut self, comma: bool) {
        let text = tidy(&std::mem::take(&mut self.text));
        if comma && text.is_empty() && !self.separated {
            // `Anna <...>,`: the comma ends what the bracket has ended already.
            return;
        }
        let words: Vec<&str> = text.split(' ').collect();
        let addresses = words.iter().filter(|word| word.contains('@')).count();
        if self.bracketed {
            self.push(bare(&text), Mark::Bracketed, comma);
        } else if addresses == 0 {
            self.push(text.as_str(), Mark::Text, comma);
        } else if addresses == words.len() {
            for word in words {
                self.push(bare(word), Mark::Bare, comma);
            }
        } else if addresses == 1 {
            // `Anna Roux anna@example.org`: the words around the address are one name.
            let (before, after) =
                words.split_at(words.iter().position(|word| word.contains('@')).unwrap_or(0));
            self.push(&before.join(" "), Mark::Text, false);
            if let Some((address, after)) = after.split_first() {
                self.push(bare(address), Mark::Bare, false);
                self.push(&after.join(" "), Mark::Text, comma);
            }
        } else {
            // Nobody can tell which word belongs to which address: no address is made of it.
            self.push(text.as_str(), Mark::Bare, comma);
        }
    }

    fn push(&mut self, text: &str, mark: Mark, comma_after: bool) {
        if text.is_empty() {
            return;
        }
        // `anna@example.org <anna@example.org>`, and the same in single quotes: the name is the address once more.
        if mark == Mark::Bracketed {
            let same = |cell: &Cell| cell.mark == Mark::Bare && cell.text.eq_ignore_ascii_case(text);
            if !self.separated && self.cells.last().is_some_and(same) {
                self.cells.pop();
            }
        }
        let joined = !self.separated;
        self.separated = false;
        self.cells.push(Cell { text: text.to_owned(), mark, column: self.column, joined, comma_after });
    }
}

/// An address without what programs wrap it in.
fn bare(text: &str) -> &str {
    let text =
        text.trim_matches(['\'', '(', ')', '[', ']', '<', '>', '"', '`', '.', ':', '\u{ab}', '\u{bb}']);
    match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &text[7..],
        _ => text,
    }
}
