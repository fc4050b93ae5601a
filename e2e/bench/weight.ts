/** Budgets that hold on every machine; each page has its own for JavaScript. */
export const REQUESTS = 20;
export const ELEMENTS = 2_000;
export const LAYOUT_SHIFT = 0.01;
