import localFont from "next/font/local";

/** Archivo with its width axis. Preloaded, and its stand-in is given the same metrics, so that nothing moves. */
export const archivo = localFont({
  src: "../../../../node_modules/@fontsource-variable/archivo/files/archivo-latin-wdth-normal.woff2",
  variable: "--font-archivo",
  weight: "100 900",
  declarations: [{ prop: "font-stretch", value: "62% 125%" }],
  adjustFontFallback: "Arial",
  display: "swap",
});

/** For names that a tired person must not misread: 0 and O, 1 and l differ. */
export const atkinsonMono = localFont({
  src: "../../../../node_modules/@fontsource-variable/atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-wght-normal.woff2",
  variable: "--font-atkinson-mono",
  weight: "200 800",
  adjustFontFallback: false,
  display: "swap",
});
