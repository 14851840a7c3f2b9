//! Breaking text into lines that fit, and cutting what does not.

use std::borrow::Cow;

use super::Font;

const ELLIPSIS: char = '…';

/// `text` cut with an ellipsis so that it is at most `width` millimetres wide.
pub(in crate::pdf) fn fit<'a>(font: &Font, size: f32, text: &'a str, width: f32) -> Cow<'a, str> {
    if font.width(text, size) <= width {
        return Cow::Borrowed(text);
    }
    let room = width - font.width("…", size);
    let kept = &text[..prefix_that_fits(font, size, text, room)];
    Cow::Owned(format!("{}{ELLIPSIS}", kept.trim_end()))
}

/// Breaks `text` at spaces into at most `max_lines` lines of at most `width` millimetres.
///
/// Words wider than a line are broken where they reach its end; no-break spaces hold; line feeds break;
/// the last line ends in an ellipsis when text is left over.
pub(in crate::pdf) fn wrap(font: &Font, size: f32, text: &str, width: f32, max_lines: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split([' ', '\t']).filter(|word| !word.is_empty()) {
            if lines.len() > max_lines {
                break;
            }
            let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if font.width(&joined, size) <= width {
                line = joined;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            let mut rest = word;
            while font.width(rest, size) > width {
                let first = rest.chars().next().map_or(0, char::len_utf8);
                let cut = prefix_that_fits(font, size, rest, width).max(first);
                lines.push(rest[..cut].to_owned());
                rest = &rest[cut..];
            }
            rest.clone_into(&mut line);
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    if lines.len() > max_lines {
        let left_over = lines.split_off(max_lines);
        if let (Some(last), Some(next)) = (lines.last_mut(), left_over.first()) {
            *last = fit(font, size, &format!("{last} {next}{ELLIPSIS}"), width).into_owned();
        }
    }
    lines
}

/// Length in bytes of the longest beginning of `text` that is at most `width` millimetres wide.
fn prefix_that_fits(font: &Font, size: f32, text: &str, width: f32) -> usize {
    let mut used = 0.0;
    for (index, character) in text.char_indices() {
        used += font.width(character.encode_utf8(&mut [0; 4]), size);
        if used > width {
            return index;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::font::Fonts;
    use crate::pdf::style::Face;

    fn wrapped(text: &str, width: f32, max_lines: usize) -> Vec<String> {
        wrap(Fonts::load().unwrap().get(Face::Regular), 10.0, text, width, max_lines)
    }

    #[test]
    fn short_text_stays_on_one_line() {
        assert_eq!(wrapped("Robe à fleurs", 100.0, 2), ["Robe à fleurs"]);
        assert!(wrapped("", 100.0, 2).is_empty());
    }

    #[test]
    fn every_line_fits_and_no_word_is_lost() {
        let text = "Manteau d’hiver bleu marine doublé polaire avec capuche amovible et moufles assorties";
        let fonts = Fonts::load().unwrap();
        let lines = wrapped(text, 40.0, 20);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| fonts.get(Face::Regular).width(line, 10.0) <= 40.0));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn what_is_left_over_ends_in_an_ellipsis_that_still_fits() {
        let fonts = Fonts::load().unwrap();
        let lines = wrapped("un deux trois quatre cinq six sept huit neuf dix onze douze treize", 30.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert!(fonts.get(Face::Regular).width(&lines[1], 10.0) <= 30.0);
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        let word = "<script>alert(1)</script>".repeat(4);
        let lines = wrapped(&word, 30.0, 50);
        assert!(lines.len() > 3);
        assert_eq!(lines.concat(), word);
    }

    #[test]
    fn a_line_too_narrow_for_a_single_letter_still_ends() {
        assert_eq!(wrapped("abc", 0.5, 10), ["a", "b", "c"]);
    }

    #[test]
    fn a_price_is_never_torn_from_its_currency() {
        let lines = wrapped("Prix demandé 150\u{a0}€", 26.0, 5);
        assert!(lines.iter().any(|line| line.contains("150\u{a0}€")), "{lines:?}");
    }
}
