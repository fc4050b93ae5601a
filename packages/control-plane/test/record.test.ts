import { describeRecord } from "./record-suite";

describeRecord("pglite", { runs: 4, seed: -476287216 });
