import { brokenPart } from "./broken-part";

export const fan = brokenPart("fan", "Stop a fan", "Replace the fan");
