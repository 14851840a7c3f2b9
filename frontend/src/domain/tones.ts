/** How a state looks beside its word; the theme has a colour for each. */
export type Tone = "good" | "waiting" | "bad" | "neutral" | "accent";
