package dev.writ.sandbox.network;

import dev.writ.permission.Host;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client of a proxy, from its first byte to its last. It serves one request: what follows on the same connection is
 * never read, so nothing can be hidden behind a request.
 */
final class ProxyConnection {
    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";
    private static final int LONGEST_CHUNK_LINE = 18;

    private final SocketChannel clientChannel;
    private final List<Host> hosts;
    private final PinnedAddresses addresses;
    private final ProxyLimits limits;
    private final ConnectionLog log;
    private final Watch watch;
    private final Wire client;
    private volatile Optional<SocketChannel> hostChannel = Optional.empty();
    private volatile boolean closed;
    private boolean answered;

    ProxyConnection(
            SocketChannel client,
            List<Host> hosts,
            PinnedAddresses addresses,
            ProxyLimits limits,
            AtomicLong bytesLeft,
            ConnectionLog log) {
        this.clientChannel = client;
        this.hosts = hosts;
        this.addresses = addresses;
        this.limits = limits;
        this.log = log;
        this.watch = new Watch(limits.head(), bytesLeft, this::close);
        this.client = new Wire(client, watch);
    }

    /** Returns when all is over. */
    void serve() {
        watch.start();
        try {
            RequestHead head = RequestHead.parse(client.head(limits.headBytes()));
            Host target = head.target();
            if (!hosts.contains(target)) {
                throw new Refused(Refused.FORBIDDEN, target.toString(), NetworkUse.NOT_NAMED);
            }
            Wire host = new Wire(connect(target), watch);
            log.made(target);
            watch.allowSilence(limits.idle());
            long before = client.written();
            try {
                switch (head) {
                    case RequestHead.Tunnel ignored -> tunnel(target, host);
                    case RequestHead.Forward forward -> forward(forward, host);
                }
            } catch (Refused refusal) {
                throw refusal.of(target.toString());
            } finally {
                log.moved(target, host.written(), client.written() - before);
            }
        } catch (Refused refusal) {
            refuse(refusal);
        } catch (IOException e) {
            // One of the two sides went away, or its time was over.
        } finally {
            watch.close();
            close();
        }
    }

    /** Tells a client that there is no place for it. */
    void turnAway() {
        watch.start();
        try {
            // An answer that comes before the question may be lost.
            client.head(limits.headBytes());
            refuse(new Refused(
                    Refused.UNAVAILABLE, "", "more than " + limits.connections() + " connections at one time"));
        } catch (IOException | Refused e) {
            // It wants nothing.
        } finally {
            watch.close();
            close();
        }
    }

    /** Ends it from outside. */
    void close() {
        closed = true;
        Wire.closeQuietly(clientChannel);
        hostChannel.ifPresent(Wire::closeQuietly);
    }

    private SocketChannel connect(Host target) throws IOException, Refused {
        List<InetAddress> places = addresses.of(target);
        for (InetAddress place : places) {
            watch.allow(limits.connect().plusSeconds(1));
            SocketChannel channel = SocketChannel.open();
            hostChannel = Optional.of(channel);
            try {
                channel.socket().connect(new InetSocketAddress(place, target.port()), (int)
                        limits.connect().toMillis());
                if (closed) {
                    throw new IOException("Closed meanwhile.");
                }
                return channel;
            } catch (IOException e) {
                Wire.closeQuietly(channel);
                if (closed) {
                    throw e;
                }
            }
        }
        throw new Refused(Refused.BAD_GATEWAY, target.toString(), "nothing answers there");
    }

    private void tunnel(Host target, Wire host) throws IOException, Refused {
        client.write(ESTABLISHED);
        answered = true;
        // Some services speak first.
        Thread back = back(host);
        try {
            host.write(opening(target));
            client.copyTo(host);
            join(back);
        } catch (Refused refusal) {
            client.write(ClientHello.ALERT);
            throw refusal;
        }
    }

    /** What a client says first, once it is clear that it speaks to the host that it named. */
    private byte[] opening(Host target) throws IOException, Refused {
        ByteArrayOutputStream opening = new ByteArrayOutputStream();
        while (client.fill()) {
            client.takeInto(opening);
            byte[] soFar = opening.toByteArray();
            if (target.isAddress() && soFar[0] != ClientHello.HANDSHAKE) {
                return soFar;
            }
            Optional<ClientHello> hello = ClientHello.read(soFar);
            if (hello.isPresent()) {
                check(target, hello.get().serverName());
                return soFar;
            }
            if (soFar.length > limits.headBytes()) {
                throw ClientHello.notTls();
            }
        }
        throw new IOException("The client left without a word.");
    }

    /** Behind one address there may be servers of many: the one that was granted must be the one that is asked. */
    private static void check(Host target, Optional<String> serverName) throws Refused {
        if (target.isAddress() ? serverName.isPresent() : serverName.isEmpty()) {
            throw new Refused(
                    Refused.FORBIDDEN,
                    target.toString(),
                    serverName.isEmpty()
                            ? "its TLS names no server"
                            : "its TLS names a server, which an address has not");
        }
        if (serverName.isPresent() && !serverName.get().equalsIgnoreCase(target.name())) {
            throw new Refused(
                    Refused.FORBIDDEN, target.toString(), "its TLS names another server, " + serverName.get());
        }
    }

    private void forward(RequestHead.Forward request, Wire host) throws IOException, Refused {
        host.write(request.text());
        answered = true;
        Thread back = back(host);
        switch (request.body()) {
            case RequestHead.Body.Sized(long bytes) -> client.copyTo(host, bytes);
            case RequestHead.Body.Chunked ignored -> chunks(host);
        }
        join(back);
    }

    /** RFC 9112 7.1, without extensions and trailers, which hardly anybody sends and not everybody reads alike. */
    private void chunks(Wire host) throws IOException, Refused {
        while (true) {
            String size = client.line(LONGEST_CHUNK_LINE);
            if (!size.matches("[0-9A-Fa-f]{1,15}")) {
                throw Refused.malformed("the size of a piece of its body is no number");
            }
            long bytes = Long.parseLong(size, 16);
            host.write(Long.toHexString(bytes) + "\r\n");
            client.copyTo(host, bytes);
            if (!client.line(LONGEST_CHUNK_LINE).isEmpty()) {
                throw Refused.malformed("a piece of its body does not end where it says");
            }
            host.write("\r\n");
            if (bytes == 0) {
                return;
            }
        }
    }

    private Thread back(Wire host) {
        return Thread.ofVirtual().name("writ-proxy-back").start(() -> {
            try {
                host.copyTo(client);
            } catch (IOException e) {
                close();
            }
        });
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void refuse(Refused refusal) {
        log.refused(refusal);
        if (answered) {
            return;
        }
        String text = "Writ's proxy refused: " + refusal.reason() + ".\n";
        try {
            client.write("HTTP/1.1 " + refusal.status()
                    + " Refused by Writ\r\nContent-Type: text/plain\r\nContent-Length: "
                    + text.getBytes(StandardCharsets.ISO_8859_1).length + "\r\nConnection: close\r\n\r\n" + text);
        } catch (IOException e) {
            // It did not wait for the answer.
        }
    }
}
