import type { Machine } from '../../../core/ports.js';
import { roomsFolder } from '../paths.js';
import { roomContents } from './room-files.js';

/** What a permanent room has of somebody. */
export interface RoomRight {
  /** The room's JID. */
  readonly room: string;
  /** The user who made a room owns it as long as it exists (mu-conference, utils.c, `is_owner`). */
  readonly isCreator: boolean;
}

/** The lists that give rights. */
const RIGHTS = ['owner', 'admin', 'member'];

/**
 * The permanent rooms of a domain in which a bare JID has rights, as mu-conference keeps them.
 * @throws PanelError `command-failed`; Error when a file is none of its
 */
export async function rightsOf(
  machine: Pick<Machine, 'commands' | 'layout'>,
  domain: string,
  jid: string,
): Promise<readonly RoomRight[]> {
  const rights = (await roomContents(machine, domain, jid)).flatMap(({ room, creator, lists }) => {
    const isCreator = creator === jid;
    const isListed = RIGHTS.some((list) => lists.get(list)?.jids.includes(jid) === true);
    return isCreator || isListed ? [{ room, isCreator }] : [];
  });
  return rights.sort((one, other) => (one.room < other.room ? -1 : 1));
}

/**
 * Prints the bare JIDs of its input, one a line, that made a room of a folder or have rights in it. Of the other texts of a
 * room, which are as long as chat users like, nothing is looked at.
 */
const PRINT_JIDS = String.raw`
my ($folder) = @ARGV;
exit 0 unless -e $folder;
my %asked = map { chomp; ($_ => 1) } <STDIN>;
my %found;
opendir(my $files, $folder) or die "$folder: $!\n";
for my $name (sort readdir $files) {
  next unless $name =~ /\.xml\z/ and $name ne 'rooms.xml';
  open(my $in, '<', "$folder/$name") or die "$name: $!\n";
  local $/;
  my $content = <$in> // '';
  $found{$1} = 1 while $content =~ m{<creator>([^<>/]+)}g;
  while ($content =~ m{<list\b[^>]*?\bxdbns=(['"])muc:list:(?:owner|admin|member)\1[^>]*?>(.*?)</list>}gs) {
    my $items = $2;
    $found{$2} = 1 while $items =~ m{\bjid=(['"])([^'"/]+)}g;
  }
}
print "$_\n" for grep { $found{$_} } sort keys %asked;`;

/**
 * Those of these bare JIDs that have rights in any permanent room of a domain.
 * @throws PanelError `command-failed`
 */
export async function withRightsAmong(
  { commands, layout }: Pick<Machine, 'commands' | 'layout'>,
  domain: string,
  jids: readonly string[],
): Promise<readonly string[]> {
  const { stdout } = await commands.run(['/usr/bin/perl', '-e', PRINT_JIDS, roomsFolder(layout, domain)], {
    account: 'chat',
    input: jids.join('\n'),
  });
  return stdout.split('\n').filter((line) => line !== '');
}
