/** Towns by region. The last of each region keeps its witness. */
const TOWNS: Readonly<Record<string, string>> = {
  "New England":
    "Littleton Portland Nashua Concord Bangor Keene Rutland Lowell Salem Taunton Norwich Danbury Bristol Barre Laconia Biddeford Fitchburg Holyoke Cranston Pawtucket Augusta Berlin Lebanon Albany",
  Midwest:
    "Duluth Racine Peoria Dubuque Rockford Kenosha Decatur Elkhart Muncie Lansing Saginaw Toledo Lima Canton Oshkosh Wausau Moline Galesburg Ames Fargo Bismarck Mankato Winona Omaha",
  "Gulf Coast":
    "Galveston Mobile Pascagoula Biloxi Beaumont Lafayette Houma Pensacola Tampa Sarasota Gulfport Freeport Baytown Slidell Hammond Ocala Victoria Laredo Bradenton Naples Thibodaux Texarkana Natchez Tallahassee",
  "Pacific Northwest":
    "Astoria Yakima Spokane Bend Medford Eugene Corvallis Everett Tacoma Olympia Longview Aberdeen Pasco Wenatchee Bellingham Newberg Roseburg Pendleton Boise Nampa Missoula Helena Kalispell Vancouver",
  "Northern Europe":
    "Aarhus Turku Bergen Odense Esbjerg Oulu Tampere Vaasa Stavanger Drammen Bodø Luleå Umeå Karlstad Malmö Kalmar Tartu Narva Riga Kaunas Aalborg Kotka Trondheim Gothenburg",
  "Central Europe":
    "Ulm Passau Linz Graz Brno Ostrava Plzeň Katowice Gliwice Opole Erfurt Jena Halle Kassel Siegen Trier Metz Basel Zug Thun Győr Pécs Košice Nürnberg",
  "British Isles":
    "Dundee Perth Stirling Carlisle Durham Hull Lincoln Derby Crewe Chester Wrexham Swansea Newport Exeter Truro Poole Dover Ipswich Sligo Galway Tralee Cork Newry Belfast",
  Iberia:
    "Braga Aveiro Coimbra Leiria Évora Faro Vigo Lugo Gijón León Burgos Bilbao Logroño Huesca Girona Tarragona Teruel Cuenca Albacete Murcia Cádiz Huelva Badajoz Zaragoza",
};

/** "North Littleton": how a large fleet has more places than there are towns. */
const PARTS = ["", "North", "South", "East", "West", "New", "Old", "Port", "Upper", "Lower", "Fort", "Lake", "Mount"];

export interface Place {
  readonly name: string;
  readonly region: string;
}

const regionTowns = Object.entries(TOWNS).map(([region, names]) => ({ region, towns: names.split(" ") }));

/** Where witnesses stand: one place for each region, and no pair is there. */
export const WITNESS_PLACES: readonly Place[] = regionTowns.map(({ region, towns }) => ({
  region,
  name: towns.at(-1) ?? region,
}));

const MOST_TOWNS = Math.max(...regionTowns.map(({ towns }) => towns.length)) - 1;

/** All places for pairs, the plain towns first, a town of each region in turn. No name is there twice. */
export const PLACES: readonly Place[] = PARTS.flatMap((part) =>
  Array.from({ length: MOST_TOWNS }, (_, at) =>
    regionTowns.flatMap(({ region, towns }) => {
      const town = at < towns.length - 1 ? towns[at] : undefined;
      return town === undefined ? [] : [{ region, name: part === "" ? town : `${part} ${town}` }];
    }),
  ).flat(),
);
