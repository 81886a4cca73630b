#!/usr/bin/perl
# Listens and connects in many network namespaces from one process: a socket stays in the namespace it was opened in.
# Reads one command a line, tab-separated; answers one line each:
#   listen  <namespace> <tcp|udp> <address> <port> <name>                                → listening | failed <error>
#   connect <id> <namespace> <tcp|udp> <source or -> <source port or 0> <address> <port> → <id> <fate> …
# A fate is `answered <name> <source seen> <port seen> <source port>`, `refused`, `unreachable` or `silent`. A listener
# answers with its name and the peer it sees.
use strict;
use warnings;
use Errno qw(EINPROGRESS ECONNREFUSED EHOSTUNREACH ENETUNREACH EAGAIN);
use Fcntl;
use IO::Poll qw(POLLIN POLLOUT POLLERR POLLHUP);
use Socket qw(:DEFAULT getaddrinfo IPPROTO_TCP);
use Time::HiRes qw(time);

my $PATIENCE = $ARGV[0] / 1000;
my $SETNS = $ARGV[1];
my $CLONE_NEWNET = 0x40000000;
my (%listeners, %clients, %kept);
my $poll = IO::Poll->new;
$| = 1;

sub enter {
    my ($namespace) = @_;
    $kept{$namespace} //= do { open(my $file, '<', "/run/netns/$namespace") or die "no namespace $namespace: $!\n"; $file };
    syscall($SETNS, fileno($kept{$namespace}), $CLONE_NEWNET) == 0 or die "setns $namespace: $!\n";
}

sub address_of {
    my ($address, $port) = @_;
    return $address =~ /:/
        ? (AF_INET6, pack_sockaddr_in6($port, Socket::inet_pton(AF_INET6, $address)))
        : (AF_INET, pack_sockaddr_in($port, inet_aton($address)));
}

sub text_of {
    my ($packed) = @_;
    my ($port, $ip) = sockaddr_family($packed) == AF_INET6 ? unpack_sockaddr_in6($packed) : unpack_sockaddr_in($packed);
    return (Socket::inet_ntop(sockaddr_family($packed), $ip), $port);
}

sub open_socket {
    my ($protocol, $family) = @_;
    socket(my $socket, $family, $protocol eq 'tcp' ? SOCK_STREAM : SOCK_DGRAM, 0) or die "socket: $!\n";
    fcntl($socket, F_SETFL, fcntl($socket, F_GETFL, 0) | O_NONBLOCK);
    setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
    # A listener of one family leaves the other to a socket of its own.
    setsockopt($socket, 41, 26, 1) if $family == AF_INET6;
    return $socket;
}

sub start_listening {
    my ($namespace, $protocol, $address, $port, $name) = @_;
    enter($namespace);
    my ($family, $packed) = address_of($address, $port);
    my $socket = open_socket($protocol, $family);
    bind($socket, $packed) or return "failed $!";
    listen($socket, 4096) if $protocol eq 'tcp';
    $listeners{fileno $socket} = { socket => $socket, protocol => $protocol, name => $name };
    $poll->mask($socket => POLLIN);
    return 'listening';
}

sub start_connecting {
    my ($id, $namespace, $protocol, $source, $source_port, $address, $port) = @_;
    enter($namespace);
    my ($family, $packed) = address_of($address, $port);
    my $socket = open_socket($protocol, $family);
    if ($source ne '-' || $source_port) {
        my (undef, $own) = address_of($source eq '-' ? ($family == AF_INET6 ? '::' : '0.0.0.0') : $source, $source_port);
        bind($socket, $own) or return print "$id\tfailed bind $!\n";
    }
    if (!connect($socket, $packed) && $! != EINPROGRESS) {
        return print $id, "\t", fate_of($! + 0), "\n";
    }
    syswrite($socket, "hello\n") if $protocol eq 'udp';
    $clients{fileno $socket} = { socket => $socket, id => $id, until => time + $PATIENCE, protocol => $protocol };
    $poll->mask($socket => $protocol eq 'udp' ? POLLIN : POLLIN | POLLOUT);
}

sub fate_of {
    my ($error) = @_;
    return 'refused' if $error == ECONNREFUSED;
    return 'unreachable' if $error == EHOSTUNREACH || $error == ENETUNREACH;
    return "failed $error";
}

sub finish {
    my ($client, $fate) = @_;
    print "$client->{id}\t$fate\n";
    $poll->remove($client->{socket});
    delete $clients{fileno $client->{socket}};
    close $client->{socket};
}

sub serve {
    my ($listener) = @_;
    if ($listener->{protocol} eq 'udp') {
        my $from = recv($listener->{socket}, my $question, 512, 0) or return;
        my ($ip, $port) = text_of($from);
        send($listener->{socket}, "$listener->{name}\t$ip\t$port\n", 0, $from);
        return;
    }
    while (my $from = accept(my $peer, $listener->{socket})) {
        my ($ip, $port) = text_of($from);
        syswrite($peer, "$listener->{name}\t$ip\t$port\n");
        close $peer;
    }
}

sub hear {
    my ($client, $events) = @_;
    my $socket = $client->{socket};
    if ($events & POLLOUT && !($events & POLLIN)) {
        my $error = unpack('i', getsockopt($socket, SOL_SOCKET, SO_ERROR));
        return finish($client, fate_of($error)) if $error;
        $poll->mask($socket => POLLIN);
        return;
    }
    my $count = sysread($socket, my $text, 512);
    if (!defined $count) {
        return if $! == EAGAIN;
        return finish($client, fate_of($! + 0));
    }
    return finish($client, 'failed closed') unless $count;
    chomp $text;
    my (undef, $own) = text_of(getsockname $socket);
    finish($client, "answered\t$text\t$own");
}

fcntl(STDIN, F_SETFL, fcntl(STDIN, F_GETFL, 0) | O_NONBLOCK);
$poll->mask(*STDIN => POLLIN);
my $pending = '';
while (1) {
    $poll->poll(%clients ? 0.01 : 1);
    for my $handle ($poll->handles(POLLIN | POLLOUT | POLLERR | POLLHUP)) {
        my $number = fileno $handle;
        if ($number == fileno STDIN) {
            my $count = sysread(STDIN, $pending, 65536, length $pending);
            exit 0 if defined $count && $count == 0;
            while ($pending =~ s/^([^\n]*)\n//) {
                my ($command, @rest) = split /\t/, $1;
                my $answer = eval { $command eq 'listen' ? start_listening(@rest) : do { start_connecting(@rest); undef } };
                $answer = "failed $@" if $@;
                if (defined $answer) { chomp $answer; print "$answer\n" }
            }
        }
        elsif ($listeners{$number}) { serve($listeners{$number}) }
        elsif ($clients{$number}) { hear($clients{$number}, $poll->events($handle)) }
    }
    my $now = time;
    finish($_, 'silent') for grep { $_->{until} < $now } values %clients;
}
