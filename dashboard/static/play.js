// Plays the events over time: a window of days runs through the set, without a run of the page.
(function () {
  "use strict";

  const { textElement } = window.borderwatchSymbols;
  const WINDOWS = { day: 1, week: 7, month: 30, year: 365 };
  const SPEEDS = { slow: 1600, normal: 800, fast: 350 };
  const DAY_MS = 86400000;
  let map, getJson, control, send, redraw, state;
  let bar = null;
  let parts = {};
  let span = null;
  let playing = false;

  function open(given) {
    ({ map, getJson, control, send, redraw, state } = given);
    const opener = textElement("button", "\u25b6 Play", "bw-panel bw-play-open");
    opener.type = "button";
    opener.addEventListener("click", start);
    control("bottomleft", opener);
    parts.opener = opener;
    given.onShow(() => { if (bar) close(); });
  }

  async function start() {
    const answer = await getJson("events/extent?" + state.query);
    if (!answer.days) {
      parts.opener.textContent = "No dated event to play";
      return;
    }
    span = answer.days.map(dayNumber);
    build();
    step(0);
    setPlaying(true);
  }

  function dayNumber(text) {
    return Math.round(Date.parse(text + "T00:00:00Z") / DAY_MS);
  }

  function dayText(number) {
    return new Date(number * DAY_MS).toISOString().slice(0, 10);
  }

  function build() {
    parts.opener.hidden = true;
    const box = document.createElement("div");
    box.className = "bw-panel bw-play";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Play the events over time");
    parts.toggle = button(box, "\u23f8", "Pause", () => setPlaying(!playing));
    parts.at = document.createElement("input");
    Object.assign(parts.at, { type: "range", min: 0, value: 0 });
    parts.at.setAttribute("aria-label", "Time");
    parts.at.addEventListener("input", () => { setPlaying(false); step(Number(parts.at.value)); });
    box.appendChild(parts.at);
    parts.days = textElement("output", "");
    box.appendChild(parts.days);
    const days = span[1] - span[0];
    const usual = days > 1500 ? "month" : days > 120 ? "week" : "day";
    parts.window = choice(box, "Window", Object.keys(WINDOWS), usual, () => step(Number(parts.at.value)));
    parts.speed = choice(box, "Speed", Object.keys(SPEEDS), "normal", () => {});
    parts.all = document.createElement("input");
    parts.all.type = "checkbox";
    parts.all.addEventListener("change", () => step(Number(parts.at.value)));
    const label = document.createElement("label");
    label.append(parts.all, textElement("span", "Cumulative"));
    box.appendChild(label);
    button(box, "Use as filter", "Filter to these days", () => { send({ dates: state.days }); });
    button(box, "\u2715", "End playing", close);
    bar = control("bottomleft", box);
  }

  function button(box, text, title, act) {
    const made = textElement("button", text, "bw-copy");
    made.type = "button";
    made.title = title;
    made.setAttribute("aria-label", title);
    made.addEventListener("click", act);
    return box.appendChild(made);
  }

  function choice(box, name, values, usual, act) {
    const list = document.createElement("select");
    list.setAttribute("aria-label", name);
    values.forEach((value) => {
      const option = list.appendChild(textElement("option", value));
      option.value = value;
      option.selected = value === usual;
    });
    list.addEventListener("change", act);
    return box.appendChild(list);
  }

  // Show the window that begins so many windows after the first day.
  function step(number) {
    const length = WINDOWS[parts.window.value];
    const last = Math.floor((span[1] - span[0]) / length);
    const place = Math.min(number, last);
    parts.at.max = String(last);
    parts.at.value = String(place);
    const first = span[0] + place * length;
    const end = Math.min(first + length - 1, span[1]);
    state.days = [dayText(parts.all.checked ? span[0] : first), dayText(end)];
    const text = state.days[0] === state.days[1] ? state.days[0] : state.days.join(" \u2013 ");
    parts.days.textContent = text;
    parts.at.setAttribute("aria-valuetext", text);
    return Promise.all([redraw(), place === last]);
  }

  async function setPlaying(wanted) {
    if (playing === wanted) return;
    playing = wanted;
    parts.toggle.textContent = wanted ? "\u23f8" : "\u25b6";
    parts.toggle.setAttribute("aria-label", wanted ? "Pause" : "Play");
    parts.toggle.title = wanted ? "Pause" : "Play";
    if (wanted && parts.at.value === parts.at.max) step(0);
    while (playing && bar) {
      await new Promise((resolve) => { setTimeout(resolve, SPEEDS[parts.speed.value]); });
      if (!playing || !bar) return;
      const [, isLast] = await step(Number(parts.at.value) + 1);
      if (isLast) {
        setPlaying(false);
        return;
      }
    }
  }

  function close() {
    playing = false;
    bar.remove();
    bar = null;
    parts.opener.hidden = false;
    state.days = null;
    redraw();
  }

  window.borderwatchPlay = { open };
})();
