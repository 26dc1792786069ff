// Everything here only makes pages smoother: each of them works without it.
import { initAll } from "./govuk-frontend.min.js";

initAll();

// Filters stand open beside a list, but would push it off a phone's first screen.
if (window.matchMedia("(max-width: 40.0525em)").matches) {
  document.querySelectorAll("details[data-folds-when-narrow]").forEach((part) => {
    part.open = false;
  });
}

// Folded parts would be missing on paper.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details:not([open])").forEach((part) => {
    part.open = true;
    part.dataset.openedForPrint = "";
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-opened-for-print]").forEach((part) => {
    part.open = false;
    delete part.dataset.openedForPrint;
  });
});

document.querySelectorAll("[data-prints]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
