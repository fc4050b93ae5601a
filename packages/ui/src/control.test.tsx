import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Button } from "./Button";
import { ErrorState, Stale } from "./Notice";
import { bytesText, clockText, countText, durationText, mibText, percentText, rateText } from "./quantity";
import { Segmented } from "./Segmented";
import { Skeleton } from "./Skeleton";
import { Head } from "./Table";

describe("controls", () => {
  it("keeps a blocked button in its place, reachable, with the reason tied to it", () => {
    const markup = renderToStaticMarkup(<Button blockedBy="Not while on one copy. Possible at 10:58:14.">Stop</Button>);
    const reason = /aria-describedby="([^"]+)"/.exec(markup)?.[1];
    expect(reason).toBeDefined();
    expect(markup).toContain(`id="${reason}"`);
    expect(markup).toContain('aria-disabled="true"');
    expect(markup).not.toContain(" disabled");
    expect(markup).toContain("Possible at 10:58:14.");
  });

  it("says nothing beside a button that works", () => {
    expect(renderToStaticMarkup(<Button blockedBy={null}>Stop</Button>)).not.toContain("aria-");
  });

  it("marks the chosen one of a group", () => {
    const options = [
      { value: "now", label: "Now" },
      { value: "host-a", label: "Lose lit-a" },
    ] as const;
    const markup = renderToStaticMarkup(
      <Segmented label="What if" options={options} value="host-a" onChange={() => undefined} />,
    );
    expect(markup.match(/aria-pressed="true"/g)).toHaveLength(1);
    expect(markup).toMatch(/aria-pressed="true">Lose lit-a/);
    expect(markup).toContain('role="group" aria-label="What if"');
  });

  it("speaks the order of a sorted column", () => {
    const head = (direction: "ascending" | null) =>
      renderToStaticMarkup(
        <table>
          <thead>
            <tr>
              <Head sort={{ direction, onSort: () => undefined }}>Name</Head>
            </tr>
          </thead>
        </table>,
      );
    expect(head("ascending")).toContain('aria-sort="ascending"');
    expect(head(null)).toContain('aria-sort="none"');
  });

  it("announces waiting, errors and age", () => {
    expect(renderToStaticMarkup(<Skeleton label="Reading the machines" />)).toContain('role="status"');
    expect(renderToStaticMarkup(<ErrorState title="The change was not made." />)).toContain('role="alert"');
    const shown = (stale: boolean) =>
      renderToStaticMarkup(
        <Stale stale={stale} note="Last seen 10:49:39, 41 s ago.">
          <p>was</p>
        </Stale>,
      );
    expect(shown(true)).toContain("41 s ago");
    expect(shown(false)).not.toContain("41 s ago");
  });
});

describe("quantities", () => {
  it("always carry a unit", () => {
    expect(mibText(512)).toBe("512 MiB");
    expect(mibText(1536)).toBe("1.5 GiB");
    expect(mibText(268 * 1024)).toBe("268 GiB");
    expect(bytesText(80 * 1024 ** 3)).toBe("80 GiB");
    expect(rateText(240e6)).toBe("240 MB/s");
    expect(rateText(1.25e9)).toBe("1.3 GB/s");
    expect(rateText(0)).toBe("0 kB/s");
    expect(countText(1, "machine")).toBe("1 machine");
    expect(countText(3, "machine")).toBe("3 machines");
  });

  it("never round up to done", () => {
    expect(percentText(0.9999)).toBe("99 %");
    expect(percentText(1)).toBe("100 %");
    expect(percentText(0.29)).toBe("29 %");
  });

  it("give a length of time in the unit that fits", () => {
    expect(durationText(380)).toBe("380 ms");
    expect(durationText(1_500)).toBe("1.5 s");
    expect(durationText(65_000)).toBe("65 s");
    expect(durationText(480_000)).toBe("8 min");
    expect(durationText(61 * 86_400_000)).toBe("61 days");
    expect(durationText(-5)).toBe("0 ms");
  });

  it("add the day to a clock time that is not of today", () => {
    const now = new Date(2026, 10, 9, 10, 50, 20).getTime();
    expect(clockText(new Date(2026, 10, 9, 8, 2, 7).getTime(), now)).toBe("08:02:07");
    expect(clockText(new Date(2026, 10, 8, 23, 59, 59).getTime(), now)).toBe("8 Nov 23:59:59");
  });
});
