import { describePast } from "./past-suite";

describePast("pglite");
