import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Button } from "./Button";
import { ErrorState, Stale } from "./Notice";
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
