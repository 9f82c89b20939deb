// The base map: land, borders and names from our own addresses, in more detail when zoomed in.
(function () {
  "use strict";

  const { textElement, tip } = window.borderwatchSymbols;
  // From here on the outlines are those of 1:10 million, in squares of so many degrees.
  const DETAIL_ZOOM = 7;
  const CELL_DEGREES = 10;
  // Countries' names make room for towns'.
  const LAST_COUNTRY_ZOOM = 8;
  const FIRST_TOWN_ZOOM = 5;
  const MOST_CELLS = 24;
  let map, getJson, fault;
  const base = { countries: null };
  const cells = new Map();
  let countryNames = [];
  let asked = null;

  async function open(parts) {
    ({ map, getJson, fault } = parts);
    followTheme();
    pane("bw-land", 210);
    pane("bw-detail", 215);
    pane("bw-borders", 220);
    pane("bw-names", 230).style.pointerEvents = "none";
    base.names = L.layerGroup().addTo(map);
    map.on("moveend", () => { drawDetail(); drawNames(); });
    try {
      const [countries, names, borders] = await Promise.all([
        getJson("geo/countries.geojson"),
        getJson("geo/names.json"),
        getJson("geo/land_borders.geojson"),
      ]);
      base.countries = countries;
      countryNames = names;
      L.geoJSON(countries, {
        pane: "bw-land", interactive: false, style: { className: "bw-country", fillOpacity: 1 },
      }).addTo(map);
      base.borders = drawBorders(borders, "bw-borders").addTo(map);
      drawNames();
      drawDetail();
    } catch (error) {
      fault("The base map can't be loaded: " + error.message);
    }
  }

  function pane(name, order) {
    const element = map.createPane(name);
    element.style.zIndex = order;
    return element;
  }

  function followTheme() {
    const root = document.documentElement;
    const apply = () => {
      const colour = getComputedStyle(root).getPropertyValue("--background-color").trim();
      root.classList.toggle("bw-dark", isDark(colour));
    };
    apply();
    new MutationObserver(apply).observe(root, { attributes: true, attributeFilter: ["style"] });
  }

  function isDark(colour) {
    const parts = colour.startsWith("#")
      ? (colour.slice(1).match(/../g) || []).map((part) => parseInt(part, 16))
      : (colour.match(/[\d.]+/g) || []).map(Number);
    return parts.length >= 3 && parts[0] * 0.3 + parts[1] * 0.59 + parts[2] * 0.11 < 110;
  }

  function drawBorders(collection, paneName) {
    return L.geoJSON(collection, {
      pane: paneName,
      interactive: false,
      style: (feature) => ({
        className: "bw-border" + (feature.properties.disputed ? " bw-disputed" : ""),
        fill: false,
        interactive: feature.properties.disputed,
      }),
      onEachFeature: (feature, layer) => {
        if (!feature.properties.disputed) return;
        layer.options.interactive = true;
        const lines = [feature.properties.name, feature.properties.note || "Disputed border"];
        layer.bindTooltip(tip(lines), { sticky: true });
      },
    });
  }

  // ---------------------------------------------------------------- detail

  async function drawDetail() {
    const detailed = map.getZoom() >= DETAIL_ZOOM;
    const wanted = detailed ? cellsInView() : [];
    await Promise.all(wanted.map(loadCell));
    const ready = wanted.length > 0 && wanted.every((name) => cells.get(name) instanceof L.Layer);
    if (!detailed || ready) show(detailed && map.getZoom() >= DETAIL_ZOOM ? wanted : []);
  }

  function show(names) {
    for (const [name, layer] of cells) {
      if (!(layer instanceof L.Layer)) continue;
      if (names.includes(name)) layer.addTo(map);
      else layer.remove();
    }
    for (const name of ["bw-land", "bw-borders"]) {
      map.getPane(name).style.display = names.length ? "none" : "";
    }
  }

  function cellsInView() {
    const view = map.getBounds();
    const found = [];
    const first = Math.floor((view.getWest() + 180) / CELL_DEGREES);
    const last = Math.floor((view.getEast() + 180) / CELL_DEGREES);
    const bottom = Math.max(0, Math.floor((view.getSouth() + 90) / CELL_DEGREES));
    const top = Math.min(17, Math.floor((view.getNorth() + 90) / CELL_DEGREES));
    for (let column = first; column <= last; column += 1) {
      for (let row = bottom; row <= top; row += 1) {
        const columns = 360 / CELL_DEGREES;
        found.push(((column % columns) + columns) % columns + "/" + row);
      }
    }
    return found;
  }

  async function loadCell(name) {
    if (cells.has(name)) return cells.get(name);
    const loading = readCell(name);
    cells.set(name, loading);
    return loading;
  }

  async function readCell(name) {
    try {
      const collection = await getJson("geo/cells/" + name);
      const land = L.geoJSON(collection, {
        pane: "bw-detail",
        interactive: false,
        filter: (feature) => feature.properties.kind !== "border",
        style: (feature) => ({
          className: "bw-" + feature.properties.kind, fillOpacity: 1,
          fill: feature.properties.kind === "land",
        }),
      });
      const borders = { ...collection, features: collection.features.filter((f) => f.properties.kind === "border") };
      const cell = L.layerGroup([land, drawBorders(borders, "bw-detail")]);
      forgetSome();
      cells.set(name, cell);
    } catch (error) {
      // The coarse outlines stay; another move asks again.
      cells.delete(name);
    }
  }

  function forgetSome() {
    for (const [name, layer] of cells) {
      if (cells.size < MOST_CELLS) return;
      if (layer instanceof L.Layer && !map.hasLayer(layer)) cells.delete(name);
    }
  }

  // ----------------------------------------------------------------- names

  let towns = [];

  async function drawNames() {
    const zoom = Math.round(map.getZoom());
    writeNames(zoom);
    if (asked) asked.abort();
    asked = new AbortController();
    if (zoom < FIRST_TOWN_ZOOM) {
      towns = [];
      return;
    }
    const view = map.getBounds();
    const box = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    try {
      const question = "geo/places?view=" + box.map((edge) => edge.toFixed(3)).join(",") + "&zoom=" + zoom;
      towns = (await getJson(question, asked.signal)).places;
      writeNames(zoom);
    } catch (error) {
      // Another move asks again.
    }
  }

  function writeNames(zoom) {
    const taken = [];
    base.names.clearLayers();
    if (base.hidden) return;
    if (zoom <= LAST_COUNTRY_ZOOM) countryNames.forEach((place) => write(place, taken, zoom));
    towns.forEach((place) => write({ ...place, isTown: true }, taken, zoom));
  }

  function write({ name, latitude, longitude, rank, isTown }, taken, zoom) {
    if (rank > zoom || !map.getBounds().pad(0.5).contains([latitude, longitude])) return;
    if (!isFree(taken, map.latLngToLayerPoint([latitude, longitude]), name, isTown)) return;
    const size = isTown ? "bw-town" + (rank > zoom - 2 ? "" : " bw-large") : rank > 4 ? "bw-small" : "";
    const icon = L.divIcon({ className: "bw-name " + size, html: textElement("span", name) });
    L.marker([latitude, longitude], { icon, pane: "bw-names", interactive: false, keyboard: false })
      .addTo(base.names);
  }

  // The first to come are written; one that would run into another stays away.
  function isFree(taken, centre, name, isTown) {
    const half = (isTown ? 3.4 : 5) * name.length + 4;
    const x = isTown ? centre.x + half : centre.x;
    const free = taken.every((other) => Math.abs(other.y - centre.y) > 15
      || Math.abs(other.x - x) > other.half + half);
    if (free) taken.push({ x, y: centre.y, half });
    return free;
  }

  function setNames(visible) {
    base.hidden = !visible;
    drawNames();
  }

  window.borderwatchBase = { open, base, setNames };
})();
