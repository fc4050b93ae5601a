import { LEVEL_LABEL, PROTECTION_LABEL, SHAPES } from "@v-available/domain/label";
import { DIAL_STOPS, PROTECTION_OF_STOP } from "@v-available/domain/level";
import { OUTCOMES } from "@v-available/domain/prediction";
import { HOST_STATES, PAIR_STATES, PROTECTION_STATES, SEVERITIES } from "@v-available/domain/state";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Dial, SmallDial } from "./Dial";
import { GLYPH_SIZES } from "./geometry";
import { LevelGlyph, levelWords } from "./LevelGlyph";
import { MachineName } from "./MachineName";
import { MirrorBar } from "./MirrorBar";
import { type Half, PairGlyph } from "./PairGlyph";
import { type PairFacts, PairStateGlyph } from "./PairStateGlyph";
import { SeverityMark } from "./SeverityMark";
import { ShapeMark } from "./ShapeMark";
import { PairBadge, StateBadge } from "./StateBadge";
import { StateMark } from "./StateMark";
import { TraceMark } from "./TraceMark";

/** The drawing without its colour: what is left for an eye that sees none. */
const silhouette = (markup: string): string =>
  markup.replace(/ style="[^"]*"/g, "").replace(/ data-[a-z]+="[^"]*"/g, "");

describe("a state is never told by colour alone", () => {
  it("gives every protection state a silhouette and a word of its own", () => {
    const shapes = PROTECTION_STATES.map((state) => silhouette(renderToStaticMarkup(<StateMark state={state} />)));
    expect(new Set(shapes).size).toBe(PROTECTION_STATES.length);
    const words = PROTECTION_STATES.map((state) => PROTECTION_LABEL[state].word);
    expect(new Set(words).size).toBe(PROTECTION_STATES.length);
  });

  it("draws every shape of the language differently", () => {
    const drawings = SHAPES.map((shape) => renderToStaticMarkup(<ShapeMark shape={shape} tone="ink" />));
    expect(new Set(drawings).size).toBe(SHAPES.length);
  });

  it("does not point at a machine that is unprotected by choice", () => {
    const calling = silhouette(renderToStaticMarkup(<StateMark state="Unprotected" />));
    const quiet = renderToStaticMarkup(<StateBadge state="Unprotected" asWished />);
    expect(silhouette(quiet)).not.toContain(calling);
    expect(quiet).toContain(`<b>${PROTECTION_LABEL.Unprotected.word}</b>`);
    expect(quiet).not.toContain("--unprotected");
  });

  it.each(PROTECTION_STATES)("shows %s with its word", (state) => {
    expect(renderToStaticMarkup(<StateBadge state={state} />)).toContain(`<b>${PROTECTION_LABEL[state].word}</b>`);
  });

  it("gives every pair state a word of its own", () => {
    const words = PAIR_STATES.map(
      (state) => /<b>(.*)<\/b>/.exec(renderToStaticMarkup(<PairBadge state={state} />))?.[1],
    );
    expect(new Set(words).size).toBe(PAIR_STATES.length);
  });

  it("tells severities and outcomes apart by shape", () => {
    const severities = SEVERITIES.map((severity) =>
      silhouette(renderToStaticMarkup(<SeverityMark severity={severity} />)),
    );
    expect(new Set(severities).size).toBe(SEVERITIES.length);
    const outcomes = OUTCOMES.map((outcome) => silhouette(renderToStaticMarkup(<TraceMark outcome={outcome} />)));
    expect(new Set(outcomes).size).toBe(OUTCOMES.length);
  });
});

const HALVES: readonly Half[] = [
  { is: "act" },
  { is: "disk" },
  { is: "core" },
  { is: "sync", ratio: 0.42 },
  { is: "gone" },
  { is: "unknown" },
  { is: "held" },
  { is: "maintenance" },
  { is: "none" },
];

describe("the pair", () => {
  it.each(GLYPH_SIZES)("draws each half differently and on whole pixels at %d", (size) => {
    const drawings = HALVES.map((half) =>
      silhouette(renderToStaticMarkup(<PairGlyph a={half} b={{ is: "none" }} links="none" size={size} label={null} />)),
    );
    expect(new Set(drawings).size).toBe(HALVES.length);
    for (const drawing of drawings) {
      for (const [, path = ""] of drawing.matchAll(/ d="([^"]*)"/g)) expect(path).not.toMatch(/\d\.\d/);
    }
  });

  it("keeps A left and B right", () => {
    const start = (markup: string) => Number(/ d="M(\d+)/.exec(markup)?.[1]);
    const onlyA = renderToStaticMarkup(<PairGlyph a={{ is: "act" }} b={{ is: "none" }} links="none" />);
    const onlyB = renderToStaticMarkup(<PairGlyph a={{ is: "none" }} b={{ is: "act" }} links="none" />);
    expect(start(onlyA)).toBe(0);
    expect(start(onlyB)).toBe(11);
  });

  it("speaks in words", () => {
    const markup = renderToStaticMarkup(
      <PairGlyph a={{ is: "act" }} b={{ is: "sync", ratio: 0.42 }} links="a" witness="b" />,
    );
    expect(markup).toContain('aria-label="A acts, B is catching up, 42 percent, link A only, witness seen by B only"');
    expect(
      renderToStaticMarkup(<PairGlyph a={{ is: "act" }} b={{ is: "disk" }} links="both" label={null} />),
    ).toContain('aria-hidden="true"');
  });

  it("never fills a copy that is not complete", () => {
    const whole = renderToStaticMarkup(
      <PairGlyph a={{ is: "sync", ratio: 1 }} b={{ is: "none" }} links="none" size={84} />,
    );
    const almost = renderToStaticMarkup(<MirrorBar ratio={0.999} width={100} />);
    expect(whole).toContain("100 percent");
    expect(almost).toContain('width="99"');
    expect(almost).toContain("99 percent copied");
  });
});

const facts: PairFacts = {
  hosts: { a: "Running", b: "Running" },
  activeSide: "a",
  links: { a: "Up", b: "Up" },
  witnessSeenBy: { a: true, b: true },
  worst: "Protected",
  resync: null,
  twoSites: false,
  held: false,
};

describe("a pair as it is", () => {
  it.each(PAIR_STATES)("speaks the word of %s first", (state) => {
    const markup = renderToStaticMarkup(<PairStateGlyph state={state} facts={facts} name="lit" />);
    expect(markup).toMatch(
      /aria-label="lit, (Normal|Single host|Partitioned|Witness lost|Awaiting quorum|Down|Split brain|Unknown): /,
    );
  });

  it("draws every host state, and a lost host lets the other act", () => {
    for (const state of HOST_STATES) {
      const markup = renderToStaticMarkup(
        <PairStateGlyph state="SingleHost" facts={{ ...facts, hosts: { a: state, b: "Running" } }} />,
      );
      expect(markup).toContain('role="img"');
    }
    const lost = renderToStaticMarkup(
      <PairStateGlyph state="SingleHost" facts={{ ...facts, hosts: { a: "Failed", b: "Running" } }} />,
    );
    expect(lost).toContain("A is gone, B acts, no link");
  });

  it("shows nothing known of a pair that is Unknown, whatever was known before", () => {
    const markup = renderToStaticMarkup(<PairStateGlyph state="Unknown" facts={facts} />);
    expect(markup).toContain("A is not known, B is not known");
  });

  it("takes no colour while all is normal", () => {
    expect(renderToStaticMarkup(<PairStateGlyph state="Normal" facts={facts} />)).not.toContain("var(--");
  });
});

describe("levels and the dial", () => {
  it("names each level and what is added", () => {
    const level = PROTECTION_OF_STOP["fault-tolerance"];
    expect(levelWords({ ...level, recovery: { targetRpoMs: 15_000 } })).toBe("Fault Tolerance and Disaster Recovery");
    expect(levelWords({ ...PROTECTION_OF_STOP["high-availability"], separation: "site" })).toBe("Remote Availability");
    const glyphs = DIAL_STOPS.map((stop) =>
      renderToStaticMarkup(<LevelGlyph protection={PROTECTION_OF_STOP[stop]} label={null} />),
    );
    expect(new Set(glyphs).size).toBe(DIAL_STOPS.length);
  });

  it("speaks declared and effective, and draws no needle for what is not known", () => {
    for (const declared of DIAL_STOPS) {
      for (const effective of DIAL_STOPS) {
        const spoken = `aria-label="Declared ${LEVEL_LABEL[declared].word}, effective ${LEVEL_LABEL[effective].word}"`;
        const markup = renderToStaticMarkup(<Dial declared={declared} effective={effective} />);
        expect(markup).toContain(spoken);
        expect(markup.includes("va-exposure")).toBe(DIAL_STOPS.indexOf(effective) < DIAL_STOPS.indexOf(declared));
        expect(renderToStaticMarkup(<SmallDial declared={declared} effective={effective} />)).toContain(spoken);
      }
      const unknown = renderToStaticMarkup(<Dial declared={declared} effective={null} />);
      expect(unknown).toContain("effective unknown");
      expect(unknown).not.toContain('r="8"');
    }
  });
});

describe("names", () => {
  it("keeps both ends of a long name and all of its letters", () => {
    const markup = renderToStaticMarkup(<MachineName name="warehouse-orders-replica-db-01" />);
    expect(markup.replace(/<[^>]*>/g, "")).toBe("warehouse-orders-replica-db-01");
    expect(markup).toContain(">-db-01</span>");
  });
});
