import { describeRecord } from "./record-suite";

describeRecord("pglite", { runs: 2 });
