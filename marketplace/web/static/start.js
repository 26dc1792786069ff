// Tells the style sheet, before anything is painted, that scripts run.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
