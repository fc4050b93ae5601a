import { HydrationBoundary } from "@tanstack/react-query";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { JSX, ReactNode } from "react";
import { Providers } from "../client/Providers";
import { ZONE_COOKIE, ZoneProvider } from "../client/Zone";
import { FaultLabStrip } from "../lab/FaultLabStrip";
import { prefetchFrame } from "../Prefetched";
import { whoAsks } from "../server/who-asks";
import { Bar } from "../shell/Bar";
import { CutOffStrip } from "../shell/CutOffStrip";
import { PRINT_SCRIPT, PRINTED_ID } from "../shell/print";
import { Tabs } from "../shell/Tabs";
import { THEME_SCRIPT } from "../shell/theme";
import { archivo, atkinsonMono } from "./font";
import "./globals.css";

export const dynamic = "force-dynamic";

export const metadata: Metadata = { title: { default: "v-Available", template: "%s, v-Available" } };

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  colorScheme: "light dark",
  // The paper's tone in both themes (style/token.css), so that an installed console has no foreign frame.
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf7" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1213" },
  ],
};

const knownZone = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  const zone = decodeURIComponent(text);
  return Intl.supportedValuesOf("timeZone").includes(zone) || zone === "UTC" ? zone : null;
};

export default async function RootLayout({ children }: { children: ReactNode }): Promise<JSX.Element> {
  const zone = knownZone((await cookies()).get(ZONE_COOKIE)?.value);
  if ((await whoAsks()) === null) return <Page>{children}</Page>;
  // Taken before any page reads: what changes in between is told again, never missed.
  const { state, revision } = await prefetchFrame();
  return (
    <Page>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <ZoneProvider zone={zone} drawnAtMs={Date.now()}>
        <Providers revision={revision}>
          <HydrationBoundary state={state}>
            <Bar />
            <CutOffStrip />
            <main id="main" tabIndex={-1}>
              {children}
            </main>
            <FaultLabStrip />
            <Tabs />
          </HydrationBoundary>
        </Providers>
      </ZoneProvider>
    </Page>
  );
}

function Page({ children }: { children: ReactNode }): JSX.Element {
  return (
    <html lang="en" className={`${archivo.variable} ${atkinsonMono.variable}`} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant, and it must run before the first paint */}
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant */}
        <script dangerouslySetInnerHTML={{ __html: PRINT_SCRIPT }} />
      </head>
      <body>
        <p id={PRINTED_ID} className="printed" suppressHydrationWarning />
        {children}
      </body>
    </html>
  );
}
