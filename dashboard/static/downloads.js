// A button for each download. The answer comes as an attachment, so the page stays where it is.
const WAIT_MS = 3000;

export default function ({ parentElement, data }) {
  const place = parentElement.querySelector(".bw-downloads");
  place.replaceChildren(...data.links.map(button));
}

function button({ label, href }) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", () => {
    ask(href);
    // The browser shows nothing until the file is ready; nobody should ask twice meanwhile.
    made.disabled = true;
    made.textContent = "Preparing\u2026";
    setTimeout(() => {
      made.disabled = false;
      made.textContent = label;
    }, WAIT_MS);
  });
  return made;
}

function ask(href) {
  const link = document.createElement("a");
  link.href = href;
  // With it an error is a failed download, and not a page in the place of ours.
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}
