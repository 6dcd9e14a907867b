"use strict";

// The pages also work without this script. It adds drag and drop and live progress bars.

const POLL_MS = 1000;
const LONGEST_PAUSE_MS = 30000;
const LONGEST_RETRY_AFTER_MS = 30 * 60 * 1000;

document.documentElement.classList.add("scripted");
document.querySelectorAll("[data-translate]").forEach(enhanceForm);
document.querySelectorAll("[data-job='started'], [data-job='processing']").forEach(follow);

function enhanceForm(form) {
  const drop = form.querySelector("[data-drop]");
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button[type=submit]");
  const label = button.textContent;

  offerGlossaries(form);

  // The invisible input covers the whole area, so the browser handles the drop itself.
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.classList.add("over"));
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  input.addEventListener("change", () => showChosen(form, input));
  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled") === "true") return event.preventDefault();
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy;
  });
  // A page restored from the browser's history must not stay busy.
  window.addEventListener("pageshow", () => {
    button.removeAttribute("aria-disabled");
    button.textContent = label;
    showChosen(form, input);
  });
}

// Offer only glossaries for the chosen languages. A language without a region matches all of its regions.
function offerGlossaries(form) {
  const select = form.elements.glossary;
  if (!select) return;
  const matches = (one, other) => one === other || (one.split("-")[0] === other.split("-")[0] && !(one.includes("-") && other.includes("-")));
  const offer = () => {
    const { source_language: source, target_language: target } = form.elements;
    for (const option of select.querySelectorAll("[data-source]")) {
      const fits = (source.value === "auto" || matches(source.value, option.dataset.source)) && matches(target.value, option.dataset.target);
      option.hidden = option.disabled = !fits;
      if (!fits && option.selected) select.value = "";
    }
  };
  form.addEventListener("change", offer);
  window.addEventListener("pageshow", offer);
}

function showChosen(form, input) {
  const chosen = form.querySelector("[data-chosen]");
  const file = input.files[0];
  chosen.dataset.empty ??= chosen.textContent;
  chosen.classList.toggle("full", Boolean(file));
  chosen.textContent = file ? `${file.name} (${size(file.size)})` : chosen.dataset.empty;
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

async function follow(job) {
  let failures = 0;
  for (;;) {
    await new Promise((done) => setTimeout(done, Math.min(LONGEST_PAUSE_MS, POLL_MS * 2 ** failures)));
    try {
      const response = await fetch(job.dataset.statusUrl, { headers: { Accept: "application/json" } });
      if (response.status === 404) return notice(job, "This translation was deleted.");
      if (!response.ok) {
        failures += 1;
        await waitForRetryAfter(response);
        continue;
      }
      const status = await response.json();
      failures = 0;
      show(job, status);
      if (status.status === "completed" || status.status === "failed") return;
    } catch {
      failures += 1;
      notice(job, "The server cannot be reached. Retrying…");
    }
  }
}

function waitForRetryAfter(response) {
  const seconds = Number(response.headers.get("Retry-After"));
  return new Promise((done) => setTimeout(done, Number.isFinite(seconds) ? Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS) : 0));
}

function show(job, status) {
  job.dataset.job = status.status;
  job.querySelector("progress").value = status.progress;
  job.querySelector("[data-percent]").textContent = `${status.progress} %`;
  job.querySelector("[data-stage]").textContent = status.status === "started" ? "Waiting" : "Translating";
  job.querySelector("[data-error]").textContent = status.error ?? "";
  job.querySelector("[data-notice]").hidden = true;
  if (status.status === "completed") notice(job, "Done.");
}

function notice(job, text) {
  const line = job.querySelector("[data-notice]");
  line.textContent = text;
  line.hidden = false;
}
