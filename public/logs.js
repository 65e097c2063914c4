// Adds what the daemon says as it says it. Without this script the page loads itself again every two seconds.
const MOST = 1000;
const log = document.getElementById('log');
const text = log?.querySelector('code');
const events = log?.dataset.events ?? '';

if (events !== '') {
  const source = new EventSource(events);
  log.scrollTop = log.scrollHeight;
  source.addEventListener('lines', (event) => {
    // Whoever reads further up is left there.
    const isAtEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 4;
    const lines = text.textContent === '' ? [] : text.textContent.split('\n');
    text.textContent = [...lines, ...JSON.parse(event.data)].slice(-MOST).join('\n');
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  });
  // The browser tries again by itself, unless the panel refused: then the session has ended, or too many watch.
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) document.getElementById('following').hidden = true;
  });
}
