import { lineOf, type Scenario } from "./scenario";
import { BLIP, clear, inject, RESTART, silent } from "./scenario-words";
import { COPIED_LANES, COPIED_STAGE, SITE_A, SITE_B, TWO_SITE_LANES, TWO_SITE_STAGE } from "./two-site-stage";

const onStage = { fleet: TWO_SITE_STAGE, lanes: TWO_SITE_LANES, warmUpMs: 20_000 } as const;

export const SITE_SCENARIOS: readonly Scenario[] = [
  {
    ...onStage,
    name: "site-a-lost",
    title: "A whole site loses its power.",
    sentence:
      "At zero everything at the first site stops. Two machines have their other host at another site, and a witness at a third decides for it; one has both hosts at the lost site, and nobody can start it.",
    untilMs: 140_000,
    zero: "site lost",
    expect: { ft: BLIP, ra: RESTART, ha: silent(135, 142, "not back") },
    script: [lineOf(0, "Site A loses its power.", inject("site-power", SITE_A))],
  },
  {
    ...onStage,
    fleet: COPIED_STAGE,
    lanes: COPIED_LANES,
    name: "both-sites-lost",
    title: "Both sites lose their power.",
    sentence:
      "At zero both sites stop; a minute and a half later they have power again. Nothing may act for them meanwhile but a person: after a minute somebody starts the one machine that is copied far away, without the last seconds. The others wait for their hosts, which boot for five minutes and start from the newest copies: no write of theirs is lost.",
    untilMs: 500_000,
    zero: "sites lost",
    expect: {
      ft: silent(430, 460, "lost"),
      ra: silent(430, 460, "lost"),
      ha: silent(430, 460, "lost"),
      dr: { ...silent(105, 120, "lost"), writes: "lost" },
    },
    script: [
      lineOf(0, "Site A loses its power.", inject("site-power", SITE_A)),
      lineOf(0, "Site B loses its power.", inject("site-power", SITE_B)),
      lineOf(60_000, "A person declares the pair of dr lost.", { do: "recover", subjectRef: "dr" }),
      lineOf(90_000, "Site A has power again.", clear("site-power", SITE_A)),
      lineOf(90_000, "Site B has power again.", clear("site-power", SITE_B)),
    ],
  },
];
