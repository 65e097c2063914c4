// Shows each step as it happens. Without this script the page loads itself again every two seconds.
const job = document.getElementById('job');
const said = document.getElementById('said');

if (job.dataset.outcome === 'running') {
  const source = new EventSource(job.dataset.events);
  const showEnd = () => {
    source.close();
    location.replace(location.pathname);
  };
  source.addEventListener('job', (event) => {
    const { outcome, sentence, html } = JSON.parse(event.data);
    if (outcome !== 'running') return showEnd();
    job.innerHTML = html; // made by the same escaped template as the page
    said.textContent = sentence;
  });
  // The browser tries again by itself, unless the panel refused: then the session has ended.
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) showEnd();
  });
}
