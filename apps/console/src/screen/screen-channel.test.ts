import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Frame, LONGEST_PART, type Opened, SILENT_MS, writeFrame } from "./frame";
import { type Loss, ScreenChannel } from "./screen-channel";

const OPENED: Opened = { token: "the token", host: "lit-a", mayNotType: null };

/** A console in this process: what it answers, and what it was sent. */
function world() {
  let down: ReadableStreamDefaultController<Uint8Array> | null = null;
  const parts: { number: number; token: string; bytes: number[] }[] = [];
  const waiting: ((answer: Response | Error) => void)[] = [];
  let opening: Response | null = null;
  const ended = { aborted: false };
  const fetch_ = (async (address: string, init: RequestInit) => {
    if (!address.includes("/input")) {
      init.signal?.addEventListener("abort", () => {
        ended.aborted = true;
        down?.error(new DOMException("aborted", "AbortError"));
      });
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          down = controller;
        },
      });
      return opening ?? new Response(body);
    }
    const { searchParams } = new URL(address, "http://console");
    parts.push({
      number: Number(searchParams.get("number")),
      token: searchParams.get("token") ?? "",
      bytes: [...(init.body as Uint8Array)],
    });
    const answer = await new Promise<Response | Error>((resolve) => waiting.push(resolve));
    if (answer instanceof Error) throw answer;
    return answer;
  }) as typeof fetch;
  const losses: Loss[] = [];
  const said: (string | null)[] = [];
  const open = () =>
    new ScreenChannel({
      address: "/api/machines/m/screen",
      fetch: fetch_,
      onOpened: () => {},
      onMayNotType: (because) => said.push(because),
      onLoss: (loss) => losses.push(loss),
    });
  return {
    open,
    parts,
    losses,
    said,
    ended,
    refuse: (response: Response) => {
      opening = response;
    },
    tell: (frame: Frame) => down?.enqueue(writeFrame(frame)),
    cut: () => down?.close(),
    answer: (mayNotType: string | null = null) => waiting.shift()?.(Response.json({ mayNotType })),
    answerWith: (answer: Response | Error) => waiting.shift()?.(answer),
  };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("passes on what comes, also what came before anybody listened", async () => {
  const console_ = world();
  const channel = console_.open();
  await settle();
  console_.tell({ kind: "opened", opened: OPENED });
  console_.tell({ kind: "bytes", bytes: Uint8Array.of(1) });
  await settle();
  expect(channel.readyState).toBe("open");
  const heard: number[] = [];
  channel.onmessage = ({ data }) => heard.push(...new Uint8Array(data));
  await settle();
  console_.tell({ kind: "bytes", bytes: Uint8Array.of(2, 3) });
  await settle();
  expect(heard).toEqual([1, 2, 3]);
});

it("sends one part after the other, numbered, and gathers what is typed meanwhile", async () => {
  const console_ = world();
  const channel = console_.open();
  await settle();
  console_.tell({ kind: "opened", opened: OPENED });
  await settle();
  const memory = Uint8Array.of(1);
  channel.send(memory);
  memory[0] = 9; // the sender uses it again
  channel.send(Uint8Array.of(2));
  channel.send(Uint8Array.of(3));
  await settle();
  expect(console_.parts).toEqual([{ number: 1, token: "the token", bytes: [1] }]);
  console_.answer();
  await settle();
  console_.answer("You are viewer now.");
  await settle();
  expect(console_.parts.slice(1)).toEqual([{ number: 2, token: "the token", bytes: [2, 3] }]);
  expect(console_.said).toEqual([null, "You are viewer now."]);
});

it("cuts what is long into parts that are taken", async () => {
  const console_ = world();
  const channel = console_.open();
  await settle();
  console_.tell({ kind: "opened", opened: OPENED });
  await settle();
  channel.send(new Uint8Array(LONGEST_PART + 5));
  await settle();
  console_.answer();
  await settle();
  expect(console_.parts.map(({ bytes }) => bytes.length)).toEqual([LONGEST_PART, 5]);
});

it("sends a part that was not answered again, under its number, and gives up after a while", async () => {
  const console_ = world();
  const channel = console_.open();
  await settle();
  console_.tell({ kind: "opened", opened: OPENED });
  await settle();
  channel.send(Uint8Array.of(1));
  for (let tried = 0; tried < 4; tried++) {
    await settle();
    console_.answerWith(new TypeError("fetch failed"));
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(console_.parts.map(({ number }) => number)).toEqual([1, 1, 1, 1]);
  expect(console_.losses).toEqual([{ kind: "cut-off" }]);
  expect(console_.ended.aborted).toBe(true);
});

it("lets no more wait than a console takes", async () => {
  const console_ = world();
  const channel = console_.open();
  await settle();
  console_.tell({ kind: "opened", opened: OPENED });
  await settle();
  channel.send(Uint8Array.of(1));
  for (let sent = 0; sent < 17; sent++) channel.send(new Uint8Array(LONGEST_PART));
  expect(console_.losses).toEqual([{ kind: "cut-off" }]);
});

it("says why it is over", async () => {
  const console_ = world();
  const channel = console_.open();
  const closed = vi.fn();
  channel.onclose = closed;
  await settle();
  console_.tell({ kind: "opened", opened: OPENED });
  console_.tell({ kind: "over", because: "moved" });
  await settle();
  expect(console_.losses).toEqual([{ kind: "over", because: "moved" }]);
  expect(closed).toHaveBeenCalledTimes(1);
  expect(channel.readyState).toBe("closed");
});

it("is cut off where the answer ends without a word", async () => {
  const console_ = world();
  console_.open();
  await settle();
  console_.tell({ kind: "opened", opened: OPENED });
  await settle();
  console_.cut();
  await settle();
  expect(console_.losses).toEqual([{ kind: "cut-off" }]);
});

it("tells a refusal in its words", async () => {
  const console_ = world();
  const refusal = { code: "illegal-transition", message: "It does not run." } as const;
  console_.refuse(Response.json({ refusal }, { status: 400 }));
  console_.open();
  await settle();
  expect(console_.losses).toEqual([{ kind: "refused", refusal }]);
});

it("takes silence for the end, and a beat for a sign of life", async () => {
  const console_ = world();
  console_.open();
  await settle();
  console_.tell({ kind: "opened", opened: OPENED });
  await vi.advanceTimersByTimeAsync(SILENT_MS - 1);
  console_.tell({ kind: "beat" });
  await vi.advanceTimersByTimeAsync(SILENT_MS - 1);
  expect(console_.losses).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(console_.losses).toEqual([{ kind: "cut-off" }]);
});

it("ends without a word when the page closes it", async () => {
  const console_ = world();
  const channel = console_.open();
  await settle();
  console_.tell({ kind: "opened", opened: OPENED });
  await settle();
  channel.close();
  await vi.advanceTimersByTimeAsync(2 * SILENT_MS);
  expect(console_.losses).toEqual([]);
  expect(console_.ended.aborted).toBe(true);
});
