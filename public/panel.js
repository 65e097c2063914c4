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

// A page that answered a form is, for Back and Reload, the page at its address: the browser asks nothing, and sends nothing again.
history.replaceState(history.state, '');

// The page says all words: this script has none of its own.
const words = document.currentScript.dataset;

// The menu of a small screen closes with Escape, or by a press elsewhere.
const menu = document.querySelector('.bar-menu');
if (menu) {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// Lines to copy get a button; a browser without a clipboard (HTTP from afar) gets none.
if (navigator.clipboard) {
  for (const lines of document.querySelectorAll('pre[data-copy]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'quiet small';
    button.textContent = words.copy;
    button.addEventListener('click', async () => {
      const copied = await navigator.clipboard.writeText(lines.textContent).then(
        () => true,
        () => false,
      );
      button.textContent = copied ? words.copied : words.notCopied;
    });
    lines.before(button);
  }
}

// A button that prints the page is of use only to a script.
for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// Before the session ends for want of activity the page says so, while what was typed can still be sent.
const idle = document.getElementById('idle');
if (idle) {
  const soon = document.getElementById('idle-soon');
  const over = document.getElementById('idle-over');
  let timers = [];
  const show = (line) => {
    idle.hidden = line === null;
    soon.hidden = line !== soon;
    over.hidden = line !== over;
  };
  const begin = () => {
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(() => show(soon), idle.dataset.warnAfter * 1000),
      setTimeout(() => show(over), idle.dataset.endAfter * 1000),
    ];
    show(null);
  };
  document.getElementById('idle-stay').addEventListener('click', async () => {
    const body = new URLSearchParams({ _token: idle.dataset.token });
    const answer = await fetch('/session', { method: 'POST', body }).catch(() => null);
    if (answer?.ok) begin();
    else if (answer?.status === 403) show(over);
  });
  begin();
}

// Times are shown by the clock of the panel's machine, with its zone where this browser's clock shows another time.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
if (timeZone && !document.cookie.split('; ').includes(`${words.zoneCookie}=${timeZone}`)) {
  const secure = words.zoneCookie.startsWith('__Host-') ? '; Secure' : '';
  document.cookie = `${words.zoneCookie}=${timeZone}; Path=/; SameSite=Strict${secure}`;
}
