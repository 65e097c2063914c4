import { connect } from 'node:net';

/** Characters of an answer at most. */
const LONGEST = 1_000;

/** Asks one line of a unix socket. Throws an Error when no line comes back in time. */
export function askLine(path: string, question: string, milliseconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const fail = (reason: string): void => {
      socket.destroy();
      reject(new Error(reason));
    };
    const tooLate = setTimeout(() => fail('no answer in time'), milliseconds);
    let said = '';
    socket.setEncoding('utf8');
    socket.on('error', ({ message }) => fail(message));
    socket.on('close', () => {
      clearTimeout(tooLate);
      reject(new Error('the connection ended'));
    });
    socket.on('data', (text: string) => {
      said += text;
      const end = said.indexOf('\n');
      if (end === -1 && said.length > LONGEST) fail('the answer is too long');
      if (end === -1) return;
      resolve(said.slice(0, end));
      socket.destroy();
    });
    socket.write(`${question}\n`);
  });
}
