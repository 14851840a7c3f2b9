/** Code points that the fonts of the labels have, made from the font files: never edited by hand. */
export const PRINTED_SIGNS =
  "20-7e a0-24f 2b0-2dd 300-328 1e00-1eff 2010-2027 2030-203a 2044 2070-2071 2074-208e 2090-2094 20a0-20bf 2116 2122 2150-215e 25cc fffd";
