import { describeWatch } from "./watch-suite";

describeWatch("postgres");
