#!/usr/bin/perl
# Runs c2s and tells the connection guard which connections it has and which of them have signed in, as c2s's own log
# says. Only what perl-base has.
#   reporter SOCKET PROGRAM ARGUMENT…    SOCKET is the guard's; PROGRAM takes this process over
# What the program logs is written on as it comes, one line for each of its writes. c2s writes each record at once
# (jabberd2's util/log.c) and a packet socket keeps records apart, so that a line break that a client brought into one
# begins no line of its own. The guard may be away: nothing waits for it. A byte from the guard asks for a line "?", which
# comes behind all that c2s had logged before.
use strict;
use warnings;
use Errno qw(EAGAIN EINTR);
use Fcntl qw(F_GETFL F_SETFL O_NONBLOCK);
use POSIX ();
use Socket;

# Bytes that may wait for a guard that does not read; it is told everything anew when it reads again.
use constant BACKLOG => 4_000_000;

my ($socket, @program) = @ARGV;
my $c2s = $$;
# c2s's connections: number in c2s → what the guard is told of it, "STATE NUMBER ADDRESS PORT SINCE USER". The state is "+"
# while nobody has signed in (the user is "-"), then "=", and "!" once more stanzas came than `<stanzas>` allows.
my %open;
# The guard, while it is there, and what it was not told yet.
my ($guard, $untold);
# How many bytes of the guard's wait for their line.
my $owed = 0;

if (socketpair my $ours, my $its, AF_UNIX, SOCK_SEQPACKET, PF_UNSPEC) {
    # A child of c2s's must not be c2s's: it waits for the end of any child when its relay ends (authreg_pipe.c).
    my $between = fork;
    if (defined $between && $between == 0) {
        close $its;
        my $reporter = fork;
        POSIX::_exit(defined $reporter ? 0 : 1) if !defined $reporter || $reporter != 0;
        $0 = 'c2s-reporter';
        report($ours);
        POSIX::_exit(0);
    }
    waitpid $between, 0 if defined $between;
    if (defined $between && $? == 0) {
        open STDOUT, '>&', $its or die "reporter: $!\n";
        open STDERR, '>&', $its or die "reporter: $!\n";
    }
}
exec { $program[0] } @program or die "reporter: cannot run $program[0]: $!\n";

sub report {
    my ($said) = @_;
    # Where c2s is ended, all its processes may be ended at once: what it says at its end is still written.
    $SIG{$_} = 'IGNORE' for qw(PIPE HUP INT TERM);
    my $tried = 0;
    while (1) {
        if (!defined $guard && seconds() - $tried >= 1) {
            $tried = seconds();
            connect_guard();
        }
        my ($read, $write) = ('', '');
        vec($read, fileno $said, 1) = 1;
        vec($read, fileno $guard, 1) = 1 if defined $guard;
        vec($write, fileno $guard, 1) = 1 if defined $guard && $untold ne '';
        next if select($read, $write, undef, $owed > 0 ? 0 : defined $guard ? undef : 1) < 0;
        tell_guard() if defined $guard && vec $write, fileno $guard, 1;
        hear_guard() if defined $guard && vec $read, fileno $guard, 1;
        if (!vec $read, fileno $said, 1) {
            add("?\n") while $owed-- > 0;
            $owed = 0;
            next;
        }
        my $length = sysread $said, my $record, 65_536;
        next if !defined $length && $!{EINTR};
        return if !$length;
        pass_on($record);
        note($record);
    }
}

sub hear_guard {
    my $length = sysread $guard, my $asked, 64;
    return if !defined $length && ($!{EAGAIN} || $!{EINTR});
    if ($length) { $owed += $length }
    else { undef $guard }
}

# Writes a record to the log as one line.
sub pass_on {
    my ($record) = @_;
    $record =~ s/\n\z//;
    $record =~ s/\n/\\n/g;
    $record .= "\n";
    while ($record ne '') {
        my $written = syswrite STDOUT, $record;
        next if !defined $written && $!{EINTR};
        return if !defined $written;
        substr $record, 0, $written, '';
    }
}

# Reads a record of c2s's log (jabberd2's c2s/c2s.c). What a client can choose stands behind what is looked at here.
sub note {
    my ($record) = @_;
    my ($said) = $record =~ /\A\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} \[notice\] ([^\n]*)\n\z/ or return;
    if (my ($fd, $address, $port) = $said =~ /\A\[(\d+)\] \[([\da-f.:]+), port=(\d+)\] connect\z/) {
        $open{$fd} = "+ $fd $address $port @{[seconds()]} -\n";
        add($open{$fd});
    }
    elsif (my ($known, $user) = $said =~ /\A\[(\d+)\] [\w-]+ authentication succeeded: (\S+) /) {
        add($open{$known}) if defined $open{$known} && $open{$known} =~ s/\A\+(.*)-/=$1$user/;
    }
    elsif (my ($much) = $said =~ /\A\[(\d+)\] \[[^]\s]+\] is being stanza rate limited\z/) {
        add($open{$much}) if defined $open{$much} && $open{$much} =~ s/\A=/!/;
    }
    elsif (my ($gone) = $said =~ /\A\[(\d+)\] \[[\da-f.:]+, port=\d+\] disconnect jid=/) {
        add("- $gone\n") if defined delete $open{$gone};
    }
}

sub add {
    my ($line) = @_;
    return if !defined $guard;
    $untold .= $line;
    if (length $untold > BACKLOG) { undef $guard }
    else { tell_guard() }
}

sub tell_guard {
    my $written = syswrite $guard, $untold;
    if (defined $written) { substr $untold, 0, $written, '' }
    elsif (!$!{EAGAIN} && !$!{EINTR}) { undef $guard }
}

# Connects to the guard, and tells it of all connections.
sub connect_guard {
    socket my $connection, AF_UNIX, SOCK_STREAM, 0 or return;
    fcntl $connection, F_SETFL, fcntl($connection, F_GETFL, 0) | O_NONBLOCK or return;
    connect $connection, pack_sockaddr_un($socket) or return;
    $guard = $connection;
    $owed = 0;
    $untold = "c2s $c2s\n" . join '', values %open;
    tell_guard();
}

# Seconds since some fixed moment; setting the clock does not change them.
sub seconds { return (POSIX::times())[0] / 100 }
