// Draws events: markers for places, shapes for borders and areas, counts on shapes.
(function () {
  "use strict";

  const {
    mainType, colourOf, glyph, donut, short, textElement, tip, describe,
  } = window.borderwatchSymbols;
  const { base } = window.borderwatchBase;
  const MAX_CLICK_ZOOM = 10;
  const APART = 32;
  // A cluster of several places with more reports is zoomed into, not opened.
  const MAX_OPENED = 30;
  const OUTLINES_AT_ONCE = 100;
  const outlines = new Map();
  let map, getJson, choose;
  let shapes, markers, pills;
  let counted = [];

  function open(parts) {
    ({ map, getJson, choose } = parts);
    shapes = L.featureGroup().addTo(map);
    markers = L.featureGroup().addTo(map);
    pills = L.featureGroup().addTo(map);
  }

  async function draw(question, signal) {
    const answer = await getJson("events/drawn?" + question, signal);
    await readOutlines(answer.shapes, signal);
    if (signal.aborted) return;
    clear();
    answer.shapes.forEach(addShape);
    answer.markers.forEach(addMarker);
    drawPills();
  }

  function clear() {
    [markers, shapes, pills].forEach((group) => group.clearLayers());
    counted = [];
  }

  // An outline is asked for once, however often the filters change.
  async function readOutlines(items, signal) {
    const missing = items.map((item) => item.outline).filter((name) => name && !outlines.has(name));
    for (let first = 0; first < missing.length; first += OUTLINES_AT_ONCE) {
      const names = missing.slice(first, first + OUTLINES_AT_ONCE).join(",");
      const answer = await getJson("events/outlines?names=" + names, signal);
      Object.entries(answer.outlines).forEach(([name, outline]) => outlines.set(name, outline));
    }
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
      const isLast = !item.bounds || map.getZoom() >= map.getMaxZoom();
      if (item.reports <= MAX_OPENED || isLast) choose("anchor", item.anchor);
      if (item.bounds) {
        const [west, south, east, north] = item.bounds;
        map.fitBounds([[south, west], [north, east]], { padding: [60, 60], maxZoom: MAX_CLICK_ZOOM });
      }
    });
    marker.addTo(markers);
    marker.getElement().setAttribute("aria-label", describe(item).join(". "));
  }

  function addShape(item) {
    const layer = shapeLayer(item);
    if (!layer) return;
    layer.bindTooltip(tip(describe(item)), { sticky: true });
    layer.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      choose("anchor", item.anchor);
    });
    layer.addTo(shapes);
    (layer.getLayers ? layer.getLayers() : [layer]).forEach((part) => makeReachable(part, item));
    if (item.count > 1) counted.push({ item, layer });
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
      if (!base.countries) return null;
      const features = base.countries.features
        .filter((feature) => feature.properties.country_code === item.country_code);
      if (features.length) return L.geoJSON(features, { style: { ...style, fillOpacity: 0.08 } });
    }
    if (!item.outline) {
      return L.circle([item.latitude, item.longitude], { ...style, radius: item.radius_km * 1000 });
    }
    const geometry = outlines.get(item.outline);
    return geometry ? L.geoJSON({ type: "Feature", properties: {}, geometry }, { style }) : null;
  }

  function makeReachable(part, item) {
    const path = part.getElement && part.getElement();
    if (!path) return;
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", describe(item).join(". "));
    path.addEventListener("keydown", (event) => {
      if (event.key === "Enter") choose("anchor", item.anchor);
    });
  }

  // A count on a line or an area, where "several events" can't be seen otherwise; anywhere on it
  // is right, so it stands where no marker is.
  function drawPills() {
    const taken = markers.getLayers().map((marker) => pixel(marker.getLatLng()));
    const view = map.getBounds();
    for (const { item, layer } of counted) {
      const spots = seats(layer, item).filter((spot) => view.contains(spot));
      const spot = spots.find((place) => taken.every((other) => other.distanceTo(pixel(place)) > APART));
      // Where there is no room the shape itself says its count; closer to, there will be.
      if (!spot) continue;
      taken.push(pixel(spot));
      addPill(item, spot);
    }
  }

  function pixel(place) {
    return map.latLngToLayerPoint(place);
  }

  function addPill(item, spot) {
    const html = textElement("span", short(item.count));
    const icon = L.divIcon({
      className: "bw-pill", html, iconSize: [16 + 7 * short(item.count).length, 19],
    });
    const marker = L.marker(spot, { icon, keyboard: false });
    marker.bindTooltip(tip(describe(item)), { direction: "top" });
    marker.on("click", () => choose("anchor", item.anchor));
    marker.addTo(pills);
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

  window.borderwatchEvents = { open, draw, clear };
})();
