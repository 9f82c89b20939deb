// The symbols of events and the words of their tooltips. Text is set as text, never as HTML; shapes
// and colours come only from our own table.
(function () {
  "use strict";

  // As many as the server sends of one place (layers.MAX_IDS).
  const MAX_IDS = 300;
  const SVG = "http://www.w3.org/2000/svg";
  let looks = [];

  // In the legend's order, which is that of every item's `types`.
  function setLooks(table) {
    looks = table;
  }

  function mainType(item) {
    return item.types.indexOf(Math.max(...item.types));
  }

  function colourOf(type) {
    return looks[type].colour;
  }

  function svg(name, attributes, parent) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (parent) parent.appendChild(element);
    return element;
  }

  // One event: the shape of its type; hollow when it is recalled, a dashed ring when only near.
  function glyph(type, size, item) {
    const look = looks[type];
    const root = svg("svg", { width: size, height: size, viewBox: "-12 -12 24 24", "aria-hidden": "true" });
    if (item && item.near) {
      svg("circle", { r: 11, fill: "none", stroke: look.colour, "stroke-width": 1.2, "stroke-dasharray": "2.5 2.5" }, root);
    }
    const hollow = look.shape === "ring" || (item && item.background);
    const paint = hollow
      ? { stroke: look.colour, "stroke-width": 2.5, class: "bw-hole" }
      : { fill: look.colour, "stroke-width": 1.5, class: "bw-edge" };
    if (look.points) svg("polygon", { points: look.points, ...paint }, root);
    else svg("circle", { r: hollow ? 5.5 : 6.5, ...paint }, root);
    return root;
  }

  // Several events: how many, in a ring divided by type. Several places have a second ring.
  function donut(item, size) {
    const root = svg("svg", { width: size, height: size, viewBox: "-16 -16 32 32", "aria-hidden": "true" });
    if (item.bounds) svg("circle", { r: 15.4, class: "bw-disk", opacity: 0.55 }, root);
    svg("circle", { r: 12.5, class: "bw-disk" }, root);
    const length = 2 * Math.PI * 11;
    let offset = 0;
    item.types.forEach((number, type) => {
      if (!number) return;
      const part = (number / item.count) * length;
      svg("circle", {
        r: 11, fill: "none", stroke: colourOf(type), "stroke-width": item.background ? 1.5 : 4,
        "stroke-dasharray": part + " " + (length - part), "stroke-dashoffset": -offset,
        transform: "rotate(-90)",
      }, root);
      offset += part;
    });
    const label = short(item.count);
    const style = label.length > 3 ? "font-size: 8.5px" : "";
    svg("text", { y: 0.5, style }, root).textContent = label;
    return root;
  }

  function short(number) {
    if (number < 1000) return String(number);
    return number < 10000 ? (number / 1000).toFixed(1) + "k" : Math.round(number / 1000) + "k";
  }

  function textElement(name, text, className) {
    const element = document.createElement(name);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function tip(lines) {
    const box = document.createElement("div");
    lines.filter(Boolean).forEach((line, index) => {
      box.appendChild(textElement("div", line, index ? "" : "bw-tip-title"));
    });
    return box;
  }

  function describe(item) {
    const kinds = item.types.map((number, type) => number && number + " \u00d7 " + looks[type].name);
    const precision = {
      line: "along this line", area: "somewhere in this area", disc: "somewhere around here",
      country: "somewhere in this country",
    }[item.kind] || (item.near ? "near this place" : "");
    const more = item.reports > MAX_IDS ? "a click opens the first " + MAX_IDS + " of " + item.reports + " reports" : "";
    return [
      item.label || "Unnamed place", kinds.filter(Boolean).join(", "), precision,
      item.background ? "background" : "", more,
    ].filter(Boolean);
  }

  window.borderwatchSymbols = {
    setLooks, mainType, colourOf, glyph, donut, short, textElement, tip, describe,
  };
})();
