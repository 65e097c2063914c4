/** The ports that c2s and s2s were last given, as their files name them. */
export async function livePorts(
  read: (path: string) => Promise<string>,
): Promise<Readonly<Record<string, number>>> {
  const [c2s = '', s2s = ''] = await Promise.all(['jabberd2/c2s.xml', 'jabberd2/s2s.xml'].map(read));
  return {
    ...port('client', c2s, 'port'),
    ...port('clientTls', c2s, 'ssl-port'),
    ...port('server', s2s, 'port'),
  };
}

function port(name: string, text: string, element: string): Readonly<Record<string, number>> {
  const [, local = ''] = /<local>([^]*)<\/local>/.exec(text) ?? [];
  const [, number] = new RegExp(`<${element}>(\\d+)</${element}>`).exec(local) ?? [];
  return number === undefined ? {} : { [name]: Number(number) };
}
