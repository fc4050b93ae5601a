import os from "node:os";
import type { LaunchOptions } from "@playwright/test";

/** Chromium as it comes inside an npm package: nothing is downloaded and nothing is installed on the machine. */
export async function launchOptions(): Promise<{ launchOptions: LaunchOptions }> {
  // The package unpacks its libraries only where it believes itself to be on a function runtime of this name.
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs20.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  const executablePath = await chromium.executablePath();
  return {
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--font-render-hinting=none",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
      env: {
        ...(process.env as Record<string, string>),
        LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH ?? `${os.tmpdir()}/al2023/lib`,
        FONTCONFIG_PATH: process.env.FONTCONFIG_PATH ?? os.tmpdir(),
      },
    },
  };
}
