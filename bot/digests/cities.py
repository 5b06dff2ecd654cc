"""Large cities after which no time zone is named, and the zone whose time each keeps."""

BY_ZONE = {
    "America/New_York": (
        "atlanta, baltimore, boston, charlotte, cleveland, columbus, manhattan, miami, new york city, nyc, "
        "orlando, philadelphia, pittsburgh, raleigh, tampa, washington, washington dc, washington d.c., "
        "d.c."
    ),
    "America/Chicago": (
        "austin, dallas, fort worth, houston, kansas city, memphis, milwaukee, minneapolis, nashville, new "
        "orleans, oklahoma city, san antonio, st louis, st. louis"
    ),
    "America/Denver": "albuquerque, colorado springs, salt lake city",
    "America/Los_Angeles": (
        "california, hollywood, la, las vegas, oakland, portland, sacramento, san diego, san francisco, san "
        "jose, seattle, sf, silicon valley"
    ),
    "America/Toronto": "ottawa, quebec, quebec city",
    "America/Edmonton": "calgary",
    "America/Sao_Paulo": "brasilia, rio, rio de janeiro, são paulo",
    "Europe/London": (
        "birmingham, bristol, cardiff, edinburgh, glasgow, leeds, liverpool, manchester, oxford"
    ),
    "Europe/Dublin": "cork, galway",
    "Europe/Berlin": (
        "bonn, bremen, cologne, dortmund, dresden, düsseldorf, dusseldorf, essen, frankfurt, hamburg, "
        "hannover, karlsruhe, köln, koeln, leipzig, mannheim, munich, münchen, muenchen, nuremberg, "
        "nürnberg, stuttgart"
    ),
    "Europe/Vienna": "graz, innsbruck, linz, salzburg",
    "Europe/Zurich": "basel, bern, genf, geneva, genève, lausanne, luzern, winterthur",
    "Europe/Paris": "bordeaux, lille, lyon, marseille, nice, strasbourg, strassburg, toulouse",
    "Europe/Rome": "florence, genoa, mailand, milan, milano, naples, neapel, turin, venedig, venice",
    "Europe/Madrid": "barcelona, sevilla, seville, valencia",
    "Europe/Amsterdam": "den haag, rotterdam, the hague, utrecht",
    "Europe/Brussels": "antwerp, antwerpen, ghent",
    "Europe/Warsaw": "gdansk, krakau, krakow, kraków, wroclaw",
    "Europe/Istanbul": "ankara, izmir",
    "Europe/Stockholm": "gothenburg, göteborg, malmö",
    "Asia/Kolkata": "bangalore, bengaluru, chennai, delhi, hyderabad, mumbai, new delhi, pune",
    "Asia/Shanghai": "beijing, guangzhou, peking, shenzhen",
    "Asia/Tokyo": "kyoto, osaka, yokohama",
    "Asia/Dubai": "abu dhabi",
    "Asia/Jerusalem": "haifa",
    "Australia/Sydney": "canberra",
    "Pacific/Auckland": "wellington",
    "Africa/Johannesburg": "cape town, durban, kapstadt, pretoria",
}
"""The cities by the zone that keeps their time, divided by commas."""


def zones_of_cities() -> dict[str, str]:
    """The zone of each of these cities; of an ambiguous name, that of the largest city."""
    return {city: zone for zone, cities in BY_ZONE.items() for city in cities.split(", ")}
