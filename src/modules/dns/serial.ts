/** Serials are numbers of 32 bits that go round (RFC 1982). */
const ROUND = 2 ** 32;

/** The serial as it stands in a rendered zone. */
const SERIAL = /^( *)(\d+)( ; serial)$/m;

/** The serial of a rendered zone; null when there is none. */
export function serialOf(zoneText: string): number | null {
  const serial = Number(SERIAL.exec(zoneText)?.[2] ?? Number.NaN);
  return Number.isInteger(serial) && serial < ROUND ? serial : null;
}

/** A rendered zone with another serial. */
export function withSerial(zoneText: string, serial: number): string {
  return zoneText.replace(SERIAL, `$1${serial}$3`);
}

/**
 * The serial of a zone that is to be written: the one that it has when nothing else changed, so that its text stays as
 * it is, byte for byte. Otherwise one that is larger, as secondaries compare them (RFC 1982): the seconds since 1970,
 * or the next number where the old one is larger already.
 * @param zoneText the rendered zone, with any serial
 * @param oldText the zone as it was written last; null when it is new
 */
export function serialFor(zoneText: string, oldText: string | null, now: Date): number {
  const seconds = Math.floor(now.getTime() / 1000) % ROUND;
  const old = oldText === null ? null : serialOf(oldText);
  if (oldText === null || old === null) return seconds;
  if (withSerial(zoneText, old) === oldText) return old;
  return isLater(seconds, old) ? seconds : next(old);
}

function isLater(serial: number, than: number): boolean {
  const ahead = (serial - than + ROUND) % ROUND;
  return ahead > 0 && ahead < ROUND / 2;
}

/** Never 0, which some programs take for "none". */
function next(serial: number): number {
  return (serial + 1) % ROUND || 1;
}
