// What is done on the map besides looking: fit, filter to an area, measure, read coordinates, layers.
(function () {
  "use strict";

  const { textElement } = window.borderwatchSymbols;
  let map, control, send, getJson, state;
  let mode = null;
  let sketch, areaShown;
  const buttons = {};

  function open(parts) {
    ({ map, control, send, getJson, state } = parts);
    sketch = L.layerGroup().addTo(map);
    areaShown = L.layerGroup().addTo(map);
    const bar = document.createElement("div");
    bar.className = "leaflet-bar bw-tools";
    addButton(bar, "fit", "\u2922", "Show all events", parts.fit);
    addButton(bar, "view", "\u25a3", "Filter to what is in view", filterToView);
    addButton(bar, "box", "\u2b1a", "Filter to a box: drag it on the map", () => toggle("box"));
    addButton(bar, "measure", "\u21a6", "Measure a distance: click points, Escape ends", () => toggle("measure"));
    addButton(bar, "where", "\u2316", "Coordinates of a point: click it", () => toggle("where"));
    control("topleft", bar);
    addLayersPanel(parts);
    parts.onShow(showArea);
    map.on("click", (event) => { if (mode && mode !== "box") modes[mode](event.latlng); });
    map.on("contextmenu", (event) => tellCoordinates(event.latlng));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });
    dragBoxes();
  }

  function addButton(bar, name, sign, title, act) {
    const button = textElement("button", sign, "bw-tool");
    button.type = "button";
    button.title = title;
    button.setAttribute("aria-label", title);
    button.addEventListener("click", act);
    bar.appendChild(button);
    buttons[name] = button;
  }

  function toggle(name) {
    const next = mode === name ? null : name;
    leave();
    mode = next;
    if (!mode) return;
    buttons[mode].setAttribute("aria-pressed", "true");
    map.getContainer().classList.add("bw-sketching");
    if (mode === "box") map.dragging.disable();
  }

  function leave() {
    if (mode) buttons[mode].removeAttribute("aria-pressed");
    mode = null;
    points = [];
    sketch.clearLayers();
    map.getContainer().classList.remove("bw-sketching");
    map.dragging.enable();
  }

  // ------------------------------------------------------------------------ area

  function filterToView() {
    sendArea(map.getBounds());
  }

  function sendArea(bounds) {
    const isWhole = bounds.getEast() - bounds.getWest() >= 360;
    const turned = (longitude) => ((((longitude + 180) % 360) + 360) % 360) - 180;
    const edges = [
      isWhole ? -180 : turned(bounds.getWest()), Math.max(-90, bounds.getSouth()),
      isWhole ? 180 : turned(bounds.getEast()), Math.min(90, bounds.getNorth()),
    ];
    send({ bbox: edges.map((edge) => Number(edge.toFixed(3))) });
  }

  function dragBoxes() {
    const container = map.getContainer();
    let corner = null;
    container.addEventListener("pointerdown", (event) => {
      if (mode !== "box" || event.target.closest(".leaflet-control")) return;
      event.preventDefault();
      corner = map.mouseEventToLatLng(event);
      container.setPointerCapture(event.pointerId);
    });
    container.addEventListener("pointermove", (event) => {
      if (corner) outline(sketch, L.latLngBounds(corner, map.mouseEventToLatLng(event)));
    });
    container.addEventListener("pointerup", (event) => {
      if (!corner) return;
      const bounds = L.latLngBounds(corner, map.mouseEventToLatLng(event));
      corner = null;
      leave();
      if (bounds.getNorth() > bounds.getSouth() && bounds.getEast() > bounds.getWest()) sendArea(bounds);
    });
  }

  function outline(group, bounds) {
    group.clearLayers();
    L.rectangle(bounds, { className: "bw-area", fill: false, interactive: false }).addTo(group);
  }

  // The box that the filters hold, whoever set it.
  function showArea(query) {
    areaShown.clearLayers();
    const edges = (query.get("bbox") || "").split(",").map(Number);
    if (edges.length !== 4 || !edges.every(Number.isFinite)) return;
    const [west, south, east, north] = edges;
    outline(areaShown, [[south, west], [north, east < west ? east + 360 : east]]);
  }

  // ----------------------------------------------------------- distance and place

  let points = [];
  const modes = { measure: addPoint, where: tellCoordinates };

  function addPoint(place) {
    points.push(place);
    sketch.clearLayers();
    L.polyline(points, { className: "bw-measure", interactive: false }).addTo(sketch);
    let metres = 0;
    points.forEach((point, index) => {
      L.circleMarker(point, { radius: 3, className: "bw-measure", interactive: false }).addTo(sketch);
      if (index) metres += map.distance(points[index - 1], point);
    });
    if (points.length < 2) return;
    L.tooltip(place, { permanent: true, direction: "top", content: textElement("span", inKm(metres)) })
      .addTo(sketch);
  }

  // Great circles on a sphere: within half a per cent of the ellipsoid.
  function inKm(metres) {
    const km = metres / 1000;
    return (km < 10 ? km.toFixed(2) : km < 100 ? km.toFixed(1) : Math.round(km).toLocaleString("en")) + " km";
  }

  async function tellCoordinates(place) {
    const here = place.wrap();
    const box = document.createElement("div");
    box.className = "bw-where";
    L.popup({ minWidth: 270 }).setLatLng(place).setContent(box).openOn(map);
    try {
      const asked = "latitude=" + here.lat.toFixed(6) + "&longitude=" + here.lng.toFixed(6);
      const forms = await getJson("geo/coordinates?" + asked);
      for (const [label, text] of Object.entries(forms)) box.appendChild(copyable(label, text));
    } catch (error) {
      box.appendChild(textElement("div", "Coordinates can't be read: " + error.message));
    }
  }

  function copyable(label, text) {
    const row = document.createElement("div");
    row.appendChild(textElement("span", label, "bw-form"));
    const value = row.appendChild(textElement("code", text));
    const button = row.appendChild(textElement("button", "Copy", "bw-copy"));
    button.type = "button";
    button.setAttribute("aria-label", "Copy " + label);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch (error) {
        // Where the browser keeps the clipboard from frames, the text is marked for Ctrl-C.
        window.getSelection().selectAllChildren(value);
      }
    });
    return row;
  }

  // ---------------------------------------------------------------------- layers

  function addLayersPanel({ setLayer, setNames }) {
    const panel = document.createElement("details");
    panel.className = "bw-panel bw-layers";
    panel.appendChild(textElement("summary", "Layers"));
    const kinds = { points: "Events", density: "Density", units: "Provinces" };
    for (const [name, label] of Object.entries(kinds)) {
      panel.appendChild(choice("radio", label, name === state.layer, () => setLayer(name)));
    }
    panel.appendChild(choice("checkbox", "Place names", true, (input) => setNames(input.checked)));
    const tiles = state.options.tiles;
    if (tiles) addTiles(panel, tiles);
    control("topright", panel);
  }

  // Only where the installation names a server, and only while the box is ticked.
  function addTiles(panel, tiles) {
    const layer = L.tileLayer(tiles.url, { maxZoom: 19, pane: "tilePane" });
    panel.appendChild(choice("checkbox", "Online tiles (asks " + new URL(tiles.origin).host + ")", false, (input) => {
      map.getContainer().classList.toggle("bw-tiled", input.checked);
      const credit = textElement("span", tiles.credit).outerHTML;
      if (input.checked) {
        layer.addTo(map);
        map.attributionControl.addAttribution(credit);
      } else {
        layer.remove();
        map.attributionControl.removeAttribution(credit);
      }
    }));
  }

  function choice(type, label, isOn, act) {
    const row = document.createElement("label");
    const input = document.createElement("input");
    input.type = type;
    if (type === "radio") input.name = "bw-layer";
    input.checked = isOn;
    input.addEventListener("change", () => act(input));
    row.appendChild(input);
    row.appendChild(textElement("span", label));
    return row;
  }

  window.borderwatchTools = { open };
})();
