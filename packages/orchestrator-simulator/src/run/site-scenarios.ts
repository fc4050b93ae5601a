import { lineOf, type Scenario } from "./scenario";
import { BLIP, clear, inject, RESTART, silent } from "./scenario-words";
import { SITE_A, SITE_B, TWO_SITE_LANES, TWO_SITE_STAGE } from "./two-site-stage";

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
    name: "both-sites-lost",
    title: "Both sites lose their power.",
    sentence:
      "At zero both sites stop; a minute later they have power again. Nothing may act for them meanwhile. Their hosts boot for five minutes, and start from the newest copies: no write is lost.",
    untilMs: 480_000,
    zero: "sites lost",
    expect: { ft: silent(400, 430, "lost"), ra: silent(400, 430, "lost"), ha: silent(400, 430, "lost") },
    script: [
      lineOf(0, "Site A loses its power.", inject("site-power", SITE_A)),
      lineOf(0, "Site B loses its power.", inject("site-power", SITE_B)),
      lineOf(60_000, "Site A has power again.", clear("site-power", SITE_A)),
      lineOf(60_000, "Site B has power again.", clear("site-power", SITE_B)),
    ],
  },
];
