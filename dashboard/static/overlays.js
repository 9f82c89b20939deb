// Draws counts instead of single events: a density grid, or first-level units coloured by count.
(function () {
  "use strict";

  const { textElement, tip } = window.borderwatchSymbols;
  // ColorBrewer's YlOrRd in five classes, readable without colour by its lightness.
  const RAMP = ["#ffffb2", "#fecc5c", "#fd8d3c", "#f03b20", "#bd0026"];
  const outlines = new Map();
  let map, getJson, choose, control, layer, legend;

  function open(parts) {
    ({ map, getJson, choose, control } = parts);
    map.createPane("bw-counts").style.zIndex = 350;
    layer = L.featureGroup().addTo(map);
  }

  function clear() {
    layer.clearLayers();
    if (legend) legend.remove();
    legend = null;
  }

  // -------------------------------------------------------------------- density

  async function density(question, signal) {
    const answer = await getJson("events/density?" + question, signal);
    if (signal.aborted) return;
    clear();
    const steps = stepsOf(answer.cells.map((cell) => cell[2]));
    const renderer = L.canvas({ pane: "bw-counts", padding: 0.1 });
    for (const [column, row, count] of answer.cells) {
      const corner = (x, y) => map.unproject([x * answer.cell_px, y * answer.cell_px], answer.zoom);
      const bounds = L.latLngBounds(corner(column, row), corner(column + 1, row + 1));
      const cell = L.rectangle(bounds, {
        renderer, stroke: false, fillColor: colourOf(count, steps), fillOpacity: 0.72,
      });
      cell.bindTooltip(() => tip([counted(count), "exact and near places in this square"]), { sticky: true });
      cell.on("click", () => choose("cell", column + "," + row));
      cell.addTo(layer);
    }
    explain("Events per square", steps, answer.outside, "not at one place");
  }

  // ---------------------------------------------------------------------- units

  async function units(question, signal) {
    const answer = await getJson("events/units?" + question, signal);
    const countries = new Set(Object.keys(answer.units).map((unit) => unit.split("|")[0]));
    await Promise.all([...countries].map((code) => readUnits(code, signal)));
    if (signal.aborted) return;
    clear();
    const steps = stepsOf(Object.values(answer.units));
    let homeless = answer.outside;
    for (const [unit, count] of Object.entries(answer.units)) {
      const feature = outlines.get(unit);
      if (!feature) {
        homeless += count;
        continue;
      }
      const area = L.geoJSON(feature, {
        pane: "bw-counts",
        style: {
          className: "bw-unit", weight: 1, opacity: 0.8,
          fillColor: colourOf(count, steps), fillOpacity: 0.72,
        },
      });
      area.bindTooltip(tip([feature.properties.name, counted(count)]), { sticky: true });
      area.on("click", () => choose("unit", unit));
      area.addTo(layer);
      area.getLayers().forEach((part) => makeReachable(part, feature.properties.name, count, unit));
    }
    explain("Events per province", steps, homeless, "in no known province");
  }

  async function readUnits(code, signal) {
    if (outlines.has(code)) return;
    const collection = await getJson("geo/units/" + encodeURIComponent(code), signal);
    collection.features.forEach((feature) => outlines.set(feature.properties.unit, feature));
    outlines.set(code, true);
  }

  function makeReachable(part, name, count, unit) {
    const path = part.getElement && part.getElement();
    if (!path) return;
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", name + ". " + counted(count));
    path.addEventListener("keydown", (event) => {
      if (event.key === "Enter") choose("unit", unit);
    });
  }

  // --------------------------------------------------------------------- colours

  // The lower ends of up to five classes, each so many times the one before.
  function stepsOf(counts) {
    const most = Math.max(1, ...counts);
    const ratio = Math.max(2, Math.pow(most, 1 / RAMP.length));
    const steps = [1];
    while (steps.length < RAMP.length) {
      const next = round(steps[steps.length - 1] * ratio);
      if (next > most) break;
      steps.push(next);
    }
    return steps;
  }

  // One or two leading figures: 1, 3, 12, 50, 200.
  function round(number) {
    const unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(number)) - (number < 20 ? 1 : 0)));
    return Math.round(number / unit) * unit;
  }

  function colourOf(count, steps) {
    const place = steps.filter((step) => count >= step).length - 1;
    return RAMP[Math.max(0, place)];
  }

  function counted(count) {
    return count.toLocaleString("en") + (count === 1 ? " event" : " events");
  }

  function explain(title, steps, outside, why) {
    const panel = document.createElement("div");
    panel.className = "bw-panel bw-ramp";
    panel.appendChild(textElement("div", title, "bw-tip-title"));
    steps.forEach((step, place) => {
      const row = document.createElement("div");
      const swatch = document.createElement("i");
      swatch.style.background = RAMP[place];
      row.appendChild(swatch);
      const next = steps[place + 1];
      const last = next && next - 1 > step ? "\u2013" + (next - 1).toLocaleString("en") : next ? "" : "+";
      row.appendChild(textElement("span", step.toLocaleString("en") + last));
      panel.appendChild(row);
    });
    if (outside) panel.appendChild(textElement("div", outside.toLocaleString("en") + " more " + why));
    legend = control("bottomright", panel);
  }

  window.borderwatchOverlays = { open, density, units, clear };
})();
