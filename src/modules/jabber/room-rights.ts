import type { Machine } from '../../core/ports.js';
import { roomsFolder } from './paths.js';
import { StreamParser } from './xmpp/stream-parser.js';
import type { Element } from './xmpp/element.js';

/** What a permanent room has of somebody. */
export interface RoomRight {
  /** The room's JID. */
  readonly room: string;
  /** The user who made a room owns it as long as it exists (mu-conference, utils.c, `is_owner`). */
  readonly isCreator: boolean;
}

/** Prints mu-conference's list of rooms, and each room's file in which a text stands: name, NUL, content, NUL. */
const PRINT_ROOMS = String.raw`
my ($folder, $text) = @ARGV;
exit 0 unless -e $folder;
opendir(my $files, $folder) or die "$folder: $!\n";
for my $name (sort readdir $files) {
  next unless $name =~ /\.xml\z/;
  open(my $in, '<', "$folder/$name") or die "$name: $!\n";
  local $/;
  my $content = <$in> // '';
  print "$name\0$content\0" if $name eq 'rooms.xml' or index($content, $text) >= 0;
}`;

/** Lists of people with rights; that of the banned is none of them. */
const LISTS = ['muc:list:owner', 'muc:list:admin', 'muc:list:member'];

/**
 * The permanent rooms of a domain in which a bare JID has rights, as mu-conference keeps them.
 * @throws PanelError `command-failed`; Error when a file is none of its
 */
export async function rightsOf(
  { commands, layout }: Pick<Machine, 'commands' | 'layout'>,
  domain: string,
  jid: string,
): Promise<readonly RoomRight[]> {
  const folder = roomsFolder(layout, domain);
  const { stdout } = await commands.run(['/usr/bin/perl', '-e', PRINT_ROOMS, folder, jid], {
    account: 'chat',
  });
  const parts = stdout.split('\0');
  const files = new Map<string, readonly Element[]>();
  for (let at = 0; at + 1 < parts.length; at += 2)
    files.set((parts[at] ?? '').replace(/\.xml$/, ''), elementsOf(parts[at + 1] ?? ''));
  const registered = (files.get('rooms') ?? []).flatMap(({ children }) => children);
  const rights = registered.flatMap(({ attributes: { name: room = '', jid: file = '' } }) => {
    const elements = files.get(file.split('@', 1)[0] ?? '') ?? [];
    const isCreator = isCreatorOf(elements, jid);
    return isCreator || isListed(elements, jid) ? [{ room, isCreator }] : [];
  });
  return rights.sort((one, other) => (one.room < other.room ? -1 : 1));
}

function isCreatorOf(elements: readonly Element[], jid: string): boolean {
  const settings = elements.flatMap(({ name, children }) => (name === 'room' ? children : []));
  return settings.some(({ name, text }) => name === 'creator' && bare(text) === jid);
}

function isListed(elements: readonly Element[], jid: string): boolean {
  const lists = elements.filter(({ attributes: { xdbns = '' } }) => LISTS.includes(xdbns));
  return lists.some(({ children }) => children.some((item) => bare(item.attributes.jid) === jid));
}

/** The elements right below the outermost one. */
function elementsOf(document: string): readonly Element[] {
  const parser = new StreamParser();
  parser.write(document);
  const elements: Element[] = [];
  for (let next = parser.take(); next !== undefined; next = parser.take()) elements.push(next);
  return elements;
}

function bare(jid = ''): string {
  return jid.split('/', 1)[0] ?? '';
}
