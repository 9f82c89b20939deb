// The symbols of events and the words of their tooltips. Text is set as text, never as HTML; shapes
// and colours come only from our own table.
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const looks = new Map();

  function setLooks(table) {
    table.forEach((look) => looks.set(look.name, look));
  }

  function mainType(item) {
    return Object.entries(item.types).reduce((best, next) => (next[1] > best[1] ? next : best))[0];
  }

  function lookOf(type) {
    return looks.get(type) || looks.get("Talk");
  }

  function colourOf(type) {
    return lookOf(type).colour;
  }

  function svg(name, attributes, parent) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (parent) parent.appendChild(element);
    return element;
  }

  // One event: the shape of its type; hollow when it is recalled, a dashed ring when only near.
  function glyph(type, size, item) {
    const look = lookOf(type);
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
    if (item.several) svg("circle", { r: 15.4, class: "bw-disk", opacity: 0.55 }, root);
    svg("circle", { r: 12.5, class: "bw-disk" }, root);
    const total = Object.values(item.types).reduce((sum, number) => sum + number, 0);
    const length = 2 * Math.PI * 11;
    let offset = 0;
    for (const [type, number] of Object.entries(item.types)) {
      const part = (number / total) * length;
      svg("circle", {
        r: 11, fill: "none", stroke: colourOf(type), "stroke-width": item.background ? 1.5 : 4,
        "stroke-dasharray": part + " " + (length - part), "stroke-dashoffset": -offset,
        transform: "rotate(-90)",
      }, root);
      offset += part;
    }
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
    const kinds = Object.entries(item.types).map(([type, number]) => number + " \u00d7 " + type);
    const precision = {
      line: "along this line", area: "somewhere in this area", disc: "somewhere around here",
      country: "somewhere in this country",
    }[item.kind] || (item.near ? "near this place" : "");
    let more = "";
    if (!item.ids.length) more = "a click zooms in";
    else if (item.reports > item.ids.length) {
      more = "a click opens the first " + item.ids.length + " of " + item.reports + " reports";
    }
    return [item.label || "Unnamed place", kinds.join(", "), precision, item.background ? "background" : "", more]
      .filter(Boolean);
  }

  window.borderwatchSymbols = {
    setLooks, mainType, colourOf, glyph, donut, short, textElement, tip, describe,
  };
})();
