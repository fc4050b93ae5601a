import { describeOrchestratorContract } from "@v-available/orchestrator/contract";
import { simulatorHarness } from "./contract-harness";

describeOrchestratorContract("simulator", () => simulatorHarness());
