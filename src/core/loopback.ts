/** How a URL writes ::1, and 127.0.0.0/8 in IPv6 (RFC 4291, 2.5.5.2). */
const IPV6 = /^\[(?:::1|::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})\]$/;

/** Whether only this machine can reach the address: 127.0.0.0/8 (RFC 1122, 3.2.1.3) or ::1, however it is written. */
export function isLoopback(address: string): boolean {
  if (!address.includes(':')) return /^127(?:\.\d{1,3}){3}$/.test(address);
  const url = `http://[${address}]`;
  return /^[\da-f:.]+$/i.test(address) && URL.canParse(url) && IPV6.test(new URL(url).hostname);
}
