// The map: which events are shown where, what was clicked, and the view in the page's address.
// Everything that came out of an article or a file is set as text (textContent), never as HTML.
(function () {
  "use strict";

  const { setLooks, textElement } = window.borderwatchSymbols;
  const { base, open: openBase, setNames } = window.borderwatchBase;
  const events = window.borderwatchEvents;
  const overlays = window.borderwatchOverlays;
  const MAX_FIT_ZOOM = 7;
  const VIEW = "at";
  const LAYERS = ["points", "density", "units"];
  // Streamlit writes the address anew after a run; the view is put back into it.
  const ADDRESS_MS = 1000;
  // What takes longer says so.
  const BUSY_MS = 500;
  const state = {
    map: null, options: null, query: null, fitted: false, request: null, layer: "points", days: null,
    extent: null, note: null,
  };
  const listeners = [];

  function open(map, options) {
    state.map = map;
    state.options = options;
    setLooks(options.looks);
    map.attributionControl.setPrefix(false);
    map.attributionControl.addAttribution("Borders: Natural Earth \u00b7 places: GeoNames");
    const parts = { map, getJson, choose, control, fault: note, state, send, redraw: draw };
    openBase(parts).then(() => { if (state.query !== null) draw(); });
    overlays.open(parts);
    events.open(parts);
    L.control.scale({ imperial: false }).addTo(map);
    takeViewFromAddress();
    map.on("moveend", () => { draw(); writeAddress(); });
    setInterval(writeAddress, ADDRESS_MS);
    new ResizeObserver(() => map.invalidateSize()).observe(map.getContainer());
    window.borderwatchTools.open({ ...parts, fit: fitAll, setLayer, setNames, onShow });
    window.borderwatchPlay.open({ ...parts, onShow });
  }

  // --------------------------------------------------------------------- events

  function show(query) {
    const isNew = query !== state.query;
    state.query = query;
    // The component only ever adds to this list: emptied, the browser's memory stays level.
    if (window.feature_group) window.feature_group.length = 0;
    if (isNew) listeners.forEach((tell) => tell(new URLSearchParams(query)));
    if (state.fitted) draw();
    else fitFirst();
  }

  function onShow(tell) {
    listeners.push(tell);
  }

  async function fitFirst() {
    const query = state.query;
    try {
      await readExtent();
      if (state.fitted || query !== state.query) return;
      state.fitted = true;
      if (!fit()) draw();
    } catch (error) {
      note("The events can't be loaded: " + error.message);
    }
  }

  async function readExtent() {
    const answer = await getJson("events/extent?" + state.query);
    state.extent = answer.extent;
    return answer;
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

  async function fitAll() {
    await readExtent();
    fit();
  }

  async function draw() {
    if (state.query === null || !state.fitted) return;
    if (state.request) state.request.abort();
    const request = new AbortController();
    state.request = request;
    const container = state.map.getContainer();
    const waiting = setTimeout(() => container.classList.add("bw-busy"), BUSY_MS);
    try {
      if (state.layer === "points") {
        await events.draw(question(), request.signal);
        if (!request.signal.aborted) overlays.clear();
      } else {
        await overlays[state.layer](question(), request.signal);
        if (!request.signal.aborted) events.clear();
      }
      if (!request.signal.aborted) note("");
    } catch (error) {
      if (error.name !== "AbortError") note("The events can't be loaded: " + error.message);
    } finally {
      clearTimeout(waiting);
      if (state.request === request) container.classList.remove("bw-busy");
    }
  }

  function setLayer(name) {
    state.layer = LAYERS.includes(name) ? name : LAYERS[0];
    writeAddress();
    draw();
  }

  // What to draw: the filters, while playing with other days, and the view.
  function question() {
    const asked = new URLSearchParams(state.query);
    if (state.days) {
      asked.set("since", state.days[0]);
      asked.set("until", state.days[1]);
      asked.set("include_undated", "0");
    }
    const view = state.map.getBounds();
    const box = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    asked.set("view", box.map((edge) => edge.toFixed(4)).join(","));
    asked.set("zoom", String(Math.round(state.map.getZoom())));
    return asked.toString();
  }

  async function choose(kind, name) {
    try {
      const asked = question() + "&" + kind + "=" + encodeURIComponent(name);
      const { ids } = await getJson("events/at?" + asked);
      if (ids.length) send({ event_ids: ids });
    } catch (error) {
      note("The events can't be loaded: " + error.message);
    }
  }

  function send(value) {
    window.Streamlit.setComponentValue({ ...value, click: Date.now() });
  }

  async function getJson(path, signal) {
    const response = await fetch(state.options.root + path, { signal });
    if (!response.ok) {
      const text = await response.text();
      throw new Error(text.slice(0, 200) || "the server answered " + response.status);
    }
    return response.json();
  }

  // -------------------------------------------------------------------- address

  function takeViewFromAddress() {
    const text = new URLSearchParams(window.parent.location.search).get(VIEW) || "";
    const [latitude, longitude, zoom, layer] = text.split(",");
    if (LAYERS.includes(layer)) state.layer = layer;
    const numbers = [latitude, longitude, zoom].map(Number);
    if (text === "" || !numbers.every(Number.isFinite) || Math.abs(numbers[0]) > 85) return;
    state.fitted = true;
    state.map.setView([numbers[0], numbers[1]], numbers[2], { animate: false });
  }

  function writeAddress() {
    if (!state.fitted) return;
    const centre = state.map.getCenter();
    const parts = [centre.lat.toFixed(3), centre.lng.toFixed(3), state.map.getZoom()];
    if (state.layer !== LAYERS[0]) parts.push(state.layer);
    const address = new URL(window.parent.location.href);
    if (address.searchParams.get(VIEW) === parts.join(",")) return;
    address.searchParams.set(VIEW, parts.join(","));
    window.parent.history.replaceState(window.parent.history.state, "", address);
  }

  // ------------------------------------------------------------------- controls

  function control(position, element) {
    const made = L.control({ position });
    made.onAdd = () => {
      L.DomEvent.disableClickPropagation(element);
      L.DomEvent.disableScrollPropagation(element);
      return element;
    };
    return made.addTo(state.map);
  }

  function note(text) {
    if (state.note) state.note.remove();
    const element = textElement("div", text, "bw-panel bw-note");
    element.setAttribute("role", "alert");
    state.note = text ? control("topright", element) : null;
  }

  window.borderwatch = { open, show };
})();
