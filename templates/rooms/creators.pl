#!/usr/bin/perl
# Runs before mu-conference, in its place: the user who made a room would own it whatever the room's list of owners says
# (mu-conference, utils.c, is_owner), and so would the next user of the same name. Here the panel becomes who made each
# room that has a list of owners: from then on the list alone counts. Then it becomes mu-conference.
use strict;
use warnings;
use IO::Handle;

my ($rooms, $panel, @command) = @ARGV;
for my $file (glob "\Q$rooms\E/*/*.xml") {
    next unless $file =~ m{/[0-9a-f]{40}\.xml\z};
    eval { hand_over($file); 1 } or print STDERR "cannot change who made the room in $file: $@";
}
exec { $command[0] } @command or die "cannot start $command[0]: $!\n";

sub hand_over {
    my ($file) = @_;
    my $content = content_of($file);
    my ($creator) = $content =~ m{<creator>([^<]+)</creator>} or return;
    return if $creator =~ m{\A\Q$panel\E(?:/|\z)};
    my ($owners) = $content =~ m{<list xdbns='muc:list:owner'>(.*?)</list>}s or return;
    return unless $owners =~ /<item /;
    $content =~ s{<creator>[^<]+</creator>}{<creator>$panel</creator>};
    replace($file, $content);
}

sub content_of {
    my ($file) = @_;
    open my $in, '<', $file or die "$!\n";
    local $/;
    return scalar(<$in>) // '';
}

sub replace {
    my ($file, $content) = @_;
    my $mode = (stat $file)[2] & 07777;
    open my $out, '>', "$file.new" or die "$!\n";
    chmod $mode, $out;
    print $out $content or die "$!\n";
    # Before the rename, so that a power cut leaves a whole file.
    $out->flush and $out->sync or die "$!\n";
    close $out or die "$!\n";
    rename "$file.new", $file or die "$!\n";
}
