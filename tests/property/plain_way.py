# SPDX-License-Identifier: Apache-2.0
"""How long the way is from door to door, by the page's default figures: what
the slow twins of the rules reckon with."""
import math


def kilometres(a, b):
    """Along the great circle, between (latitude, longitude) in degrees."""
    (lat1, lon1), (lat2, lon2) = ([math.radians(x) for x in p] for p in (a, b))
    h = (math.sin((lat2 - lat1) / 2) ** 2 +
         math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2)
    return 2 * 6371.0088 * math.asin(min(1, math.sqrt(h)))


def way_minutes(km, clocks_apart):
    """Between two cities whose clocks differ by so many seconds."""
    if km < 150:
        hours = 2
    elif km < 700:
        hours = 5
    else:
        hours = 5 + km / 750
    if abs(clocks_apart) >= 5 * 3600:
        hours += 11
    return math.ceil(round(hours * 60, 6))
