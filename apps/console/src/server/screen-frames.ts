import type { OpenedScreen } from "@v-available/control-plane/screen/screens";
import { BEAT_MS, writeFrame } from "../screen/frame";

/** What a page is sent, until the screen is over: read on only as fast as the page reads. */
export async function* screenFrames(screen: OpenedScreen): AsyncGenerator<Uint8Array> {
  const { token, host, mayNotType, down, over } = screen;
  const bytes = down[Symbol.asyncIterator]();
  try {
    yield writeFrame({ kind: "opened", opened: { token, host, mayNotType } });
    let next = bytes.next();
    for (;;) {
      const come = await orBeat(next);
      if (come === "beat") yield writeFrame({ kind: "beat" });
      else if (come.done) break;
      else {
        yield writeFrame({ kind: "bytes", bytes: come.value });
        next = bytes.next();
      }
    }
    yield writeFrame({ kind: "over", because: await over });
  } finally {
    screen.close();
    await bytes.return?.();
  }
}

async function orBeat<T>(work: Promise<T>): Promise<T | "beat"> {
  let timer: NodeJS.Timeout | undefined;
  const beat = new Promise<"beat">((resolve) => {
    timer = setTimeout(() => resolve("beat"), BEAT_MS);
  });
  try {
    return await Promise.race([work, beat]);
  } finally {
    clearTimeout(timer);
  }
}

/** A body that is written as it is taken; a page that goes away ends the screen. */
export function bodyOf(screen: OpenedScreen): ReadableStream<Uint8Array> {
  const frames = screenFrames(screen);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await frames.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        // First: what is waited for ends by it.
        screen.close();
        await frames.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
