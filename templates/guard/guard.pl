#!/usr/bin/perl
# The connection guard: ends connections to c2s that do not sign in, that c2s reads no more, or that send too much, and
# turns off Nagle's algorithm for all others. It runs beside c2s, as its account and without any capability; whether it is
# there or not, no message waits for it. Only what perl-base has.
#   guard SOCKET HEALTH ORDERS BLOCKED SECONDS PER-ADDRESS IN-ALL UNREAD FOLDER
# At SOCKET, c2s's reporter says which connections there are. One that has not signed in within SECONDS is ended; of more
# than PER-ADDRESS from one address, or IN-ALL, the oldest are, those of the address with the most first; so is one that c2s
# leaves unread for UNREAD seconds. A program that connects to HEALTH is told "watching", "deaf" (no reporter) or "forbidden"
# (the kernel lets no process have another's sockets). The daemons that read a file of FOLDER are the chat server.
# At ORDERS a program says one line and is answered one:
#   WAITING                     the address of the only connection that has not signed in, or "unknown"
#   BLOCKED UNTIL/ADDRESS …     new connections of these addresses are ended, until so many seconds since 1970: "OK". The file
#                               BLOCKED keeps them. Of IPv6 64 bits count; loopback is never among them.
# A socket of c2s is taken by pidfd_getfd(2), looked at (is it still this peer's?) and only then disconnected.
use strict;
use warnings;
use Errno qw(EAGAIN EINTR ENOTCONN);
use Fcntl qw(F_GETFL F_SETFL O_NONBLOCK);
use POSIX ();
use Socket qw(:DEFAULT inet_pton unpack_sockaddr_in6 IPPROTO_TCP MSG_DONTWAIT TCP_NODELAY);

# The same numbers on every architecture (Linux 5.6 and newer).
use constant { PIDFD_OPEN => 434, PIDFD_GETFD => 438 };
# linux/tcp.h: the option, and where `tcpi_bytes_received` stands in its answer. asm-generic/ioctls.h: bytes not read.
use constant { TCP_INFO => 11, BYTES_RECEIVED => 128, FIONREAD => 0x541B };
# How much is left when there were too many in all: so that it need not be counted anew for each that comes.
use constant EASED => 0.9;
# How often in a row c2s may leave a connection unread.
use constant PATIENCE => 3;
# A user who sent more stanzas than `<stanzas>` allows gets no new connection for so many seconds.
use constant PENALTY => 60;
# Bytes that nobody needs for signing in: c2s keeps what is no whole stanza yet.
use constant MUCH => 65_536;
# Seconds between two lines of the log about what was ended.
use constant QUIET => 60;
# Programs at ORDERS at once, seconds that each may take, and bytes of a line.
use constant { ASKERS => 64, PATIENT => 3, LINE => 65_536 };
# Seconds between two looks at the sockets that a daemon opened first, which have numbers below FIRST.
use constant { SWEEP => 5, FIRST => 64 };

my ($socket, $health, $orders_socket, $blocked_file, $limit, $per_address, $in_all, $unread_limit, $folder) = @ARGV;
# Seconds between two looks at a connection that has signed in.
my $again = POSIX::ceil($unread_limit / PATIENCE);
$SIG{PIPE} = 'IGNORE';
$SIG{TERM} = sub { POSIX::_exit(0) };
$| = 1;

# Reporters: number of the socket → { handle, text, pidfd, forbidden, events, open, groups, grown }. Its `open` has all
# connections, number in c2s → connection; `groups` those that have not signed in, by address, the oldest first; `leaving` has
# the numbers of those that the guard ended and c2s has not closed yet; `askers` those who wait for its line "?".
my %reporters;
# User → until when new connections are ended.
my %punished;
# Programs at ORDERS, number of the socket → { handle, text, since }.
my %askers;
# Address → until when its new connections are ended.
my %blocked = read_blocked();
# What was ended and is not told in the log yet: reason → number, address → number.
my (%ended, %of);
my ($told, $looked, $swept, $turn) = (seconds() - QUIET, 0, 0, 0);

my $reports = listener($socket, 0600);
my $asked = listener($health, 0666);
my $orders = listener($orders_socket, 0666);
print "info watching for connections that do not sign in within $limit s\n";

while (1) {
    my $read = '';
    vec($read, fileno $_, 1) = 1 for $reports, $asked, $orders, map { $_->{handle} } values %reporters, values %askers;
    if (select($read, undef, undef, 1) > 0) {
        answer_health() if vec $read, fileno $asked, 1;
        for my $reporter (values %reporters) { hear($reporter) if vec $read, fileno $reporter->{handle}, 1 }
        accept_reporter() if vec $read, fileno $reports, 1;
        for my $asker (values %askers) { hear_asker($asker) if vec $read, fileno $asker->{handle}, 1 }
        accept_askers() if vec $read, fileno $orders, 1;
    }
    end_many($_) for values %reporters;
    next if seconds() - $looked < 1;
    $looked = seconds();
    $turn = ($turn + 1) % $again;
    for my $reporter (values %reporters) {
        end_late($reporter);
        end_unread($reporter);
    }
    for my $asker (values %askers) { dismiss($asker) if $asker->{since} < seconds() - PATIENT }
    tell_what_ended();
    next if seconds() - $swept < SWEEP || standing() ne 'watching';
    $swept = seconds();
    turn_off_nagle_of_daemon($_) for daemons();
}

sub listener {
    my ($path, $mode) = @_;
    unlink $path;
    socket my $listener, AF_UNIX, SOCK_STREAM, 0 or die "guard: $!\n";
    my $before = umask(0777 & ~$mode);
    bind $listener, pack_sockaddr_un($path) or die "guard: $path: $!\n";
    umask $before;
    listen $listener, 128 or die "guard: $!\n";
    unblock($listener);
    return $listener;
}

sub unblock {
    my ($handle) = @_;
    fcntl $handle, F_SETFL, fcntl($handle, F_GETFL, 0) | O_NONBLOCK or die "guard: $!\n";
}

sub standing {
    my @known = map { $_->{forbidden} } grep { defined $_->{forbidden} } values %reporters;
    return !@known ? 'deaf' : (grep { !$_ } @known) ? 'watching' : 'forbidden';
}

# Says how things stand to all who ask, and waits for none of them.
sub answer_health {
    my $state = standing();
    while (accept my $connection, $asked) { syswrite $connection, "$state\n" }
}

sub accept_reporter {
    accept my $handle, $reports or return;
    unblock($handle);
    $reporters{fileno $handle} =
        { handle => $handle, text => '', events => 0, open => {}, groups => {}, grown => {} };
    @{ $reporters{fileno $handle} }{qw(leaving askers)} = ({}, []);
}

# Reads all that a reporter has said by now: who has signed in meanwhile is not ended.
sub hear {
    my ($reporter) = @_;
    while (1) {
        my $length = sysread $reporter->{handle}, $reporter->{text}, 65_536, length $reporter->{text};
        last if !defined $length && $!{EAGAIN};
        next if !defined $length && $!{EINTR};
        if (!$length) {
            POSIX::close($reporter->{pidfd}) if defined $reporter->{pidfd};
            answer($_, 'unknown') for @{ $reporter->{askers} };
            delete $reporters{fileno $reporter->{handle}};
            return;
        }
        my $whole = rindex($reporter->{text}, "\n") + 1;
        note($reporter, $_) for split /\n/, substr $reporter->{text}, 0, $whole, '';
    }
}

sub note {
    my ($reporter, $line) = @_;
    $reporter->{events}++;
    if (my ($state, $fd, $name, $port, $since, $user) = $line =~ /\A([+=!]) (\d+) (\S+) (\d+) ([\d.]+) (\S+)\z/) {
        # An address has no capitals (nodeprep), though c2s logs the name as it was typed.
        $user = lc $user;
        forget($reporter, $fd);
        delete $reporter->{leaving}{$fd};
        my $address = inet_pton(index($name, ':') < 0 ? AF_INET : AF_INET6, $name) // return;
        my $connection = { fd => $fd, name => $name, address => $address, port => $port, since => $since };
        @$connection{qw(read left events)} = (-1, 0, 0);
        $reporter->{open}{$fd} = $connection;
        turn_off_nagle(copy_of($reporter, $connection));
        return end_one($reporter, $connection, 'blocked') if $state eq '+' && is_blocked($address);
        return join_group($reporter, $connection) if $state eq '+';
        $punished{$user} = seconds() + PENALTY if $state eq '!';
        return if seconds() >= ($punished{$user} // 0);
        end_one($reporter, $connection, $state eq '!' ? 'flood' : 'again');
    }
    elsif (my ($gone) = $line =~ /\A- (\d+)\z/) {
        forget($reporter, $gone);
        delete $reporter->{leaving}{$gone};
    }
    elsif ($line eq '?') { answer(shift @{ $reporter->{askers} }, sole($reporter)) }
    elsif ($line =~ /\Ac2s (\d+)\z/) { meet($reporter, $1) }
}

sub accept_askers {
    while (accept my $handle, $orders) {
        unblock($handle);
        $askers{ fileno $handle } = { handle => $handle, text => '', since => seconds() };
    }
    my @oldest = sort { $a->{since} <=> $b->{since} } values %askers;
    dismiss(shift @oldest) while @oldest > ASKERS;
}

sub hear_asker {
    my ($asker) = @_;
    my $length = sysread $asker->{handle}, $asker->{text}, LINE, length $asker->{text};
    return if !defined $length && ($!{EAGAIN} || $!{EINTR});
    return dismiss($asker) if !$length || length $asker->{text} > LINE;
    my ($line) = $asker->{text} =~ /\A([^\n]*)\n/ or return;
    return look_who_waits($asker) if $line eq 'WAITING';
    my ($words) = $line =~ /\ABLOCKED((?: \d{1,12}\/[\da-f.:]+)*)\z/ or return dismiss($asker);
    block($words);
    answer($asker, 'OK');
}

sub answer {
    my ($asker, $text) = @_;
    return if !defined $asker;
    syswrite $asker->{handle}, "$text\n";
    dismiss($asker);
}

sub dismiss {
    my ($asker) = @_;
    delete $askers{ fileno $asker->{handle} };
    shutdown $asker->{handle}, 2;
}

# While c2s waits for the answer to a sign-in it logs nothing: when its reporter has passed on all that it had logged, the
# guard knows all its connections. A reporter of an earlier version passes on no "?".
sub look_who_waits {
    my ($asker) = @_;
    my ($reporter, $other) = values %reporters;
    return answer($asker, 'unknown') if !defined $reporter || defined $other || @{ $reporter->{askers} } >= ASKERS;
    my $written = syswrite $reporter->{handle}, '?';
    return answer($asker, 'unknown') if !$written;
    push @{ $reporter->{askers} }, $asker;
}

# The address of the only connection that has not signed in. One that was ended here may have asked before it ended.
sub sole {
    my ($reporter) = @_;
    return 'unknown' if keys %{ $reporter->{groups} } != 1 || %{ $reporter->{leaving} };
    my ($group) = values %{ $reporter->{groups} };
    return 'unknown' if $group->{count} != 1;
    return $group->{all}[0]{name} =~ s/\A::ffff:(?=[\d.]+\z)//r;
}

# Takes the whole list of blocked addresses, and ends those of them who have not signed in.
sub block {
    my ($words) = @_;
    my %before = %blocked;
    %blocked = blocked_in($words);
    for my $reporter (values %reporters) {
        for my $group (map { $reporter->{groups}{$_} // () } grep { is_blocked_line($_) } keys %blocked) {
            end_first($reporter, $group, 'blocked') while $group->{count} > 0;
        }
    }
    return if "@{[map { unpack('H*', $_), $blocked{$_} } sort keys %blocked]}"
        eq "@{[map { unpack('H*', $_), $before{$_} } sort keys %before]}";
    open my $file, '>', "$blocked_file.new" or return print "error cannot keep the blocked addresses: $!\n";
    my $is_kept = print({$file} "$words\n") && close($file) && rename "$blocked_file.new", $blocked_file;
    print "error cannot keep the blocked addresses: $!\n" if !$is_kept;
}

sub read_blocked {
    open my $file, '<', $blocked_file or return;
    my $length = sysread $file, my $words, LINE;
    return $length ? blocked_in($words) : ();
}

sub blocked_in {
    my ($words) = @_;
    my %until;
    while ($words =~ /(\d{1,12})\/([\da-f.:]+)/g) {
        my ($end, $name) = ($1, $2);
        my $address = inet_pton(index($name, ':') < 0 ? AF_INET : AF_INET6, $name) // next;
        my $line = line_of($address);
        $until{$line} = $end if $line !~ /\A(?:\x7f.{3}|\0{8})\z/s;
    }
    return %until;
}

sub is_blocked { return is_blocked_line(line_of($_[0])) }

sub is_blocked_line { return time < ($blocked{ $_[0] } // 0) }

# Opens c2s's process, and sees whether its sockets can be had.
sub meet {
    my ($reporter, $pid) = @_;
    my $pidfd = syscall PIDFD_OPEN, $pid + 0, 0;
    my $copy = $pidfd < 0 ? -1 : syscall PIDFD_GETFD, $pidfd, 1, 0;
    if ($copy < 0 && $!{ESRCH}) {
        # It has ended meanwhile: its reporter is about to go, too.
        POSIX::close($pidfd) if $pidfd >= 0;
        return;
    }
    $reporter->{forbidden} = $copy < 0;
    print "error this machine lets nobody have the client connections' sockets ($!): nothing is ended\n" if $copy < 0;
    $reporter->{pidfd} = $pidfd if $pidfd >= 0;
    POSIX::close($copy) if $copy >= 0;
}

sub join_group {
    my ($reporter, $connection) = @_;
    my $line = $connection->{group} = line_of($connection->{address});
    my $group = $reporter->{grown}{$line} = $reporter->{groups}{$line} //= { all => [], count => 0 };
    push @{ $group->{all} }, $connection;
    $group->{count}++;
}

# Those who share one line are one address: of IPv6, 64 bits name the line.
sub line_of {
    my ($address) = @_;
    return $address if length $address == 4;
    return substr $address, 12 if $address =~ /\A\0{10}\xff\xff/;
    return substr $address, 0, 8;
}

sub forget {
    my ($reporter, $fd) = @_;
    my $connection = delete $reporter->{open}{$fd} or return;
    my $line = $connection->{group} // return;
    $connection->{over} = 1;
    my $group = $reporter->{groups}{$line};
    if (--$group->{count} == 0) { delete $reporter->{groups}{$line} }
    else { tidy($group) }
}

# The first of a group is one that still waits; those that are over in its middle go when they are many.
sub tidy {
    my ($group) = @_;
    my $all = $group->{all};
    shift @$all while @$all && $all->[0]{over};
    @$all = grep { !$_->{over} } @$all if @$all > 2 * $group->{count} + 100;
}

sub end_late {
    my ($reporter) = @_;
    my $before = seconds() - $limit;
    for my $group (values %{ $reporter->{groups} }) {
        while ($group->{count} > 0 && $group->{all}[0]{since} < $before) { end_first($reporter, $group, 'time') }
    }
}

sub end_many {
    my ($reporter) = @_;
    for my $group (values %{ $reporter->{grown} }) {
        end_first($reporter, $group, 'address') while $group->{count} > $per_address;
    }
    $reporter->{grown} = {};
    my $waiting = 0;
    $waiting += $_->{count} for values %{ $reporter->{groups} };
    return if $waiting <= $in_all;
    my $excess = $waiting - $in_all * EASED;
    my @groups = sort { $b->{count} <=> $a->{count} || $a->{all}[0]{since} <=> $b->{all}[0]{since} }
        values %{ $reporter->{groups} };
    # Down to which number the largest groups have to go.
    my ($level, $larger, $above) = ($groups[0]{count}, 0, 0);
    while ($above < $excess) {
        $larger++ while $larger < @groups && $groups[$larger]{count} >= $level;
        $level--;
        $above += $larger;
    }
    for my $group (@groups[0 .. $larger - 1]) {
        while ($group->{count} > $level && $excess > 0) {
            end_first($reporter, $group, 'all');
            $excess--;
        }
    }
}

# Ends the connection of a group that waits longest.
sub end_first {
    my ($reporter, $group, $why) = @_;
    end_one($reporter, $group->{all}[0], $why);
}

sub end_one {
    my ($reporter, $connection, $why) = @_;
    forget($reporter, $connection->{fd});
    $reporter->{leaving}{ $connection->{fd} } = 1;
    my $copy = copy_of($reporter, $connection) // return;
    disconnect($copy) or return;
    $ended{$why}++;
    $of{ $connection->{name} }++;
}

# Looks at what those have sent who have not signed in, each second, and what is left unread of all, now and then. A client
# that sends a stanza over `<stanzasize>` is read no more and not told (sx/io.c): it is ended, so that it comes back and loses
# no more. That c2s itself stands still is no reason: it must have done something since the last look.
sub end_unread {
    my ($reporter) = @_;
    for my $connection (values %{ $reporter->{open} }) {
        my $waits = defined $connection->{group};
        next if !$waits && $connection->{fd} % $again != $turn;
        my ($received, $unread) = bytes_of($reporter, $connection) or next;
        my $is_left = $unread > 0 && $received - $unread == $connection->{read};
        $connection->{left} = 0 if !$is_left;
        $connection->{left}++ if $is_left && $reporter->{events} > $connection->{events};
        @$connection{qw(read events)} = ($received - $unread, $reporter->{events});
        my $why = $waits ? $received > MUCH && 'much' : $connection->{left} >= PATIENCE && 'unread';
        end_one($reporter, $connection, $why) if $why;
    }
    for my $user (keys %punished) { delete $punished{$user} if $punished{$user} < seconds() }
}

# Bytes that came on a connection, and how many of them c2s has not read.
sub bytes_of {
    my ($reporter, $connection) = @_;
    my $socket = copy_of($reporter, $connection) // return;
    my $info = getsockopt $socket, IPPROTO_TCP, TCP_INFO or return;
    my $answer = pack 'i', 0;
    ioctl $socket, FIONREAD, $answer or return;
    return (unpack('Q', substr $info, BYTES_RECEIVED, 8), unpack 'i', $answer);
}

# c2s's socket of a connection, where it still is this peer's.
sub copy_of {
    my ($reporter, $connection) = @_;
    return if $reporter->{forbidden};
    my $copy = syscall PIDFD_GETFD, $reporter->{pidfd}, $connection->{fd} + 0, 0;
    return if $copy < 0;
    my $socket = handle_of($copy) // return;
    my $peer = getpeername $socket;
    if (!defined $peer) {
        drain($socket) if $!{ENOTCONN};
        return;
    }
    my $family = sockaddr_family($peer);
    my ($port, $address) =
          $family == AF_INET6 ? unpack_sockaddr_in6($peer)
        : $family == AF_INET ? unpack_sockaddr_in($peer)
        : return;
    return $port == $connection->{port} && $address eq $connection->{address} ? $socket : undef;
}

# Turns off Nagle's algorithm, which jabberd2 leaves on: what is written close behind something else waits up to 40 ms, until
# that is acknowledged, at each daemon on its way.
sub turn_off_nagle {
    my ($socket) = @_;
    # Fails for what is no TCP socket.
    setsockopt $socket, IPPROTO_TCP, TCP_NODELAY, 1 if defined $socket;
}

# The same for the sockets that a daemon opened first: its connection to the router, and those that it listens on, whose
# setting the connections that they accept take over.
sub turn_off_nagle_of_daemon {
    my ($pid) = @_;
    my $pidfd = syscall PIDFD_OPEN, $pid + 0, 0;
    return if $pidfd < 0;
    for my $fd (grep { (readlink "/proc/$pid/fd/$_" // '') =~ /\Asocket:/ } 0 .. FIRST - 1) {
        my $copy = syscall PIDFD_GETFD, $pidfd, $fd, 0;
        turn_off_nagle(handle_of($copy)) if $copy >= 0;
    }
    POSIX::close($pidfd);
}

# The chat server's processes.
sub daemons {
    opendir my $processes, '/proc' or return;
    return grep { /\A\d+\z/ && command_of($_) =~ /\0-c\0\Q$folder\E\// } readdir $processes;
}

sub command_of {
    my ($pid) = @_;
    open my $file, '<', "/proc/$pid/cmdline" or return '';
    local $/;
    return <$file> // '';
}

# A handle of a descriptor of this process.
sub handle_of {
    my ($number) = @_;
    open my $handle, '+<&=', $number or return;
    return $handle;
}

# Drops what a peer that is gone had sent: c2s sees the end only behind it, and when it reads no more, it is woken for the
# end over and over (mio/mio_epoll.h).
sub drain {
    my ($socket) = @_;
    my $bytes;
    for (1 .. 100) { last if !defined recv($socket, $bytes, 65_536, MSG_DONTWAIT) || $bytes eq '' }
}

# Unlike shutdown(2), this also drops what c2s has not read.
sub disconnect {
    my ($socket) = @_;
    return connect $socket, pack 'S x14', AF_UNSPEC;
}

sub tell_what_ended {
    return if !%ended || seconds() - $told < QUIET;
    my %words = (
        time => "had not signed in within $limit s",
        address => "beyond $per_address of one address that had not signed in",
        all => "beyond $in_all that had not signed in",
        much => 'sent much and did not sign in',
        unread => 'sent a stanza that is too long',
        flood => 'sent too many stanzas',
        again => "came back within @{[PENALTY]} s after that",
        blocked => 'came from a blocked address',
    );
    my $reasons = join ', ', map {"$ended{$_} $words{$_}"} sort keys %ended;
    my ($most) = sort { $of{$b} <=> $of{$a} } keys %of;
    print "info ended connections: $reasons; $of{$most} of them from $most\n";
    %ended = %of = ();
    $told = seconds();
}

# Seconds since some fixed moment, the same as the reporter's; setting the clock does not change them.
sub seconds { return (POSIX::times())[0] / 100 }
