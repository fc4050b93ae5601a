import { lossEvent } from "@v-available/domain/pair-prediction";
import { LOSSES, type Prediction, pauseWords, predictVm } from "@v-available/domain/prediction";
import type { PicturedPair } from "../query/picture";
import type { PredictionView } from "../view/headline";

const LOST_WORDS: Readonly<Record<Prediction["lost"], string>> = {
  nothing: "nothing",
  memory: "memory",
  "late-writes": "the latest writes",
  all: "everything",
  unknown: "not known",
};

export function predictionView(prediction: Prediction, pair: PicturedPair): PredictionView {
  return {
    loss: prediction.loss,
    title: lossEvent(prediction.loss, pair.facts, siteNameOf(pair)),
    outcome: prediction.outcome,
    verdict: prediction.sentence,
    reason: prediction.detail,
    pause: pauseWords(prediction.pause),
    pauseMaxMs: prediction.pause?.ms ?? null,
    lost: LOST_WORDS[prediction.lost],
    runsOn: prediction.onSide,
    overAtMs: prediction.overAtMs,
    off: prediction.off,
  };
}

export const siteNameOf = (pair: PicturedPair): string => `site ${pair.site?.name ?? pair.row.siteRef}`;

export const predictionsOf = (vm: Parameters<typeof predictVm>[0], pair: PicturedPair): PredictionView[] =>
  LOSSES.map((loss) => predictionView(predictVm(vm, pair.facts, loss), pair));
