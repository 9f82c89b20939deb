// Draws the base map and the events. Everything that came out of an article or a file is set as
// text (textContent), never as HTML, and colours and shapes come only from our own table.
(function () {
  "use strict";

  const {
    setLooks, mainType, colourOf, glyph, donut, short, textElement, tip, describe,
  } = window.borderwatchSymbols;
  const MAX_FIT_ZOOM = 7;
  const MAX_CLICK_ZOOM = 10;
  const APART = 32;
  // A cluster of several places with more reports is zoomed into, not opened.
  const MAX_OPENED = 30;
  const OUTLINES_AT_ONCE = 100;
  const state = {
    map: null, options: null, query: null, fitted: false, request: null, counted: [],
    outlines: new Map(),
  };

  // ------------------------------------------------------------------ base map

  function open(map, options) {
    state.map = map;
    state.options = options;
    setLooks(options.looks);
    followTheme();
    pane("bw-land", 210);
    pane("bw-borders", 220);
    pane("bw-names", 230).style.pointerEvents = "none";
    map.attributionControl.setPrefix(false);
    map.attributionControl.addAttribution("Borders: Natural Earth \u00b7 places: GeoNames");
    state.shapes = L.featureGroup().addTo(map);
    state.markers = L.featureGroup().addTo(map);
    state.pills = L.featureGroup().addTo(map);
    state.names = L.layerGroup().addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    addFitButton();
    drawBase();
    map.on("moveend", drawEvents);
    map.on("moveend", drawNames);
    new ResizeObserver(() => map.invalidateSize()).observe(map.getContainer());
  }

  function pane(name, order) {
    const element = state.map.createPane(name);
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

  async function drawBase() {
    try {
      const [countries, names, borders] = await Promise.all([
        getJson("geo/countries.geojson"),
        getJson("geo/names.json"),
        getJson("geo/land_borders.geojson"),
      ]);
      state.countries = countries;
      state.places = names;
      L.geoJSON(countries, {
        pane: "bw-land",
        interactive: false,
        style: { className: "bw-country", fillOpacity: 1 },
      }).addTo(state.map);
      L.geoJSON(borders, {
        pane: "bw-borders",
        filter: (feature) => !feature.properties.disputed,
        interactive: false,
        style: { className: "bw-border", fill: false },
      }).addTo(state.map);
      L.geoJSON(borders, {
        pane: "bw-borders",
        filter: (feature) => feature.properties.disputed,
        style: { className: "bw-border bw-disputed", fill: false },
        onEachFeature: (feature, layer) => {
          const lines = [feature.properties.name, feature.properties.note || "Disputed border"];
          layer.bindTooltip(tip(lines), { sticky: true });
        },
      }).addTo(state.map);
      drawNames();
      if (state.query !== null) drawEvents();
    } catch (error) {
      note("The base map can't be loaded: " + error.message);
    }
  }

  function drawNames() {
    if (!state.places) return;
    const zoom = state.map.getZoom();
    const view = state.map.getBounds().pad(0.5);
    const taken = [];
    state.names.clearLayers();
    for (const { name, latitude, longitude, rank } of state.places) {
      if (rank > zoom || !view.contains([latitude, longitude])) continue;
      if (!isFree(taken, state.map.latLngToLayerPoint([latitude, longitude]), name)) continue;
      const icon = L.divIcon({
        className: "bw-name" + (rank > 4 ? " bw-small" : ""),
        html: textElement("span", name),
      });
      L.marker([latitude, longitude], { icon, pane: "bw-names", interactive: false, keyboard: false })
        .addTo(state.names);
    }
  }

  // Names come larger countries first; one that would run into another stays away.
  function isFree(taken, centre, name) {
    const half = 5 * name.length + 4;
    const free = taken.every((other) => Math.abs(other.y - centre.y) > 16
      || Math.abs(other.x - centre.x) > other.half + half);
    if (free) taken.push({ x: centre.x, y: centre.y, half });
    return free;
  }

  // -------------------------------------------------------------------- events

  function show(query) {
    state.query = query;
    // The component only ever adds to this list: emptied, the browser's memory stays level.
    if (window.feature_group) window.feature_group.length = 0;
    if (state.fitted) drawEvents();
    else fitFirst();
  }

  async function fitFirst() {
    const query = state.query;
    try {
      await readExtent();
      if (state.fitted || query !== state.query) return;
      state.fitted = true;
      if (!fit()) drawEvents();
    } catch (error) {
      note("The events can't be loaded: " + error.message);
    }
  }

  async function readExtent() {
    state.extent = (await getJson("events/extent?" + state.query)).extent;
  }

  async function drawEvents() {
    if (state.query === null || !state.fitted) return;
    if (state.request) state.request.abort();
    const request = new AbortController();
    state.request = request;
    try {
      const answer = await getJson("events/drawn?" + whatAndWhere(), request.signal);
      await readOutlines(answer.shapes, request.signal);
      if (request.signal.aborted) return;
      note("");
      state.markers.clearLayers();
      state.shapes.clearLayers();
      state.counted = [];
      answer.shapes.forEach(addShape);
      answer.markers.forEach(addMarker);
      drawPills();
    } catch (error) {
      if (error.name !== "AbortError") note("The events can't be loaded: " + error.message);
    }
  }

  function whatAndWhere() {
    const view = state.map.getBounds();
    const box = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    return state.query + "&view=" + box.map((edge) => edge.toFixed(4)).join(",")
      + "&zoom=" + Math.round(state.map.getZoom());
  }

  // An outline is asked for once, however often the filters change.
  async function readOutlines(shapes, signal) {
    const missing = shapes.map((shape) => shape.outline)
      .filter((name) => name && !state.outlines.has(name));
    for (let first = 0; first < missing.length; first += OUTLINES_AT_ONCE) {
      const names = missing.slice(first, first + OUTLINES_AT_ONCE).join(",");
      const answer = await getJson("events/outlines?names=" + names, signal);
      Object.entries(answer.outlines).forEach(([name, outline]) => state.outlines.set(name, outline));
    }
  }

  async function getJson(path, signal) {
    const response = await fetch(state.options.root + path, { signal });
    if (!response.ok) {
      const text = await response.text();
      throw new Error(text.slice(0, 200) || "the server answered " + response.status);
    }
    return response.json();
  }

  function fit() {
    if (!state.extent) return false;
    const [west, south, east, north] = state.extent;
    const before = state.map.getCenter() + "/" + state.map.getZoom();
    state.map.fitBounds([[south, west], [north, east]], {
      padding: [24, 24], maxZoom: MAX_FIT_ZOOM, animate: false,
    });
    return before !== state.map.getCenter() + "/" + state.map.getZoom();
  }

  function addMarker(item) {
    const size = item.count > 1 ? (item.count < 1000 ? 32 : 38) : 24;
    const icon = L.divIcon({
      className: "bw-marker",
      html: item.count > 1 ? donut(item, size) : glyph(mainType(item), size, item),
      iconSize: [size, size],
    });
    const marker = L.marker([item.latitude, item.longitude], { icon, riseOnHover: true });
    marker.bindTooltip(tip(describe(item)), { direction: "top", offset: [0, -size / 2] });
    marker.on("click", () => {
      if (item.reports <= MAX_OPENED || !item.bounds || state.map.getZoom() >= state.map.getMaxZoom()) choose(item);
      if (item.bounds) {
        const [west, south, east, north] = item.bounds;
        state.map.fitBounds([[south, west], [north, east]], { padding: [60, 60], maxZoom: MAX_CLICK_ZOOM });
      }
    });
    marker.addTo(state.markers);
    marker.getElement().setAttribute("aria-label", describe(item).join(". "));
  }

  function addShape(item) {
    const layer = shapeLayer(item);
    if (!layer) return;
    layer.bindTooltip(tip(describe(item)), { sticky: true });
    layer.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      choose(item);
    });
    layer.addTo(state.shapes);
    (layer.getLayers ? layer.getLayers() : [layer]).forEach((part) => makeReachable(part, item));
    if (item.count > 1) state.counted.push({ item, layer });
  }

  function shapeLayer(item) {
    const colour = colourOf(mainType(item));
    const line = item.kind === "line";
    const style = {
      color: colour,
      weight: line ? 5 : 1.5,
      opacity: line ? 0.75 : 0.9,
      dashArray: line ? (item.background ? "2 9" : null) : "5 4",
      fill: !line,
      fillColor: colour,
      fillOpacity: item.background ? 0.03 : 0.13,
      className: "bw-shape bw-shape-" + item.kind,
    };
    if (item.kind === "country") {
      // Drawn once the base map is there, which then asks again.
      if (!state.countries) return null;
      const features = state.countries.features
        .filter((feature) => feature.properties.country_code === item.country_code);
      if (features.length) return L.geoJSON(features, { style: { ...style, fillOpacity: 0.08 } });
    }
    if (!item.outline) {
      return L.circle([item.latitude, item.longitude], { ...style, radius: item.radius_km * 1000 });
    }
    const geometry = state.outlines.get(item.outline);
    return geometry ? L.geoJSON({ type: "Feature", properties: {}, geometry }, { style }) : null;
  }

  function makeReachable(part, item) {
    const path = part.getElement && part.getElement();
    if (!path) return;
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", describe(item).join(". "));
    path.addEventListener("keydown", (event) => {
      if (event.key === "Enter") choose(item);
    });
  }

  // A count on a line or an area, where "several events" can't be seen otherwise; anywhere on it
  // is right, so it stands where no marker is.
  function drawPills() {
    state.pills.clearLayers();
    const taken = state.markers.getLayers().map((marker) => pixel(marker.getLatLng()));
    const view = state.map.getBounds();
    for (const { item, layer } of state.counted) {
      const spots = seats(layer, item).filter((spot) => view.contains(spot));
      const spot = spots.find((place) => taken.every((other) => other.distanceTo(pixel(place)) > APART));
      // Where there is no room the shape itself says its count; closer to, there will be.
      if (!spot) continue;
      taken.push(pixel(spot));
      addPill(item, spot);
    }
  }

  function pixel(place) {
    return state.map.latLngToLayerPoint(place);
  }

  function addPill(item, spot) {
    const html = textElement("span", short(item.count));
    const icon = L.divIcon({
      className: "bw-pill", html, iconSize: [16 + 7 * short(item.count).length, 19],
    });
    const marker = L.marker(spot, { icon, keyboard: false });
    marker.bindTooltip(tip(describe(item)), { direction: "top" });
    marker.on("click", () => choose(item));
    marker.addTo(state.pills);
    marker.getElement().style.borderColor = colourOf(mainType(item));
  }

  // Where a count may stand, the best first: along a line, on the rim of an area.
  function seats(layer, item) {
    if (item.kind !== "line") {
      const box = layer.getBounds();
      const centre = box.getCenter();
      return [
        [box.getNorth(), centre.lng], [centre.lat, box.getEast()],
        [centre.lat, box.getWest()], [box.getSouth(), centre.lng], [centre.lat, centre.lng],
      ];
    }
    let line = layer.getLayers()[0].getLatLngs();
    while (Array.isArray(line[0])) line = line.reduce((a, b) => (b.length > a.length ? b : a));
    return [0.5, 0.35, 0.65, 0.2, 0.8].map((part) => line[Math.floor((line.length - 1) * part)]);
  }

  async function choose(item) {
    const question = whatAndWhere() + "&anchor=" + encodeURIComponent(item.anchor);
    try {
      const { ids } = await getJson("events/at?" + question);
      if (ids.length) window.Streamlit.setComponentValue({ event_ids: ids, click: Date.now() });
    } catch (error) {
      note("The events can't be loaded: " + error.message);
    }
  }

  // ------------------------------------------------------------------ controls

  function control(position, element) {
    const made = L.control({ position });
    made.onAdd = () => {
      L.DomEvent.disableClickPropagation(element);
      L.DomEvent.disableScrollPropagation(element);
      return element;
    };
    return made.addTo(state.map);
  }

  function addFitButton() {
    const bar = document.createElement("div");
    bar.className = "leaflet-bar";
    const button = textElement("a", "\u2922", "bw-fit");
    button.href = "#";
    button.title = "Show all events";
    button.setAttribute("role", "button");
    button.setAttribute("aria-label", "Show all events");
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      await readExtent();
      fit();
    });
    bar.appendChild(button);
    control("topleft", bar);
  }

  function note(text) {
    if (state.note) state.note.remove();
    state.note = text ? control("topright", textElement("div", text, "bw-panel bw-note")) : null;
  }

  window.borderwatch = { open, show };
})();
