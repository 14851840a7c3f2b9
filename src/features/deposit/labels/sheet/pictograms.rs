//! One small drawing per category, so that labels sort at a glance, in greyscale too.

use crate::pdf::Pdf;

/// Code of the category, and its drawing in PDF path operators on a square of 24 units, y pointing down.
const DRAWINGS: [(&str, &str); 7] = [
    // A T-shirt.
    (
        "clothes",
        "8 3 m 9 5.5 15 5.5 16 3 c 22.5 6.2 l 20.4 11.2 l 17.8 10.2 l 17.8 21 l 6.2 21 l 6.2 10.2 l \
         3.6 11.2 l 1.5 6.2 l h f",
    ),
    // A trainer: upper, white sole line and laces.
    (
        "shoes",
        "2 7 m 4 8.6 6.5 8.4 8 6.5 c 12.5 11.5 l 15 13.4 21.5 12.6 22 16.5 c 22 19 l 2 19 l h f \
         1 G 1.1 w 2.6 16.4 m 21.4 16.4 l S 10.6 8.2 m 9 9.8 l S 12.4 10.2 m 10.8 11.8 l S",
    ),
    // A pram: hood, basket, handle, two wheels.
    (
        "childcare",
        "11 3 m 6 3 3 7 3 11 c 11 11 l h f 3 12.4 m 19 12.4 l 18.6 15.8 16.4 17 14 17 c 8.5 17 l \
         5.5 17 3.4 15.4 3 12.4 c h f 1.6 w 18.4 13 m 19.4 8 l 22 7.4 l S \
         1.5 w 9.2 20 m 9.2 18.9 7.2 18.9 7.2 20 c 7.2 21.1 9.2 21.1 9.2 20 c S \
         16.2 20 m 16.2 18.9 14.2 18.9 14.2 20 c 14.2 21.1 16.2 21.1 16.2 20 c S",
    ),
    // A teddy bear's head.
    (
        "toys",
        "9 6 m 9 3.8 7.6 2.6 5.8 2.6 c 4 2.6 2.6 4 2.6 5.8 c 2.6 7.6 4 9 5.8 9 c h f \
         15 6 m 15 3.8 16.4 2.6 18.2 2.6 c 20 2.6 21.4 4 21.4 5.8 c 21.4 7.6 20 9 18.2 9 c h f \
         12 4.4 m 17 4.4 20.8 8.2 20.8 13 c 20.8 17.8 17 21.4 12 21.4 c 7 21.4 3.2 17.8 3.2 13 c \
         3.2 8.2 7 4.4 12 4.4 c f \
         1 g 1 G 2.2 w 8.6 10.8 m 8.6 10.9 l S 15.4 10.8 m 15.4 10.9 l S \
         12 13.2 m 14.6 13.2 16.2 14.7 16.2 16.4 c 16.2 18.1 14.6 19.4 12 19.4 c 9.4 19.4 7.8 18.1 7.8 16.4 c \
         7.8 14.7 9.4 13.2 12 13.2 c f 0 g 0 G 10.7 14.6 m 13.3 14.6 l 12 16.2 l h f \
         0.9 w 12 16 m 12 17.6 l S",
    ),
    // An open book.
    (
        "books",
        "11.4 6 m 9 4.2 5 3.9 1.8 4.6 c 1.8 18.6 l 5 17.9 9 18.2 11.4 20.2 c h f \
         12.6 6 m 15 4.2 19 3.9 22.2 4.6 c 22.2 18.6 l 19 17.9 15 18.2 12.6 20.2 c h f \
         1 G 0.9 w 4.2 8.2 m 6 8 7.8 8.2 9.2 8.9 c S 4.2 11.6 m 6 11.4 7.8 11.6 9.2 12.3 c S \
         19.8 8.2 m 18 8 16.2 8.2 14.8 8.9 c S 19.8 11.6 m 18 11.4 16.2 11.6 14.8 12.3 c S",
    ),
    // A handbag.
    (
        "accessories",
        "4.4 9 m 19.6 9 l 21.4 21 l 2.6 21 l h f 1.8 w 7.8 9 m 7.8 5 9.4 3 12 3 c 14.6 3 16.2 5 16.2 9 c S \
         1 G 1 w 3.6 13.4 m 20.4 13.4 l S 1 g 10.6 12.2 2.8 3 re f",
    ),
    // A ball.
    (
        "other",
        "12 2 m 17.5 2 22 6.5 22 12 c 22 17.5 17.5 22 12 22 c 6.5 22 2 17.5 2 12 c 2 6.5 6.5 2 12 2 c f \
         1 G 1.2 w 12 2.6 m 12 21.4 l S 2.6 12 m 21.4 12 l S \
         5.4 4.6 m 9.4 8.4 9.4 15.6 5.4 19.4 c S 18.6 4.6 m 14.6 8.4 14.6 15.6 18.6 19.4 c S",
    ),
];

/// Draws the pictogram of a category; an unknown code gets that of `other`.
pub fn draw(pdf: &mut Pdf, x: f32, y: f32, side: f32, category_code: &str) {
    let [.., other] = DRAWINGS;
    let (name, drawing) = DRAWINGS.into_iter().find(|(code, _)| *code == category_code).unwrap_or(other);
    pdf.symbol(x, y, side, name, drawing);
}
