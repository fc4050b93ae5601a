import * as fc from "fast-check";
import { expect, it } from "vitest";
import { placeSites, type SitePosition } from "./site-map";

const DESK = { width: 1_200, height: 440, apart: { x: 110, y: 44 } };
const PHONE = { width: 358, height: 560, apart: { x: 110, y: 44 } };
const at = (latitude: number, longitude: number) => ({ position: { latitude, longitude } });
const anyPosition: fc.Arbitrary<SitePosition> = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

it("draws north above south and east right of west", () => {
  const [bergen, mobile] = placeSites([at(60, 5), at(30, -88)], DESK);
  expect(bergen?.y).toBeLessThan(mobile?.y ?? 0);
  expect(bergen?.x).toBeGreaterThan(mobile?.x ?? 0);
});

it("draws sites of one town beside each other, and those without a place in a row of their own", () => {
  const points = placeSites([at(42, -71), at(42, -71), { position: null }], DESK);
  expect(
    Math.abs((points[0]?.x ?? 0) - (points[1]?.x ?? 0)) + Math.abs((points[0]?.y ?? 0) - (points[1]?.y ?? 0)),
  ).toBeGreaterThan(40);
  expect(points[2]?.y).toBe(DESK.height - DESK.apart.y / 2);
});

it.each([DESK, PHONE])("keeps every mark apart and on the map, whatever the places (%o)", (size) => {
  const sites = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ position: anyPosition }) },
      { weight: 1, arbitrary: fc.constant({ position: null }) },
      { weight: 2, arbitrary: fc.constant(at(42, -71)) },
    ),
    { maxLength: 15 },
  );
  fc.assert(
    fc.property(sites, (given) => {
      const points = placeSites(given, size);
      for (const [index, one] of points.entries()) {
        expect(one.x).toBeGreaterThanOrEqual(size.apart.x / 2 - 1);
        expect(one.x).toBeLessThanOrEqual(size.width - size.apart.x / 2 + 1);
        for (const two of points.slice(index + 1)) {
          const near = Math.abs(one.x - two.x) < size.apart.x - 12 && Math.abs(one.y - two.y) < size.apart.y - 12;
          expect(near, `${JSON.stringify(one)} and ${JSON.stringify(two)}`).toBe(false);
        }
      }
      expect(placeSites(given, size)).toEqual(points);
    }),
    { numRuns: 300, seed: 20_261_128 },
  );
});
