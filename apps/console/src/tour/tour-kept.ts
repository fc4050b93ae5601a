/** Where this browser keeps how far somebody is in the tour. */
export const TOUR_KEY = "v-available.tour";

export const isTourUnderWay = (): boolean => localStorage.getItem(TOUR_KEY) !== null;
