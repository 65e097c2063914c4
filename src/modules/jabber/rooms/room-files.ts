import type { Machine } from '../../../core/ports.js';
import { panelName } from '../domain.js';
import { roomsFolder } from '../paths.js';
import type { Element } from '../xmpp/element.js';
import { StreamParser } from '../xmpp/stream-parser.js';

/** Who has rights in a permanent room, as bare JIDs. */
export interface RoomFile {
  /** The room's JID. */
  readonly room: string;
  /** Who made it, and owns it whatever the lists say (mu-conference, utils.c, `is_owner`); `''` where nobody did. */
  readonly creator: string;
  readonly owners: readonly string[];
  readonly admins: readonly string[];
  readonly members: readonly string[];
}

/**
 * Prints mu-conference's list of rooms, and each room's file in which a text stands: name, NUL, content, NUL. Of the texts
 * only who made a room is printed: subject and description are as long as users like, and all rooms must fit into one
 * answer. A `>` in a file ends a tag, since mu-conference writes all others as `&gt;`.
 */
const PRINT_ROOMS = String.raw`
my ($folder, $text) = @ARGV;
exit 0 unless -e $folder;
opendir(my $files, $folder) or die "$folder: $!\n";
for my $name (sort readdir $files) {
  next unless $name =~ /\.xml\z/;
  open(my $in, '<', "$folder/$name") or die "$name: $!\n";
  local $/;
  my $content = <$in> // '';
  next unless $name eq 'rooms.xml' or index($content, $text) >= 0;
  $content =~ s/(?<!<creator)>[^<]+/>/g;
  print "$name\0$content\0";
}`;

/**
 * The permanent rooms of a domain, as mu-conference keeps them, whether it runs or not.
 * @param text what stands in the files of the rooms that are wanted; all if left out
 * @throws PanelError `command-failed`; Error when a file is none of its
 */
export async function roomFiles(
  { commands, layout }: Pick<Machine, 'commands' | 'layout'>,
  domain: string,
  text = '',
): Promise<readonly RoomFile[]> {
  const folder = roomsFolder(layout, domain);
  const { stdout } = await commands.run(['/usr/bin/perl', '-e', PRINT_ROOMS, folder, text], {
    account: 'chat',
  });
  const parts = stdout.split('\0');
  const files = new Map<string, readonly Element[]>();
  for (let at = 0; at + 1 < parts.length; at += 2)
    files.set((parts[at] ?? '').replace(/\.xml$/, ''), elementsOf(parts[at + 1] ?? ''));
  const registered = (files.get('rooms') ?? []).flatMap(({ children }) => children);
  return registered.flatMap(({ attributes: { name: room = '', jid: file = '' } }) => {
    const elements = files.get(file.split('@', 1)[0] ?? '');
    return elements === undefined ? [] : [roomFile(room, elements)];
  });
}

/** Users who own a room, whoever made it among them. What the panel itself is in a room is no user. */
export function ownersOf({ creator, owners }: RoomFile): readonly string[] {
  const all = new Set(creator === '' ? owners : [creator, ...owners]);
  return [...all].filter((jid) => !jid.endsWith(`@${panelName}`)).sort();
}

function roomFile(room: string, elements: readonly Element[]): RoomFile {
  const settings = elements.flatMap(({ name, children }) => (name === 'room' ? children : []));
  const listed = (list: string): readonly string[] =>
    elements
      .filter(({ attributes: { xdbns = '' } }) => xdbns === `muc:list:${list}`)
      .flatMap(({ children }) => children.map((item) => bare(item.attributes.jid)));
  return {
    room,
    creator: bare(settings.find(({ name }) => name === 'creator')?.text),
    owners: listed('owner'),
    admins: listed('admin'),
    members: listed('member'),
  };
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
