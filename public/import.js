// Shows how far an import has come, and takes a file that is dropped on the form. Without this script the page loads itself
// again, and the file is chosen with its button.
const EVERY = 2000;

const look = async () => {
  const answer = await fetch(`${location.pathname}?again=1`, { redirect: 'error' }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const next = page.getElementById('import');
  if (next?.dataset.outcome !== 'running') location.replace(location.pathname);
  else document.getElementById('import').replaceWith(next); // made by the same escaped template as the page
};

if (document.getElementById('import')?.dataset.outcome === 'running')
  setInterval(() => {
    if (!document.hidden) void look();
  }, EVERY);

const form = document.getElementById('choose');
if (form) {
  const file = form.querySelector('input[type="file"]');
  const over = (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    form.classList.add('is-over');
  };
  form.addEventListener('dragenter', over);
  form.addEventListener('dragover', over);
  form.addEventListener('dragleave', () => form.classList.remove('is-over'));
  form.addEventListener('drop', (event) => {
    form.classList.remove('is-over');
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    file.files = event.dataTransfer.files;
    file.focus();
  });
}
