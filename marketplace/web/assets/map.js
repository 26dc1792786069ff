// Draws Europe's outline once, in the projection that marketplace/web/map.py places points in.
import { geoAzimuthalEqualArea, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

// Lambert azimuthal equal-area round 52° N 10° E on a sphere; the same figures stand in map.py.
const WIDTH = 600;
const HEIGHT = 600;
const SCALE = 880;
const TRANSLATE = [272, 318];

// A corner that spans less than half a square unit of the drawing cannot be seen.
const FINEST = 0.5 / SCALE ** 2;
// Islets under two square units would only look like dirt between the cities.
const SMALLEST = 2;

const half = (number) => Math.round(number * 2) / 2;

function rings(path) {
  return path.split(/(?=M)/).filter(Boolean).map((ring) => ({
    closed: ring.endsWith("Z"),
    points: [...ring.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [half(x), half(y)]),
  }));
}

function extent({ points }) {
  const span = (axis) => {
    const values = points.map((point) => point[axis]);
    return Math.max(...values) - Math.min(...values);
  };
  return span(0) * span(1);
}

// Steps from point to point are shorter to write than places.
function drawn({ points, closed }) {
  let [x, y] = points[0];
  let path = `M${x} ${y}l`;
  const steps = [];
  for (const [nextX, nextY] of points.slice(1)) {
    if (nextX === x && nextY === y) continue;
    steps.push(`${nextX - x} ${nextY - y}`);
    [x, y] = [nextX, nextY];
  }
  path += steps.join(" ").replaceAll(" -", "-").replaceAll("0.5", ".5");
  return steps.length ? path + (closed ? "z" : "") : "";
}

export function europe(outline) {
  const topology = simplify(presimplify(outline, sphericalTriangleArea), FINEST);
  const projection = geoAzimuthalEqualArea()
    .rotate([-10, -52])
    .scale(SCALE)
    .translate(TRANSLATE)
    .clipExtent([[-2, -2], [WIDTH + 2, HEIGHT + 2]]);
  const path = geoPath(projection);
  const { countries } = topology.objects;
  const land = rings(path(feature(topology, countries))).filter((ring) => extent(ring) > SMALLEST);
  const borders = rings(path(mesh(topology, countries, (one, other) => one !== other)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<path fill="#e4ddcc" stroke="#e4ddcc" stroke-width=".6" d="${land.map(drawn).join("")}"/>
<path fill="none" stroke="#fff" stroke-linejoin="round" d="${borders.map(drawn).join("")}"/>
</svg>
`;
}
