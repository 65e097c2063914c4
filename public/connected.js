// Shows who comes and goes, every few seconds. Without this script the page shows who was there when it was loaded.
const EVERY = 4000;
let isSent = false;

const form = document.getElementById('live')?.closest('form');
form?.addEventListener('submit', () => (isSent = true));

const ticked = (root) =>
  new Set([...root.querySelectorAll('[name^="pick-"]:checked')].map(({ value }) => value));

// What somebody works with stays as it is: the list waits until the focus is elsewhere.
const isBusy = () =>
  document.hidden || isSent || document.getElementById('live').contains(document.activeElement);

const look = async () => {
  const address = new URL(
    location.pathname.startsWith('/connected/') ? '/connected' : location.href,
    location.href,
  );
  address.searchParams.set('again', '1');
  const answer = await fetch(address, { redirect: 'error' }).catch(() => null);
  // The session in the panel has ended, or the panel is away.
  if (!answer?.ok || isBusy()) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const next = page.getElementById('live');
  const now = document.getElementById('live');
  if (!next || isBusy()) return;
  const chosen = ticked(now);
  for (const box of next.querySelectorAll('[name^="pick-"]')) box.checked = chosen.has(box.value);
  now.replaceWith(next); // made by the same escaped template as the page
  const refusals = page.getElementById('refusals');
  if (refusals) document.getElementById('refusals')?.replaceWith(refusals);
  const all = page.querySelector('label[for="whom-all"]');
  if (all) document.querySelector('label[for="whom-all"]').textContent = all.textContent;
};

if (form) {
  setInterval(() => {
    if (!isBusy()) void look();
  }, EVERY);
}
