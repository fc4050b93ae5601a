import { spawn } from "node:child_process";
import { addressFromEnvironment, ensureFree } from "./address.mjs";
import { buildConsole } from "./build.mjs";
import { install } from "./install.mjs";
import { bin, root } from "./shell.mjs";

/** Sets up what is missing, runs the console, prints its address. Resolves to the exit code of the console. */
export async function start() {
  const began = Date.now();
  const address = addressFromEnvironment();
  await ensureFree(address);
  await install();
  await buildConsole();

  const server = spawn(
    process.execPath,
    [bin("next"), "start", "apps/console", "--hostname", address.host, "--port", String(address.port)],
    {
      cwd: root,
      // Next would end the process before the database is closed; the console handles the signals itself.
      env: {
        ...process.env,
        CONSOLE_URL: process.env.CONSOLE_URL || address.url,
        NEXT_MANUAL_SIG_HANDLE: "true",
        NEXT_TELEMETRY_DISABLED: "1",
        NODE_ENV: "production",
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  // Next's own banner is not for the reader; what the console itself prints is.
  server.stdout.on("data", (chunk) => {
    for (const line of chunk.toString().split("\n")) if (line.startsWith("v-available: ")) console.log(line.slice(13));
  });
  let ended = false;
  const exit = new Promise((resolve) =>
    server.on("exit", (code, signal) => {
      ended = true;
      resolve(code ?? (signal === "SIGINT" || signal === "SIGTERM" ? 0 : 1));
    }),
  );
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => !ended && server.kill(signal));

  while (!ended && !(await healthy(address.url))) await new Promise((resolve) => setTimeout(resolve, 100));
  if (!ended) {
    console.log(
      `v-Available is ready at ${address.url} (${((Date.now() - began) / 1000).toFixed(1)} s). Ctrl-C ends it.`,
    );
  }
  return exit;
}

async function healthy(url) {
  try {
    return (await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false; // not listening yet
  }
}
