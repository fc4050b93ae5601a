import { once } from "node:events";
import http, { type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { Browser } from "@playwright/test";
import type { Reached } from "../api";
import type { BenchPage } from "./page";
import { newProfile, visit } from "./page-visit";

/**
 * The least that a page could need, in the same browser on the same machine: the console's own document with its styles
 * and fonts and without its scripts. For live changes it has the smallest script there can be: hear, ask, write.
 */
export interface Floor {
  readonly url: string;
  /** Tells the open page that something changed; its answer is `#floor-change` with this text. */
  change(text: string): void;
  close(): Promise<void>;
}

const LIVE_SCRIPT = `<p id="floor-change">0</p><script>
  new EventSource("/floor/live").onmessage = async () => {
    const { text } = await (await fetch("/floor/answer")).json();
    document.getElementById("floor-change").textContent = text;
  };
</script>`;

/** The document as it is drawn: on the wire its content comes in pieces that a script puts in their places. */
async function drawn(browser: Browser, console_: Reached, path: string, usable: string): Promise<string> {
  const profile = await newProfile(browser, console_);
  const page = await profile.newPage();
  await visit(page, `${console_.url}${path}`, usable);
  const html = await page.content();
  await profile.close();
  return html;
}

/** @param answerBytes how much an answer weighs, as the console's own */
export async function openFloor(
  browser: Browser,
  console_: Reached,
  { path, usable }: BenchPage,
  answerBytes: number,
): Promise<Floor> {
  const html = (await drawn(browser, console_, path, usable))
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, "")
    .replace(/<link[^>]*as="script"[^>]*>/g, "")
    .replace("</body>", `${LIVE_SCRIPT}</body>`);
  const readers = new Set<ServerResponse>();
  let text = "0";
  const send = (response: ServerResponse, type: string, body: Buffer) => {
    response.writeHead(200, { "content-type": type, "content-encoding": "gzip", "cache-control": "no-store" });
    response.end(gzipSync(body));
  };
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://floor");
    if (pathname === "/floor/live") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(":\n\n");
      readers.add(response);
      request.on("close", () => readers.delete(response));
    } else if (pathname === "/floor/answer") {
      const filling = "x".repeat(answerBytes);
      send(response, "application/json", Buffer.from(JSON.stringify({ text, filling })));
    } else if (pathname === "/") send(response, "text/html; charset=utf-8", Buffer.from(html));
    else {
      const asset = await fetch(`${console_.url}${pathname}`);
      send(response, asset.headers.get("content-type") ?? "", Buffer.from(await asset.arrayBuffer()));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    change(next) {
      text = next;
      for (const reader of readers) reader.write("data: 1\n\n");
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
