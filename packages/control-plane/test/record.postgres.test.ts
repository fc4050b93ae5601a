import { describeRecord } from "./record-suite";

describeRecord("postgres", { runs: 2 });
