import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

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

/** Shade 6 carries white text at 4.5:1 and more, unlike Mantine's own green and red. */
const good: MantineColorsTuple = [
  "#f0fdf4",
  "#dcfce7",
  "#bbf7d0",
  "#86efac",
  "#4ade80",
  "#16a34a",
  "#15803d",
  "#166534",
  "#14532d",
  "#052e16",
];
const bad: MantineColorsTuple = [
  "#fef2f2",
  "#fee2e2",
  "#fecaca",
  "#fca5a5",
  "#f87171",
  "#dc2626",
  "#b91c1c",
  "#991b1b",
  "#7f1d1d",
  "#450a0a",
];

const waiting: MantineColorsTuple = [
  "#fff7ed",
  "#ffedd5",
  "#fed7aa",
  "#fdba74",
  "#fb923c",
  "#ea580c",
  "#b93c0a",
  "#9a3412",
  "#7c2d12",
  "#431407",
];

const dialog = { closeButtonProps: { "aria-label": "Fermer", size: "xl" } };
const dialogStyles = { title: { fontWeight: 650, fontSize: "1.25rem" } };

export const theme = createTheme({
  primaryColor: "accent",
  colors: { accent, good, bad, waiting },
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
  // By name: importing the components here would put all of them into the first load.
  components: {
    Button: { defaultProps: { size: "md" } },
    TextInput: { defaultProps: { size: "md" } },
    NativeSelect: { defaultProps: { size: "md" } },
    PasswordInput: {
      defaultProps: { visibilityToggleButtonProps: { "aria-label": "Afficher ou cacher ce qui est tapé" } },
    },
    // The placeholder is a focusable stranger among the items, which screen readers stumble over.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    // What lies over the page stands in one region: whoever reads by landmarks finds menus and messages too.
    Portal: { defaultProps: { target: "#overlays" } },
    // A second banner on the page would be one too many.
    ModalHeader: { defaultProps: { component: "div" } },
    DrawerHeader: { defaultProps: { component: "div" } },
    Paper: { defaultProps: { withBorder: true, p: "md" } },
    Modal: { defaultProps: { centered: true, ...dialog }, styles: dialogStyles },
    Drawer: { defaultProps: dialog, styles: dialogStyles },
  },
});

/** Mantine's own grey for secondary text and placeholders is too pale to be read by everybody (4.5:1). */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#4b5563",
    "--mantine-color-placeholder": "#6b7280",
    "--mantine-color-error": "#b91c1c",
  },
  dark: {},
});
