// Passkeys: the browser's ceremony, whose answer goes into the form's one hidden field.
"use strict";

for (const form of document.querySelectorAll("form[data-key]")) {
  const trouble = form.querySelector("[data-key-trouble]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    const options = JSON.parse(document.getElementById(form.dataset.options).textContent);
    try {
      const answer = await window.webauthnJSON[form.dataset.key](options);
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}
