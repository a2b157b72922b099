package dev.writ.server.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server on loopback. While it is unkind it cuts each connection after a number of bytes that
 * chance decides, in the middle of whatever is being said; it can also take long for every piece that passes.
 */
final class CuttingProxy implements AutoCloseable {
    private static final int PIECE = 8_192;
    /** A cut comes after 2 to the power of this many bytes at most: one statement, or many transactions. */
    private static final int LONGEST_POWER = 18;

    private final ServerSocket listener;
    private final int target;
    private final Random random;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean cutting;
    private volatile Duration delay = Duration.ZERO;

    CuttingProxy(int target, long seed) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.random = new Random(seed);
        Thread.ofPlatform().daemon().name("proxy").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on connections are cut, those that are open too; or none is any more. */
    void cutting(boolean cut) {
        cutting = cut;
        if (cut) {
            cutAll();
        }
    }

    /** Cuts every connection that is open. */
    void cutAll() {
        open.forEach(this::cut);
    }

    /** How long each piece is held back from now on. */
    void delay(Duration each) {
        delay = each;
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                pass(client, server);
                pass(server, client);
            } catch (IOException e) {
                // The server is away, which the client learns by the connection's end.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        long limit = cutting ? limit() : Long.MAX_VALUE;
        Thread.ofVirtual().name("proxy-pass").start(() -> {
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                pass(in, out, limit);
            } catch (IOException | InterruptedException e) {
                // Cut, or closed by either side.
            } finally {
                open.remove(from);
                open.remove(to);
            }
        });
    }

    private void pass(InputStream in, OutputStream out, long limit) throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE];
        long left = limit;
        int read = in.read(piece);
        while (read >= 0) {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            int passed = (int) Math.min(read, left);
            out.write(piece, 0, passed);
            out.flush();
            left -= passed;
            if (left == 0) {
                cuts.incrementAndGet();
                return;
            }
            read = in.read(piece);
        }
    }

    private synchronized long limit() {
        return random.nextLong(1L << random.nextInt(6, LONGEST_POWER));
    }

    private void cut(Socket socket) {
        try {
            socket.close();
            cuts.incrementAndGet();
        } catch (IOException e) {
            // It was closed already.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
    }
}
