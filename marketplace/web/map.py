"""Where a place lies on the drawn map of Europe; the drawing itself is `static/europe.svg`."""

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

# Lambert azimuthal equal-area round 52° N 10° E on a sphere; `assets/map.js` draws with the
# same figures, in the units of the drawing's view box.
WIDTH = 600
HEIGHT = 600
SCALE = 880
CENTRE_X = 272
CENTRE_Y = 318
CENTRE_LATITUDE = radians(52)
CENTRE_LONGITUDE = radians(10)


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the map in units of its view box: `x` rightwards, `y` downwards."""

    x: float
    y: float


def spot(latitude: float | None, longitude: float | None) -> Spot | None:
    """Place WGS 84 degrees on the map; None where unknown or beyond its edge."""
    if latitude is None or longitude is None:
        return None
    phi, turned = radians(latitude), radians(longitude) - CENTRE_LONGITUDE
    nearness = sin(CENTRE_LATITUDE) * sin(phi) + cos(CENTRE_LATITUDE) * cos(phi) * cos(turned)
    if nearness <= 0:  # The far half of the globe would fold back over the edge.
        return None
    stretch = SCALE * sqrt(2 / (1 + nearness))
    north = cos(CENTRE_LATITUDE) * sin(phi) - sin(CENTRE_LATITUDE) * cos(phi) * cos(turned)
    x = round(CENTRE_X + stretch * cos(phi) * sin(turned), 1)
    y = round(CENTRE_Y - stretch * north, 1)
    return Spot(x, y) if 0 <= x <= WIDTH and 0 <= y <= HEIGHT else None
