package dev.writ.sandbox.network;

import dev.writ.permission.Host;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * An HTTP proxy on a Unix socket, for one command: it lets through what goes to the hosts it was made for, and nothing
 * else. Looking names up is its business alone. Safe for use by many threads.
 */
public final class HostProxy implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ServerSocketChannel server;
    private final List<Host> hosts;
    private final ProxyLimits limits;
    private final PinnedAddresses addresses;
    private final ConnectionLog log;
    private final Semaphore places;
    /** Those that are told that there is no place count too: each holds an open file of this process. */
    private final Semaphore accepted;

    private final AtomicLong bytesLeft;
    private final Set<ProxyConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private HostProxy(ServerSocketChannel server, List<Host> hosts, PinnedAddresses addresses, ProxyLimits limits) {
        this.server = server;
        this.hosts = List.copyOf(hosts);
        this.limits = limits;
        this.addresses = addresses;
        this.log = new ConnectionLog(this.hosts);
        this.places = new Semaphore(limits.connections());
        this.accepted = new Semaphore(2 * limits.connections());
        this.bytesLeft = new AtomicLong(limits.bytes());
    }

    /**
     * Opens one that listens at once.
     *
     * @param socket a path where nothing is; at most some hundred characters (unix(7))
     */
    public static HostProxy open(Path socket, List<Host> hosts, ProxyLimits limits) throws IOException {
        return open(socket, hosts, new PinnedAddresses(Resolver.SYSTEM, AddressRule::isOpen), limits);
    }

    static HostProxy open(Path socket, List<Host> hosts, PinnedAddresses addresses, ProxyLimits limits)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket), 2 * limits.connections());
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        HostProxy proxy = new HostProxy(server, hosts, addresses, limits);
        Thread.ofVirtual().name("writ-proxy").start(proxy::accept);
        return proxy;
    }

    /** What was done through it until now. */
    public NetworkUse use() {
        return log.use();
    }

    /** Ends every connection; none begins any more. */
    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            // It accepts nothing any more, which is all that matters.
        }
        open.forEach(ProxyConnection::close);
    }

    private void accept() {
        while (!closed) {
            accepted.acquireUninterruptibly();
            try {
                take(server.accept());
            } catch (IOException e) {
                // Closed, or the machine has no place for another open file, which another one has to leave first.
                accepted.release();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void take(SocketChannel channel) {
        ProxyConnection connection = new ProxyConnection(channel, hosts, addresses, limits, bytesLeft, log);
        boolean place = places.tryAcquire();
        open.add(connection);
        Thread.ofVirtual().name("writ-proxy-connection").start(() -> {
            try {
                if (place) {
                    connection.serve();
                } else {
                    connection.turnAway();
                }
            } finally {
                open.remove(connection);
                accepted.release();
                if (place) {
                    places.release();
                }
            }
        });
        if (closed) {
            connection.close();
        }
    }
}
