import type { Machine } from '../../../core/ports.js';
import { panelName } from '../domain.js';
import { roomsFolder } from '../paths.js';
import type { Element } from '../xmpp/element.js';
import { StreamParser } from '../xmpp/stream-parser.js';

/** Who owns a permanent room, as bare JIDs. */
export interface RoomFile {
  /** The room's JID. */
  readonly room: string;
  /** Who made it, and owns it whatever the lists say (mu-conference, utils.c, `is_owner`); `''` where nobody did. */
  readonly creator: string;
  /** The first ones. */
  readonly owners: readonly string[];
  /** How many more there are. */
  readonly moreOwners: number;
}

/** What stands in a permanent room's file: its settings, and lists of people by their names (`owner`). */
export interface RoomContent {
  readonly room: string;
  readonly creator: string;
  readonly lists: ReadonlyMap<string, PeopleListed>;
}

/** People of a list in a room's file. */
export interface PeopleListed {
  readonly jids: readonly string[];
  /** How many more there are. */
  readonly more: number;
}

/**
 * Prints mu-conference's list of rooms, and each room's file in which a JID stands: name, NUL, content, NUL. All rooms must
 * fit into one answer, whatever chat users write into theirs: so of the texts only who made a room is printed, and of the
 * lists that one JID, or where none is asked for the first owners. A `>` in a file ends a tag, since mu-conference writes all
 * others as `&gt;`.
 */
const PRINT_ROOMS = String.raw`
my ($folder, $jid) = @ARGV;
my ($most, $longest, $left) = (20, 1100, 6_000_000);
exit 0 unless -e $folder;
opendir(my $files, $folder) or die "$folder: $!\n";
for my $name (sort readdir $files) {
  next unless $name =~ /\.xml\z/;
  open(my $in, '<', "$folder/$name") or die "$name: $!\n";
  local $/;
  my $content = <$in> // '';
  next unless $name eq 'rooms.xml' or index($content, $jid) >= 0;
  $content =~ s/(?<!<creator)>[^<]+/>/g;
  $content =~ s{<list\b[^>]*?\bxdbns=(['"])muc:list:(\w+)\1[^>]*?(?:/>|>(.*?)</list>)}{shortened($2, $3 // '')}gse
    unless $name eq 'rooms.xml';
  $left -= length $content;
  print "$name\0$content\0";
}
sub shortened {
  my ($list, $items) = @_;
  return '' if $jid eq '' and $list ne 'owner';
  my ($kept, $count, $more) = ('', 0, 0);
  while ($items =~ m{<item\b([^>]*?)(?:/>|>.*?</item>)}gs) {
    my $attributes = $1;
    if ($jid ne '') {
      $kept .= "<item $attributes/>" if $kept eq '' and $attributes =~ m{\bjid=(['"])\Q$jid\E(?:/[^'"]*)?\1};
    } elsif ($count < $most and length $attributes <= $longest and $left > 0) {
      $kept .= "<item $attributes/>";
      $count += 1;
    } else {
      $more += 1;
    }
  }
  return "<list xdbns='muc:list:$list' more='$more'>$kept</list>";
}`;

/**
 * The owners of the permanent rooms of a domain, as mu-conference keeps them, whether it runs or not.
 * @throws PanelError `command-failed`; Error when a file is none of its
 */
export async function roomFiles(
  machine: Pick<Machine, 'commands' | 'layout'>,
  domain: string,
): Promise<readonly RoomFile[]> {
  return (await roomContents(machine, domain)).map(({ room, creator, lists }) => {
    const owners = lists.get('owner');
    return { room, creator, owners: owners?.jids ?? [], moreOwners: owners?.more ?? 0 };
  });
}

/**
 * The files of permanent rooms. Throws as {@link roomFiles} does.
 * @param jid a bare JID: the rooms in which it stands, and it alone of their lists. Left out: all rooms, with their owners
 */
export async function roomContents(
  { commands, layout }: Pick<Machine, 'commands' | 'layout'>,
  domain: string,
  jid = '',
): Promise<readonly RoomContent[]> {
  const folder = roomsFolder(layout, domain);
  const { stdout } = await commands.run(['/usr/bin/perl', '-e', PRINT_ROOMS, folder, jid], {
    account: 'chat',
  });
  const parts = stdout.split('\0');
  const files = new Map<string, readonly Element[]>();
  for (let at = 0; at + 1 < parts.length; at += 2)
    files.set((parts[at] ?? '').replace(/\.xml$/, ''), elementsOf(parts[at + 1] ?? ''));
  const registered = (files.get('rooms') ?? []).flatMap(({ children }) => children);
  return registered.flatMap(({ attributes: { name: room = '', jid: file = '' } }) => {
    const elements = files.get(file.split('@', 1)[0] ?? '');
    return elements === undefined ? [] : [contentOf(room, elements)];
  });
}

/** Users who own a room, whoever made it among them. What the panel itself is in a room is no user. */
export function ownersOf({ creator, owners }: Pick<RoomFile, 'creator' | 'owners'>): readonly string[] {
  const all = new Set(creator === '' ? owners : [creator, ...owners]);
  return [...all].filter((jid) => !jid.endsWith(`@${panelName}`)).sort();
}

function contentOf(room: string, elements: readonly Element[]): RoomContent {
  const settings = elements.flatMap(({ name, children }) => (name === 'room' ? children : []));
  const lists = elements.flatMap(({ attributes: { xdbns = '', more = '0' }, children }) => {
    const [, list] = /^muc:list:(\w+)$/.exec(xdbns) ?? [];
    const jids = children.map(({ attributes }) => bare(attributes.jid));
    return list === undefined ? [] : [[list, { jids, more: Number(more) }] as const];
  });
  return {
    room,
    creator: bare(settings.find(({ name }) => name === 'creator')?.text),
    lists: new Map(lists),
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
