// Only improves: a long request says so, and is not sent twice.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent === 'yes') {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    const button = event.submitter;
    if (button?.dataset.busy) {
      button.textContent = button.dataset.busy;
      button.setAttribute('aria-disabled', 'true');
    }
  });
}

// Back from the browser's memory: the form may be sent again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});
