import { Button, createTheme, type MantineColorsTuple, Modal, Paper, TextInput } from "@mantine/core";

/** The accent #2563EB is shade 6; darker and lighter ones keep its hue. */
const accent: MantineColorsTuple = [
  "#eff4ff",
  "#dbe6fe",
  "#bfd3fe",
  "#93b4fd",
  "#6090fa",
  "#3b76f6",
  "#2563eb",
  "#1d4fd8",
  "#1e40af",
  "#1e3a8a",
];

export const theme = createTheme({
  primaryColor: "accent",
  colors: { accent },
  primaryShade: 6,
  autoContrast: true,
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  headings: {
    fontFamily: '"Inter Variable", system-ui, sans-serif',
    fontWeight: "650",
    sizes: { h1: { fontSize: "1.625rem", lineHeight: "1.25" }, h2: { fontSize: "1.25rem" } },
  },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: "md" } }),
    TextInput: TextInput.extend({ defaultProps: { size: "md" } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, p: "md" } }),
    Modal: Modal.extend({ defaultProps: { centered: true, closeButtonProps: { "aria-label": "Fermer" } } }),
  },
});
