// Shows the steps of a test as they come. Without this script the page loads itself again.
const EVERY = 1000;

const look = async () => {
  const there = document.getElementById('test');
  if (there?.dataset.running !== 'yes') return;
  const answer = await fetch(location.href, { redirect: 'error' }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const next = page.getElementById('test');
    if (next) there.replaceWith(next); // made by the same escaped template as the page
  }
  setTimeout(() => void look(), EVERY);
};

setTimeout(() => void look(), EVERY);
