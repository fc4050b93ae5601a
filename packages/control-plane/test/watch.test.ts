import { describeWatch } from "./watch-suite";

describeWatch("pglite");
