import math
import re
from pathlib import Path

from marketplace.web import map as city_map
from marketplace.web.map import spot

WEB = Path(city_map.__file__).parent


def test_a_city_lies_where_it_lies_on_the_drawing() -> None:
    porto, tallinn, limassol = spot(41.15, -8.61), spot(59.44, 24.75), spot(34.68, 33.04)

    assert porto is not None
    assert tallinn is not None
    assert limassol is not None
    assert porto.x < tallinn.x < limassol.x
    assert tallinn.y < porto.y < limassol.y


def test_the_middle_of_the_projection_is_the_middle_it_names() -> None:
    assert spot(52, 10) == city_map.Spot(city_map.CENTRE_X, city_map.CENTRE_Y)


def test_equal_areas_stay_equal() -> None:
    def area(latitude: float) -> float:
        north, south, east = spot(latitude + 1, 10), spot(latitude - 1, 10), spot(latitude, 12)
        assert north is not None
        assert south is not None
        assert east is not None
        height, width = south.y - north.y, east.x - city_map.CENTRE_X
        return height * width / math.cos(math.radians(latitude))

    assert math.isclose(area(40), area(64), rel_tol=0.05)


def test_what_is_beyond_the_edge_or_unknown_has_no_spot() -> None:
    assert spot(1.29, 103.85) is None
    assert spot(-25.4, -49.3) is None
    assert spot(-52, -170) is None
    assert spot(None, 10) is None
    assert spot(52, None) is None


def test_the_drawing_is_made_with_the_same_figures() -> None:
    script = (WEB / "assets" / "map.js").read_text()
    constants = dict(re.findall(r"const (\w+) = (.+);", script))

    assert int(constants["WIDTH"]) == city_map.WIDTH
    assert int(constants["HEIGHT"]) == city_map.HEIGHT
    assert int(constants["SCALE"]) == city_map.SCALE
    assert constants["TRANSLATE"] == f"[{city_map.CENTRE_X}, {city_map.CENTRE_Y}]"
    assert ".rotate([-10, -52])" in script
    assert (
        f'viewBox="0 0 {city_map.WIDTH} {city_map.HEIGHT}"'
        in (WEB / "static" / "europe.svg").read_text()
    )
