import { brokenPart } from "./broken-part";

export const psu = brokenPart("psu", "Break a power supply", "Replace the power supply");
