// Draws Europe's outline once, in the projection that marketplace/web/map.py places points in.
import { geoAzimuthalEqualArea, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";

// Lambert azimuthal equal-area round 52° N 10° E on a sphere; the same figures stand in map.py.
const WIDTH = 600;
const HEIGHT = 600;
const SCALE = 880;
const TRANSLATE = [272, 318];

// Half a unit is finer than the eye can see at the size the map is shown.
const thin = (path) => path.replace(/-?\d+\.\d+/g, (number) => String(Math.round(number * 2) / 2));

// Islets of less than two square units would only look like dirt between the cities.
const large = (path) => path.split(/(?=M)/).filter((ring) => extent(ring) > 2).join("");

function extent(ring) {
  const points = [...ring.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [+x, +y]);
  const span = (axis) => {
    const values = points.map((point) => point[axis]);
    return Math.max(...values) - Math.min(...values);
  };
  return span(0) * span(1);
}

function squeeze(path) {
  // Rounding leaves neighbours that coincide; each is drawn once.
  return path.replace(/([ML])([^MLZ]+)(?:L\2(?=[LZM]|$))+/g, "$1$2");
}

export function europe(topology) {
  const projection = geoAzimuthalEqualArea()
    .rotate([-10, -52])
    .scale(SCALE)
    .translate(TRANSLATE)
    .clipExtent([[-2, -2], [WIDTH + 2, HEIGHT + 2]]);
  const path = geoPath(projection);
  const land = squeeze(thin(large(path(feature(topology, topology.objects.countries)) ?? "")));
  const borders = squeeze(thin(path(mesh(topology, topology.objects.countries, (a, b) => a !== b)) ?? ""));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<path fill="#e4ddcc" d="${land}"/>
<path fill="none" stroke="#fff" stroke-width="1" stroke-linejoin="round" d="${borders}"/>
</svg>
`;
}
