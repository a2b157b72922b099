package dev.writ.sandbox;

import java.util.List;

/**
 * One thing a hostile command with one granted host tries. The text prints TRIED where it ran, and GOT where it succeeds:
 * the other server answers that. {@code $granted} and {@code $other} are ports of two servers on the machine's loopback.
 */
record NetworkAttempt(String name, String text) {
    /** Asks the proxy for a page of {@code $ARGV[0]}. */
    static final String PLAIN = """
            my ($to, $path) = @ARGV; print ask("GET http://$to$path HTTP/1.1\\r\\nHost: $to\\r\\n\\r\\n");
            """;

    /** Asks the proxy for a connection to {@code $ARGV[0]}, and there for a page. */
    static final String TUNNEL = """
            my $to = $ARGV[0]; print ask("CONNECT $to HTTP/1.1\\r\\nHost: $to\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost: $to\\r\\nConnection: close\\r\\n\\r\\n");
            """;

    private static final String SUBROUTINES = """
            use Socket;
            sub proxy { socket(my $s, PF_INET, SOCK_STREAM, 0); connect($s, sockaddr_in(3128, INADDR_LOOPBACK)) or die; $s }
            sub ask { my $s = proxy(); my $said = '';
                for my $text (@_) { syswrite $s, $text; sysread $s, $said, 4096, length $said; }
                while (sysread $s, $said, 4096, length $said) {} $said }
            """;

    static final List<NetworkAttempt> ALL = List.of(
            perlAttempt("connect past the proxy", """
                    for my $port ($ENV{granted}, $ENV{other}, 22, 80, 443) {
                      socket(my $s, PF_INET, SOCK_STREAM, 0);
                      print 'GOT' if connect($s, sockaddr_in($port, INADDR_LOOPBACK)) }"""),
            perlAttempt("reach another port of the granted host", """
                    print ask("CONNECT 127.0.0.1:$ENV{other} HTTP/1.1\\r\\n\\r\\n", "GET / HTTP/1.0\\r\\n\\r\\n")"""),
            perlAttempt("spell the other port's host in another way", """
                    for my $host ('localhost', '127.1', '0x7f.1', '2130706433', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]',
                        '127.0.0.1.', '0.0.0.0', '0', '127.0.0.1%00', '[::]', 'localhost.', "127.0.0.1:$ENV{granted}\\@127.0.0.1") {
                      print ask("GET http://$host:$ENV{other}/ HTTP/1.1\\r\\nHost: $host:$ENV{other}\\r\\n\\r\\n");
                      print ask("CONNECT $host:$ENV{other} HTTP/1.1\\r\\n\\r\\n", "GET / HTTP/1.0\\r\\n\\r\\n") }"""),
            perlAttempt("go to one host and say another", """
                    print ask("GET http://127.0.0.1:$ENV{granted}/ HTTP/1.1\\r\\nHost: 127.0.0.1:$ENV{other}\\r\\n\\r\\n");
                    print ask("GET http://127.0.0.1:$ENV{other}/ HTTP/1.1\\r\\nHost: 127.0.0.1:$ENV{granted}\\r\\n\\r\\n")"""),
            perlAttempt("hide a second request behind the first", """
                    my $second = "GET http://127.0.0.1:$ENV{other}/ HTTP/1.1\\r\\nHost: 127.0.0.1:$ENV{other}\\r\\n\\r\\n";
                    my $first = "POST http://127.0.0.1:$ENV{granted}/ HTTP/1.1\\r\\nHost: 127.0.0.1:$ENV{granted}\\r\\n";
                    print ask("$first\\r\\n$second");
                    print ask("${first}Content-Length: 0\\r\\n\\r\\n$second");
                    print ask("${first}Content-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n$second");
                    print ask("${first}Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n$second")"""),
            perlAttempt("ask a name server", """
                    for my $server ('127.0.0.53', '127.0.0.11', '192.0.2.53') {
                      socket(my $s, PF_INET, SOCK_DGRAM, 0);
                      print 'GOT' if send($s, 'x' x 20, 0, sockaddr_in(53, inet_aton($server))) && $server !~ /^127/ }
                    print 'GOT' if gethostbyname('example.org')"""),
            perlAttempt("send packets of its own making", """
                    print 'GOT' if socket(my $r, PF_INET, SOCK_RAW, 1);
                    print 'GOT' if socket(my $p, 17, SOCK_RAW, 3);
                    print 'GOT' if socket(my $v, 40, SOCK_STREAM, 0)"""),
            new NetworkAttempt("find a network interface", """
                    grep ':' /proc/net/dev | grep -v '^ *lo:' && echo GOT
                    [ "$(wc -l < /proc/net/route)" -gt 1 ] && echo GOT; echo TRIED"""),
            new NetworkAttempt("find the sockets of other commands", """
                    ls -d /tmp/writ-net-* && echo GOT
                    find / -type s 2> /dev/null | grep -v '^/run/writ/proxy$' && echo GOT; echo TRIED"""),
            new NetworkAttempt("put something else in the proxy's place", """
                    rm /run/writ/proxy && echo GOT; mv /run/writ/proxy /tmp/x && echo GOT; touch /run/writ/x && echo GOT
                    chmod 777 /run/writ/proxy && echo GOT
                    (: >> /run/writ/classes/dev/writ/sandbox/network/Relay.class) && echo GOT; echo TRIED"""),
            perlAttempt("ask the proxy itself past the relay", """
                    socket(my $s, PF_UNIX, SOCK_STREAM, 0); connect($s, sockaddr_un('/run/writ/proxy')) or die;
                    syswrite $s, "CONNECT 127.0.0.1:$ENV{other} HTTP/1.1\\r\\n\\r\\n"; my $said;
                    sysread $s, $said, 4096; print $said;
                    syswrite $s, "GET / HTTP/1.0\\r\\n\\r\\n"; sysread $s, $said, 4096; print $said"""),
            perlAttempt("take the relay over", """
                    my ($relay) = grep { -e "/proc/$_/exe" && readlink("/proc/$_/exe") =~ /java/ } map { /(\\d+)/ } glob('/proc/[0-9]*');
                    die 'no relay' unless $relay;
                    print 'GOT' if open my $m, '+<', "/proc/$relay/mem";
                    print 'GOT' if syscall(`uname -m` =~ /x86_64/ ? 101 : 117, 16, $relay, 0, 0) == 0"""),
            perlAttempt("have a name looked up and go to where it leads", """
                    for my $name ('metadata.google.internal', 'localhost.localdomain', '127.0.0.1.nip.io') {
                      print ask("CONNECT $name:$ENV{other} HTTP/1.1\\r\\n\\r\\n", "GET / HTTP/1.0\\r\\n\\r\\n") }"""));

    private static NetworkAttempt perlAttempt(String name, String text) {
        return new NetworkAttempt(name, perl(text) + "\necho TRIED");
    }

    /** A shell text that runs a Perl text with some arguments. */
    static String perl(String text, String... arguments) {
        return "cat > /tmp/attempt.pl <<'END'\n" + SUBROUTINES + text + "\nEND\nperl /tmp/attempt.pl "
                + String.join(
                        " ",
                        List.of(arguments).stream()
                                .map(argument -> "'" + argument + "'")
                                .toList());
    }

    @Override
    public String toString() {
        return name;
    }
}
