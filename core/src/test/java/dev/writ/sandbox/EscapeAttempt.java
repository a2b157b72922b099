package dev.writ.sandbox;

import java.util.List;
import java.util.Set;

/**
 * One thing a hostile command tries. The text is run by {@code sh} behind a guard that ends it anywhere but in the box, prints
 * GOT only where the attempt succeeds, and would do no lasting harm even then. {@code $other}, {@code $data},
 * {@code $port}, {@code $socket}, {@code $abstract} and {@code $victim} stand for things of the host that the test
 * set up.
 *
 * @param profiles in which the attempt must fail; in the others it is what the profile allows
 */
record EscapeAttempt(String name, Set<SandboxProfile> profiles, String text) {
    private static final Set<SandboxProfile> BOTH = Set.of(SandboxProfile.values());
    private static final Set<SandboxProfile> READ_ONLY = Set.of(SandboxProfile.READ_ONLY);

    /** Where only the box has this user, and no other. */
    static final String GUARD = """
            [ "$(cat /etc/passwd)" = "sandbox:x:65534:65534:sandbox:/tmp:/bin/sh" ] || { echo outside; exit 99; }
            exec 2>&1
            """;

    static final List<EscapeAttempt> ALL = List.of(
            // Secrets.
            all("read the machine's passwords", "cat /etc/shadow /etc/gshadow && echo GOT"),
            all("look into the administrator's folder", "[ -n \"$(ls -A /root /home)\" ] && echo GOT"),
            all("read another task's folder", "cat $other/secret && echo GOT"),
            all("read another task's folder through a link", "ln -s $other /tmp/l && cat /tmp/l/secret && echo GOT"),
            all("read Writ's own data", "[ -n \"$(ls -A $data)\" ] && echo GOT"),
            all("read the environment of those who started it", """
                    cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep '=' \
                      | grep -vE '^(PATH|HOME|LANG|TERM|PWD|OLDPWD|SHLVL|_|other|data|port|socket|victim|hostpid)=' && echo GOT"""),
            perl("use a file that was left open", "for (3..255) { print 'GOT' if -e \"/proc/self/fd/$_\" }"),
            all("see the machine's files through another process", """
                    for p in /proc/[0-9]*; do [ -e $p/root$other/secret ] && echo GOT; [ -e $p/cwd/secret ] && echo GOT; done"""),
            all("read the kernel's memory and messages", """
                    for f in /proc/kcore /proc/kmsg /dev/mem /dev/kmem /dev/kmsg /dev/port; do
                      head -c 1 $f | grep -q . && echo GOT; done"""),
            // Writing.
            all("make files in system folders", """
                    for d in / /usr /usr/bin /usr/local/bin /etc /lib /dev /proc /sys /var /run /opt; do
                      touch $d/planted && echo GOT; done"""),
            all("change programs and settings of the system", """
                    for f in /usr/bin/env /etc/passwd /etc/hosts /bin/sh; do (: >> $f) && echo GOT; chmod 777 $f && echo GOT; done"""),
            all("plant a hook", "for f in pre-commit post-checkout; do echo x > .git/hooks/$f && echo GOT; done"),
            all("change the repository's settings", "echo x >> .git/config && echo GOT"),
            all("swap the repository for another", "mv .git away && echo GOT"),
            all("change what the user's shell runs on entering", """
                    echo x > .envrc && echo GOT; rm .envrc && echo GOT; ln -sf /tmp/x .envrc && echo GOT"""),
            new EscapeAttempt("change the workspace that it may only read", READ_ONLY, """
                    touch made && echo GOT; echo x >> kept && echo GOT; chmod 777 kept && echo GOT; rm -f kept && echo GOT
                    mv kept other && echo GOT; mkdir d && echo GOT; ln kept hard && echo GOT; touch -t 200001010000 kept && echo GOT"""),
            all("write beside the workspace", "touch ../beside && [ -e $other/../beside ] && echo GOT"),
            all("leave a file in the machine's temporary folder", "touch $victim && [ -e $other ] && echo GOT"),
            all(
                    "link files of the system into the workspace",
                    "for f in /usr/bin/env /etc/passwd; do ln $f . && echo GOT; done"),
            all("overwrite the programs that run it", """
                    for e in /proc/1/exe /proc/self/exe /proc/$PPID/exe; do (: >> $e) && echo GOT; done"""),
            perl("leave a program with its owner's rights", """
                    my $f = -w '.' ? 'tool' : '/tmp/tool'; open my $h, '>', $f; close $h;
                    chmod(04755, $f); print 'GOT' if (stat $f)[2] & 06000;
                    chmod(02755, $f); print 'GOT' if (stat $f)[2] & 06000;
                    sysopen($h, "$f-2", 0101, 06755); print 'GOT' if ((stat "$f-2")[2] // 0) & 06000"""),
            perl("give a file away", "open my $h, '>', '/tmp/f'; print 'GOT' if chown(12345, 12345, '/tmp/f')"),
            // Network.
            perl("connect to a server of this machine", """
                    use Socket; socket(my $s, PF_INET, SOCK_STREAM, 0);
                    print 'GOT' if connect($s, sockaddr_in($ENV{port}, INADDR_LOOPBACK))"""),
            perl("connect to another machine", """
                    use Socket; socket(my $s, PF_INET, SOCK_STREAM, 0);
                    print 'GOT' if connect($s, sockaddr_in(80, inet_aton('192.0.2.1')))"""),
            perl("send a datagram", """
                    use Socket; socket(my $s, PF_INET, SOCK_DGRAM, 0);
                    print 'GOT' if send($s, 'x', 0, sockaddr_in(53, inet_aton('192.0.2.1')))"""),
            perl("connect to a Unix socket beside the workspace", """
                    use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0);
                    print 'GOT' if connect($s, sockaddr_un($ENV{other} . '/socket'))"""),
            perl("connect to the machine's services", """
                    use Socket; for ('/run/docker.sock', '/var/run/docker.sock', '/run/dbus/system_bus_socket',
                        '/run/systemd/private', '/run/containerd/containerd.sock', '/run/nscd/socket', '/dev/log') {
                      socket(my $s, PF_UNIX, SOCK_STREAM, 0); print 'GOT' if connect($s, sockaddr_un($_)) }"""),
            new EscapeAttempt("connect to a Unix socket in the workspace", READ_ONLY, perlText("""
                    use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0);
                    print 'GOT' if connect($s, sockaddr_un($ENV{socket}))""")),
            perl("connect to an abstract socket of this machine", """
                    use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0);
                    print 'GOT' if connect($s, pack('S a*', 1, "\\0$ENV{abstract}"))"""),
            perl("ask for an address by name", "print 'GOT' if gethostbyname('example.org')"),
            all("find a network interface", "grep ':' /proc/net/dev | grep -v '^ *lo:' && echo GOT"),
            perl("open sockets of families that leave the box", """
                    for ([17, 3], [40, 1], [38, 5], [31, 3], [29, 3]) { print 'GOT' if socket(my $s, $$_[0], $$_[1], 0) }"""),
            // Other processes.
            all("see processes of this machine", "grep -al '[w]rit-host-process' /proc/[0-9]*/cmdline && echo GOT"),
            all("signal a process of this machine", "kill -0 $hostpid && echo GOT"),
            call("trace another process", 101, 117, "16, getppid(), 0, 0"),
            call("read another process's memory", 310, 270, "getppid(), pack('QQ', 0, 8), 1, pack('QQ', 0, 8), 1, 0"),
            call("take an open file of another process", 438, 438, "0, 0, 0"),
            // Mounts and namespaces.
            all("mount", "mount -t tmpfs none /tmp && echo GOT; mount --bind /tmp /usr && echo GOT"),
            call("mount by the system call", 165, 40, "my $a = 'none', my $b = '/tmp', my $c = 'tmpfs', 0, 0"),
            all(
                    "make the system writable again",
                    "mount -o remount,rw,bind /usr && echo GOT; mount -o remount,rw / && echo GOT"),
            call("take a mount away", 166, 39, "my $p = '/proc', 2"),
            perl("change the root", "print 'GOT' if chroot('/usr')"),
            call("swap the root", 155, 41, "my $a = '/tmp', my $b = '/tmp'"),
            call("open a file system by the newer calls", 430, 430, "my $t = 'tmpfs', 0"),
            call("clone a mount tree", 428, 428, "-100, my $p = '/', 1"),
            all("become administrator of a namespace", "unshare -Ur true && echo GOT; unshare -U true && echo GOT"),
            perl("become administrator by clone", """
                    my $n = $^V && `uname -m` =~ /x86_64/ ? 56 : 220;
                    my $pid = syscall($n, 0x10000000 | 17, 0, 0, 0, 0);
                    if ($pid == 0) { exec 'true' } print 'GOT' if $pid > 0"""),
            all("make a namespace of mounts", "unshare -m true && echo GOT"),
            all("enter another namespace", "nsenter -t 1 -m -n true && echo GOT; nsenter -t $PPID -U true && echo GOT"),
            // The kernel.
            perl("change any setting of the kernel", """
                    for (split /\\n/, `find /proc/sys -type f`) { print "GOT $_\\n" if open my $f, '>>', $_ }"""),
            all("run a program of its own at the next crash", "(: >> /proc/sys/kernel/core_pattern) && echo GOT"),
            all("pull the emergency brake", "(: >> /proc/sysrq-trigger) && echo GOT"),
            all(
                    "change its control group",
                    "[ -n \"$(find /sys -type f | head -1)\" ] && echo GOT; mkdir /sys/fs/cgroup/x && echo GOT"),
            all("make itself the last to be killed", "(echo -1000 > /proc/self/oom_score_adj) && echo GOT"),
            all(
                    "make device nodes",
                    "mknod /tmp/d b 254 0 && echo GOT; mknod /tmp/c c 1 1 && echo GOT; mknod d b 254 0 && echo GOT"),
            all("open devices of the machine", """
                    for d in /dev/mem /dev/kvm /dev/fuse /dev/net/tun /dev/sd? /dev/vd? /dev/nvme* /dev/loop*; do
                      [ -e $d ] && echo GOT; done"""),
            all(
                    "change a device file for everybody",
                    "chmod --reference=/dev/full /dev/full && echo GOT; touch -d 2000-01-01 /dev/null && echo GOT"),
            call("use the session's keys", 250, 219, "0, -3, 0"),
            call("add a key", 248, 217, "my $t = 'user', my $n = 'x', my $p = 'x', 1, -3"),
            call("use io_uring", 425, 425, "1, my $p = \"\\0\" x 120"),
            call("count processor events", 298, 241, "my $p = \"\\0\" x 128, 0, -1, -1, 0"),
            call("load a program into the kernel", 321, 280, "0, my $p = \"\\0\" x 128, 128"),
            call("handle page faults", 323, 282, "1"),
            call("load a module", 175, 105, "my $p = \"\\0\" x 8, 8, my $o = ''"),
            call(
                    "open a file past its folder",
                    303,
                    264,
                    "-100, my $p = '/', my $h = \"\\x80\\0\\0\\0\" . \"\\0\" x 132, my $m = 0, 0"),
            perl("type into a terminal", """
                    open my $m, '+<', '/dev/ptmx' or exit; my $c = 'x';
                    print 'GOT' if ioctl($m, 0x5412, $c) || ioctl(STDIN, 0x5412, $c) || ioctl(STDOUT, 0x541c, $c)"""),
            all("set the clock", "date -s 2001-01-01 && echo GOT"),
            all("rename the machine", "hostname changed && echo GOT"),
            // Rights and limits.
            all("gain rights by a setuid program", "grep -q 'NoNewPrivs:.*1' /proc/self/status || echo GOT"),
            all("have a privilege", "grep -E '^Cap...:.*[1-9a-f]' /proc/self/status /proc/1/status && echo GOT"),
            perl("become somebody else", "$> = 0; print 'GOT' if $> == 0; $< = 1000; print 'GOT' if $< == 1000"),
            all(
                    "raise its limits",
                    "ulimit -n 100000 && echo GOT; ulimit -v unlimited && echo GOT; ulimit -u 100000 && echo GOT"),
            perl("fork without end", """
                    my $n = 0; while ($n < 400) { my $p = fork; last unless defined $p; if (!$p) { sleep 20; exit } $n++ }
                    print 'GOT' if $n >= 60; kill 9, -getpgrp()"""),
            perl("take all memory", "my $x = \"\\0\" x (6 << 30); print 'GOT' if length $x"),
            perl("fill the disk by temporary files", """
                    open my $f, '>', '/tmp/big'; $SIG{XFSZ} = 'IGNORE'; my $n = 0;
                    for (1..64) { last unless defined syswrite $f, 'x' x (1 << 20); $n++ } print 'GOT' if $n >= 40"""));

    private static EscapeAttempt all(String name, String text) {
        return new EscapeAttempt(name, BOTH, text);
    }

    private static EscapeAttempt perl(String name, String text) {
        return all(name, perlText(text));
    }

    /** A system call by its numbers on x86-64 and AArch64; it succeeds unless it gives -1. */
    private static EscapeAttempt call(String name, int onX86, int onArm, String arguments) {
        return perl(
                name,
                "my $n = `uname -m` =~ /x86_64/ ? " + onX86 + " : " + onArm + ";\n" + "print 'GOT' if syscall($n, "
                        + arguments + ") != -1");
    }

    private static String perlText(String text) {
        return "command -v perl > /tmp/which || { echo SKIP: perl is not installed; exit; }\n"
                + "cat > /tmp/attempt.pl <<'END'\n" + text + "\nEND\nperl /tmp/attempt.pl";
    }

    @Override
    public String toString() {
        return name;
    }
}
